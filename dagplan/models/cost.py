"""What a plan costs, term by term, reckoned from its bookings alone (contract, The objective).

Weights and names of the terms stand in ``objective``, the kinds in ``term_kinds``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from .bookings import locked_in, movable_in, stays
from .evenness import unevenness
from .objective import Terms, Weights
from .plan import Booking
from .request import PlanRequest, Request, Visit
from .term_kinds import OfClock, OfDate, OfPeople, People

_MINUTE = timedelta(minutes=1)


def target_date(request: PlanRequest, case: Request) -> date:
    """The wished date: ``target``, or the first date on which the request may be booked."""
    if case.target is not None:
        return case.target
    return max(case.earliest or request.first_date, request.first_date)


def days_between(target: date, day: date) -> int:
    """Days from the wished date, either way."""
    return abs((day - target).days)


def all_but_preferred(_case: Request, visit: Visit) -> People | None:
    """1 for everybody but the preferred person."""
    return None if visit.preferred is None else People(named=((visit.preferred, 0),), others=1)


OF_DATES: tuple[OfDate[Any], ...] = (OfDate("day_deviation", target_date, days_between),)
OF_PEOPLE: tuple[OfPeople, ...] = (OfPeople("not_preferred", all_but_preferred),)
OF_CLOCK: tuple[OfClock, ...] = ()
OF_VISITS: tuple[OfPeople | OfClock, ...] = (*OF_PEOPLE, *OF_CLOCK)
"""The terms of each kind. Those of a shape of their own are below, by name."""


def unbooked_cost(weights: Weights, case: Request, lacking: int) -> int:
    """What a request costs that lacks so many of its visits."""
    weight: int = getattr(weights.unbooked, case.priority)
    return weight * lacking


def minutes_waited(booked: list[Booking], locked: Collection[str]) -> int:
    """Minutes between the visits of a booked request; 0 between locked facts that overlap or lie on two dates."""
    total = 0
    for before, after in pairwise(booked):
        minutes = (after.start - before.end) // _MINUTE
        if minutes <= 0:
            continue
        facts = before.visit in locked and after.visit in locked
        if not facts or before.start.date() == after.start.date():
            total += minutes
    return total


def pairs_apart(request: PlanRequest, dates: Mapping[str, date]) -> int:
    """Pairs wished on the same date, both booked, on different dates; a pair counts once."""
    pairs = {frozenset((case.id, other)) for case in request.requests for other in case.same_day_as}
    return sum(len({dates[one] for one in pair}) == 2 for pair in pairs if pair <= dates.keys())


def terms_of(request: PlanRequest, bookings: Iterable[Booking]) -> Terms:
    """The cost of each term for these bookings.

    Parameters
    ----------
    request
        What was to be planned.
    bookings
        All bookings of the plan, locked ones too; in any order.
    """
    return terms_by_visit(request, {booking.visit: booking for booking in bookings})


def terms_by_visit(request: PlanRequest, by_visit: Mapping[str, Booking]) -> Terms:
    """The same from the booking of each visit that has one."""
    weights = request.settings.weights
    existing, locked = movable_in(request), locked_in(request).keys()
    of_dates = [term for term in OF_DATES if getattr(weights, term.name)]
    of_visits = [term for term in OF_VISITS if getattr(weights, term.name)]
    counts = dict.fromkeys(Weights.model_fields, 0)
    unbooked = 0
    dates: dict[str, date] = {}
    for case in request.requests:
        visits = case.visits
        if not by_visit:
            unbooked += unbooked_cost(weights, case, len(visits))
            continue
        pairs = [(visit, by_visit[visit.id]) for visit in visits if visit.id in by_visit]
        for each in of_visits:
            counts[each.name] += sum([each.count(case, visit, booking) for visit, booking in pairs])
        lacking = len(visits) - len(pairs)
        if lacking:
            unbooked += unbooked_cost(weights, case, lacking)
            continue
        booked = [booking for _, booking in pairs]
        day = dates[case.id] = booked[0].start.date()
        for term in of_dates:
            counts[term.name] += term.count(request, case, day)
        if len(booked) > 1:
            counts["wait"] += minutes_waited(booked, locked)
        if existing:
            counts["moved"] += sum(b.visit in existing and not stays(b, existing[b.visit]) for b in booked)
    counts["apart"] = pairs_apart(request, dates)
    if weights.uneven:
        counts["uneven"] = unevenness(request, by_visit.values())
    del counts["unbooked"]  # whose weight is one a priority
    return Terms(unbooked=unbooked, **{name: count * getattr(weights, name) for name, count in counts.items()})


def gap(cost: int, lower_bound: int, cost_of_locked_only: int) -> float:
    """The largest share of the achievable good that a plan can be missing, from 0 to 1."""
    if cost <= lower_bound:
        return 0.0
    good = cost_of_locked_only - lower_bound
    return min(1.0, (cost - lower_bound) / good) if good > 0 else 1.0
