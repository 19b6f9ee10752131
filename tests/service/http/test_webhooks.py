"""An order with an address to tell, until that has been told."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from standardwebhooks.webhooks import Webhook

from dagplan.service.http.routes.webhooks import Told
from dagplan.service.store.signing_secrets import SigningSecrets
from tests.service.build import until
from tests.service.http.client import codes, ended, order, running
from tests.service.webhooks.receivers import Receiver

ALLOWED = {"webhook_private": True, "webhook_http": True, "webhook_ports": ""}


@pytest.fixture
def receiver():
    with Receiver().open() as opened:
        yield opened


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """With workers, and webhooks to this machine."""
    with running(tmp_path_factory.mktemp("data"), **ALLOWED) as client:
        yield client


@pytest.fixture(scope="module")
def idle(tmp_path_factory):
    """As it comes, without workers."""
    with running(tmp_path_factory.mktemp("idle"), workers=0) as client:
        yield client


def test_a_plan_is_told_of_when_it_is_done(client, receiver):
    answer = order(client, Dagplan_Webhook=f"http://127.0.0.1:{receiver.port}/told")
    assert answer.status_code == 202
    job = ended(client, answer).json()
    until(lambda: receiver.told)
    (told,) = receiver.told
    Told.model_validate_json(told.body)
    table = SigningSecrets(client.app.state.resources.table._store)
    found = Webhook(table.of("local")[0]).verify(told.body, told.headers)
    assert datetime.fromisoformat(found.pop("timestamp")) == datetime.fromisoformat(job["ended"])
    assert found == {
        "type": "plan.done",
        "id": job["id"],
        "state": "done",
        "figures": job["figures"],
    }
    at = answer.headers["location"] + "/webhook"
    until(lambda: client.get(at).json()["ended"])
    shown = client.get(at).json()
    assert (shown["id"], shown["tries"], shown["outcome"]) == (told.headers["webhook-id"], 1, "told")
    assert shown["next"] is None


def test_what_is_sent_is_described(idle):
    document = idle.app.openapi()
    sent = document["webhooks"]["over"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert sent == {"$ref": "#/components/schemas/Told"}
    described = document["components"]["schemas"]["Told"]
    assert list(described["properties"]) == ["type", "timestamp", "id", "state", "figures"] == described["required"]


def test_a_plan_that_is_stopped_before_it_is_begun_is_told_of(tmp_path, receiver):
    with running(tmp_path, workers=0, **ALLOWED) as client:
        answer = order(client, Dagplan_Webhook=f"http://127.0.0.1:{receiver.port}/told")
        at = answer.headers["location"] + "/webhook"
        assert client.get(at).status_code == 404  # it is not over
        client.delete(answer.headers["location"])
        until(lambda: receiver.told)
        found = json.loads(receiver.told[0].body)
        assert (found["type"], found["figures"]) == ("plan.stopped", None)
        until(lambda: client.get(at).json()["ended"])
        client.delete(answer.headers["location"])
        assert client.get(at).status_code == 404


@pytest.mark.parametrize("path", ["/v1/studies", "/v1/plans/{id}/replan"])
def test_all_that_is_ordered_takes_an_address_and_judges_it(idle, path):
    job = order(idle).json()["id"]
    form = {"Content-Type": "application/json", "Dagplan-Webhook": "https://127.0.0.1/"}
    answer = idle.post(path.replace("{id}", job), content=b"{}", headers=form)
    assert (answer.status_code, codes(answer)) == (422, [("Dagplan-Webhook", "webhook.not_public")])
    for _ in range(2):
        idle.delete(f"/v1/plans/{job}")


def test_a_plan_without_an_address_has_no_webhook(idle):
    answer = order(idle)
    idle.delete(answer.headers["location"])
    assert idle.get(answer.headers["location"] + "/webhook").status_code == 404
    assert idle.delete(answer.headers["location"]).status_code == 204
    assert idle.get("/v1/plans/" + "A" * 22 + "/webhook").status_code == 404


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://example.org/", "webhook.only_https"),
        ("https://127.0.0.1/", "webhook.not_public"),
        ("https://localhost/", "webhook.not_public"),
        ("https://169.254.169.254/latest/meta-data", "webhook.not_public"),
        ("https://[::1]/", "webhook.not_public"),
        ("https://[fd12::1]/", "webhook.not_public"),
        ("https://10.0.0.1:22/", "webhook.port"),
        ("https://me:secret@93.184.215.14/", "webhook.with_password"),
        ("told", "webhook.no_address"),
        ("", "webhook.no_address"),
    ],
)
@pytest.mark.parametrize("query", ["", "?operation=validate"])
def test_where_nothing_may_be_sent_is_refused_when_it_is_ordered(idle, address, code, query):
    answer = order(idle, Dagplan_Webhook=address, query=query)
    assert answer.status_code == 422
    assert codes(answer) == [("Dagplan-Webhook", code)]
    assert "secret" not in answer.text
    assert idle.get("/v1/plans").json()["items"] == []


def test_what_is_wrong_is_told_with_all_else_in_the_language_that_was_asked_for(idle):
    answer = order(
        idle, query="?tag=a%20b", Dagplan_Webhook="told", Idempotency_Key="å".encode(), Accept_Language="sv"
    )
    assert sorted(codes(answer)) == [
        ("?tag", "invalid_tag"),
        ("Dagplan-Webhook", "webhook.no_address"),
        ("Idempotency-Key", "invalid_key"),
    ]
    assert "skriv en webbadress som https://example.org/dagplan" in answer.text
