"""Answers about a board with names where sentences have ids (``?names=true``): everywhere, and nowhere else."""

from __future__ import annotations

import pytest

from tests.build import asked, at, linked, read, single
from tests.service.http.boarded import BOOKED, SV, begun, made, move, seen
from tests.service.http.planned import asking

PEOPLE = [
    {"id": "nurse", "name": "Anna Berg", "competences": ["spirometry"]},
    {"id": "doctor", "name": "Bo Ek", "competences": ["physician"]},
]
CROWDED = read(
    asked(
        linked(),
        single(duration=240),
        bookings=BOOKED,
        practitioners=PEOPLE,
        units=[{"id": "u1", "name": "Mottagningen"}],
    )
)
NAMED = {"names": "true"}
MOVED = "p1 · spirometry: booked with Anna Berg at Mottagningen 2026-10-05 08:00 (not locked) → with Anna Berg at "
"""How a step begins that moves the first visit; its end is the new time."""


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with asking(tmp_path_factory.mktemp("data")) as client:
        yield client


@pytest.fixture
def board(client):
    return begun(client, CROWDED)


def stepped(client, board, version, *changes, query=NAMED, **headers):
    return client.post(f"{board}/steps", json=list(changes), params=query, headers={**seen(version), **headers})


def test_a_step_is_told_with_names_and_keeps_its_ids(client, board):
    update = stepped(client, board, 1, move("a", "08:20")).json()
    assert update["messages"] == [f"{MOVED}Mottagningen 2026-10-05 08:20 (not locked)."]
    broken = next(one for one in update["broken"] if one["rule"] == "sequence")
    assert broken["message"] == "p1 · physician starts 2026-10-05 08:30, before p1 · spirometry ends 08:50"
    assert (broken["ids"], broken["params"]["visit"], broken["params"]["before"]) == (["a", "b", "r1"], "b", "a")
    assert update["board"]["standing"]["violations"] == update["broken"]
    assert list(update["moved"]) == ["a"]
    assert client.get(board, params=NAMED).json()["standing"]["violations"] == update["broken"]
    plain = {one["rule"]: one["message"] for one in client.get(board).json()["standing"]["violations"]}
    assert plain["sequence"] == "b starts 2026-10-05 08:30, before a ends 08:50"


def test_undone_made_again_and_looked_back_on_a_step_is_told_so(client, board):
    stepped(client, board, 1, move("a", "08:20"))
    for what, said, version in (("undo", "Taken back: ", 2), ("redo", "Made again: ", 3)):
        told = client.post(f"{board}/{what}", params=NAMED, headers=seen(version)).json()["messages"]
        assert told == [f"{said}{MOVED}Mottagningen 2026-10-05 08:20 (not locked)."]
    (step,) = client.get(f"{board}/steps", params=NAMED).json()["items"]
    assert step["messages"] == [f"{MOVED}Mottagningen 2026-10-05 08:20 (not locked)."]
    (plain,) = client.get(f"{board}/steps").json()["items"]
    assert plain["messages"][0].startswith("a: booked with nurse at u1")


def test_who_comes_second_is_told_in_names_what_the_first_did(client, board):
    made(client, board, 1, move("a", "08:20"))
    second = stepped(client, board, 1, move("b", "09:30"))
    assert (second.status_code, second.json()["changed"]) == (
        409,
        [f"{MOVED}Mottagningen 2026-10-05 08:20 (not locked)."],
    )
    assert (
        stepped(client, board, 1, move("b", "09:30"), query={})
        .json()["changed"][0]
        .startswith("a: booked with nurse")
    )


def test_what_a_place_breaks_and_why_somebody_waits_is_told_in_names_and_in_swedish(client, board):
    query = {"visit": "a", "practitioner": "nurse", "unit": "u1", "start": at("10:00"), "whole": "false", **NAMED}
    (forbids,) = client.get(f"{board}/placing", params=query, headers=SV).json()["violations"]
    assert forbids["message"] == "p1 · physician börjar den 5 oktober 08:30, innan p1 · spirometry slutar 10:30"
    (offer,) = client.get(f"{board}/offers", params={"request": "r1", "count": 1, **NAMED}).json()["offers"]
    assert "at Mottagningen: Anna Berg 08:00–08:30, then Bo Ek 08:30–09:00" in offer["message"]
    explained = client.get(f"{board}/explain", params={"seconds": 1, **NAMED}).json()
    (waiting,) = explained["unbooked"]
    assert waiting["request"] == "r2"
    assert all(one["message"].startswith("p2: ") for one in waiting["reasons"])
    assert any(
        "Bo Ek" in one["message"] or "p1" in one["message"] for one in (*waiting["reasons"], *waiting["fixes"])
    )


def test_what_is_added_and_what_is_dropped_is_told_by_its_patient(client, board):
    added = stepped(client, board, 1, {"kind": "add_request", "value": single("r3", "p3")}).json()
    assert added["messages"] == ["p3 is added: patient p3, 1 visit, 30 minutes."]
    dropped = stepped(client, board, 2, {"kind": "drop_request", "request": "r3"}).json()
    assert dropped["messages"] == ["p3 is dropped (1 visit; 0 bookings)."]


def test_what_is_refused_is_told_in_names_too(client, board):
    again = {"kind": "add_competence", "practitioner": "nurse", "competence": "spirometry"}
    (problem,) = stepped(client, board, 1, again).json()["problems"]
    assert problem["message"] == "Anna Berg has the competence spirometry already"
    assert problem["params"]["practitioner"] == "nurse"
    (plain,) = stepped(client, board, 1, again, query={}).json()["problems"]
    assert plain["message"] == "nurse has the competence spirometry already"
