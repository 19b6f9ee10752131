"""The rivals: what they give keeps every rule, and the judge is the one who says so."""

from __future__ import annotations

import dataclasses

import pytest

from benchmarks import rivals
from benchmarks.judge import RefusedPlanError, judge
from benchmarks.rivals import RIVALS, Outcome, run
from benchmarks.rivals.diary import earliest_in_sequence
from benchmarks.sizes import challenge
from dagplan import PlanRequest
from dagplan.scenarios import generate
from tests.build import asked, linked, plan_with, read, single, window
from tests.instances import tiny
from tests.odd_instances import odd
from tests.oracle import Oracle

EXACT = [name for name in RIVALS if not name.startswith("timefold")]
"""Those that stop when they are done; the others search on (``test_timefold``)."""


def solver(name):
    if not RIVALS[name].there():
        pytest.skip(f"{name} is not installed")
    return RIVALS[name].solve


@pytest.fixture(scope="module")
def small():
    return generate("unit-day", 1, staff=3)


@pytest.mark.parametrize("name", EXACT)
def test_a_rival_in_its_own_process_gives_a_plan_that_keeps_the_rules(name, small):
    solver(name)
    outcome = run(name, small, 2)
    assert 0 < outcome.seconds < 10
    plan = judge(small, outcome.bookings, 0)
    assert len(plan.unbooked) < len(small.requests) / 2
    assert plan.objective.gap < 0.5


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("draw", [tiny, odd])
def test_rivals_keep_the_rules_on_tight_and_odd_requests(name, draw):
    """Locked bookings, two units, clock changes, odd grids; and none is below the optimum."""
    solve = solver(name)
    for seed in range(12):
        data = draw(seed)
        request = PlanRequest.model_validate(data)
        judge(request, solve(request, 10), Oracle(data).optimum())


@pytest.mark.parametrize("draw", [tiny, odd])
def test_the_textbook_has_the_whole_objective(draw):
    """Where nothing is locked and no patient is elsewhere, its optimum is the brute force's."""
    seen = 0
    for seed in range(30):
        data = {**draw(seed), "patient_busy": []}
        request = PlanRequest.model_validate(data)
        if not any(booking.locked for booking in request.bookings):
            best = Oracle(data).optimum()
            assert judge(request, RIVALS["textbook"].solve(request, 10), best).objective.cost == best, seed
            seen += 1
    assert seen > 10


def test_by_hand_takes_the_earliest_place_in_the_order_asked():
    request = read(asked(single("r1", "p1"), linked(id="r2", patient="p2", max_wait=0), single("r3", "p3")))
    given = RIVALS["by-hand"].solve(request, 1)
    assert [(one.visit, f"{one.start:%H:%M}") for one in given] == [
        ("r1-v", "08:00"),
        ("a", "08:00"),
        ("b", "08:30"),
        ("r3-v", "09:00"),
    ]


def test_the_earliest_sequence_looks_past_a_first_start_that_leads_nowhere():
    case = read(asked(linked(max_wait=10))).requests[0]
    assert earliest_in_sequence(case, [[480, 600], [540, 635]]) == [600, 635]
    assert earliest_in_sequence(case, [[480], [540]]) is None


def test_the_judge_refuses_what_breaks_a_rule_or_the_bound():
    request = read(asked(linked()))
    right = RIVALS["by-hand"].solve(request, 1)
    expected = plan_with(request, ("a", "nurse", "08:00"), ("b", "doctor", "08:30"))
    assert judge(request, right, 0).bookings == expected.bookings
    with pytest.raises(RefusedPlanError, match="whole"):
        judge(request, right[:1], 0)
    with pytest.raises(RefusedPlanError, match="bound_true"):
        judge(request, right, 1)


def test_a_locked_booking_stands_in_every_rival_and_its_patient_gets_nothing_else_that_date():
    fact = {"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": "2026-10-05T08:00", "locked": True}
    request = read(asked(single(), single("r3", "p2"), single("r4", "p4"), bookings=[fact]))
    for name in ("by-hand", "textbook"):
        plan = judge(request, RIVALS[name].solve(request, 5), 0)
        assert {booking.visit for booking in plan.bookings} == {"r2-v", "r4-v"}


def test_a_rival_without_a_plan_or_too_large_is_no_result(monkeypatch, small):
    monkeypatch.setattr("benchmarks.sizes.run", lambda *_: Outcome(None, 3.0))
    assert challenge("textbook", small, 1, 0).absent == "none"
    monkeypatch.setitem(rivals.RIVALS, "textbook", dataclasses.replace(RIVALS["textbook"], size=lambda _: 10**9))
    assert challenge("textbook", small, 1, 0).absent == "too large"
    monkeypatch.setitem(rivals.RIVALS, "textbook", dataclasses.replace(RIVALS["textbook"], there=lambda: False))
    assert challenge("textbook", small, 1, 0).absent == "absent"


def test_a_rival_that_fails_is_an_error():
    with pytest.raises(RuntimeError, match="KeyError"):
        run("nobody", read(asked(availability=[window("nurse", "08:00", "09:00")])), 1)
