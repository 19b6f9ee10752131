"""Who may ask, and in whose name."""

from __future__ import annotations

import json
import logging
import re

import pytest

from dagplan import InputError
from dagplan.service import serving
from dagplan.service.settings import Settings
from dagplan.service.store.keys import KeyTable
from dagplan.service.store.sqlite import sqlite_store
from tests.service.http.client import order, running


@pytest.fixture
def client(tmp_path):
    """Without workers and without keys, on loopback."""
    with running(tmp_path, workers=0) as client:
        yield client


@pytest.fixture(scope="module")
def keyless(tmp_path_factory):
    """The same for tests that make no key."""
    with running(tmp_path_factory.mktemp("keyless"), workers=0) as client:
        yield client


def keys_of(client):
    return client.app.state.resources.keys


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


def test_on_loopback_without_keys_whoever_is_there_is_one_tenant(keyless):
    assert order(keyless).status_code == 202
    assert len(keyless.get("/v1/plans").json()["items"]) == 1


@pytest.mark.parametrize("language", ["en", "sv"])
def test_once_a_key_was_made_one_is_needed_and_revoking_it_opens_nothing(client, language):
    keys = keys_of(client)
    assert client.get("/v1/plans").status_code == 200
    key, secret = keys.make("north")
    for _ in range(2):
        answer = client.get("/v1/plans", headers={"Accept-Language": language})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert answer.json()["code"] == "unauthorized"
        detail = {"en": "A key is needed", "sv": "En nyckel behövs"}[language]
        assert answer.json()["detail"].startswith(detail)
        keys.revoke(key.id)
    assert client.get("/v1/plans", headers=bearer(secret)).status_code == 401


SCRAPER = "only-for-prometheus"


@pytest.mark.parametrize(
    ("settings", "sent", "status"),
    [
        ({}, {}, 200),
        ({"host": "0.0.0.0"}, {}, 403),
        ({"host": "0.0.0.0"}, bearer(SCRAPER), 403),
        *(
            ({"host": host, "metrics_key": SCRAPER}, sent, status)
            for host in ("127.0.0.1", "0.0.0.0")
            for sent, status in [
                ({}, 401),
                ({"Authorization": SCRAPER}, 401),
                (bearer("another-key-altogether"), 401),
                ({"Authorization": b"Bearer \xe5\xe4\xf6"}, 401),
                (bearer(SCRAPER), 200),
            ]
        ),
    ],
)
def test_figures_of_all_are_shown_here_or_to_who_has_their_key(tmp_path, settings, sent, status):
    with running(tmp_path, workers=0, **settings) as client:
        tenants = keys_of(client).make("north")[1]
        answer = client.get("/metrics", headers=sent)
        assert answer.status_code == status
        assert ("dagplan_jobs" in answer.text) is (status == 200)
        assert ("www-authenticate" in answer.headers) is (status == 401)
        assert SCRAPER not in answer.text
        if "metrics_key" in settings:
            assert client.get("/metrics", headers=bearer(tenants)).status_code == 401
            assert client.get("/v1/plans", headers=bearer(SCRAPER)).status_code == 401


def test_a_key_for_figures_that_can_be_guessed_is_refused():
    with pytest.raises(ValueError, match="metrics_key"):
        Settings(metrics_key="short")
    assert SCRAPER not in repr(Settings(metrics_key=SCRAPER))


def test_a_key_asks_in_the_name_of_its_tenant_alone(client):
    local = order(client).headers["location"]
    (_, north), (_, south) = keys_of(client).make("north"), keys_of(client).make("south")
    mine = order(client, Authorization=f"Bearer {north}").headers["location"]
    assert client.get(mine, headers=bearer(north)).status_code == 200
    assert client.get(mine, headers=bearer(south)).status_code == 404
    assert client.get(local, headers=bearer(north)).status_code == 404
    assert [one["id"] for one in client.get("/v1/plans", headers=bearer(north)).json()["items"]] == [
        mine.rpartition("/")[2]
    ]
    assert client.get("/v1/plans", headers=bearer(south)).json()["items"] == []


