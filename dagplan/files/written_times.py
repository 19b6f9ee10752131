"""Dates and clock times as people write them -> as the contract does. What may mean two things is left as it is.

The year comes first: ``8/12/2026`` is the eighth of December to some, and the twelfth of August to others.
"""

from __future__ import annotations

import re
from datetime import date

DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
"""Programs make longer dashes of what is typed as a hyphen."""
_DATE = r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))"
_CLOCK = (
    r"(?:kl(?:ockan)?\.?\s*)?(\d{1,2})(?:[:.,](\d{2})(?::(\d{2})(?:[.,]0+)?)?|(?<=\d\d)(\d{2}))"
    r"(?: ?([ap])\.?m\.?)?"
)
_ONLY_DATE = re.compile(_DATE, re.ASCII)
_MIDNIGHT = re.compile(r"[T ]0?0[:.]00(?::00(?:[.,]0+)?)?$", re.ASCII)
_ONLY_CLOCK = re.compile(_CLOCK, re.ASCII | re.IGNORECASE)
_MOMENT = re.compile(_DATE + r"(?:T|,? )" + _CLOCK + r"(Z|[+-]\d{2}:\d{2})?", re.ASCII | re.IGNORECASE)
_AS_WANTED = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", re.ASCII)
"""As most of them are: a region has a hundred thousand."""
_LAST = date.max.isoformat()


def date_in(text: str) -> str | None:
    """A date; None if it is none.

    >>> date_in("2026/12/8"), date_in("20261208"), date_in("8/12/2026")
    ('2026-12-08', '2026-12-08', None)
    """
    found = _ONLY_DATE.fullmatch(text.translate(DASHES))
    return _date(found.groups()) if found else None


def without_midnight(text: str) -> str:
    """A date as programs export it, without the midnight behind it.

    >>> without_midnight("2026-12-08 00:00:00")
    '2026-12-08'
    """
    return _MIDNIGHT.sub("", text)


def clock_in(text: str) -> str | None:
    """A clock time; None if it is none. Seconds are kept for the model to judge.

    >>> clock_in("9.30"), clock_in("kl 9,30"), clock_in("0930"), clock_in("24:00"), clock_in("9,3")
    ('09:30', '09:30', '09:30', '24:00', None)
    >>> clock_in("12:15:00 AM"), clock_in("1:15 p.m."), clock_in("13:00 PM")
    ('00:15', '13:15', None)
    """
    found = _ONLY_CLOCK.fullmatch(text)
    return _clock(found.groups()) if found else None


def moment_in(text: str) -> str | None:
    """A date and a clock time, with an offset if it has one; None if it is none.

    >>> moment_in("2026-12-08 kl. 8.00"), moment_in("2026-12-08T08:00+01:00"), moment_in("2026-12-08 8")
    ('2026-12-08T08:00', '2026-12-08T08:00+01:00', None)
    """
    if _AS_WANTED.fullmatch(text):
        return f"{text[:10]}T{text[11:]}"
    found = _MOMENT.fullmatch(text.translate(DASHES))
    if not found:
        return None
    parts = found.groups()
    clock = _clock(parts[6:11])
    return clock and f"{_date(parts[:6])}T{clock}{(parts[11] or '').upper()}"


def first_minute(day: str) -> str:
    """When a date begins."""
    return f"{day}T00:00"


def last_minute(day: str) -> str:
    """When a date ends; of the last date there is, since no midnight follows it, the last minute."""
    return f"{day}T23:59" if day == _LAST else f"{day}T24:00"


def _date(parts: tuple[str | None, ...]) -> str:
    year, _separator, month, day, *compact = parts
    return f"{year}-{month or compact[0]:0>2}-{day or compact[1]:0>2}"


def _clock(parts: tuple[str | None, ...]) -> str | None:
    hour, minute, second, compact, half = parts
    if half:  # of twelve hours each, from twelve
        if not 1 <= int(hour or 0) <= 12:
            return None
        hour = str(int(hour or 0) % 12 + (12 if half in "pP" else 0))
    seconds = f":{second}" if second and second != "00" else ""
    return f"{hour:0>2}:{minute or compact}{seconds}"
