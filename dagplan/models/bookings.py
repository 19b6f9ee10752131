"""Bookings from facts, and what is read off a plan's bookings."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from .plan import Booking, DayPlan
from .request import ExistingBooking, PlanRequest, Request


def frozen(request: PlanRequest) -> PlanRequest:
    """The request with the bookings that start before ``settings.freeze_before`` locked."""
    limit = request.settings.freeze_before
    if limit is None or all(one.locked or one.start >= limit for one in request.bookings):
        return request
    bookings = tuple(
        one.model_copy(update={"locked": True}) if one.start < limit else one for one in request.bookings
    )
    return request.model_copy(update={"bookings": bookings})


def locked_in(request: PlanRequest) -> dict[str, ExistingBooking]:
    """The facts, by visit: bookings that are locked, or frozen since they start before ``freeze_before``."""
    return {one.visit: one for one in frozen(request).bookings if one.locked}


def movable_in(request: PlanRequest) -> dict[str, ExistingBooking]:
    """The wishes, by visit: bookings that are neither locked nor frozen."""
    return {one.visit: one for one in frozen(request).bookings if not one.locked}


def stays(booking: Booking, existing: ExistingBooking) -> bool:
    """Whether a visit is booked where it was."""
    return (booking.practitioner, booking.unit, booking.start) == (
        existing.practitioner,
        existing.unit,
        existing.start,
    )


def booking_of(case: Request, position: int, practitioner: str, unit: str, start: datetime) -> Booking:
    """A booking of visit ``position`` of a request, its end reckoned from the duration."""
    visit = case.visits[position]
    return Booking(
        request=case.id,
        visit=visit.id,
        patient=case.patient,
        role=visit.role,
        unit=unit,
        practitioner=practitioner,
        start=start,
        end=start + timedelta(minutes=visit.duration),
    )


def locked_bookings(request: PlanRequest) -> tuple[Booking, ...]:
    """The locked facts as bookings of a plan."""
    locked = locked_in(request)
    return tuple(
        booking_of(case, position, fact.practitioner, fact.unit, fact.start)
        for case in request.requests
        for position, visit in enumerate(case.visits)
        if (fact := locked.get(visit.id))
    )


def day_plans_of(bookings: tuple[Booking, ...]) -> tuple[DayPlan, ...]:
    """Each person's visits by date and unit, in time order."""
    groups: dict[tuple[date, str, str], list[Booking]] = defaultdict(list)
    for booking in bookings:
        groups[booking.start.date(), booking.unit, booking.practitioner].append(booking)
    return tuple(
        DayPlan(
            date=day,
            unit=unit,
            practitioner=person,
            visits=tuple(b.visit for b in sorted(group, key=lambda b: (b.start, b.end, b.visit))),
        )
        for (day, unit, person), group in sorted(groups.items())
    )
