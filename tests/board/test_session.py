"""Who is let in to the pages, who may change something from a browser, and what browsers are told of a page."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager

import pytest
from starlette.testclient import TestClient

from dagplan.board.app import make_app
from dagplan.board.assets import assets, edition
from dagplan.service.settings import Settings
from tests.service.build import JSON, SMALL

PAGE = "http://localhost"
HTTPS = "https://localhost"


@contextmanager
def running(folder, base=PAGE, **settings):
    given = Settings(**{"data": folder, "workers": 0, "askers": 1, "grace_seconds": 0.2, **settings})
    with TestClient(make_app(given), base_url=base, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def keyless(tmp_path_factory):
    with running(tmp_path_factory.mktemp("keyless")) as client:
        yield client


@pytest.fixture(scope="module")
def locked(tmp_path_factory):
    """A client of a service with a key, the key's secret, and the secret of one that was revoked."""
    with running(tmp_path_factory.mktemp("locked")) as client:
        keys = client.app.state.resources.keys
        secret = keys.make("north")[1]
        revoked, old = keys.make("north")
        keys.revoke(revoked.id)
        yield client, secret, old


@pytest.fixture(autouse=True)
def forgetful(keyless, locked):
    keyless.cookies.clear()
    locked[0].cookies.clear()


def log_in(client, key, where="/", **headers):
    return client.post("/login", data={"key": key, "next": where}, headers=headers)


def test_without_keys_whoever_is_there_is_let_in(keyless):
    assert keyless.get("/").status_code == 200
    assert keyless.get("/login").headers["location"] == "/"
    assert 'action="/logout"' not in keyless.get("/").text


@pytest.mark.parametrize("path", ["/", "/boards/abc", "/boards/abc?view=week&unit=vc-1"])
def test_others_are_led_to_the_door_and_then_where_they_wanted_to_go(locked, path):
    client, secret, _ = locked
    door = client.get(path)
    assert door.status_code == 303
    shown = client.get(door.headers["location"])
    found = re.search(r'name="next" value="([^"]*)"', shown.text)
    assert found
    assert found[1].replace("&amp;", "&") == path
    answer = log_in(client, f" {secret}\n", path)
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert client.get(path).status_code == 200
    assert 'action="/logout"' in client.get(path).text
    assert client.get("/v1/plans").json()["items"] == []


def test_the_cookie_is_for_this_service_and_no_script_reads_it(locked, tmp_path):
    client, secret, _ = locked
    cookie = log_in(client, secret).headers["set-cookie"]
    assert cookie == f"dagplan_session={secret}; HttpOnly; Max-Age=43200; Path=/; SameSite=strict"
    with running(tmp_path, base=HTTPS) as safe:
        secret = safe.app.state.resources.keys.make("north")[1]
        assert log_in(safe, secret).headers["set-cookie"].endswith("; SameSite=strict; Secure")


@pytest.mark.parametrize("language", ["en", "sv"])
def test_what_is_no_key_is_refused_and_not_repeated(locked, language):
    client, secret, old = locked
    for key in ("", "x", old, secret[:-1], f"{secret}0", "å", '"><script>'):
        answer = log_in(client, key, **{"Accept-Language": language})
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers
        assert {"en": "was revoked", "sv": "är återkallad"}[language] in answer.text
        assert not key or len(key) < 3 or key not in answer.text
    assert client.post("/login", content=b"key=" + b"x" * 100_000).status_code == 401
    assert client.post("/login", content=b"\xff").status_code == 401


@pytest.mark.parametrize(
    "where", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "/\t/elsewhere", "x", ""]
)
def test_the_door_leads_nowhere_else(locked, where):
    client, secret, _ = locked
    assert log_in(client, secret, where).headers["location"] == "/"


def test_a_key_that_is_revoked_opens_nothing_from_then_on(tmp_path):
    with running(tmp_path) as client:
        keys = client.app.state.resources.keys
        key, secret = keys.make("north")
        log_in(client, secret)
        assert client.get("/v1/plans").status_code == 200
        keys.revoke(key.id)
        assert client.get("/v1/plans").status_code == 401
        assert client.get("/").headers["location"].startswith("/login")


