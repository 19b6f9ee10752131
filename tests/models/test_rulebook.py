"""Each rule, just inside and just outside the edge, for the checker."""

from __future__ import annotations

import json
from importlib import import_module

import pytest

from dagplan import Plan, check
from dagplan.models import VERSIONS, warnings_of
from dagplan.models.plan import Booking
from tests.build import DAY, asked, at, linked, plan_of, plan_with, read, single, window
from tests.places import DATA

NEXT = "2026-10-06"


def rules_broken(request, plan):
    return {violation.rule for violation in check(request, plan)}


TWO_UNITS = {"units": [{"id": "u1"}, {"id": "u2"}]}
DOCTOR_AT_U2 = [window("nurse", "08:00", "12:00"), window("doctor", "08:00", "12:00", "u2")]
TWO_DAYS = {"last_date": NEXT}
DOCTOR_TUESDAY = [window("nurse", "08:00", "12:00"), window("doctor", "08:00", "12:00", day=NEXT)]

EDGES = [
    # (name, request, placements inside, placements outside, rule broken outside)
    (
        "whole",
        asked(),
        [("a", "nurse", "09:00"), ("b", "doctor", "09:30")],
        [("a", "nurse", "09:00")],
        "whole",
    ),
    (
        "one date",
        asked(**TWO_DAYS, availability=[*DOCTOR_TUESDAY, window("doctor", "08:00", "12:00")]),
        [("a", "nurse", "09:00"), ("b", "doctor", "09:30")],
        [("a", "nurse", "09:00"), ("b", "doctor", "09:30", "u1", NEXT)],
        "same_date",
    ),
    (
        "one unit",
        asked(
            **TWO_UNITS,
            availability=[
                window("nurse", "08:00", "12:00"),
                window("doctor", "08:00", "09:30"),
                window("doctor", "09:30", "12:00", "u2"),
            ],
        ),
        [("a", "nurse", "08:00"), ("b", "doctor", "08:30")],
        [("a", "nurse", "09:00"), ("b", "doctor", "09:30", "u2")],
        "same_unit",
    ),
    (
        "back to back",
        asked(),
        [("a", "nurse", "09:30"), ("b", "doctor", "10:00")],
        [("a", "nurse", "09:30"), ("b", "doctor", "09:55")],
        "sequence",
    ),
    (
        "the sequence is not turned",
        asked(),
        [("a", "nurse", "09:00"), ("b", "doctor", "09:30")],
        [("a", "nurse", "09:30"), ("b", "doctor", "09:00")],
        "sequence",
    ),
    (
        "least wait",
        asked(linked(min_wait=15)),
        [("a", "nurse", "09:00"), ("b", "doctor", "09:45")],
        [("a", "nurse", "09:00"), ("b", "doctor", "09:40")],
        "sequence",
    ),
    (
        "longest wait",
        asked(linked(max_wait=60)),
        [("a", "nurse", "09:00"), ("b", "doctor", "10:30")],
        [("a", "nurse", "09:00"), ("b", "doctor", "10:35")],
        "sequence",
    ),
    (
        "competence",
        asked(),
        [("a", "nurse", "09:00"), ("b", "doctor", "09:30")],
        [("a", "doctor", "09:00"), ("b", "doctor", "09:30")],
        "competence",
    ),
    (
        "inside the window",
        asked(),
        [("a", "nurse", "08:00"), ("b", "doctor", "11:30")],
        [("a", "nurse", "08:00"), ("b", "doctor", "11:35")],
        "inside_window",
    ),
    (
        "touching windows are one",
        asked(
            availability=[
                window("nurse", "08:00", "09:15"),
                window("nurse", "09:15", "12:00"),
                window("doctor", "08:00", "12:00"),
            ]
        ),
        [("a", "nurse", "09:00"), ("b", "doctor", "09:30")],
        [("a", "nurse", "07:55"), ("b", "doctor", "09:30")],
        "inside_window",
    ),
    (
        "busy time",
        asked(busy=[{"practitioner": "doctor", "start": at("09:00"), "end": at("09:30")}]),
        [("a", "nurse", "09:00"), ("b", "doctor", "09:30")],
        [("a", "nurse", "08:00"), ("b", "doctor", "09:25")],
        "inside_window",
    ),
    (
        "grid",
        asked(settings={"grid": 15}),
        [("a", "nurse", "09:00"), ("b", "doctor", "09:45")],
        [("a", "nurse", "09:00"), ("b", "doctor", "09:40")],
        "on_grid",
    ),
    (
        "a practitioner has one visit at a time",
        asked(single("r2", "p2"), single("r3", "p3")),
        [("r2-v", "doctor", "09:00"), ("r3-v", "doctor", "09:30")],
        [("r2-v", "doctor", "09:00"), ("r3-v", "doctor", "09:25")],
        "practitioner_once",
    ),
    (
        "a patient has one visit at a time, over all requests",
        asked(single("r2", "p1"), single("r3", "p1", "spirometry")),
        [("r2-v", "doctor", "09:00"), ("r3-v", "nurse", "09:30")],
        [("r2-v", "doctor", "09:00"), ("r3-v", "nurse", "09:25")],
        "patient_once",
    ),
    (
        "not before",
        asked(linked(not_before="09:00")),
        [("a", "nurse", "09:00"), ("b", "doctor", "09:30")],
        [("a", "nurse", "08:55"), ("b", "doctor", "09:30")],
        "patient_limits",
    ),
    (
        "not after",
        asked(linked(not_after="10:00")),
        [("a", "nurse", "09:00"), ("b", "doctor", "09:30")],
        [("a", "nurse", "09:00"), ("b", "doctor", "09:35")],
        "patient_limits",
    ),
    (
        "earliest",
        asked(
            single("r2", earliest=NEXT),
            **TWO_DAYS,
            availability=[window("doctor", "08:00", "12:00"), window("doctor", "08:00", "12:00", day=NEXT)],
        ),
        [("r2-v", "doctor", "09:00", "u1", NEXT)],
        [("r2-v", "doctor", "09:00", "u1", DAY)],
        "patient_limits",
    ),
    (
        "excluded date",
        asked(
            single("r2", excluded_dates=[DAY]),
            **TWO_DAYS,
            availability=[window("doctor", "08:00", "12:00"), window("doctor", "08:00", "12:00", day=NEXT)],
        ),
        [("r2-v", "doctor", "09:00", "u1", NEXT)],
        [("r2-v", "doctor", "09:00", "u1", DAY)],
        "patient_limits",
    ),
    (
        "units of the request",
        asked(
            single("r2", units=["u2"]),
            **TWO_UNITS,
            availability=[window("doctor", "08:00", "10:00"), window("doctor", "10:00", "12:00", "u2")],
        ),
        [("r2-v", "doctor", "10:00", "u2")],
        [("r2-v", "doctor", "09:00", "u1")],
        "patient_limits",
    ),
]


