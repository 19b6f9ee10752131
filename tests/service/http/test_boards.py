"""Boards over HTTP: begun, changed, taken back, asked, told apart, given away."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from dagplan import MEDIA_TYPES, PlanRequest, to_bytes
from dagplan.models import Plan
from dagplan.service.settings import Settings
from dagplan.service.store.jobs import State
from tests.build import asked, at, linked, plan_with, read, single
from tests.service.http.boarded import BOOKED, JSON, REQUEST, SV, begun, book, booked, made, move, seen, step
from tests.service.http.planned import asking, codes, planned, table_of, waiting


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with asking(tmp_path_factory.mktemp("data")) as client:
        yield client


def test_what_is_booked_in_a_request_stands_on_its_board(client):
    answer = client.post("/v1/boards?name=Vecka 41", content=to_bytes(REQUEST, "json"), headers=JSON)
    assert answer.status_code == 201
    board = answer.json()
    assert answer.headers["location"] == f"/v1/boards/{board['id']}"
    assert answer.headers["etag"] == '"1"'
    assert re.fullmatch(r"[\w-]{22}", board["id"])
    said = {name: board[name] for name in ("name", "parent", "version", "steps", "position", "job")}
    assert said == {"name": "Vecka 41", "parent": None, "version": 1, "steps": 0, "position": 0, "job": None}
    stands = board["standing"]
    assert (stands["booked"], stands["of"], stands["unbooked"], stands["violations"]) == (1, 2, ["r2"], [])
    assert (stands["cost"], stands["terms"]["unbooked"]) == (1000, 1000)
    again = client.get(answer.headers["location"])
    assert again.json() == board
    assert PlanRequest.model_validate_json(client.get(f"{answer.headers['location']}/request").content) == REQUEST


def test_a_board_is_begun_from_a_plan_with_its_bookings(client):
    plan = plan_with(REQUEST, ("a", "nurse", "09:00"), ("b", "doctor", "09:30"), ("r2-v", "doctor", "10:00"))
    answer = client.post(f"/v1/plans/{planned(client, plan, REQUEST)}/board?name=ny")
    assert (answer.status_code, answer.json()["name"]) == (201, "ny")
    assert answer.json()["standing"]["unbooked"] == []
    assert booked(client, answer.headers["location"]) == {
        "a": ("nurse", "09:00"),
        "b": ("doctor", "09:30"),
        "r2-v": ("doctor", "10:00"),
    }
    without = client.post(f"/v1/plans/{waiting(client)}/board")
    assert (without.status_code, without.json()["code"]) == (409, "no_plan_yet")


@pytest.mark.parametrize(
    ("body", "form", "status", "expected"),
    [
        (b"{", "application/json", 422, [("body: line 1, column 2", "broken_json")]),
        (b"", "application/json", 422, []),
        (b"a;b", "text/csv", 415, []),
        (b"no workbook", MEDIA_TYPES["xlsx"], 422, None),
    ],
)
def test_what_is_no_request_begins_no_board(client, body, form, status, expected):
    before = client.get("/v1/boards").json()["items"]
    answer = client.post("/v1/boards", content=body, headers={"Content-Type": form})
    assert answer.status_code == status
    if expected is not None:
        assert codes(answer) == expected
    assert client.get("/v1/boards").json()["items"] == before


def test_the_same_key_is_the_same_board(client):
    def begin(path="/v1/boards", request=REQUEST, key="k-1", **query):
        body = to_bytes(request, "json")
        return client.post(path, content=body, headers={**JSON, "Idempotency-Key": key}, params=query)

    before = len(client.get("/v1/boards").json()["items"])
    first = begin(name="Vecka 41")
    board = first.headers["location"]
    made(client, board, 1, move("a", "07:30"))
    again = begin(name="another name")
    assert (again.status_code, again.headers["location"]) == (201, board)
    assert (first.headers.get("idempotency-replayed"), again.headers["idempotency-replayed"]) == (None, "true")
    # As it stands now, with the version to go on from.
    assert again.json() == client.get(board).json()
    assert (again.headers["etag"], again.json()["name"]) == ('"2"', "Vecka 41")
    other = begin(request=read(asked(linked())))
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert codes(begin(key="k" * 201)) == [("Idempotency-Key", "invalid_key")]
    assert len(client.get("/v1/boards").json()["items"]) == before + 1
    client.delete(board)
    assert begin().headers["location"] != board


def test_a_variant_and_a_board_of_a_plan_are_begun_once_a_key_too(client):
    board = begun(client)
    plan = planned(client, plan_with(REQUEST, ("a", "nurse", "09:00"), ("b", "doctor", "09:30")), REQUEST)
    for path, key in ((f"{board}/variants", "v-1"), (f"/v1/plans/{plan}/board", "v-2")):
        one, two = [client.post(path, headers={"Idempotency-Key": key}) for _ in range(2)]
        assert (one.status_code, two.status_code) == (201, 201)
        assert one.headers["location"] == two.headers["location"]
        assert (one.headers.get("idempotency-replayed"), two.headers["idempotency-replayed"]) == (None, "true")
    other = client.post(f"{begun(client)}/variants", headers={"Idempotency-Key": "v-1"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert (
        client.post(f"{board}/variants").headers["location"] != client.post(f"{board}/variants").headers["location"]
    )


@pytest.mark.parametrize("name", ["19121212-1212", "a\u0000b", "x" * 201])
def test_a_name_holds_no_identity_number_and_nothing_odd(client, name):
    answer = client.post("/v1/boards", content=to_bytes(REQUEST, "json"), headers=JSON, params={"name": name})
    assert answer.status_code == 422
    assert [place for place, _ in codes(answer)] == ["?name"]
    assert "1212-1212" not in answer.text


def test_a_step_is_made_and_told_in_words_and_numbers(client):
    board = begun(client)
    update = made(client, board, 1, book("r2-v", "doctor", "09:00"))
    assert (update["board"]["version"], update["board"]["steps"], update["board"]["position"]) == (2, 1, 1)
    assert update["board"]["standing"]["unbooked"] == []
    assert update["moved"]["r2-v"]["before"] is None
    after = update["moved"]["r2-v"]["after"]
    assert (after["practitioner"], after["start"], after["end"]) == ("doctor", at("09:00"), at("09:30"))
    assert after["locked"] is False
    assert (update["broken"], update["mended"], update["request_changed"]) == ([], [], False)
    assert [one.startswith("r2-v: not booked") for one in update["messages"]] == [True]
    assert client.get(board).json() == update["board"]
    assert client.get(board).headers["etag"] == '"2"'
    locked = made(client, board, 2, {"kind": "set_booking", "visit": "r2-v", "locked": True})
    both = locked["moved"]["r2-v"]
    assert (both["before"]["locked"], both["after"]["locked"]) == (False, True)


def test_what_breaks_a_rule_stands_and_is_told_and_mended_again(client):
    board = begun(client)
    broken = made(client, board, 1, move("a", "08:30"))
    assert [one["rule"] for one in broken["broken"]] == ["sequence", "patient_once"]
    assert client.get(board).json()["standing"]["violations"] == broken["broken"]
    in_swedish = client.get(board, headers=SV).json()["standing"]["violations"][0]["message"]
    assert in_swedish != broken["broken"][0]["message"]
    mended = made(client, board, 2, move("a", "08:00"))
    assert ([one["rule"] for one in mended["mended"]], mended["broken"]) == (["sequence", "patient_once"], [])


def test_what_is_not_only_a_booking_says_so(client):
    board = begun(client)
    absence = {"kind": "remove_availability", "practitioner": "nurse", "start": at("08:00"), "end": at("09:00")}
    update = made(client, board, 1, absence)
    assert update["request_changed"] is True
    assert {one["rule"] for one in update["broken"]} == {"inside_window"}
    back = client.post(f"{board}/undo", headers=seen(2)).json()
    assert back["request_changed"] is True
    assert {one["rule"] for one in back["mended"]} == {"inside_window"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", []),
        (b"{", [("body: line 1, column 2", "broken_json")]),
        (b"[]", [("$", "no_change")]),
        (b"{}", [("$.changes", "no_change")]),
        (b'{"change": []}', [("$.change", "extra_forbidden")]),
        (b'{"changes": [{"kind": "drop_request", "request": "r9"}]}', [("$.changes[0].request", "unknown_id")]),
        (
            b'[{"kind": "drop_request", "request": "r9"}, 1]',
            [("$[0].request", "unknown_id"), ("$[1]", "model_attributes_type")],
        ),
        (b'[{"kind": "set_booking", "visit": "r2-v"}]', [("$[0].visit", "unknown_booking")]),
        (b'[{"kind": "set_request", "request": "r1", "min_wait": 30, "max_wait": 10}]', None),
        (b'{"offer": {}}', None),
        (b'[{"kind": "set_settings", "time_limit": 1e6}]', None),
    ],
)
def test_a_step_that_is_refused_leaves_nothing(client, body, expected):
    board = begun(client)
    answer = client.post(f"{board}/steps", content=body, headers={**JSON, **seen(1)})
    assert answer.status_code == 422, answer.text
    found = codes(answer)
    assert found == expected if expected is not None else found
    assert client.get(board).headers["etag"] == '"1"'
    assert client.get(f"{board}/steps").json()["items"] == []
    assert made(client, board, 1, book("r2-v", "doctor", "09:00"))["board"]["version"] == 2


def test_an_offer_is_taken_and_one_that_stands_so_is_not(client):
    board = begun(client)
    offer = client.get(f"{board}/offers", params={"request": "r2"}).json()["offers"][0]
    taken = client.post(f"{board}/steps", json={"offer": offer}, headers=seen(1))
    assert taken.status_code == 200
    assert taken.json()["board"]["standing"]["unbooked"] == []
    again = client.post(f"{board}/steps", json={"offer": offer}, headers=seen(2))
    assert codes(again) == [("$.offer", "no_change.offer")]
    gone = {**offer, "bookings": [{**offer["bookings"][0], "visit": "no-visit"}]}
    assert codes(client.post(f"{board}/steps", json={"offer": gone}, headers=seen(2))) == [("$.offer", "unknown_id")]
    both = {"offer": offer, "changes": [move("a", "09:00")]}
    assert codes(client.post(f"{board}/steps", json=both, headers=seen(2))) == [("$.changes", "no_change")]


def test_steps_are_taken_back_and_made_again_and_told(client):
    board = begun(client)
    made(client, board, 1, book("r2-v", "doctor", "09:00"))
    made(client, board, 2, move("r2-v", "10:00"))
    back = client.post(f"{board}/undo", headers=seen(3)).json()
    assert (back["board"]["version"], back["board"]["position"], back["board"]["steps"]) == (4, 1, 2)
    assert back["moved"]["r2-v"]["after"]["start"] == at("09:00")
    assert back["messages"][0].startswith("Taken back: r2-v: ")
    assert [one["undone"] for one in client.get(f"{board}/steps").json()["items"]] == [False, True]
    again = client.post(f"{board}/redo", headers={**seen(4), **SV}).json()
    assert (again["board"]["version"], again["board"]["position"]) == (5, 2)
    assert again["messages"][0].startswith("Gjort om: r2-v: ")
    assert booked(client, board)["r2-v"] == ("doctor", "10:00")
    steps = client.get(f"{board}/steps").json()["items"]
    assert [(one["number"], one["origin"], one["undone"]) for one in steps] == [(1, None, False), (2, None, False)]


def test_what_was_taken_back_is_gone_when_something_else_is_done(client):
    board = begun(client)
    made(client, board, 1, book("r2-v", "doctor", "09:00"))
    client.post(f"{board}/undo", headers=seen(2))
    made(client, board, 3, book("r2-v", "doctor", "11:00"))
    nothing = client.post(f"{board}/redo", headers=seen(4))
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing_to_redo")
    assert len(client.get(f"{board}/steps").json()["items"]) == 1
    client.post(f"{board}/undo", headers=seen(4))
    nothing = client.post(f"{board}/undo", headers=seen(5))
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing_to_undo")


WRITES = ("steps", "undo", "redo", "accept")


def write(client, board, what, **headers):
    bodies = {"steps": [move("a", "09:00")], "accept": {"plan": planned(client)}}
    return client.post(f"{board}/{what}", json=bodies.get(what), headers=headers)


@pytest.mark.parametrize("what", WRITES)
def test_who_has_not_seen_the_board_as_it_is_changes_nothing(client, what):
    board = begun(client)
    made(client, board, 1, book("r2-v", "doctor", "09:00"))
    client.post(f"{board}/undo", headers=seen(2))
    needed = write(client, board, what)
    assert (needed.status_code, needed.json()["code"]) == (428, "if_match_needed")
    for header, told in (('"1"', 2), ('W/"2"', 1), ('"no version"', 0), ("1", 2)):
        late = write(client, board, what, **{"If-Match": header}, **SV)
        assert (late.status_code, late.json()["code"]) == (409, "board_changed"), header
        assert late.json()["version"] == 3
        assert late.headers["etag"] == '"3"'
        assert len(late.json()["changed"]) == told
    assert late.json()["changed"][-1].startswith("Ångrat: r2-v: ")
    assert client.get(board).headers["etag"] == '"3"'


def test_of_many_changes_the_last_are_told_and_the_others_counted(client):
    board = begun(client)
    for version in range(1, 26):
        made(client, board, version, move("a", "07:30" if version % 2 else "08:00"))
    told = step(client, board, 1, move("a", "08:00")).json()["changed"]
    assert (len(told), told[0]) == (21, "… and 5 more changes")


def test_an_unchanged_board_is_not_sent_again(client):
    board = begun(client)
    for path in (board, f"{board}/request", f"{board}/steps"):
        first = client.get(path)
        assert client.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    made(client, board, 1, move("a", "07:30"))
    for path in (board, f"{board}/request", f"{board}/steps"):
        assert client.get(path, headers={"If-None-Match": '"1"'}).status_code == 200


def test_a_board_is_sent_again_when_a_plan_is_ordered_of_it(client):
    board = begun(client)
    before = client.get(board).headers["etag"]
    job = client.post(f"{board}/plan", json={}).json()["id"]
    shown = client.get(board, headers={"If-None-Match": before})
    assert (shown.status_code, shown.json()["version"], shown.json()["job"]) == (200, 1, {"id": job, "version": 1})
    tag = shown.headers["etag"]
    assert client.get(board, headers={"If-None-Match": tag}).status_code == 304
    # What stands is what it was: its request is known still, and it is changed by who has seen either.
    assert client.get(f"{board}/request", headers={"If-None-Match": before}).status_code == 304
    for seen_as in (tag, f"W/{before}"):
        answer = client.post(f"{board}/steps", json=[move("a", "07:30")], headers={"If-Match": seen_as})
        assert answer.status_code == 200, answer.text
        client.post(f"{board}/undo", headers={"If-Match": answer.headers["etag"]})
        board = begun(client)
        tag = client.get(board).headers["etag"]
    stale = client.post(f"{board}/steps", json=[move("a", "07:30")], headers={"If-Match": f'"7.{job}"'})
    assert stale.status_code == 409


def test_where_a_visit_or_a_chain_may_be_is_told_by_starts(client):
    board = begun(client)
    of_visit = client.get(f"{board}/allowed", params={"of": "a"}).json()
    assert of_visit["grid"] == 5
    assert [(one["visit"], one["practitioner"], one["starts"]) for one in of_visit["places"]] == [
        ("a", "nurse", [[480, 480]])
    ]
    chain = client.get(f"{board}/allowed", params={"of": "r1"}).json()["places"]
    assert [(one["visit"], one["starts"]) for one in chain] == [("a", [[480, 660]]), ("b", [[510, 690]])]
    unknown = client.get(f"{board}/allowed", params={"of": "r9"})
    assert codes(unknown) == [("?of", "unknown_id")]


def placing(client, board, clock, visit="a", whole="true", **more):
    query = {"visit": visit, "practitioner": "nurse", "unit": "u1", "start": at(clock), "whole": whole, **more}
    return client.get(f"{board}/placing", params=query)


def test_a_place_is_offered_or_forbidden_by_the_rules_that_do(client):
    board = begun(client)
    whole = placing(client, board, "10:00").json()
    assert [(one["visit"], one["start"]) for one in whole["offer"]["bookings"]] == [
        ("a", at("10:00")),
        ("b", at("10:30")),
    ]
    assert whole["violations"] == []
    alone = placing(client, board, "10:00", whole="false").json()
    assert (alone["offer"], {one["rule"] for one in alone["violations"]}) == (None, {"sequence"})
    outside = placing(client, board, "13:00", visit="b", practitioner="doctor").json()
    assert {one["rule"] for one in outside["violations"]} == {"inside_window"}
    there = placing(client, board, "08:30", visit="r2-v", practitioner="doctor").json()
    assert {one["rule"] for one in there["violations"]} == {"practitioner_once"}
    assert [one["visit"] for one in there["displaced"]] == ["b"]
    made(client, board, 1, {"kind": "set_booking", "visit": "a", "locked": True})
    locked = placing(client, board, "10:00").json()
    assert (locked["offer"], locked["violations"][0]["rule"]) == (None, "locked_stand")
    wrong = placing(client, board, "10:00", visit="x", practitioner="y", unit="z")
    assert codes(wrong) == [(f"?{one}", "unknown_id") for one in ("visit", "practitioner", "unit")]
    assert codes(placing(client, board, "")) == [("?start", "wrong_time")]


def test_offers_are_of_a_request_or_of_a_free_time(client):
    board = begun(client)
    of_request = client.get(f"{board}/offers", params={"request": "r2", "count": 2}).json()["offers"]
    assert {one["request"] for one in of_request} == {"r2"}
    free = client.get(f"{board}/offers", params={"free": f"doctor,{at('09:00')},{at('09:30')}"}).json()["offers"]
    assert [(one["request"], one["bookings"][0]["start"]) for one in free] == [("r2", at("09:00"))]
    for query, expected in (
        ({}, [("?free", "either")]),
        ({"request": "r2", "free": f"doctor,{at('09:00')},{at('09:30')}"}, [("?free", "either")]),
        ({"request": "r9"}, [("?request", "unknown_id")]),
        ({"free": f"docto,{at('09:00')},{at('09:30')}"}, [("?free", "unknown_id")]),
        ({"free": "doctor"}, [("?free", "free")]),
        ({"request": "r2", "count": 0}, [("?count", "greater_than_equal")]),
    ):
        assert codes(client.get(f"{board}/offers", params=query)) == expected, query


def test_why_somebody_waits_is_told_also_beside_what_breaks_rules(client):
    board = begun(client)
    changes = [move("a", "08:30"), {"kind": "set_request", "request": "r2", "not_before": "11:45"}]
    made(client, board, 1, *changes, {"kind": "add_request", "value": single("r3", "p3", duration=240)})
    every = client.get(f"{board}/explain", params={"seconds": 2}).json()["unbooked"]
    assert [one["request"] for one in every] == ["r2", "r3"]
    one = client.get(f"{board}/explain", params={"seconds": 1, "request": "r3"}, headers=SV).json()["unbooked"]
    assert [each["request"] for each in one] == ["r3"]
    assert one[0]["reasons"]
    assert codes(client.get(f"{board}/explain", params={"request": "r1"})) == [("?request", "nothing_unbooked")]


def test_a_variant_goes_its_own_way(client):
    board = begun(client, name="en")
    made(client, board, 1, book("r2-v", "doctor", "09:00"))
    made(client, board, 2, move("r2-v", "10:00"))
    client.post(f"{board}/undo", headers=seen(3))
    answer = client.post(f"{board}/variants?name=två")
    variant = answer.json()
    assert (answer.status_code, variant["parent"], variant["name"]) == (201, board.rpartition("/")[2], "två")
    assert (variant["version"], variant["steps"], variant["position"]) == (1, 1, 1)
    made(client, answer.headers["location"], 1, move("r2-v", "11:00"))
    assert booked(client, board)["r2-v"] == ("doctor", "09:00")
    told = client.get(f"{board}/difference", params={"board": variant["id"]}).json()
    assert [(one["before"]["start"], one["after"]["start"]) for one in told["moved"]] == [(at("09:00"), at("11:00"))]
    client.post(f"{answer.headers['location']}/undo", headers=seen(2))
    client.post(f"{answer.headers['location']}/undo", headers=seen(3))
    assert "r2-v" not in booked(client, answer.headers["location"])


def test_a_board_is_told_apart_from_one_thing(client):
    board, plan = begun(client), planned(client)
    for query in ({}, {"plan": plan, "board": board.rpartition("/")[2]}):
        assert codes(client.get(f"{board}/difference", params=query)) == [("?plan", "either.plan")]
    told = client.get(f"{board}/difference", params={"plan": plan}, headers=SV)
    assert [one["visit"] for one in told.json()["added"]] == ["r2-v"]
    assert (
        client.get(
            f"{board}/difference", params={"plan": plan}, headers={"If-None-Match": told.headers["etag"], **SV}
        ).status_code
        == 304
    )


def planned_of(client, board, plan, **body):
    """The id of a plan that was ordered of a board, and is done."""
    answer = client.post(f"{board}/plan", json=body)
    assert answer.status_code == 202, answer.text
    table = table_of(client)
    while (attempt := table.take()) is not None:
        if table.get("local", answer.json()["id"]).state == "running":
            table.end(attempt, State.DONE, came={"plan": to_bytes(plan, "json")})
            break
    return answer.json()["id"]


def test_a_plan_is_ordered_of_the_board_and_accepted_as_a_step(client):
    board = begun(client)
    answer = client.post(f"{board}/plan", json={"time_limit": 2, "max_moved": 1})
    assert answer.headers["location"] == f"/v1/plans/{answer.json()['id']}"
    sent = PlanRequest.model_validate_json(client.get(f"{answer.headers['location']}/request").content)
    assert (sent.settings.time_limit, sent.settings.max_moved) == (2, 1)
    assert [one.visit for one in sent.bookings] == ["a", "b"]
    plan = plan_with(REQUEST, ("r2-v", "doctor", "08:00"), ("a", "nurse", "08:30"))
    job = planned_of(client, board, plan)
    assert client.get(board).json()["job"] == {"id": job, "version": 1}
    accepted = client.post(f"{board}/accept", json={"plan": job}, headers=seen(1))
    assert accepted.status_code == 200, accepted.text
    assert accepted.json()["messages"] == ["The bookings are those of the plan now: 1 moved, 1 added, 1 taken away."]
    assert booked(client, board) == {"a": ("nurse", "08:30"), "r2-v": ("doctor", "08:00")}
    (one,) = client.get(f"{board}/steps").json()["items"]
    assert (one["origin"], len(one["messages"])) == (job, 1)
    older = client.post(f"{board}/accept", json={"plan": job}, headers=seen(2))
    assert (older.status_code, older.json()["code"]) == (409, "older_plan")
    client.post(f"{board}/undo", headers=seen(2))
    assert booked(client, board) == {"a": ("nurse", "08:00"), "b": ("doctor", "08:30")}


def test_a_plan_of_another_board_is_not_accepted(client):
    board, other = begun(client), begun(client)
    plan = plan_with(REQUEST, ("a", "nurse", "09:00"), ("b", "doctor", "09:30"))
    for job in (planned(client, plan, REQUEST), planned_of(client, other, plan)):
        answer = client.post(f"{board}/accept", json={"plan": job}, headers=seen(1))
        assert (answer.status_code, answer.json()["code"]) == (409, "other_plan")
    same = planned_of(client, board, plan_with(REQUEST, ("a", "nurse", "08:00"), ("b", "doctor", "08:30")))
    as_it_is = client.post(f"{board}/accept", json={"plan": same}, headers=seen(1)).json()
    assert (as_it_is["board"]["version"], as_it_is["messages"]) == (1, ["All is booked as in the plan already."])
    gone = client.post(f"{board}/accept", json={"plan": "A" * 22}, headers=seen(1))
    assert gone.status_code == 404


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"time_limit": 0}', [("$.time_limit", "greater_than")]),
        (b'{"time_limit": 100000}', [("$.time_limit", "too_long")]),
        (b'{"max_moved": -1}', [("$.max_moved", "greater_than_equal")]),
        (b"[", [("body: line 1, column 2", "broken_json")]),
    ],
)
def test_what_is_wrong_with_an_order_is_told(client, body, expected):
    answer = client.post(f"{begun(client)}/plan", content=body, headers=JSON)
    assert answer.status_code == 422
    assert codes(answer) == expected


@pytest.mark.parametrize("form", sorted(MEDIA_TYPES))
def test_a_board_is_given_away_in_every_form(client, form):
    board = begun(client)
    answer = client.get(f"{board}/files/{form}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(MEDIA_TYPES[form])
    assert client.get(f"{board}/files/{form}", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_the_plan_of_a_board_hides_nothing_that_breaks_a_rule(client):
    board = begun(client)
    made(client, board, 1, move("a", "08:30"), book("r2-v", "doctor", "08:45"))
    plan = Plan.model_validate_json(client.get(f"{board}/files/json").content)
    assert {(one.visit, one.start.strftime("%H:%M")) for one in plan.bookings} == {
        ("a", "08:30"),
        ("b", "08:30"),
        ("r2-v", "08:45"),
    }
    assert {one.code for one in plan.warnings} >= {"locked_breaks_sequence", "locked_breaks_practitioner_once"}
    page = client.get(f"{board}/report?language=sv").text
    assert "r2-v" in page
    assert '<html lang="sv"' in page


def test_boards_are_listed_the_newest_first_page_by_page(client):
    paths = [begun(client, name=str(number)) for number in range(3)]
    made(client, paths[0], 1, book("r2-v", "doctor", "09:00"))
    first = client.get("/v1/boards?limit=2")
    assert [one["name"] for one in first.json()["items"]] == ["2", "1"]
    assert 'rel="next"' in first.headers["link"]
    client.delete(paths[1])
    rest = client.get("/v1/boards", params={"limit": 1, "cursor": first.json()["next"]}).json()
    assert [(one["name"], one["figures"]["booked"], one["version"]) for one in rest["items"]] == [("0", 2, 2)]
    whole = client.get("/v1/boards?limit=200").json()
    assert len({one["id"] for one in whole["items"]}) == len(whole["items"])
    assert whole["next"] is None


def test_a_deleted_board_is_gone(client):
    board = begun(client)
    variant = client.post(f"{board}/variants").headers["location"]
    assert client.delete(board).status_code == 204
    for path in (board, f"{board}/request", f"{board}/steps", f"{board}/offers?request=r2"):
        assert (client.get(path).status_code, client.get(path).json()["code"]) == (404, "not_found")
    assert client.delete(board).status_code == 404
    assert booked(client, variant)["a"] == ("nurse", "08:00")


@pytest.fixture
def limited(client):
    """The same with low limits."""
    usual = client.app.state.resources
    settings = Settings(data=usual.settings.data, most_requests=2, most_seconds=20, most_steps=1)
    client.app.state.resources = replace(usual, settings=settings)
    yield client
    client.app.state.resources = usual


def test_limits_hold_for_what_changes_would_make_of_it(limited):
    board = begun(limited)
    more = {"kind": "add_request", "value": single("r3", "p3")}
    assert codes(step(limited, board, 1, more)) == [("$", "too_many")]
    hundredfold = {"changes": [{"kind": "scale_demand", "factor": 100.0}]}
    assert codes(limited.post(f"{board}/steps", json=hundredfold, headers=seen(1))) == [("$.changes", "too_many")]
    long = step(limited, board, 1, {"kind": "set_settings", "time_limit": 21})
    assert codes(long) == [("request: $.settings.time_limit", "too_long")]
    made(limited, board, 1, move("a", "07:30"))
    assert codes(step(limited, board, 2, move("a", "08:00"))) == [("", "too_many")]
    three = read(asked(linked(), single(), single("r3", "p3")))
    too_large = limited.post("/v1/boards", content=to_bytes(three, "json"), headers=JSON)
    assert codes(too_large) == [("$.requests", "too_many")]


def test_a_workbook_is_sent_back_with_what_is_wrong_marked(client):
    right = to_bytes(REQUEST, "xlsx", language="sv")
    xlsx = {"Content-Type": MEDIA_TYPES["xlsx"]}
    fine = client.post("/v1/marked", content=right, headers=xlsx)
    assert codes(fine) == [("", "nothing_wrong")]
    book = load_workbook(io.BytesIO(right))
    sheet = next(one for one in book if any(cell.value == "doctor" for row in one.iter_rows() for cell in row))
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "doctor")
    cell.value = "nobody !"
    kept = io.BytesIO()
    book.save(kept)
    answer = client.post("/v1/marked?language=sv", content=kept.getvalue(), headers=xlsx)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == 'attachment; filename="marked.xlsx"'
    again = load_workbook(io.BytesIO(answer.content))
    assert len(again.sheetnames) == len(book.sheetnames) + 1
    assert client.post("/v1/marked", content=b"no workbook", headers=xlsx).status_code == 422
    assert client.post("/v1/marked", content=json.dumps(BOOKED).encode(), headers=JSON).status_code == 422
