"""What a request limits by itself: the units, dates and clock times where its visits may be, and with whom.

Each limit stands here once, as data: checker, translation and explanation read it from these lists. Whether a visit
keeps its limits depends on where it is booked itself, on nothing else. What visits, people and patients ask of one
another stands in ``rulebook`` and, for the waits of a sequence, in ``Request.waits_before``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter, contains, ge, le
from typing import Any, Generic, Literal, TypeVar

from dagplan.words import Said
from dagplan.words.messages.violations import Violations

from .booked import Booking
from .clock import MINUTES_A_DAY, minute_of_day
from .entries import Request, Visit
from .request import PlanRequest

LimitName = Literal[
    "practitioners",
    "units",
    "earliest",
    "latest",
    "excluded_dates",
    "not_before",
    "not_after",
    "min_wait",
    "max_wait",
    "grid",
    "clock_change",
    "locked",
    "own_locked",
    "patient_visits",
    "patient_busy",
    "max_moved",
    "equipment",
    "same_practitioner_as",
    "different_practitioner_from",
]
"""What may leave a request no room: fields of the contract; ``clock_change`` (the hour that is skipped or repeated),
``locked`` (locked bookings of other patients), ``own_locked`` (of the request itself), ``patient_visits`` (the
patient's other locked visits)."""

_MINUTE = timedelta(minutes=1)

Whose = TypeVar("Whose", Request, Visit)
Of = TypeVar("Of", bound=Hashable)
Value = TypeVar("Value")
Span = tuple[int, int]
"""First minute and end, from midnight of a visit's date."""


@dataclass(frozen=True)
class Limit(Generic[Whose, Of, Value]):
    """One limit of a request, or of one of its visits.

    Attributes
    ----------
    name
        The field that sets it.
    of
        What it comes to for a request (a visit); None where it limits nothing.
    value
        What of a booking it limits: its unit, date, person, or span of its day.
    holds
        Whether such a value is within the limit.
    broken
        How a booking breaks it, in words.
    """

    name: LimitName
    of: Callable[[PlanRequest, Whose], Of | None]
    value: Callable[[Booking], Value]
    holds: Callable[[Of, Value], bool]
    broken: Callable[[Whose, Of, Booking], Said]


unit_of, person_of = attrgetter("unit"), attrgetter("practitioner")


def date_of(booking: Booking) -> date:
    """The date of a booking."""
    return booking.start.date()


def span_of(booking: Booking) -> Span:
    """When a booking begins and ends, in minutes from midnight of its date."""
    begins = minute_of_day(booking.start)
    return begins, begins + (booking.end - booking.start) // _MINUTE


def earliest(asked: PlanRequest, case: Request) -> date:
    """The first date: its own, of those that are planned."""
    return asked.first_date if case.earliest is None else max(case.earliest, asked.first_date)


def latest(asked: PlanRequest, case: Request) -> date:
    """The last date: its own, of those that are planned."""
    return asked.last_date if case.latest is None else min(case.latest, asked.last_date)


def after_not_before(_: PlanRequest, case: Request) -> Span | None:
    """The day from ``not_before``."""
    return None if case.not_before is None else (minute_of_day(case.not_before), MINUTES_A_DAY)


def until_not_after(_: PlanRequest, case: Request) -> Span | None:
    """The day until ``not_after``."""
    return None if case.not_after is None else (0, minute_of_day(case.not_after))


def from_start(span: Span, booked: Span) -> bool:
    """Whether a visit starts in a span's time."""
    return span[0] <= booked[0]


def to_end(span: Span, booked: Span) -> bool:
    """Whether a visit ends in a span's time."""
    return booked[1] <= span[1]


UNITS: tuple[Limit[Request, Any, str], ...] = (
    Limit(
        "units",
        lambda _, case: case.units or None,
        unit_of,
        contains,
        lambda case, units, booking: Violations.OTHER_UNIT(
            visit=booking.visit, unit=booking.unit, request=case.id, units=units
        ),
    ),
)
"""Where the request may be."""

PEOPLE: tuple[Limit[Visit, Any, str], ...] = (
    Limit(
        "practitioners",
        lambda _, visit: visit.practitioners or None,
        person_of,
        contains,
        lambda visit, people, booking: Violations.OTHER_PERSON(
            visit=visit.id, people=people, practitioner=booking.practitioner
        ),
    ),
)
"""Who may take a visit, of those with the competence."""

DATES: tuple[Limit[Request, Any, date], ...] = (
    Limit(
        "excluded_dates",
        lambda _, case: case.excluded_dates or None,
        date_of,
        lambda barred, day: day not in barred,
        lambda _, __, booking: Violations.EXCLUDED_DATE(visit=booking.visit, date=booking.start.date()),
    ),
    Limit(
        "earliest",
        earliest,
        date_of,
        le,
        lambda _, first, booking: Violations.TOO_EARLY(
            visit=booking.visit, date=booking.start.date(), earliest=first
        ),
    ),
    Limit(
        "latest",
        latest,
        date_of,
        ge,
        lambda _, last, booking: Violations.TOO_LATE_A_DATE(
            visit=booking.visit, date=booking.start.date(), latest=last
        ),
    ),
)
"""When the request may be."""

CLOCK: tuple[Limit[Request, Span, Span], ...] = (
    Limit(
        "not_before",
        after_not_before,
        span_of,
        from_start,
        lambda case, _, booking: Violations.TOO_EARLY_IN_THE_DAY(
            visit=booking.visit, start=booking.start.time(), not_before=case.not_before
        ),
    ),
    Limit(
        "not_after",
        until_not_after,
        span_of,
        to_end,
        lambda case, _, booking: Violations.TOO_LATE_IN_THE_DAY(
            visit=booking.visit, end=booking.end.time(), not_after=case.not_after
        ),
    ),
)
"""At what time of its date every visit lies: wholly within a span of the day."""

OF_REQUEST: tuple[Limit[Request, Any, Any], ...] = (*UNITS, *DATES, *CLOCK)
OF_ONE: tuple[Limit[Any, Any, Any], ...] = (*UNITS, *PEOPLE, *DATES, *CLOCK)
"""The limits of requests; and these with those of visits, in the order in which a reason names them."""


def within(
    limits: tuple[Limit[Whose, Any, Value], ...], asked: PlanRequest, whose: Whose
) -> list[tuple[Limit[Whose, Any, Value], Any]]:
    """The limits that a request (or visit) sets, each with what it comes to."""
    return [(limit, of) for limit in limits if (of := limit.of(asked, whose)) is not None]
