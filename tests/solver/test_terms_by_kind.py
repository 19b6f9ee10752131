"""One more term of each kind, made up here: declared in the lists, it is in the plan, its cost and its proof.

The made-up terms borrow the weight of ``day_deviation``, so that no field of the contract is needed.
"""

from __future__ import annotations

import pytest

from dagplan import PlanRequest, check, plan
from dagplan.models import cost
from dagplan.models.term_kinds import OfClock, OfDate, OfPeople, People
from dagplan.solver.instance import reckoning
from tests.instances import tiny
from tests.odd_instances import odd
from tests.oracle import Oracle
from tests.thorough import some

QUARTERS = tuple((480 + 15 * quarter, quarter) for quarter in range(1, 64))


def quarters_after_eight(start):
    return max(0, (start.hour * 60 + start.minute - 480) // 15)


KINDS = {
    # kind: (term, what it counts for a visit, what it counts for a booked request)
    "clock": (
        OfClock("day_deviation", lambda _case, _visit: QUARTERS),
        lambda one: quarters_after_eight(one[3]),
        lambda booked: 0,
    ),
    "people": (
        OfPeople("day_deviation", lambda _case, _visit: People(named=(("n0", 5), ("n1", 0)), others=2)),
        lambda one: {"n0": 5, "n1": 0}.get(one[1], 2),
        lambda booked: 0,
    ),
    "date": (
        OfDate("day_deviation", lambda _asked, _case: None, lambda _, day: day.isoweekday()),
        lambda one: 0,
        lambda booked: booked[0][3].isoweekday(),
    ),
}


class WithOneMore(Oracle):
    """The contract with a term of a kind more."""

    kind = "clock"

    def not_preferred(self, booked):
        _, of_visit, _ = KINDS[self.kind]
        return super().not_preferred(booked) + self.weights["day_deviation"] * sum(map(of_visit, booked))

    def booked_cost(self, request, booked):
        *_, of_request = KINDS[self.kind]
        return super().booked_cost(request, booked) + self.weights["day_deviation"] * of_request(booked)


@pytest.fixture(params=KINDS)
def kind(request, monkeypatch):
    term, *_ = KINDS[request.param]
    name = {"clock": "OF_CLOCK", "people": "OF_PEOPLE", "date": "OF_DATES"}[request.param]
    declared = (*getattr(cost, name), term)
    monkeypatch.setattr(cost, name, declared)
    monkeypatch.setattr(cost, "OF_VISITS", (*cost.OF_PEOPLE, *cost.OF_CLOCK))
    monkeypatch.setattr(reckoning, name, declared)
    monkeypatch.setattr(WithOneMore, "kind", request.param)
    return request.param


@pytest.mark.parametrize("draw", [tiny, odd])
def test_the_plan_is_the_cheapest_with_it_too(kind, draw):
    for seed in range(some(40)):
        asked = draw(seed)
        asked["settings"] = {**asked.get("settings", {}), "workers": 1}
        oracle, request = WithOneMore(asked), PlanRequest.model_validate(asked)
        best, made = oracle.optimum(), plan(request)
        bookings = [booking.model_dump(mode="json") for booking in made.bookings]
        assert check(request, made) == []
        assert oracle.cost_of(bookings) == made.objective.cost, (kind, seed)
        assert (made.objective.cost, made.objective.lower_bound) == (best, best), (kind, seed)
