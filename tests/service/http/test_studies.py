"""Studies over HTTP: ordered, followed, stopped, deleted, and their results."""

from __future__ import annotations

import io
import json

import pytest

from dagplan.documents import zipped
from dagplan.service.figures import StudyFigures
from dagplan.service.store.jobs import State
from tests.service.http.planned import JSON, asking, begun, codes, dumped, ended, planned, table_of, waiting
from tests.service.http.planned import REQUEST as ASKED

SCENARIO = {"name": "longer", "changes": [{"kind": "scale_duration", "competence": "physician", "minutes": 5}]}
STUDY = {"name": "Longer", "base": "winter", "scenario": [SCENARIO]}
TABLES = {
    "schema": "dagplan.study-tables/1",
    "against": "base",
    "warnings": [{"message": "few", "params": {"text": "study_warning.few_seeds", "n": 1, "least": 5}}],
    "scenarios": [{"scenario": "base"}],
    "cases": [],
    "comparison": [],
    "items": [],
}
RESULTS = {"results.json": json.dumps(TABLES).encode(), "report.html": b"<html>", "comparison.csv": b"scenario\r\n"}
RESULTS |= {"cases.csv": b"seed\r\n", "comparison.parquet": b"PAR1"}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with asking(tmp_path_factory.mktemp("data"), most_cases=3) as client:
        yield client


@pytest.fixture(scope="module")
def done(client):
    came = {"results.en": zipped(RESULTS), "results.sv": zipped(RESULTS | {"report.html": b"<html lang='sv'>"})}
    return ended(client, State.DONE, came, kind="study")


def order(client, study=STUDY, inputs=None, **headers):
    body = {"study": study, "inputs": {"winter": dumped(ASKED)} if inputs is None else inputs}
    return client.post("/v1/studies", json=body, headers=headers)


def test_a_study_is_accepted_and_stands_in_the_list(client):
    answer = client.post("/v1/studies?tag=winter", json={"study": STUDY, "inputs": {"winter": dumped(ASKED)}})
    assert answer.status_code == 202, answer.text
    job = answer.json()
    assert (job["state"], job["tags"], job["figures"]) == ("queued", ["winter"], None)
    assert answer.headers["location"] == f"/v1/studies/{job['id']}"
    found = client.get(answer.headers["location"])
    assert found.json() == {**job, "problems": []}
    assert client.get(answer.headers["location"], headers={"If-None-Match": found.headers["etag"]}).status_code == 304
    assert [one["id"] for one in client.get("/v1/studies?tag=winter").json()["items"]] == [job["id"]]
    assert job["id"] not in [one["id"] for one in client.get("/v1/plans?limit=200").json()["items"]]
    assert client.get(f"/v1/plans/{job['id']}").status_code == 404
    assert json.loads(client.get(f"{answer.headers['location']}/request").content)["study"] == STUDY


def test_lists_come_in_pages(tmp_path):
    with asking(tmp_path) as client:
        ids = [order(client).json()["id"] for _ in range(3)][::-1]
        page = client.get("/v1/studies?limit=2").json()
        assert [one["id"] for one in page["items"]] == ids[:2]
        rest = client.get("/v1/studies", params={"cursor": page["next"], "state": "queued"}).json()
        assert ([one["id"] for one in rest["items"]], rest["next"]) == (ids[2:], None)
        assert client.get("/v1/studies?state=done").json()["items"] == []


def test_a_base_may_be_an_earlier_plan_of_the_same_tenant(client):
    job = planned(client)
    assert order(client, STUDY | {"base": job}, {}).status_code == 202
    toml = f'name = "Longer"\nbase = "{job}"\n[[scenario]]\nname = "longer"\n'
    toml += 'changes = [{ kind = "scale_duration", competence = "physician", minutes = 5 }]\n'
    sent = client.post("/v1/studies", content=toml, headers={"Content-Type": "application/toml"})
    assert sent.status_code == 202, sent.text
    assert client.get(f"{sent.headers['location']}/request").text == toml
    for other in (planned(client, tenant="another"), waiting(client, kind="study"), "no-such-plan"):
        answer = order(client, STUDY | {"base": other}, {})
        assert answer.status_code == 422
        assert codes(answer) == [("$.study.base", "unknown_input")]


def test_a_study_goes_on_when_its_plan_is_deleted(client):
    job = planned(client)
    study = order(client, STUDY | {"base": job}, {}).json()["id"]
    assert client.delete(f"/v1/plans/{job}").status_code == 204
    kept = json.loads(table_of(client).document("local", study, "study"))
    assert set(kept["inputs"]) == {job}