@pytest.mark.parametrize(("data", "inside"), [(e[1], e[2]) for e in EDGES], ids=[e[0] for e in EDGES])
def test_just_inside_conforms(data, inside):
    request = read(data)
    assert check(request, plan_with(request, *inside)) == []


@pytest.mark.parametrize(("data", "outside", "rule"), [(e[1], e[3], e[4]) for e in EDGES], ids=[e[0] for e in EDGES])
def test_just_outside_breaks_that_rule(data, outside, rule):
    request = read(data)
    assert rule in rules_broken(request, plan_with(request, *outside))


def test_all_violations_are_named_with_their_visits():
    request = read(asked())
    violations = check(request, plan_with(request, ("a", "doctor", "11:33"), ("b", "nurse", "11:40")))
    assert {v.rule for v in violations} >= {
        "sequence",
        "competence",
        "inside_window",
        "on_grid",
        "patient_once",
    }
    assert all(v.message for v in violations)
    assert any(v.rule == "sequence" and v.ids[:2] == ("a", "b") and v.routine == ("R3", "R4") for v in violations)


LOCKED = [
    ("off the grid", [("a", "nurse", "09:02"), ("b", "doctor", "09:35")], "on_grid"),
    ("outside availability", [("a", "nurse", "07:00"), ("b", "doctor", "09:30")], "inside_window"),
    ("two at once", [("a", "nurse", "09:00"), ("b", "doctor", "09:10")], "sequence"),
    ("without the competence", [("a", "doctor", "09:00"), ("b", "doctor", "09:30")], "competence"),
    ("torn over two dates", [("a", "nurse", "09:00"), ("b", "doctor", "09:30", NEXT)], "same_date"),
]


