"""Bookings from facts, and what is read off a plan's bookings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from .clock import length_of
from .equipment import with_items
from .fields import judged
from .plan import Booking, DayPlan
from .request import ExistingBooking, PlanRequest, Request


def frozen(request: PlanRequest) -> PlanRequest:
    """The request with the bookings that start before ``settings.freeze_before`` locked, and with their items."""
    limit = request.settings.freeze_before
    if limit is not None and not all(one.locked or one.start >= limit for one in request.bookings):
        bookings = tuple(
            one.model_copy(update={"locked": True}) if one.start < limit else one for one in request.bookings
        )
        request = request.model_copy(update={"bookings": bookings})
    given = with_items(request)
    return request if given is request.bookings else request.model_copy(update={"bookings": given})


def locked_in(request: PlanRequest) -> dict[str, ExistingBooking]:
    """The facts, by visit: bookings that are locked, or frozen since they start before ``freeze_before``."""
    return {one.visit: one for one in frozen(request).bookings if one.locked}


def movable_in(request: PlanRequest) -> dict[str, ExistingBooking]:
    """The wishes, by visit: bookings that are neither locked nor frozen."""
    return {one.visit: one for one in frozen(request).bookings if not one.locked}


def waiting(request: PlanRequest) -> list[str]:
    """The requests that are not wholly booked in the request's own bookings, in their order."""
    booked = {one.visit for one in request.bookings}
    return [case.id for case in request.requests if any(one.id not in booked for one in case.visits)]


def stays(booking: Booking, existing: ExistingBooking) -> bool:
    """Whether a visit is booked where it was."""
    return (booking.practitioner, booking.unit, booking.start) == (
        existing.practitioner,
        existing.unit,
        existing.start,
    )


def booking_of(
    case: Request, position: int, practitioner: str, unit: str, start: datetime, equipment: tuple[str, ...] = ()
) -> Booking:
    """A booking of visit ``position`` of a request, its end reckoned from the duration.

    All values have been judged before, as parts of a request: they are not validated again.
    """
    visit = case.visits[position]
    return judged(
        Booking,
        {
            "request": case.id,
            "visit": visit.id,
            "patient": case.patient,
            "role": visit.role,
            "unit": unit,
            "practitioner": practitioner,
            "start": start,
            "end": start + length_of(visit.duration),
            "equipment": equipment,
        },
    )


def booking_as(case: Request, position: int, existing: ExistingBooking) -> Booking:
    """A visit booked as it is already."""
    return booking_of(case, position, existing.practitioner, existing.unit, existing.start, existing.equipment)


def locked_bookings(request: PlanRequest) -> tuple[Booking, ...]:
    """The locked facts as bookings of a plan."""
    locked = locked_in(request)
    if not locked:
        return ()
    return tuple(
        booking_as(case, position, fact)
        for case in request.requests
        for position, visit in enumerate(case.visits)
        if (fact := locked.get(visit.id))
    )


def day_plans_of(
    bookings: Iterable[Booking], days: Mapping[tuple[date, str, str], tuple[str, ...]] | None = None
) -> tuple[DayPlan, ...]:
    """Each person's visits by date and unit, in time order; ``days`` is ``visits_by_day``, if that is at hand."""
    return tuple(
        judged(DayPlan, {"date": day, "unit": unit, "practitioner": person, "visits": visits})
        for (day, unit, person), visits in sorted((visits_by_day(bookings) if days is None else days).items())
    )


def visits_by_day(bookings: Iterable[Booking]) -> dict[tuple[date, str, str], tuple[str, ...]]:
    """The visits in time order of each date, unit and practitioner."""
    groups: dict[tuple[date, str, str], list[tuple[datetime, datetime, str]]] = defaultdict(list)
    for one in bookings:
        groups[one.start.date(), one.unit, one.practitioner].append((one.start, one.end, one.visit))
    return {where: tuple(visit for _, _, visit in sorted(group)) for where, group in groups.items()}
