"""Lengths of time as people write them -> whole minutes, or seconds: ``30 min``, ``1 h``, ``1,5 tim``, ``0:45``."""

from __future__ import annotations

import re
from fractions import Fraction

_MINUTES = r"min(?:ut|uter|utes?|s)?\.?|m"
_HOURS = r"tim(?:me|mar)?\.?|h(?:ours?|rs?)?\.?|t"
_AS_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII)
_LENGTH = re.compile(
    rf"(?:(?P<hours>\d{{1,3}}(?:[.,]\d{{1,4}})?) ?(?:{_HOURS}))?"
    rf"(?: ?(?:och |and )?(?P<minutes>\d{{1,4}}) ?(?P<unit>{_MINUTES})?)?",
    re.ASCII | re.IGNORECASE,
)
_SECONDS = re.compile(
    r"(?P<number>\d{1,15}(?:[.,]\d{1,15})?) ?"
    r"(?:(?P<minutes>min(?:uter|utes?|ut)?\.?)|s(?:ek(?:under)?|ec(?:onds?)?)?\.?)",
    re.ASCII | re.IGNORECASE,
)
_MOST = 1_440


def minutes_in(text: str) -> int | None:
    """Whole minutes of a length with its unit, or as hours and minutes; None if it is none.

    >>> minutes_in("1 h"), minutes_in("1,5 tim"), minutes_in("1h30"), minutes_in("30 minuter"), minutes_in("0:45")
    (60, 90, 90, 30, 45)
    >>> minutes_in("30"), minutes_in("1,7 min"), minutes_in("0,33 h")
    (None, None, None)
    """
    if clock := _AS_CLOCK.fullmatch(text):
        return _at_most_a_day(int(clock[1]) * 60 + int(clock[2]))
    found = _LENGTH.fullmatch(text)
    if not found or not (found["hours"] or found["unit"]):
        return None
    minutes = Fraction((found["hours"] or "0").replace(",", ".")) * 60
    if found["hours"] and found["minutes"] and (minutes.denominator != 1 or int(found["minutes"]) >= 60):
        return None
    minutes += int(found["minutes"] or 0)
    return _at_most_a_day(int(minutes)) if minutes.denominator == 1 else None


def seconds_in(text: str) -> float | None:
    """Seconds of a length with its unit; None if it is none.

    >>> seconds_in("30 s"), seconds_in("2 min"), seconds_in("0,5 sek"), seconds_in("30")
    (30.0, 120.0, 0.5, None)
    """
    found = _SECONDS.fullmatch(text)
    return float(found["number"].replace(",", ".")) * (60 if found["minutes"] else 1) if found else None


def _at_most_a_day(minutes: int) -> int | None:
    return minutes if minutes <= _MOST else None
