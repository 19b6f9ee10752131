"""A plan as pandas tables with typed columns, the same columns when nothing is in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dagplan.models.bookings import day_plans_of
from dagplan.models.plan import Plan

_TEXT, _WHOLE, _MOMENT = "string", "int64", "datetime64[us]"

BOOKING_COLUMNS: Mapping[str, str] = {
    "request": _TEXT,
    "visit": _TEXT,
    "patient": _TEXT,
    "role": _TEXT,
    "unit": _TEXT,
    "practitioner": _TEXT,
    "start": _MOMENT,
    "end": _MOMENT,
    "minutes": _WHOLE,
}
DAY_PLAN_COLUMNS: Mapping[str, str] = {
    "date": _MOMENT,
    "unit": _TEXT,
    "practitioner": _TEXT,
    "visits": _WHOLE,
    "minutes": _WHOLE,
    "first_start": _MOMENT,
    "last_end": _MOMENT,
}
UNBOOKED_COLUMNS: Mapping[str, str] = {
    "request": _TEXT,
    "code": _TEXT,
    "proof": _TEXT,
    "message": _TEXT,
}


@dataclass(frozen=True)
class PlanFrames:
    """A plan as three tables; all times are local wall-clock times of the request's zone.

    Attributes
    ----------
    bookings
        One row a visit, in the plan's order: ``request``, ``visit``, ``patient``, ``role`` (missing for a
        single visit without one), ``unit``, ``practitioner``, ``start``, ``end``, ``minutes``.
    day_plans
        One row a practitioner, unit and date: ``date`` (its midnight), ``unit``, ``practitioner``, ``visits``
        (how many), ``minutes`` (booked), ``first_start``, ``last_end``.
    unbooked
        One row a reason, or one with no reason: ``request``, ``code``, ``proof``, ``message``.
    """

    bookings: pd.DataFrame
    day_plans: pd.DataFrame
    unbooked: pd.DataFrame


def frames(plan: Plan) -> PlanFrames:
    """The tables of a plan."""
    bookings = [
        (
            b.request,
            b.visit,
            b.patient,
            b.role,
            b.unit,
            b.practitioner,
            b.start,
            b.end,
            b.minutes,
        )
        for b in plan.bookings
    ]
    unbooked: list[tuple[str | None, ...]] = []
    for entry in plan.unbooked:
        unbooked += [(entry.request, one.code, one.proof, one.message) for one in entry.reasons]
        if not entry.reasons:
            unbooked.append((entry.request, None, None, None))
    return PlanFrames(
        bookings=_frame(bookings, BOOKING_COLUMNS),
        day_plans=_frame(_days(plan), DAY_PLAN_COLUMNS),
        unbooked=_frame(unbooked, UNBOOKED_COLUMNS),
    )


def _days(plan: Plan) -> Iterable[tuple[object, ...]]:
    by_visit = {booking.visit: booking for booking in plan.bookings}
    for day in day_plans_of(plan.bookings):
        visits = [by_visit[visit] for visit in day.visits]
        minutes = sum(visit.minutes for visit in visits)
        first, last = min(visit.start for visit in visits), max(visit.end for visit in visits)
        yield day.date, day.unit, day.practitioner, len(visits), minutes, first, last


def _frame(rows: Iterable[Sequence[object]], columns: Mapping[str, str]) -> pd.DataFrame:
    # dtype=object first: an empty or all-missing column would otherwise get a type of its own
    return pd.DataFrame(list(rows), columns=list(columns), dtype=object).astype(dict(columns))
