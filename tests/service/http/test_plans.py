"""Plans over HTTP: ordered, followed, stopped, fetched and deleted."""

from __future__ import annotations

import json

import pytest

from dagplan import MEDIA_TYPES, check, models, read, to_bytes
from dagplan.service.store.jobs import State
from tests.service.build import JSON, SMALL, unit_day, until
from tests.service.http.client import codes, ended, order, running


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """With workers."""
    with running(tmp_path_factory.mktemp("data")) as client:
        yield client


@pytest.fixture(scope="module")
def without_workers(tmp_path_factory):
    limits = {"most_waiting": 3, "most_tags": 2, "most_requests": 2, "most_body_bytes": 10_000}
    with running(tmp_path_factory.mktemp("idle"), workers=0, **limits) as client:
        yield client


@pytest.fixture
def idle(without_workers):
    """Without workers: what is ordered waits. Nothing was ordered yet."""
    for job in without_workers.get("/v1/plans").json()["items"]:
        stopped = without_workers.delete(f"/v1/plans/{job['id']}")
        assert stopped.status_code == 204 or without_workers.delete(f"/v1/plans/{job['id']}").status_code == 204
    return without_workers


def changed(**fields):
    return json.dumps({**json.loads(SMALL), **fields}).encode()


def test_an_order_is_accepted_and_becomes_a_plan(client):
    answer = order(client)
    assert answer.status_code == 202
    job = answer.json()
    assert answer.headers["location"] == f"/v1/plans/{job['id']}"
    assert (job["state"], job["attempt"], job["form"], job["tags"], job["parent"]) == ("queued", 0, JSON, [], None)
    found = ended(client, answer).json()
    assert found["state"] == "done"
    assert found["problems"] == []
    assert {name: found["figures"][name] for name in ("requests", "booked", "unbooked", "status")} == {
        "requests": 2,
        "booked": 1,
        "unbooked": 1,
        "status": "optimal",
    }
    plan = models.Plan.model_validate(found["plan"])
    assert check(read(SMALL, form="json"), plan) == []


@pytest.mark.parametrize("form", ["json", "xlsx", "csv", "fhir"])
def test_every_form_of_a_request_is_taken_and_given_back_byte_for_byte(client, form):
    body = to_bytes(read(SMALL, form="json"), form)
    answer = order(client, body, form=f"{MEDIA_TYPES[form]}; charset=utf-8")
    assert answer.status_code == 202, answer.text
    assert ended(client, answer).json()["state"] == "done"
    back = client.get(answer.headers["location"] + "/request")
    assert back.content == body
    assert back.headers["content-type"].startswith(MEDIA_TYPES[form])


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_kept(idle):
    answer = order(idle, changed(units=3, nix=1), Accept_Language="sv-SE,sv;q=0.9")
    assert answer.status_code == 422
    assert answer.headers["content-language"] == "sv"
    assert codes(answer) == [("$.units", "tuple_type"), ("$.nix", "extra_forbidden")]
    details = answer.json()
    assert details["type"] == "urn:dagplan:problem:invalid_input"
    assert details["detail"] == "2 saker är fel i det som skickades"
    assert details["problems"][0]["message"] == "skriv en lista"
    assert idle.get("/v1/plans").json() == {"items": [], "next": None}


@pytest.mark.parametrize(
    ("body", "place", "code"),
    [
        (b"{", "", "broken_json"),
        (b"\xff{", "", "not_utf8"),
        (b"[]", "", None),
        (b'{"units": [], "units": []}', "$.units", "repeated_field"),
    ],
)
def test_what_is_no_request_is_refused(idle, body, place, code):
    answer = order(idle, body)
    assert answer.status_code == 422
    found = codes(answer)
    assert found[0][0].startswith(place)
    assert code is None or (found[0][1] == code)


def test_an_empty_body_is_refused(idle):
    answer = order(idle, b"")
    assert (answer.status_code, answer.json()["code"]) == (422, "empty_body")


@pytest.mark.parametrize("form", ["text/html", "application/octet-stream", "", "text/calendar"])
def test_a_form_that_cannot_be_read_is_refused_with_those_that_can(idle, form):
    answer = order(idle, form=form)
    assert (answer.status_code, answer.json()["code"]) == (415, "unknown_form")
    assert "application/json" in answer.headers["accept-post"]


def test_what_is_beyond_the_limits_is_refused(idle):
    one = json.loads(SMALL)["requests"][1]
    three = [{**one, "id": f"x{i}", "visits": [{**one["visits"][0], "id": f"xv{i}"}]} for i in range(3)]
    settings = {"time_limit": 7200}
    answer = order(idle, changed(requests=three, last_date="2028-10-05", settings=settings))
    assert answer.status_code == 422
    assert codes(answer) == [
        ("$.requests", "too_many"),
        ("$.last_date", "too_many"),
        ("$.settings.time_limit", "too_long"),
    ]