def test_a_key_may_come_in_either_header(client):
    _, north = keys_of(client).make("north")
    _, south = keys_of(client).make("south")
    asked = lambda **headers: client.get("/v1/plans", headers=headers).status_code  # noqa: E731
    assert asked(Authorization=f"bearer {north}") == 200
    assert asked(**{"X-API-Key": north}) == 200
    assert asked(**{"X-API-Key": north, "Authorization": f"Bearer {north}"}) == 200
    assert asked(**{"X-API-Key": north, "Authorization": f"Bearer {south}"}) == 401
    assert asked(**{"X-API-Key": north, "Authorization": "Basic bm9ydGg6"}) == 200


@pytest.mark.parametrize(
    "secret",
    ["x", "dagplan_" + "a" * 12 + "_" + "A" * 43, "dagplan", "\u00e5".encode().decode("latin-1"), "a" * 10_000],
)
def test_what_is_no_key_is_refused_also_where_none_is_needed(keyless, secret):
    for headers in ({"Authorization": f"Bearer {secret}".encode("latin-1")}, {"X-API-Key": secret.encode("latin-1")}):
        answer = keyless.get("/v1/plans", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'
        assert answer.json()["detail"] == "This key is not known, or was revoked"


def test_a_revoked_key_is_refused_from_the_next_call_on(client):
    key, secret = keys_of(client).make("north")
    assert client.get("/v1/plans", headers=bearer(secret)).status_code == 200
    keys_of(client).revoke(key.id)
    answer = client.get("/v1/plans", headers=bearer(secret))
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")


def test_beyond_loopback_nobody_is_let_in_without_a_key(tmp_path):
    with running(tmp_path, workers=0, host="0.0.0.0") as client:
        assert client.get("/v1/plans").status_code == 401
        _, secret = keys_of(client).make("north")
        assert client.get("/v1/plans", headers=bearer(secret)).status_code == 200


def test_every_route_of_a_tenant_needs_a_key_and_says_so(client):
    """Made from the routes themselves: a new one can't be forgotten."""
    keys_of(client).make("north")
    asked = 0
    for path, operations in client.app.openapi()["paths"].items():
        for method, described in operations.items():
            if not path.startswith("/v1/"):
                continue
            answer = client.request(method, re.sub(r"{.*?}", "A" * 22, path), headers={"Content-Type": "text/plain"})
            assert answer.status_code == 401, (method, path)
            assert described["security"] == [{"HTTPBearer": []}, {"APIKeyHeader": []}], (method, path)
            asked += 1
    assert asked >= 20
    assert client.get("/healthz").status_code == 200


def test_the_log_says_who_asked_and_never_with_what(client, caplog):
    caplog.set_level(logging.DEBUG)
    key, secret = keys_of(client).make("north")
    client.get("/v1/plans", headers=bearer(secret))
    client.get("/v1/plans", headers=bearer(secret[:-1]))
    told = [json.loads(one.getMessage()) for one in caplog.records if one.name == "dagplan.access"]
    assert [(one["status"], one["tenant"], one["key"]) for one in told] == [(200, "north", key.id), (401, None, None)]
    assert secret[:-1] not in "".join(one.getMessage() for one in caplog.records if one.name.startswith("dagplan"))


@pytest.fixture
def begun(monkeypatch):
    """The services that were begun, which end at once."""
    found = []

    def run(self, sockets):
        self.started = True
        found.append(sockets[0].getsockname())

    monkeypatch.setattr(serving._Server, "run", run)
    monkeypatch.setattr(serving, "log_to_stderr", lambda form, level: None)
    return found


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_beyond_loopback_it_does_not_begin_without_a_key_that_holds(tmp_path, begun, host):
    settings = Settings(host=host, port=0, data=tmp_path / "data")
    refused = pytest.raises(InputError, match="dagplan keys make")
    with refused:
        serving.serve(settings)
    assert not (tmp_path / "data").exists()
    store = sqlite_store(settings.store)
    key, _ = KeyTable(store).make("north")
    serving.serve(settings)
    assert len(begun) == 1
    KeyTable(store).revoke(key.id)
    with refused:
        serving.serve(settings)
    store.dispose()


def test_on_loopback_it_begins_without(tmp_path, begun):
    serving.serve(Settings(port=0, data=tmp_path))
    assert len(begun) == 1
