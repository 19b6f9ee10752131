"""Things and rooms, and who takes which visit of a chain: just inside and just outside, by hand from the contract."""

from __future__ import annotations

import pytest

from dagplan import check
from dagplan.models import warnings_of
from tests.build import asked, at, linked, plan_of, plan_with, read, single, window
from tests.models.test_validation import changed, problems

SCOPE = {"id": "e1", "unit": "u1", "kind": "scope"}
OTHER = {"id": "e2", "unit": "u1", "kind": "scope"}
ROOM = {"id": "e3", "unit": "u1", "kind": "room"}
FAR = {"id": "e4", "unit": "u2", "kind": "scope"}
ITEMS = [SCOPE, OTHER, ROOM, FAR]
WORKERS = [{"id": name, "competences": ["physician"]} for name in ("doctor", "other")]
HOURS = [window("doctor", "08:00", "12:00"), window("other", "08:00", "12:00")]


def needing(name, *kinds, patient="p1"):
    one = single(name, patient)
    one["visits"][0]["equipment"] = list(kinds)
    return one


def two(*items, busy=(), bookings=()):
    """Two patients, each with a scope for half an hour, and two people who can take them."""
    return asked(
        needing("r1", "scope"),
        needing("r2", "scope", patient="p2"),
        units=[{"id": "u1"}, {"id": "u2"}],
        practitioners=WORKERS,
        availability=HOURS,
        equipment=list(items) or ITEMS,
        equipment_busy=[{"equipment": item, "start": at(start), "end": at(end)} for item, start, end in busy],
        bookings=list(bookings),
        settings={"grid": 1},
    )


def broken(data, *placed):
    """The rules that these (visit, person, clock, items) break."""
    request = read(data)
    named = {visit: items for visit, *_, items in placed}
    plan = plan_with(request, *(one[:3] for one in placed))
    bookings = [
        one.model_copy(update={"equipment": tuple(named.get(one.visit, one.equipment))}) for one in plan.bookings
    ]
    return {one.rule for one in check(request, plan_of(request, bookings))}


FIRST = ("r1-v", "doctor", "09:00", ["e1"])


@pytest.mark.parametrize(
    ("items", "rules"),
    [
        (["e1"], set()),
        (["e2"], set()),
        ([], {"equipment"}),
        (["e3"], {"equipment"}),
        (["e4"], {"equipment"}),
        (["e1", "e2"], {"equipment"}),
        (["e1", "e3"], {"equipment"}),
        (["e1", "e1"], {"equipment"}),
        (["e9"], {"equipment"}),
    ],
)
def test_just_one_of_each_kind_at_the_unit(items, rules):
    assert broken(two(), ("r1-v", "doctor", "09:00", items), ("r2-v", "doctor", "11:00", ["e1"])) == rules


def test_two_kinds_in_any_order_and_words_in_any_case():
    data = asked(needing("r1", "SCOPE ", "room"), equipment=ITEMS, units=[{"id": "u1"}, {"id": "u2"}])
    assert broken(data, ("r1-v", "doctor", "09:00", ["e3", "e1"])) == set()
    assert broken(data, ("r1-v", "doctor", "09:00", ["e1", "e3"])) == set()
    assert broken(data, ("r1-v", "doctor", "09:00", ["e1"])) == {"equipment"}


def test_a_visit_that_needs_none_names_none():
    data = asked(single("r1"), equipment=[SCOPE])
    assert broken(data, ("r1-v", "doctor", "09:00", [])) == set()
    assert broken(data, ("r1-v", "doctor", "09:00", ["e1"])) == {"equipment"}


@pytest.mark.parametrize(
    ("start", "end", "rules"),
    [
        ("08:00", "09:00", set()),
        ("09:30", "10:00", set()),
        ("08:00", "09:01", {"equipment_free"}),
        ("09:29", "10:00", {"equipment_free"}),
        ("09:10", "09:11", {"equipment_free"}),
    ],
)
def test_an_item_is_not_named_while_it_is_busy(start, end, rules):
    data = two(busy=[("e1", start, end)])
    assert broken(data, FIRST, ("r2-v", "doctor", "11:00", ["e2"])) == rules