def facts(placed):
    return [
        {"visit": v, "practitioner": p, "unit": "u1", "start": at(clock, *day), "locked": True}
        for v, p, clock, *day in placed
    ]


@pytest.mark.parametrize(("placed", "rule"), [e[1:] for e in LOCKED], ids=[e[0] for e in LOCKED])
def test_what_locked_bookings_alone_break_is_a_warning(placed, rule):
    request = read(asked(bookings=facts(placed)))
    assert check(request, plan_with(request)) == []
    assert f"locked_breaks_{rule}" in {warning.code for warning in warnings_of(request)}


def test_what_a_new_visit_breaks_beside_a_locked_one_is_a_violation():
    request = read(asked(bookings=facts([("a", "nurse", "09:00")])))
    assert rules_broken(request, plan_with(request, ("b", "doctor", "09:20"))) == {"sequence", "patient_once"}
    assert check(request, plan_with(request, ("b", "doctor", "09:30"))) == []
    assert check(request, plan_with(request)) == []


def test_a_locked_booking_must_stand():
    request = read(asked(bookings=facts([("a", "nurse", "09:00"), ("b", "doctor", "09:30")])))
    moved = [b.model_copy(update={"unit": "u9"}) for b in plan_with(request).bookings]
    assert "locked_stand" in rules_broken(request, plan_of(request, moved))


def test_false_claims_are_named():
    request = read(asked())
    true = plan_with(request, ("a", "nurse", "09:00"), ("b", "doctor", "09:35"))
    objective = true.objective
    falsehoods = {
        "cost_true": {"objective": objective.model_copy(update={"cost": objective.cost + 1})},
        "bound_true": {"objective": objective.model_copy(update={"lower_bound": objective.cost + 1})},
        "status_true": {"status": "optimal"},
        "gap_true": {"objective": objective.model_copy(update={"gap": 0.5})},
        "day_plans_match": {"day_plans": ()},
        "bookings_ordered": {"bookings": true.bookings[::-1]},
        "booked_once": {"bookings": (*true.bookings, true.bookings[-1])},
    }
    assert check(request, true) == []
    for rule, update in falsehoods.items():
        assert rule in rules_broken(request, true.model_copy(update=update)), rule
    wrong_terms = objective.terms.model_copy(update={"wait": 4, "moved": 1})
    false = true.model_copy(update={"objective": objective.model_copy(update={"terms": wrong_terms})})
    assert "cost_true" in rules_broken(request, false)
    empty = plan_with(request)
    assert "unbooked_listed" in rules_broken(request, empty.model_copy(update={"unbooked": ()}))


def test_bookings_of_unknown_visits_and_wrong_facts():
    request = read(asked())
    true = plan_with(request, ("a", "nurse", "09:00"), ("b", "doctor", "09:30"))
    first: Booking = true.bookings[0]
    unknown = true.model_copy(update={"bookings": (first.model_copy(update={"visit": "zz"}), true.bookings[1])})
    assert {"known_visit", "whole"} <= rules_broken(request, unknown)
    for field, value in (("patient", "p9"), ("request", "r9"), ("role", "primary")):
        wrong = (first.model_copy(update={field: value}), true.bookings[1])
        assert "right_length" in rules_broken(request, true.model_copy(update={"bookings": wrong}))
    longer = first.model_copy(update={"end": true.bookings[1].start.replace(minute=35)})
    assert "right_length" in rules_broken(request, plan_of(request, [longer, true.bookings[1]]))


def test_the_routines_own_case_conforms():
    request = read(json.loads((DATA / "asthma.request.json").read_text("utf-8")))
    plan = Plan.model_validate(json.loads((DATA / "asthma.plan.json").read_text("utf-8")))
    assert check(request, plan) == []
    assert [warning.code for warning in warnings_of(request)] == ["routine_not_valid"]


def test_every_rule_of_the_routine_says_where_it_is_enforced():
    modules = {
        "cross_checks": "dagplan.models.cross_checks",
        "rulebook": "dagplan.models.rulebook",
        "request": "dagplan.models.request",
        "constraints": "dagplan.solver.cpsat.constraints",
    }
    for routine in VERSIONS:
        assert [rule.id for rule in routine.rules] == [f"R{number}" for number in range(1, 13)]
        for rule in routine.rules:
            for place in rule.enforced:
                module, name, *field = place.split(".")
                found = getattr(import_module(modules[module]), name)
                assert not field or field[0] in found.model_fields
