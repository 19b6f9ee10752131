"""Bookings from facts, and what is read off a plan's bookings."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from .plan import Booking, DayPlan
from .request import PlanRequest, Request


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
    locked = {booking.visit: booking for booking in request.bookings if booking.locked}
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
