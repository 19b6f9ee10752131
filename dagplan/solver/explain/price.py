"""What it would cost to book a request that was left out: which requests it puts out, and at what price.

The upper end is a real plan. Two places are tried: where there is room beside the plan, and where it puts out the
least; those put out find new places where they can, and the difference is reckoned exactly. Where the moves are
limited and neither keeps within that, a small exact model (``price_by_model``) looks for one that does. The lower end
comes from the bound's prices of minutes: with the request forced in, no plan costs less than the bound and what it
lacks of being worth its minutes at those prices (its reduced cost, as linear programming calls it).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from dagplan.models.request import Request as AskedRequest
from dagplan.solver.bound.lower_bound import Bound
from dagplan.solver.instance.instance import Placement, Request
from dagplan.solver.running.deadlines import Deadline
from dagplan.solver.search.move_budget import insertion_within

from .change_costs import Kind
from .changes import placement_of
from .least_change import LeastChange, Loosened
from .price_by_model import solved_with
from .standing import Standing


@dataclass(frozen=True)
class Price:
    """What booking a request would take.

    Attributes
    ----------
    day, unit, starts, people
        Where it would be: of each visit the start (minute from midnight) and the person.
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


def price_of(
    standing: Standing,
    least: LeastChange,
    case: AskedRequest,
    request: Request,
    fits: Loosened | None,
    deadline: Deadline,
) -> Price | None:
    """The lowest price found of a request; None where no plan was found that books it.

    Parameters
    ----------
    fits
        A place for it beside the plan, if there is one.

    Raises
    ------
    OutOfTimeError
        If the deadline comes first.
    """
    tried = [fits, least.find(case, (Kind.PUT_OUT,), deadline)]
    prices = [_with(standing, case, request, found) for found in dict.fromkeys(tried) if found is not None]
    known = [price for price in prices if price is not None]
    if not known and standing.instance.max_moved is not None and not deadline.over():
        solved = solved_with(standing, request, deadline)
        known = [_between(standing, request, *solved)] if solved is not None else []
    return min(known, key=lambda price: price.cost, default=None)


def _with(standing: Standing, case: AskedRequest, request: Request, found: Loosened) -> Price | None:
    """The price at one place; None if more visits would leave their booking than may."""
    calendars, instance = standing.calendars, standing.instance
    hit = _in_the_way(standing, found, case)
    before = {index: calendars.unbook(instance.requests[index]) for index in hit}
    after = {request.index: standing.placement(request, list(placement_of(standing.asked, case, found)))}
    calendars.book(request, after[request.index])
    taking_part = (request.index, *hit)
    after |= _placed_again(
        standing, [instance.requests[index] for index in hit], standing.spare_with(taking_part, after)
    )
    for index in after:
        calendars.unbook(instance.requests[index])
    for index, placement in before.items():
        calendars.book(instance.requests[index], placement)
    spare = standing.spare_with(taking_part, after)
    return None if spare is not None and spare < 0 else _between(standing, request, taking_part, after)


def _placed_again(standing: Standing, put_out: list[Request], spare: int | None) -> dict[int, Placement]:
    """New places of requests that are put out, as far as they find one worth its cost, the most valuable first."""
    calendars, instance = standing.calendars, standing.instance
    found = {}
    for one in sorted(put_out, key=lambda one: (-one.unbooked_cost / one.minutes, one.minutes, one.index)):
        own = None if spare is None else spare + instance.disturbed(one, None)
        placement = insertion_within(calendars, one, standing.same_day.get(one.index, ()), own)
        if placement is not None:
            calendars.book(one, placement)
            found[one.index] = placement
            spare = None if own is None else own - instance.disturbed(one, placement)
    return found


def _between(
    standing: Standing, request: Request, taking_part: Collection[int], after: Mapping[int, Placement]
) -> Price:
    """The price of a request in a plan where some requests are placed anew."""
    instance, names = standing.instance, standing.asked.requests
    before = standing.calendars.placed
    placement = after[request.index]
    others = sorted(index for index in taking_part if index in before)
    return Price(
        day=instance.dates[placement.day],
        unit=standing.names.units[placement.unit],
        starts=tuple(slot.start for slot in placement.slots),
        people=tuple(one.practitioner for one in standing.bookings(request, placement)),
        put_out=tuple(names[index].id for index in others if index not in after),
        rebooked=tuple(
            names[index].id for index in others if index in after and _where(after[index]) != _where(before[index])
        ),
        cost=standing.cost_with(taking_part, after) - standing.cost_with(taking_part, before),
    )


def _where(placement: Placement) -> tuple[object, ...]:
    """Unit, date, people and times of a placement: not which items it has."""
    return placement.unit, placement.day, *((slot.segment, slot.start) for slot in placement.slots)


def _in_the_way(standing: Standing, found: Loosened, case: AskedRequest) -> list[int]:
    """Booked requests with a visit where this placement would be, of the same people, patient or equipment."""
    hit = set()
    minute_counts = standing.minute_counts
    for visit, person, start, items in zip(case.visits, found.people, found.starts, found.items, strict=True):
        if visit.id in standing.facts:
            continue
        taken = minute_counts.booked(person, found.day) + minute_counts.of_patient(case.patient, found.day)
        for item in items:
            taken = taken + minute_counts.of_item(str(item), found.day)
        for owner, (first, end) in taken:
            if first < start + visit.duration and end > start:
                hit.add(standing.numbers[owner])
    return sorted(hit)


def least_price(standing: Standing, bound: Bound, request: Request, plan_cost: int) -> int:
    """What any plan that books this request costs more than this plan, at the least; may be negative."""
    short = max(0.0, -bound.worth.get(request.index, 0.0))
    # The bound looked only at dates that cost less than leaving it out; the others cost no less than their date.
    others = [cost - request.unbooked_cost for _, cost in request.days if cost >= request.unbooked_cost]
    short = min([short, *others])
    return bound.value + standing.instance.constant + math.floor(short) - plan_cost
