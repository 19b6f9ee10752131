"""What a plan costs, term by term, reckoned from its bookings alone (contract, The objective)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise

from .bookings import locked_in, movable_in, stays
from .plan import Booking, Terms
from .request import PlanRequest, Request, Visit

_MINUTE = timedelta(minutes=1)


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
    loss = weights.unbooked.model_dump()
    dates: dict[str, date] = {}
    unbooked = days = wait = moved = not_preferred = 0
    for case in request.requests:
        visits = case.visits
        if not by_visit:
            unbooked += len(visits) * loss[case.priority]
            continue
        booked = [by_visit[visit.id] for visit in visits if visit.id in by_visit]
        not_preferred += _not_preferred(visits, by_visit)
        lacking = len(visits) - len(booked)
        if lacking:
            unbooked += lacking * loss[case.priority]
            continue
        day = dates[case.id] = booked[0].start.date()
        target = target_date(request, case)
        if day != target:
            days += abs((day - target).days)
        if len(booked) > 1:
            wait += minutes_waited(booked, locked)
        if existing:
            moved += sum(b.visit in existing and not stays(b, existing[b.visit]) for b in booked)
    pairs = {frozenset((case.id, other)) for case in request.requests for other in case.same_day_as}
    apart = sum(len({dates[one] for one in pair}) == 2 for pair in pairs if pair <= dates.keys())
    return Terms(
        unbooked=unbooked,
        day_deviation=days * weights.day_deviation,
        wait=wait * weights.wait,
        not_preferred=not_preferred * weights.not_preferred,
        moved=moved * weights.moved,
        apart=apart * weights.apart,
    )


def target_date(request: PlanRequest, case: Request) -> date:
    """The wished date: ``target``, or the first date on which the request may be booked."""
    if case.target is not None:
        return case.target
    return max(case.earliest or request.first_date, request.first_date)


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


def gap(cost: int, lower_bound: int, cost_of_locked_only: int) -> float:
    """The largest share of the achievable good that a plan can be missing, from 0 to 1."""
    if cost <= lower_bound:
        return 0.0
    good = cost_of_locked_only - lower_bound
    return min(1.0, (cost - lower_bound) / good) if good > 0 else 1.0


def _not_preferred(visits: Iterable[Visit], by_visit: Mapping[str, Booking]) -> int:
    """Booked visits with another than the preferred person."""
    missed = 0
    for visit in visits:
        preferred = visit.preferred
        if preferred is not None and visit.id in by_visit:
            missed += by_visit[visit.id].practitioner != preferred
    return missed
