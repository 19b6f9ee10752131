"""What it would cost to book a request that was left out: which requests it puts out, and at what price.

The upper end is a real plan: the place where it puts out the least is taken, those put out find new places where
they can, and the difference is reckoned exactly. The lower end comes from the bound's prices of minutes: with the
request forced in, no plan costs less than the bound and what it lacks of being worth its minutes at those prices
(its reduced cost, as linear programming calls it).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from dagplan.models.request import Request as AskedRequest
from dagplan.solver.bound import Bound
from dagplan.solver.construct import fill
from dagplan.solver.problem import Request

from .asks import Kind
from .changes import placement_of
from .least_change import LeastChange, Loosened
from .standing import Standing


@dataclass(frozen=True)
class Price:
    """What booking a request would take.

    Attributes
    ----------
    day, unit, starts, people
        Where it would be.
    put_out
        Requests that would be unbooked for it.
    rebooked
        Requests that would stand elsewhere.
    cost
        What the whole plan would cost more; negative: it would be a better plan.
    """

    day: date
    unit: str
    starts: tuple[int, ...]
    people: tuple[str, ...]
    put_out: tuple[str, ...]
    rebooked: tuple[str, ...]
    cost: int


def price_of(standing: Standing, least: LeastChange, case: AskedRequest, request: Request) -> Price | None:
    """The price of a request at the place where it puts out the least; None where it has no place at all."""
    found = least.find(case, [Kind.PUT_OUT])
    if found is None:
        return None
    calendars, problem, asked = standing.calendars, standing.problem, standing.asked
    before = dict(calendars.placed)
    cost_before = calendars.cost()
    hit = _in_the_way(standing, least, found, case)
    for index in hit:
        calendars.unbook(problem.requests[index])
    calendars.book(request, standing.placement(request, list(placement_of(asked, case, found))))
    fill(calendars, [problem.requests[index] for index in hit], standing.joined)
    cost = calendars.cost() - cost_before
    put_out = tuple(asked.requests[index].id for index in hit if index not in calendars.placed)
    rebooked = tuple(asked.requests[index].id for index in hit if index in calendars.placed)
    for index in (request.index, *(index for index in hit if index in calendars.placed)):
        calendars.unbook(problem.requests[index])
    for index in hit:
        calendars.book(problem.requests[index], before[index])
    return Price(found.day, found.unit, found.starts, found.people, put_out, rebooked, cost)


def _in_the_way(standing: Standing, least: LeastChange, found: Loosened, case: AskedRequest) -> list[int]:
    """Booked requests with a visit where this placement would be."""
    hit = set()
    for visit, person, start in zip(case.visits, found.people, found.starts, strict=True):
        for owner, (first, end) in least.diary.booked(person, found.day):
            if owner in least.worth and first < start + visit.duration and end > start:
                hit.add(standing.numbers[owner])
    return sorted(hit)


def least_price(standing: Standing, bound: Bound, request: Request, plan_cost: int) -> int:
    """What any plan that books this request costs more than this plan, at the least; may be negative."""
    short = max(0.0, -bound.worth.get(request.index, 0.0))
    return bound.value + standing.problem.constant + math.floor(short) - plan_cost