def test_an_item_serves_one_visit_at_a_time():
    assert broken(two(), FIRST, ("r2-v", "other", "09:30", ["e1"])) == set()
    assert broken(two(), FIRST, ("r2-v", "other", "09:29", ["e1"])) == {"equipment_once"}
    assert broken(two(), FIRST, ("r2-v", "other", "09:29", ["e2"])) == set()
    assert broken(two(), FIRST, ("r2-v", "other", "08:30", ["e1"])) == set()
    assert broken(two(), FIRST, ("r2-v", "other", "08:31", ["e1"])) == {"equipment_once"}


def fact(visit, person, clock, *items, **more):
    booking = {"visit": visit, "practitioner": person, "unit": "u1", "start": at(clock), "locked": True, **more}
    return {**booking, "equipment": list(items)} if items else booking


@pytest.mark.parametrize(
    ("bookings", "busy", "rule"),
    [
        ([fact("r1-v", "doctor", "09:00", "e1"), fact("r2-v", "other", "09:10", "e1")], [], "equipment_once"),
        ([fact("r1-v", "doctor", "09:00", "e4"), fact("r2-v", "other", "11:00", "e1")], [], "equipment"),
        (
            [fact("r1-v", "doctor", "09:00", "e1"), fact("r2-v", "other", "11:00")],
            [("e1", "09:10", "09:20")],
            "equipment_free",
        ),
    ],
)
def test_what_locked_bookings_alone_break_is_a_warning(bookings, busy, rule):
    data = two(bookings=bookings, busy=busy)
    assert broken(data) == set()
    assert f"locked_breaks_{rule}" in {one.code for one in warnings_of(read(data))}


def test_beside_a_locked_booking_it_is_a_violation():
    data = two(bookings=[fact("r1-v", "doctor", "09:00", "e1")])
    assert broken(data, ("r2-v", "other", "09:10", ["e1"])) == {"equipment_once"}
    assert broken(data, ("r2-v", "other", "09:10", ["e2"])) == set()


def test_a_locked_booking_that_names_none_is_given_the_first_one_free():
    data = two(bookings=[fact("r1-v", "doctor", "09:00")])
    assert broken(data, ("r2-v", "other", "09:10", ["e1"])) == {"equipment_once"}
    named = two(bookings=[fact("r1-v", "doctor", "09:00"), fact("r2-v", "other", "09:10", "e1", locked=False)])
    assert broken(named, ("r2-v", "other", "09:10", ["e1"])) == set()  # held by the one that names it: e2 is given
    late = two(bookings=[fact("r1-v", "doctor", "09:00")], busy=[("e1", "09:29", "09:30")])
    assert broken(late, ("r2-v", "other", "09:10", ["e2"])) == {"equipment_once"}


def test_a_locked_booking_keeps_its_items():
    data = two(bookings=[fact("r1-v", "doctor", "09:00", "e2")])
    rest = ("r2-v", "other", "11:00", ["e1"])
    assert broken(data, rest, ("r1-v", "doctor", "09:00", ["e2"])) == set()
    assert "locked_stand" in broken(data, rest, ("r1-v", "doctor", "09:00", ["e1"]))
    assert "locked_stand" in broken(data, rest, ("r1-v", "doctor", "09:00", []))


def chain(field, *pairs):
    """Three visits, any of which two people can take, with pairs by the same or by different people."""
    visits = [
        {"id": name, "role": role, "duration": 30, "competence": "physician"}
        for name, role in (("a", "secondary"), ("b", "primary"), ("c", "secondary"))
    ]
    for one, other in pairs:
        visit = next(visit for visit in visits if visit["id"] == one)
        visit[field] = [*visit.get(field, []), other]
    return asked(linked(visits=visits), practitioners=WORKERS, availability=HOURS)