def test_a_larger_body_is_refused(idle):
    answer = order(idle, b" " * 10_001)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    streamed = idle.post("/v1/plans", content=iter([b" " * 6000] * 2), headers={"Content-Type": JSON})
    assert (streamed.status_code, streamed.json()["code"]) == (413, "body_too_large")
    assert streamed.headers["connection"] == "close"


def test_a_compressed_body_is_refused(idle):
    answer = order(idle, Content_Encoding="gzip")
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_encoding")


def test_validating_says_how_large_a_request_is_and_keeps_nothing(idle):
    answer = order(idle, query="?operation=validate")
    assert answer.status_code == 200
    found = answer.json()
    assert {name: found[name] for name in ("ok", "requests", "visits", "dates", "units", "time_limit")} == {
        "ok": True,
        "requests": 2,
        "visits": 3,
        "dates": 1,
        "units": 1,
        "time_limit": 20,
    }
    assert order(idle, b"{}", query="?operation=validate").status_code == 422
    assert idle.get("/v1/plans").json()["items"] == []


def test_a_request_may_be_accepted_unread_and_what_is_wrong_is_told_later(client):
    answer = order(client, b"{", Prefer="respond-async")
    assert (answer.status_code, answer.headers["preference-applied"]) == (202, "respond-async")
    found = client.get(answer.headers["location"], params={"wait": 30}, headers={"Accept-Language": "sv"}).json()
    assert (found["state"], found["plan"]) == ("invalid", None)
    assert [one["code"] for one in found["problems"]] == ["broken_json"]
    assert "JSON" in found["problems"][0]["message"]


