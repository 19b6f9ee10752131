"""Dates, periods and lengths of FHIR: from as much as is told of a date to the moments it means.

Source: https://hl7.org/fhir/R4/datatypes.html (dateTime, Period, Duration): a date without a day is the whole month,
one without a month the whole year, and an end that is a date includes that date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .names import UCUM, Json

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_SECONDS_IN = {"s": 1, "min": 60, "h": 3600, "d": 86_400, "wk": 604_800}


def dates_of(text: str) -> tuple[date, date] | None:
    """The first and the last date that a date means, of a day, a month or a year; None if it is none of these.

    >>> dates_of("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    found = _PARTIAL.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(int(year or 0), month or 1, day or 1)
        if day:
            return first, first
        after = date(first.year + (1 if not month or month == 12 else 0), (month or 12) % 12 + 1, 1)
    except ValueError:
        return None
    return first, after - timedelta(days=1)


def moment_of(text: object) -> datetime | None:
    """A moment with an offset, or None; the first and the last year there are lack some of their moments in zones."""
    try:
        found = datetime.fromisoformat(text) if isinstance(text, str) and "T" in text else None
    except ValueError:
        return None
    usable = found is not None and found.tzinfo is not None and date.min.year < found.year < date.max.year
    return found if usable else None


@dataclass(frozen=True)
class Span:
    """From a moment to another; None is open."""

    start: datetime | None = None
    end: datetime | None = None

    def cut(self, other: Span) -> Span | None:
        """What both have in common; None if that is nothing."""
        starts = [one for one in (self.start, other.start) if one is not None]
        ends = [one for one in (self.end, other.end) if one is not None]
        made = Span(max(starts, default=None), min(ends, default=None))
        return None if made.start and made.end and made.start >= made.end else made


def span_of(period: Json | None, zone: ZoneInfo) -> Span:
    """The moments of a Period."""
    start, end = ((period or {}).get(name) for name in ("start", "end"))
    return Span(_edge(start, zone, last=False), _edge(end, zone, last=True))


def _edge(text: object, zone: ZoneInfo, *, last: bool) -> datetime | None:
    if not isinstance(text, str):
        return None
    days = dates_of(text)
    if days is None:
        return moment_of(text)
    try:
        day = days[1] + timedelta(days=1) if last else days[0]
    except OverflowError:
        return None
    return datetime.combine(day, time.min, tzinfo=zone)


def without(piece: Span, gone: Span) -> list[Span]:
    """A span without another."""
    if piece.cut(gone) is None:
        return [piece]
    before = piece.cut(Span(None, gone.start)) if gone.start else None
    after = piece.cut(Span(gone.end, None)) if gone.end else None
    return [one for one in (before, after) if one is not None]


def midnight_after(moment: datetime, zone: ZoneInfo) -> datetime:
    """The local midnight that ends the date of a moment."""
    return datetime.combine(moment.astimezone(zone).date() + timedelta(days=1), time.min, tzinfo=zone)


def minutes_of(quantity: Any) -> int | None:
    """A Duration in whole minutes; None where it is none: another unit, a comparison, a part of a minute.

    >>> minutes_of({"value": 0.5, "code": "h"}), minutes_of({"value": 90, "code": "s"})
    (30, None)
    """
    if not isinstance(quantity, dict) or quantity.get("comparator") or quantity.get("system", UCUM) != UCUM:
        return None
    value, seconds = quantity.get("value"), _SECONDS_IN.get(str(quantity.get("code")))
    if not isinstance(value, int | float) or isinstance(value, bool) or seconds is None:
        return None
    length = round(value * seconds / 60, 9)
    return int(length) if length == int(length) else None