@pytest.mark.parametrize(
    ("data", "people", "rules"),
    [
        (chain("same_practitioner_as", ("a", "c")), ("doctor", "other", "doctor"), set()),
        (chain("same_practitioner_as", ("a", "c")), ("doctor", "doctor", "other"), {"same_practitioner"}),
        (chain("same_practitioner_as", ("c", "a")), ("doctor", "doctor", "other"), {"same_practitioner"}),
        (chain("same_practitioner_as", ("a", "b"), ("b", "c")), ("other", "other", "other"), set()),
        (chain("same_practitioner_as", ("a", "b"), ("b", "c")), ("other", "other", "doctor"), {"same_practitioner"}),
        (chain("different_practitioner_from", ("a", "c")), ("doctor", "doctor", "other"), set()),
        (
            chain("different_practitioner_from", ("a", "c")),
            ("doctor", "other", "doctor"),
            {"different_practitioner"},
        ),
        (
            chain("different_practitioner_from", ("c", "a")),
            ("doctor", "other", "doctor"),
            {"different_practitioner"},
        ),
    ],
)
def test_the_same_person_or_different_ones(data, people, rules):
    placed = [(name, who, clock, []) for name, who, clock in zip("abc", people, ("09:00", "09:30", "10:00"))]
    assert broken(data, *placed) == rules
    facts = {**data, "bookings": [fact(name, who, clock) for name, who, clock, _ in placed]}
    assert broken(facts) == set()
    told = {one.code for one in warnings_of(read(facts))}
    assert {code for code in told if "practitioner" in code} == {f"locked_breaks_{rule}" for rule in rules}
    partly = {**data, "bookings": facts["bookings"][:1]}
    assert broken(partly, *placed[1:]) == rules


BASE = asked(linked(), needing("r2", "scope", patient="p2"), equipment=[SCOPE, ROOM], equipment_busy=[])
BUSY = {"equipment": "e1", "start": at("09:00"), "end": at("10:00")}
BOOKED = {"visit": "a", "practitioner": "nurse", "unit": "u1", "start": at("09:00")}
FAULTS = [
    (("equipment", 1, "id"), "e1", "$.equipment[1].id"),
    (("equipment", 0, "unit"), "u9", "$.equipment[0].unit"),
    (("equipment", 0, "kind"), "", "$.equipment[0].kind"),
    (("equipment", 0, "kind"), ..., "$.equipment[0].kind"),
    (("equipment_busy",), [{**BUSY, "equipment": "e9"}], "$.equipment_busy[0].equipment"),
    (("equipment_busy",), [{**BUSY, "end": at("09:00")}], "$.equipment_busy[0].end"),
    (("equipment_busy",), [{**BUSY, "end": at("08:00")}], "$.equipment_busy[0].end"),
    (("requests", 1, "visits", 0, "equipment"), ["scope", " Scope"], "$.requests[1].visits[0].equipment[1]"),
    (("bookings",), [{**BOOKED, "equipment": ["e9"]}], "$.bookings[0].equipment[0]"),
    *(
        (("requests", 0, "visits", 0, field), [name], f"$.requests[0].visits[0].{field}[0]")
        for field in ("same_practitioner_as", "different_practitioner_from")
        for name in ("a", "zz", "r2-v")
    ),
]


@pytest.mark.parametrize(("path", "value", "place"), FAULTS, ids=[f"{e[2]} {e[1]}" for e in FAULTS])
def test_each_kind_of_broken_input(path, value, place):
    assert place in {where for where, _ in problems(changed(path, value, BASE))}


def test_what_is_no_problem():
    assert problems(BASE) == []
    over_midnight = {**BUSY, "end": "2026-10-07T08:00"}
    assert problems(changed(("equipment_busy",), [over_midnight], BASE)) == []
    assert problems(changed(("bookings",), [{**BOOKED, "equipment": ["e1", "e3"]}], BASE)) == []
    assert problems(changed(("requests", 1, "visits", 0, "equipment"), ["x-ray"], BASE)) == []


def test_a_contradiction_over_a_chain_is_a_problem():
    data = chain("same_practitioner_as", ("a", "b"), ("b", "c"))
    assert problems(data) == []
    data["requests"][0]["visits"][2]["different_practitioner_from"] = ["a"]
    assert any(where.startswith("$.requests[0].visits") for where, _ in problems(data))
