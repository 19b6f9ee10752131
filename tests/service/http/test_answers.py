"""What can be asked of a plan over HTTP."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from dagplan import MEDIA_TYPES, PlanRequest, check
from dagplan.models import Plan
from dagplan.service.store.jobs import State
from tests.build import asked, at, plan_with, single
from tests.build import read as read_request
from tests.service.http.planned import (
    BOTH,
    FIRST_ONLY,
    JSON,
    LATER,
    REQUEST,
    asking,
    begun,
    codes,
    dumped,
    ended,
    planned,
    table_of,
    waiting,
)

SV = {"Accept-Language": "sv"}
QUESTIONS = ("explain", "suggest", "diff?against={id}", "report", "files/json", "files/xlsx")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with asking(tmp_path_factory.mktemp("data")) as client:
        yield client


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_its_answer_and_is_known_again(client, question):
    job = planned(client)
    path = f"/v1/plans/{job}/{question.format(id=job)}"
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    tag = answer.headers["etag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(path, headers={"If-None-Match": tag, **SV}).status_code == 200
    assert "Accept-Language" in answer.headers["vary"]
    other = planned(client)
    assert client.get(f"/v1/plans/{other}/{question.format(id=other)}").headers["etag"] != tag


@pytest.mark.parametrize("question", QUESTIONS)
def test_without_a_plan_there_is_no_answer(client, question):
    for job, code in (
        (waiting(client), "no_plan_yet"),
        (ended(client, State.FAILED), "no_plan"),
        (ended(client, State.INVALID), "no_plan"),
    ):
        answer = client.get(f"/v1/plans/{job}/{question.format(id=job)}")
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    for job in (planned(client, tenant="another"), "nobody-has-this-one", waiting(client, kind="study")):
        answer = client.get(f"/v1/plans/{job}/{question.format(id=job)}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_the_best_plan_so_far_can_be_asked_about(client):
    job, attempt = begun(client)
    table_of(client).keep_best(attempt, json.dumps(dumped(FIRST_ONLY)).encode())
    before = client.get(f"/v1/plans/{job}/files/json")
    table_of(client).keep_best(attempt, json.dumps(dumped(BOTH)).encode())
    after = client.get(f"/v1/plans/{job}/files/json", headers={"If-None-Match": before.headers["etag"]})
    assert (before.status_code, after.status_code) == (200, 200)
    assert len(after.json()["bookings"]) == len(before.json()["bookings"]) + 1
    table_of(client).end(attempt, State.DONE)


def test_why_somebody_is_left_is_told_in_their_language(client):
    request = read_request(asked(single(duration=240), single("r3", "p3", duration=240)))
    job = planned(client, plan_with(request, ("r2-v", "doctor", "08:00")), request)
    english, swedish = (
        client.get(f"/v1/plans/{job}/explain", params={"seconds": 2}, headers=one).json() for one in ({}, SV)
    )
    assert [one["request"] for one in english["unbooked"]] == ["r3"]
    assert english["unbooked"][0]["reasons"][0]["code"] == swedish["unbooked"][0]["reasons"][0]["code"]
    assert english["unbooked"][0]["reasons"][0]["message"] != swedish["unbooked"][0]["reasons"][0]["message"]


def test_offers_are_of_who_waits_of_who_is_named_or_of_a_free_time(client):
    job = planned(client, FIRST_ONLY)
    path = f"/v1/plans/{job}/suggest"
    assert {one["request"] for one in client.get(path).json()["offers"]} == {"r2"}
    named = client.get(path, params={"request": ["r1", "r2"], "count": 1}).json()["offers"]
    assert [one["request"] for one in named] == ["r1", "r2"]
    free = client.get(path, params={"free": f"doctor,{at('09:00')},{at('09:30')}"}).json()["offers"]
    assert [(one["request"], one["bookings"][0]["start"]) for one in free] == [("r2", at("09:00"))]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("free=doctor", [("?free", "free")]),
        ("free=doctor,08:00,09:00", [("?free", "free")]),
        (f"free=doctor,{at('08:00')},{at('09:00')}&request=r2", [("?free", "either")]),
        (f"free=docto,{at('08:00')},{at('09:00')}", [("?free", "unknown_id")]),
        (f"free=doctor,{at('09:00')},{at('08:00')}", [("?free", "order")]),
        ("request=r8&request=r9", [("?request", "unknown_id"), ("?request", "unknown_id")]),
        ("count=0&allow_moves=-1", [("?count", "greater_than_equal"), ("?allow_moves", "greater_than_equal")]),
    ],
)
def test_what_is_wrong_with_a_question_stands_at_its_parameter(client, query, expected):
    answer = client.get(f"/v1/plans/{planned(client, FIRST_ONLY)}/suggest?{query}")
    assert answer.status_code == 422
    assert codes(answer) == expected


def test_plans_are_told_apart_from_any_other_and_from_the_one_before(client):
    before = planned(client)
    after = planned(client, LATER, parent=before)
    answer = client.get(f"/v1/plans/{after}/diff", headers=SV).json()
    assert [(one["visit"], one["before"]["start"], one["after"]["start"]) for one in answer["moved"]] == [
        ("r2-v", at("10:00"), at("10:30"))
    ]
    assert "flytta" in answer["message"]
    back = client.get(f"/v1/plans/{before}/diff", params={"against": after}).json()
    assert [one["after"]["start"] for one in back["moved"]] == [at("10:00")]
    assert back["unchanged"] == 2
    lost = client.get(f"/v1/plans/{planned(client, FIRST_ONLY)}/diff", params={"against": before, "reckoned": True})
    assert lost.json()["cost"] == {"before": 0, "after": 1000}


def test_a_plan_that_follows_from_none_needs_another(client):
    answer = client.get(f"/v1/plans/{planned(client)}/diff")
    assert codes(answer) == [("?against", "no_parent")]
    of_others = planned(client, tenant="another")
    assert client.get(f"/v1/plans/{planned(client)}/diff", params={"against": of_others}).status_code == 404


def test_the_page_is_in_the_language_asked_for_and_may_show_itself(client):
    job = planned(client)
    for language, how in (("sv", {"headers": SV}), ("sv", {"params": {"language": "sv"}}), ("en", {})):
        answer = client.get(f"/v1/plans/{job}/report", **how)
        assert f'<html lang="{language}"' in answer.text
        assert answer.headers["content-language"] == language
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "style-src 'unsafe-inline'" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("form", sorted(MEDIA_TYPES))
def test_a_plan_is_given_away_in_every_form_under_a_name(client, form):
    job = planned(client)
    answer = client.get(f"/v1/plans/{job}/files/{form}")
    assert answer.headers["content-type"].startswith(MEDIA_TYPES[form])
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="plan-{job}.')
    if MEDIA_TYPES[form] == "application/zip":
        assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


def test_a_form_that_is_none_is_refused(client):
    assert client.get(f"/v1/plans/{planned(client)}/files/pdf").status_code == 422


def replanned(client, job, body, **more):
    return client.post(f"/v1/plans/{job}/replan", content=body, headers={"Content-Type": JSON}, **more)


def test_a_plan_is_planned_anew_with_changes(client):
    job = planned(client)
    absence = {"kind": "remove_availability", "practitioner": "doctor", "start": at("10:00"), "end": at("10:30")}
    body = json.dumps({"changes": [absence], "max_moved": 1})
    answer = replanned(client, job, body, params={"tag": "sick"})
    assert answer.status_code == 202
    found = answer.json()
    assert (found["state"], found["parent"], found["tags"]) == ("queued", job, ["sick"])
    assert answer.headers["location"] == f"/v1/plans/{found['id']}"
    request = PlanRequest.model_validate_json(client.get(f"{answer.headers['location']}/request").content)
    assert {(one.visit, one.locked) for one in request.bookings} == {("a", False), ("b", False), ("r2-v", False)}
    assert request.settings.max_moved == 1
    said = client.get(f"{answer.headers['location']}/changes", headers=SV).json()["changes"]
    assert [one["message"].startswith("doctor är borta") for one in said] == [True]
    assert client.get(f"/v1/plans/{job}/changes").status_code == 404  # it follows from no other


def test_a_replan_is_ordered_once_for_each_key(client):
    job = planned(client)
    headers = {"Content-Type": JSON, "Idempotency-Key": "mine"}
    lock = json.dumps([{"kind": "set_booking", "visit": "a", "locked": True}])
    first, again = (client.post(f"/v1/plans/{job}/replan", content=lock, headers=headers) for _ in range(2))
    assert first.json()["id"] == again.json()["id"]
    assert again.headers["idempotency-replayed"] == "true"
    other = client.post(f"/v1/plans/{job}/replan", content="[]", headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", []),
        (b"{", [("body: line 1, column 2", "broken_json")]),
        (b'{"change": []}', [("$.change", "extra_forbidden")]),
        (b'{"max_moved": -1}', [("$.max_moved", "greater_than_equal")]),
        (b'{"changes": [{"kind": "drop_request", "request": "r9"}]}', [("$.changes[0].request", "unknown_id")]),
        (
            b'[{"kind": "drop_request", "request": "r9"}, 1]',
            [("$[0].request", "unknown_id"), ("$[1]", "model_attributes_type")],
        ),
    ],
)
def test_what_is_wrong_with_changes_is_told_at_once(client, body, expected):
    answer = replanned(client, planned(client), body)
    assert answer.status_code == 422
    assert codes(answer) == expected


def test_a_replan_keeps_the_limits_of_the_service(tmp_path):
    with asking(tmp_path, most_requests=2) as client:
        more = json.dumps([{"kind": "add_request", "value": single("r3", "p3")}])
        answer = replanned(client, planned(client), more)
        assert answer.status_code == 422
        assert codes(answer) == [("$", "too_many")]


def test_an_offer_is_taken_at_once(client):
    job = planned(client, FIRST_ONLY)
    offer = client.get(f"/v1/plans/{job}/suggest").json()["offers"][0]
    answer = client.post(f"/v1/plans/{job}/accept", json=offer)
    assert answer.status_code == 201
    found = client.get(answer.headers["location"]).json()
    assert (found["state"], found["parent"], found["figures"]["booked"]) == ("done", job, 2)
    plan = Plan.model_validate(found["plan"])
    assert check(REQUEST, plan) == []
    assert len(plan.bookings) == 3
    again = client.post(f"/v1/plans/{answer.json()['id']}/accept", json={**offer, "request": "r9"})
    assert codes(again) == [("$", "unknown_id")]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff"])
def test_what_is_no_offer_is_refused(client, body):
    answer = client.post(f"/v1/plans/{planned(client)}/accept", content=body)
    assert answer.status_code == 422


def test_any_plan_is_checked_with_its_request(client):
    whole = {"request": dumped(REQUEST), "plan": dumped(BOTH)}
    assert client.post("/v1/check", json=whole).json() == {
        "conforms": True,
        "count": 0,
        "violations": [],
        "passed_over": [],
    }
    whole["plan"]["bookings"][2]["start"] = at("08:45")
    whole["plan"]["bookings"][2]["end"] = at("09:15")
    found = client.post("/v1/check", json=whole, headers=SV).json()
    assert (found["conforms"], found["violations"][0]["ids"]) == (False, ["b", "r2-v", "doctor"])
    assert "samtidigt" in found["violations"][0]["message"]


def test_a_plan_is_checked_against_the_request_of_another(client):
    job = planned(client)
    url = f"/v1/check?of={job}"
    assert client.post(url).json()["conforms"]
    assert client.post(url, json=dumped(LATER)).json()["conforms"]
    workbook = client.get(f"/v1/plans/{job}/files/xlsx").content
    sent = client.post(url, content=workbook, headers={"Content-Type": MEDIA_TYPES["xlsx"]})
    assert sent.json()["conforms"]
    assert client.post(f"/v1/check?of={waiting(client)}", json=dumped(LATER)).json()["conforms"]
    assert client.post(f"/v1/check?of={waiting(client)}").status_code == 409
    assert client.post(f"/v1/check?of={planned(client, tenant='another')}").status_code == 404


def test_what_can_not_be_checked_is_refused_whole(client):
    wrong = {"request": dumped(REQUEST) | {"x": 1}, "plan": {"bookings": [{}]}, "z": 1}
    assert codes(client.post("/v1/check", json=wrong)) == [("$.z", "extra_forbidden")]
    del wrong["z"]
    found = codes(client.post("/v1/check", json=wrong))
    assert found[0] == ("$.request.x", "extra_forbidden")
    assert ("$.plan.bookings[0].visit", "missing") in found
    assert client.post("/v1/check").status_code == 422
    assert client.post("/v1/check", content="x", headers={"Content-Type": "text/plain"}).status_code == 415
    assert (
        client.post(f"/v1/check?of={planned(client)}", content="x", headers={"Content-Type": "a/b"}).status_code
        == 415
    )


def test_examples_can_be_sent_as_they_stand(client):
    items = client.get("/v1/examples", headers=SV).json()["items"]
    assert [one["name"] for one in items][:2] == ["spirometry-first", "one-away"]
    assert items[0]["text"].startswith("Rutinens eget fall")
    for one in items:
        body = client.get(f"/v1/examples/{one['name']}")
        assert (
            client.get(f"/v1/examples/{one['name']}", headers={"If-None-Match": body.headers["etag"]}).status_code
            == 304
        )
        answer = client.post(one["post_to"], content=body.content, headers={"Content-Type": JSON})
        assert answer.status_code == 202, answer.text
    assert client.get("/v1/examples/none").json()["code"] == "not_found"


def test_schemas_are_there_by_name(client):
    names = client.get("/v1/schema").json()["items"]
    assert names == ["request", "plan", "explanation", "offers", "difference", "changes", "study", "policies"]
    for name in names:
        answer = client.get(f"/v1/schema/{name}")
        assert answer.headers["content-type"] == "application/schema+json"
        assert answer.json()["$schema"].endswith("2020-12/schema")
    assert client.get("/v1/schema/none").status_code == 404


def test_every_reference_of_the_description_leads_somewhere(client):
    text = client.get("/openapi.json").text
    whole = json.loads(text)
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named <= whole["components"]["schemas"].keys()
    bodies = {"PlanRequest", "Plan", "Offer", "Change", "StudyFile", "ReplanBody", "CheckBody", "StudyBody"}
    assert bodies <= whole["components"]["schemas"].keys()
    body = whole["components"]["schemas"]["CheckBody"]["properties"]
    assert body["request"]["$ref"] == "#/components/schemas/PlanRequest"
