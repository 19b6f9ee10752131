"""Where minutes are short: each competence at each unit on each date, what there is and what waits for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from dagplan.models.plan import Booking, Plan
from dagplan.models.request import PlanRequest, Request
from dagplan.models.windows import Where, free_windows

Spot = tuple[str, str, date]
"""Competence, unit, date."""


@dataclass(frozen=True)
class Bottleneck:
    """One competence at one unit on one date; all minutes.

    Attributes
    ----------
    available
        Free time of the people with the competence, there and then, before anything is booked.
    booked
        What is booked with them, for this competence or another of theirs.
    waiting
        Visits of unbooked requests that may be on this date at this unit. A request that may be on
        several dates counts on each of them.
    """

    competence: str
    unit: str
    date: date
    available: int
    booked: int
    waiting: int

    @property
    def left(self) -> int:
        """Minutes still free, in pieces of any length."""
        return max(0, self.available - self.booked)

    @property
    def missing(self) -> int:
        """Minutes wanted beyond what is left."""
        return max(0, self.waiting - self.left)


def bottlenecks(request: PlanRequest, plan: Plan) -> tuple[Bottleneck, ...]:
    """The spots where more is wanted than is left, the shortest of minutes first."""
    skilled: dict[str, set[str]] = defaultdict(set)
    for person in request.practitioners:
        for competence in person.competences:
            skilled[competence].add(person.id)
    available = {where: sum(end - start for start, end in spans) for where, spans in free_windows(request).items()}
    booked = _booked(plan.bookings)
    found = []
    for (competence, unit, day), waiting in _waiting(request, plan, available).items():
        places: list[Where] = [(person, unit, day) for person in skilled[competence]]
        spot = Bottleneck(
            competence=competence,
            unit=unit,
            date=day,
            available=sum(available.get(place, 0) for place in places),
            booked=sum(booked.get(place, 0) for place in places),
            waiting=waiting,
        )
        found += [spot] if spot.missing else []
    return tuple(sorted(found, key=lambda one: (-one.missing, one.date, one.unit, one.competence)))


def _booked(bookings: tuple[Booking, ...]) -> dict[Where, int]:
    minutes: dict[Where, int] = defaultdict(int)
    for one in bookings:
        minutes[one.practitioner, one.unit, one.start.date()] += int((one.end - one.start).total_seconds()) // 60
    return minutes


def _waiting(request: PlanRequest, plan: Plan, available: dict[Where, int]) -> dict[Spot, int]:
    """Minutes of unbooked visits by spot, only where somebody works at all."""
    cases = {case.id: case for case in request.requests}
    placed = {booking.visit for booking in plan.bookings}
    open_at: dict[str, list[date]] = defaultdict(list)
    for unit, day in sorted({(unit, day) for _person, unit, day in available}):
        open_at[unit].append(day)
    waiting: dict[Spot, int] = defaultdict(int)
    for entry in plan.unbooked:
        case = cases.get(entry.request)
        if case is None:
            continue
        for unit in case.units or [one.id for one in request.units]:
            for day in open_at[unit]:
                if _may_be_on(case, day):
                    for visit in case.visits:
                        if visit.id not in placed:
                            waiting[visit.competence, unit, day] += visit.duration
    return waiting


def _may_be_on(case: Request, day: date) -> bool:
    early = case.earliest is not None and day < case.earliest
    late = case.latest is not None and day > case.latest
    return not (early or late or day in case.excluded_dates)