def test_logging_out_takes_the_cookie_away(locked):
    client, secret, _ = locked
    log_in(client, secret)
    answer = client.post("/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert client.get("/v1/plans").status_code == 401


def test_a_cookie_of_another_service_of_this_machine_stands_in_nobodys_way(keyless):
    keyless.cookies.set("dagplan_session", "dagplan_" + "a" * 12 + "_" + "B" * 43)
    assert keyless.get("/").status_code == 200
    assert keyless.get("/v1/plans").status_code == 200


def test_a_key_that_is_sent_counts_and_not_the_cookie_beside_it(locked):
    client, secret, _ = locked
    other = client.app.state.resources.keys.make("south")[1]
    log_in(client, secret)
    mine = client.post("/v1/plans", content=SMALL, headers={"Content-Type": JSON}).json()["id"]
    bearer = {"Authorization": f"Bearer {other}"}
    assert client.get(f"/v1/plans/{mine}").status_code == 200
    assert client.get(f"/v1/plans/{mine}", headers=bearer).status_code == 404


OURS = [{}, {"Origin": PAGE}, {"Origin": "http://localhost:80"}, {"Sec-Fetch-Site": "same-origin"}]
THEIRS = [
    {"Origin": "https://elsewhere.example"},
    {"Origin": "http://localhost:8080"},
    {"Origin": "http://localhost.elsewhere.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://[::1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": PAGE},
]


@pytest.mark.parametrize("headers", [*OURS, *THEIRS])
@pytest.mark.parametrize("who", ["local", "cookie"])
def test_only_pages_of_this_service_change_anything(keyless, locked, headers, who):
    client, secret, _ = locked
    client = keyless if who == "local" else client
    if who == "cookie":
        log_in(client, secret)
    posted = client.post("/v1/plans", content=SMALL, headers={"Content-Type": JSON, **headers})
    deleted = client.delete("/v1/plans/none-such", headers=headers)
    if headers in OURS:
        assert (posted.status_code, deleted.status_code) == (202, 404)
    else:
        assert (posted.status_code, deleted.status_code) == (403, 403)
        assert posted.json()["code"] == "forbidden"
    assert client.get("/v1/plans", headers=headers).status_code == 200


@pytest.mark.parametrize("headers", THEIRS)
def test_other_pages_let_nobody_in_or_out_but_a_program_with_a_key_may_come_from_anywhere(locked, headers):
    client, secret, _ = locked
    answer = log_in(client, secret, **headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert client.post("/logout", headers=headers).status_code == 403
    sent = {"Content-Type": JSON, "Authorization": f"Bearer {secret}", **headers}
    assert client.post("/v1/plans", content=SMALL, headers=sent).status_code == 202


@pytest.mark.parametrize("path", ["/", "/boards/x", "/template.xlsx", "/static/x/api.js", "/favicon.ico"])
def test_every_answer_says_what_a_browser_may_do_with_it(keyless, path):
    headers = keyless.get(path).headers
    policy = dict(one.split(" ", 1) for one in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/boards/x"])
@pytest.mark.parametrize("language", ["en", "sv"])
def test_nothing_in_a_page_needs_a_weaker_policy_or_another_host(keyless, path, language):
    text = keyless.get(path, headers={"Accept-Language": language}).text
    assert f'<html lang="{language}">' in text
    without_words = re.sub(r'<script type="application/json".*?</script>', "", text, flags=re.DOTALL)
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|https?://", without_words)
    assert all(one.startswith(("/static/", "/", "#")) for one in re.findall(r'(?:src|href)="([^"]*)"', without_words))
    assert re.findall(r"<script[^>]*>(?!</script>)", without_words) == []
    words = re.search(r'<script type="application/json" id="words">(.*?)</script>', text, re.DOTALL)
    assert words
    assert json.loads(words[1])["board.undo"] == {"en": "Undo", "sv": "Ångra"}[language]


def test_the_language_is_that_of_the_address_or_chosen_before_or_of_the_browser(keyless):
    def shown(path, accepted):
        return keyless.get(path, headers={"Accept-Language": accepted}).headers["content-language"]

    assert shown("/", "sv-SE,sv;q=0.9") == "sv"
    assert shown("/?language=tlh", "sv") == "sv"
    assert shown("/?language=en", "sv") == "en"
    assert shown("/", "sv") == "en"
    assert keyless.get("/", headers={"Cookie": "dagplan_language=xx"}).status_code == 200


def test_the_colours_are_as_chosen_from_the_first_moment(keyless):
    assert "data-theme" not in keyless.get("/").text
    keyless.cookies.set("dagplan_theme", "dark")
    assert 'data-theme="dark"' in keyless.get("/").text
    keyless.cookies.set("dagplan_theme", '"><b>')
    assert "data-theme" not in keyless.get("/").text


def test_static_files_are_kept_for_good_under_an_address_that_changes_with_them(keyless):
    answer = keyless.get(f"/static/{edition()}/board.css", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (answer.headers["content-encoding"], answer.headers["content-type"]) == ("gzip", "text/css; charset=utf-8")
    assert answer.content == assets()["board.css"].body
    plain = keyless.get(f"/static/{edition()}/board.css", headers={"Accept-Encoding": "identity"})
    assert (plain.content, "content-encoding" in plain.headers) == (answer.content, False)
    tag = {"If-None-Match": answer.headers["etag"]}
    assert keyless.get("/static/before/board.css", headers=tag).status_code == 304
    assert keyless.get("/static/before/board.css").headers["cache-control"] == "no-cache"


def test_what_a_page_runs_is_one_file_that_is_kept_for_good(keyless):
    asked = re.findall(r'<script type="module" src="([^"]+)"', keyless.get("/").text)
    (address,) = asked
    assert address.endswith("/page.start.js")
    answer = keyless.get(address)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "import " not in {line.strip()[:7] for line in answer.text.splitlines()}


def test_dark_is_the_same_whether_chosen_or_the_machines():
    style = assets()["tokens.css"].body.decode()
    chosen, machine = (
        re.search(start + r"\s*\{([^}]*)\}", style)[1].split()
        for start in (r':root\[data-theme="dark"\]', r":root:not\(\[data-theme\]\)")
    )
    assert chosen == machine
    assert len(chosen) > 40


@pytest.mark.parametrize("name", ["none.js", "../pages.py", "..%2Fpages.py", "%2e%2e/pages.py", "__init__.py", ""])
def test_nothing_else_is_given_away(keyless, name):
    assert keyless.get(f"/static/{edition()}/{name}").status_code == 404


def test_the_workbook_to_fill_in_can_be_loaded_as_it_is(keyless):
    from dagplan import read

    answer = keyless.get("/template.xlsx?language=sv")
    assert "filename*=UTF-8''underlag%20att%20fylla%20i.xlsx" in answer.headers["content-disposition"]
    assert read(answer.content, form=answer.headers["content-type"]).requests


def test_the_api_knows_nothing_of_the_pages(keyless):
    paths = keyless.get("/openapi.json").json()["paths"]
    assert [one for one in paths if not one.startswith(("/v1/", "/health", "/ready", "/metrics"))] == []
    wrong = keyless.post("/")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET, HEAD")
    assert keyless.put("/login").headers["allow"] == "GET, HEAD, POST"
