"""A practitioner's windows: touching or overlapping ones of one unit are one, busy time is taken out."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from datetime import date, datetime

from .clock import MINUTES_A_DAY, end_minute, minute_of_day, unusable_minutes
from .request import PlanRequest

Span = tuple[int, int]
"""Minutes from local midnight: first, and end (not included)."""

Where = tuple[str, str, date]
"""Practitioner, unit, date."""


def free_windows(request: PlanRequest, people: Container[str] | None = None) -> dict[Where, list[Span]]:
    """Each person's free time at each unit on each planned date, in order, existing bookings not taken out.

    Minutes that don't exist or come twice on a clock-change day are taken out too.

    Parameters
    ----------
    request
        Whose availability and busy times count.
    people
        Only these are looked at; None for all.
    """
    windows = whole_windows(request, people)
    busy = busy_spans(request, windows) if request.busy else {}
    odd = {day: unusable_minutes(request.time_zone, day) for day in {day for _, _, day in windows}}
    free = {}
    for where, spans in windows.items():
        person, _unit, day = where
        taken = busy.get((person, day), [])
        if (minutes := odd[day]) is not None:
            taken = [*taken, minutes]
        free[where] = subtract(spans, taken) if taken else spans
    return free


def whole_windows(request: PlanRequest, people: Container[str] | None = None) -> dict[Where, list[Span]]:
    """The same with nothing taken out."""
    windows: dict[Where, list[Span]] = defaultdict(list)
    first, last = request.first_date, request.last_date
    for window in request.availability:
        if people is None or window.practitioner in people:
            day = window.start.date()
            if first <= day <= last:
                span = minute_of_day(window.start), end_minute(window.end)
                windows[window.practitioner, window.unit, day].append(span)
    return {where: merge(spans) if len(spans) > 1 else spans for where, spans in windows.items()}


def busy_spans(request: PlanRequest, windows: Iterable[Where]) -> dict[tuple[str, date], list[Span]]:
    """Each person's busy minutes on each date with a window."""
    days: dict[str, set[date]] = defaultdict(set)
    for person, _unit, day in windows:
        days[person].add(day)
    in_order = {person: sorted(dates) for person, dates in days.items()}
    busy: dict[tuple[str, date], list[Span]] = defaultdict(list)
    for absence in request.busy:
        for day, span in _on_dates(absence.start, absence.end, in_order.get(absence.practitioner, [])):
            busy[absence.practitioner, day].append(span)
    return busy


def patient_busy_spans(request: PlanRequest, dates: Iterable[date]) -> dict[tuple[str, date], list[Span]]:
    """When each patient has something else, by patient and date; only on these dates."""
    return _busy_by_date(((one.patient, one.start, one.end) for one in request.patient_busy), dates)


def equipment_busy_spans(request: PlanRequest, dates: Iterable[date]) -> dict[tuple[str, date], list[Span]]:
    """When each item is not to be had, by item and date; only on these dates."""
    return _busy_by_date(((one.equipment, one.start, one.end) for one in request.equipment_busy), dates)


def _busy_by_date(
    spans: Iterable[tuple[str, datetime, datetime]], dates: Iterable[date]
) -> dict[tuple[str, date], list[Span]]:
    """Spans of somebody's or something's time cut at midnights, by whose it is and date."""
    in_order = sorted(dates)
    busy: dict[tuple[str, date], list[Span]] = defaultdict(list)
    for whose, start, end in spans:
        for day, piece in _on_dates(start, end, in_order):
            busy[whose, day].append(piece)
    return busy


def _on_dates(start: datetime, end: datetime, in_order: list[date]) -> Iterator[tuple[date, Span]]:
    """A span of local time cut at midnights, only these dates: an absence may last for years."""
    for day in in_order[bisect_left(in_order, start.date()) :]:
        if day > end.date():
            break
        yield from by_date(start, end, day, day)


def by_date(start: datetime, end: datetime, first: date, last: date) -> list[tuple[date, Span]]:
    """A span of local time cut at midnights, only the dates from ``first`` to ``last``."""
    pieces = []
    for ordinal in range(max(start.date(), first).toordinal(), min(end.date(), last).toordinal() + 1):
        day = date.fromordinal(ordinal)
        low = minute_of_day(start) if day == start.date() else 0
        high = minute_of_day(end) if day == end.date() else MINUTES_A_DAY
        if low < high:
            pieces.append((day, (low, high)))
    return pieces


def merge(spans: Iterable[Span]) -> list[Span]:
    """Touching and overlapping spans as one.

    >>> merge([(60, 90), (30, 60), (100, 110)])
    [(30, 90), (100, 110)]
    """
    merged: list[Span] = []
    for low, high in sorted(spans):
        if merged and low <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(high, merged[-1][1])
        else:
            merged.append((low, high))
    return merged


def subtract(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of spans when others are taken out.

    >>> subtract([(0, 100)], [(20, 30), (90, 120)])
    [(0, 20), (30, 90)]
    """
    holes = merge(taken)
    left = []
    for low, high in spans:
        at = low
        for hole_low, hole_high in holes:
            if hole_high <= at or hole_low >= high:
                continue
            if at < hole_low:
                left.append((at, hole_low))
            at = max(at, hole_high)
        if at < high:
            left.append((at, high))
    return left
