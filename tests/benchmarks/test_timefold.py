"""Timefold: what it gives keeps every rule, and its Java side reckons the contract's cost."""

from __future__ import annotations

import pytest

from benchmarks.families import FAMILIES
from benchmarks.judge import judge
from benchmarks.rivals import RIVALS, run, timefold_model
from benchmarks.rivals.timefold_model import BUILT_IN, OWN, Problem
from dagplan import PlanRequest
from tests.build import asked, linked, read, single
from tests.odd_instances import odd
from tests.oracle import Oracle

pytestmark = pytest.mark.skipif(
    not timefold_model.there(), reason="Timefold, or a Java with its compiler, is not installed"
)


@pytest.mark.parametrize("how", [OWN, BUILT_IN])
def test_its_cost_is_the_contracts(how):
    timefold_model.prepare()
    request = FAMILIES["mixed"]("unit-day", 1)
    cost, bookings = timefold_model._solved(request, 2.5, *how)
    assert judge(request, bookings, 0).objective.cost == cost


def test_it_keeps_the_rules_on_odd_requests_and_finds_their_optimum():
    found = []
    for seed in (1, 2, 3):
        data = odd(seed)
        request = PlanRequest.model_validate(data)
        best = Oracle(data).optimum()
        found.append(judge(request, RIVALS["timefold"].solve(request, 1.5), best).status)
    assert "optimal" in found


def test_what_is_booked_and_wished_together_counts():
    """The price of moving, and of two dates: with both, the cost on the Java side is still the contract's."""
    pair = [single("r2", "p1", same_day_as=["r1"]), linked(id="r1", patient="p1")]
    was = {"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": "2026-10-05T09:00"}
    request = read(asked(*pair, bookings=[was]))
    cost, bookings = timefold_model._solved(request, 1.5, *OWN)
    plan = judge(request, bookings, 0)
    assert (plan.objective.cost, len(plan.bookings)) == (cost, 3)


def test_it_runs_in_a_process_of_its_own():
    outcome = run("timefold", read(asked(linked(), single())), 1.5)
    assert len(outcome.bookings) == 3
    assert outcome.seconds < outcome.whole_seconds
    assert outcome.megabytes > 50


def test_what_is_written_for_the_java_side():
    request = read(asked(linked(max_wait=30), single()))
    problem = Problem(request)
    lines = list(problem.lines())
    assert lines[0] == [5, len(request.practitioners), 1, 2]
    assert lines[2] == [2]
    assert lines[4] == [0, 2000, 2]
    assert [30, 0, 30] in lines