def test_a_study_is_ordered_once_for_each_key(client):
    first, again = (order(client, idempotency_key="one") for _ in range(2))  # a header that is none of ours
    assert first.json()["id"] != again.json()["id"]
    first, again = (order(client, **{"Idempotency-Key": "one"}) for _ in range(2))
    assert first.json()["id"] == again.json()["id"]
    other = order(client, STUDY | {"seeds": [7]}, **{"Idempotency-Key": "one"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_everything_wrong_with_a_study_is_told_at_once(client):
    wrong = STUDY | {"scenario": [SCENARIO, SCENARIO], "seeds": [1, 1]}
    answer = order(client, wrong, {"winter": dumped(ASKED) | {"x": 1}}, **{"Accept-Language": "sv"})
    assert answer.status_code == 422
    assert codes(answer) == [
        ("$.study.scenario[1].name", "duplicate_name"),
        ("$.study.seeds[1]", "duplicate_seed"),
        ("$.study.grid", "too_many_cases"),
        ("$.inputs.winter.x", "extra_forbidden"),
    ]
    assert client.post("/v1/studies", content="{}", headers={"Content-Type": "text/plain"}).status_code == 415
    assert client.post("/v1/studies", content="", headers={"Content-Type": JSON}).json()["code"] == "empty_body"


@pytest.mark.parametrize(
    ("how", "form", "body"),
    [
        ({}, JSON, None),
        ({"headers": {"Accept": "text/csv"}}, "text/csv; charset=utf-8", b"scenario\r\n"),
        ({"params": {"form": "csv", "table": "cases"}}, "text/csv; charset=utf-8", b"seed\r\n"),
        ({"headers": {"Accept": "application/vnd.apache.parquet"}}, "application/vnd.apache.parquet", b"PAR1"),
        ({"headers": {"Accept": "text/html, */*;q=0.1"}}, "text/html; charset=utf-8", b"<html>"),
        (
            {"params": {"form": "html"}, "headers": {"Accept-Language": "sv"}},
            "text/html; charset=utf-8",
            b"<html lang='sv'>",
        ),
    ],
)
def test_results_come_as_they_are_asked_for(client, done, how, form, body):
    answer = client.get(f"/v1/studies/{done}/results", **how)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == form
    assert body is None or answer.content == body
    known = {**how.get("headers", {}), "If-None-Match": answer.headers["etag"]}
    assert client.get(f"/v1/studies/{done}/results", **(how | {"headers": known})).status_code == 304


def test_results_as_json_are_told_in_a_language(client, done):
    found = client.get(f"/v1/studies/{done}/results", headers={"Accept-Language": "sv"}).json()
    assert found["scenarios"] == TABLES["scenarios"]
    assert found["warnings"][0]["message"] != "few"


def test_all_files_come_in_a_zip(client, done):
    import zipfile

    answer = client.get(f"/v1/studies/{done}/results?form=zip")
    assert set(zipfile.ZipFile(io.BytesIO(answer.content)).namelist()) == set(RESULTS)
    assert answer.headers["content-disposition"] == f'attachment; filename="study-{done}.zip"'


def test_results_that_are_not_there_are_refused(client, done):
    path = f"/v1/studies/{done}/results"
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406
    assert codes(client.get(path, params={"form": "parquet", "table": "cases"})) == [("Accept", "no_parquet")]
    assert client.get(path, params={"table": "people"}).status_code == 422
    for job, code in (
        (waiting(client, kind="study"), "no_results_yet"),
        (ended(client, State.STOPPED, kind="study"), "no_results"),
    ):
        answer = client.get(f"/v1/studies/{job}/results")
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    for job in (planned(client), waiting(client, tenant="another", kind="study"), "none"):
        for tail in ("", "/results", "/request", "/events"):
            assert client.get(f"/v1/studies/{job}{tail}").status_code == 404


def test_how_a_study_stands_is_told_as_it_changes(client):
    job, attempt = begun(client, kind="study")
    figures = StudyFigures(done=1, failed=0, running=1, total=4, seconds_left=3.0).model_dump_json()
    table_of(client).report(attempt, figures)
    assert client.get(f"/v1/studies/{job}").json()["figures"]["done"] == 1
    table_of(client).end(attempt, State.DONE, figures)
    events = client.get(f"/v1/studies/{job}/events")
    assert "event: end" in events.text
    assert '"total":4' in events.text


def test_a_study_is_stopped_and_then_deleted(client):
    job, attempt = begun(client, kind="study")
    answer = client.delete(f"/v1/studies/{job}")
    assert (answer.status_code, answer.json()["stopping"]) == (202, True)
    table_of(client).end(attempt, State.STOPPED)
    assert client.delete(f"/v1/studies/{job}", headers={"If-Match": '"0"'}).status_code == 412
    assert client.delete(f"/v1/studies/{job}").status_code == 204
    assert client.get(f"/v1/studies/{job}").status_code == 404