def test_the_same_key_is_the_same_job(idle):
    first = order(idle, Idempotency_Key="k-1")
    again = order(idle, Idempotency_Key="k-1")
    assert again.status_code == 202
    assert again.json()["id"] == first.json()["id"]
    assert (first.headers.get("idempotency-replayed"), again.headers["idempotency-replayed"]) == (None, "true")
    other = order(idle, changed(settings={"time_limit": 1}), Idempotency_Key="k-1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert len(idle.get("/v1/plans").json()["items"]) == 1
    assert codes(order(idle, Idempotency_Key="k" * 201)) == [("Idempotency-Key", "invalid_key")]


def test_tags_are_kept_and_found_again(idle):
    first = order(idle, query="?tag=våren&tag=vc-nord").json()
    order(idle, query="?tag=vc-syd")
    assert first["tags"] == ["vc-nord", "våren"]
    assert [one["id"] for one in idle.get("/v1/plans", params={"tag": "våren"}).json()["items"]] == [first["id"]]
    assert codes(order(idle, query="?tag=a&tag=b&tag=c&tag=d%20e")) == [("?tag", "too_many"), ("?tag", "invalid_tag")]


def test_a_full_queue_says_when_to_come_again(idle):
    for _ in range(3):
        assert order(idle).status_code == 202
    answer = order(idle)
    assert (answer.status_code, answer.json()["code"]) == (429, "queue_full")
    assert int(answer.headers["retry-after"]) > 0


def test_the_list_has_pages_states_and_figures(client):
    made = [ended(client, order(client, query="?tag=paged")).json() for _ in range(3)]
    first = client.get("/v1/plans", params={"tag": "paged", "limit": 2})
    page = first.json()
    assert [one["id"] for one in page["items"]] == [made[2]["id"], made[1]["id"]]
    assert page["items"][0]["figures"] == made[2]["figures"]
    assert "plan" not in page["items"][0]
    rest = client.get(first.links["next"]["url"])
    assert [one["id"] for one in rest.json()["items"]] == [made[0]["id"]]
    assert rest.json()["next"] is None
    assert client.get("/v1/plans", params={"tag": "paged", "cursor": page["next"]}).json() == rest.json()
    running_or_failed = client.get("/v1/plans", params={"tag": "paged", "state": ["running", "failed"]}).json()
    assert running_or_failed["items"] == []
    for none in ("%20", "MTc", "bmFuIEFB", "aW5mIEFB", "MS41IA", "IEFB", "MS41IMOlw6U", "w6U", "A" * 5000):
        assert codes(client.get(f"/v1/plans?cursor={none}&limit=2")) == [("?cursor", "invalid_cursor")]
    assert codes(client.get("/v1/plans?limit=0&state=nix")) == [
        ("?state.0", "enum"),
        ("?limit", "greater_than_equal"),
    ]


def test_what_has_not_changed_is_not_sent_again(client):
    found = ended(client, order(client))
    tag = found.headers["etag"]
    url = f"/v1/plans/{found.json()['id']}"
    same = client.get(url, headers={"If-None-Match": f'"x", {tag}'})
    assert (same.status_code, same.content) == (304, b"")
    assert client.get(url, headers={"If-None-Match": '"x"'}).status_code == 200
    in_swedish = client.get(url, headers={"If-None-Match": tag, "Accept-Language": "sv"})
    assert in_swedish.status_code == 200


def test_a_running_plan_shows_its_best_so_far_stops_and_is_deleted(client):
    answer = order(client, unit_day(60))
    url = answer.headers["location"]
    best = until(lambda: (now := client.get(url).json())["plan"] and now["figures"] and now)
    assert best["state"] == "running"
    assert best["figures"]["requests"] == 101
    stop = client.delete(url)
    assert (stop.status_code, stop.json()["stopping"]) == (202, True)
    assert client.delete(url).status_code in {202, 204}
    done = client.get(url, params={"wait": 30})
    if done.status_code == 200:  # the second one came while it stopped
        assert done.json()["state"] == "stopped"
        assert models.Plan.model_validate(done.json()["plan"]).bookings
        assert client.delete(url).status_code == 204
    assert client.get(url).status_code == 404
    assert client.delete(url).status_code == 404


def test_nothing_is_deleted_that_has_changed_since(idle):
    answer = order(idle)
    url = answer.headers["location"]
    assert idle.delete(url, headers={"If-Match": '"99"'}).status_code == 412
    assert idle.get(url).json()["state"] == "queued"
    assert idle.delete(url, headers={"If-Match": idle.get(url).headers["etag"]}).json()["state"] == "stopped"
    assert idle.delete(url).status_code == 204


def events(client, url, **headers):
    """The events of a job, to their end: (event, id, data)."""
    found = []
    with client.stream("GET", url + "/events", headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        one = {}
        for line in answer.iter_lines():
            if line.startswith(":"):
                continue
            if line:
                name, _, value = line.partition(": ")
                one[name] = value
            elif one:
                found.append((one["event"], one["id"], json.loads(one["data"])))
                one = {}
    return found


def test_events_tell_how_a_plan_stands_and_end_with_its_state(client):
    answer = order(client, unit_day(2))
    told = events(client, answer.headers["location"])
    assert [kind for kind, _, _ in told] == ["state"] * (len(told) - 1) + ["end"]
    costs = [data["figures"]["cost"] for _, _, data in told if data["figures"]]
    assert costs == sorted(costs, reverse=True)
    assert len({identity for _, identity, _ in told}) == len(told)
    assert told[-1][2]["state"] == "done"
    # Whoever comes back is told what they have not seen; of an end, that it is one.
    assert events(client, answer.headers["location"], **{"Last-Event-ID": told[0][1]}) == told[-1:]
    assert events(client, answer.headers["location"], **{"Last-Event-ID": told[-1][1]}) == told[-1:]


@pytest.mark.parametrize("path", ["", "/request", "/events"])
def test_what_is_not_there_is_not_found(idle, path):
    answer = idle.get(f"/v1/plans/nix{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_other_methods_are_refused_with_those_that_work(idle):
    answer = idle.put("/v1/plans")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")
    assert answer.json()["code"] == "method_not_allowed"
    assert idle.get("/v1/nix").json()["code"] == "not_found"


def test_every_answer_has_security_headers_and_none_is_stored(idle):
    for answer in (idle.get("/v1/plans"), idle.get("/nix"), order(idle), order(idle, b"{}")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "access-control-allow-origin" not in answer.headers
        assert answer.headers["x-request-id"]


def test_the_service_tells_how_it_is(client, tmp_path):
    assert client.get("/healthz").json()["status"] == "ok"
    assert client.get("/readyz").status_code == 200
    ended(client, order(client))
    figures = client.get("/metrics").text
    assert 'dagplan_jobs{state="done"}' in figures
    assert 'route="/v1/plans/{job_id}"' in figures


def test_a_job_can_be_told_again_after_a_restart(tmp_path):
    with running(tmp_path) as client:
        first = ended(client, order(client)).json()
    with running(tmp_path, workers=0) as client:
        waits = order(client).json()
        assert client.get(f"/v1/plans/{first['id']}").json() == first
    with running(tmp_path) as client:
        found = client.get(f"/v1/plans/{waits['id']}", params={"wait": 30}).json()
        assert found["state"] == State.DONE


def test_a_marker_of_what_was_sent_is_in_no_log(idle, caplog):
    caplog.set_level("DEBUG", logger="dagplan")
    marked = changed(patients="hemligt-17")
    order(idle, marked, query="?tag=hemligt-17", Idempotency_Key="hemligt-17")
    idle.get("/v1/plans/hemligt-17?cursor=hemligt-17")
    told = [record.getMessage() for record in caplog.records if record.name.startswith("dagplan")]
    assert len(told) >= 2
    assert [line for line in told if "hemligt" in line] == []


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "localhost.evil.example", "10.0.0.5:8000", "[::2]:80"]
)
def test_a_page_whose_name_leads_here_is_refused_where_no_key_is_needed(idle, host):
    answer = idle.get("/v1/plans", headers={"Host": host})
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_host")


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "[::1]"])
def test_this_machine_s_own_names_are_known(idle, host):
    assert idle.get("/v1/plans", headers={"Host": host}).status_code == 200
