"""Dates and clock times as people write them -> as the contract does; what may mean two things is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from .doubtful import date_meanings

DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
"""Programs make longer dashes of what is typed as a hyphen."""
_DATE = r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))"
_CLOCK = (
    r"(?:kl(?:ockan)?\.?\s*)?(\d{1,2})(?:[:.,](\d{2})(?::(\d{2})(?:[.,]0+)?)?|(\d{2}))?"
    r"(?: ?([ap])\.?m\.?)?"
)
_ONLY_DATE = re.compile(_DATE, re.ASCII)
_MIDNIGHT = re.compile(r"[T ]0?0[:.]00(?::00(?:[.,]0+)?)?$", re.ASCII)
_ONLY_CLOCK = re.compile(_CLOCK, re.ASCII | re.IGNORECASE)
_MOMENT = re.compile(_DATE + r"(?:T|,? )" + _CLOCK + r"(Z|[+-]\d{2}:\d{2})?", re.ASCII | re.IGNORECASE)
_NAMED = re.compile(
    r"(?:(?!den )(?P<weekday>[^\W\d]+)\.?,? )?(?:den )?(\d{1,2})\.?(?: |-)([^\W\d]+)\.?(?: |-)(\d{4})", re.IGNORECASE
)
_AS_WANTED = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", re.ASCII)
"""As most of them are: a region has a hundred thousand."""
_LAST = date.max.isoformat()
_LAST_MINUTE = 24 * 60


def date_in(text: str) -> str | None:
    """A date; None if it is none.

    >>> date_in("2026/12/8"), date_in("20261208"), date_in("tisdag 8 december 2026"), date_in("24/12/2026")
    ('2026-12-08', '2026-12-08', '2026-12-08', '2026-12-24')
    >>> date_in("8/12/2026"), date_in("2026-02-30"), date_in("måndag 8 december 2026")
    (None, None, None)
    """
    text = text.translate(DASHES)
    found = _ONLY_DATE.fullmatch(text)
    if found:
        return _date(found.groups())
    meanings = date_meanings(text)
    return meanings[0] if len(meanings) == 1 else _named_date(text)


def without_midnight(text: str) -> str:
    """A date as programs export it, without the midnight behind it.

    >>> without_midnight("2026-12-08 00:00:00")
    '2026-12-08'
    """
    return _MIDNIGHT.sub("", text)


def clock_in(text: str) -> str | None:
    """A clock time; None if it is none. Seconds are kept for the model to judge.

    >>> clock_in("9.30"), clock_in("kl 9,30"), clock_in("0930"), clock_in("930"), clock_in("9"), clock_in("24:00")
    ('09:30', '09:30', '09:30', '09:30', '09:00', '24:00')
    >>> clock_in("9,3"), clock_in("25:00"), clock_in("12:15:00 AM"), clock_in("1:15 p.m."), clock_in("13:00 PM")
    (None, None, '00:15', '13:15', None)
    """
    found = _ONLY_CLOCK.fullmatch(text)
    return _clock(found.groups()) if found else None


def moment_in(text: str) -> str | None:
    """A date and a clock time, with an offset if it has one; None if it is none.

    >>> moment_in("2026-12-08 kl. 8.00"), moment_in("2026-12-08T08:00+01:00"), moment_in("2026-12-08 8")
    ('2026-12-08T08:00', '2026-12-08T08:00+01:00', '2026-12-08T08:00')
    """
    if _AS_WANTED.fullmatch(text):
        return f"{text[:10]}T{text[11:]}"
    found = _MOMENT.fullmatch(text.translate(DASHES))
    if not found:
        return None
    parts = found.groups()
    day, clock = _date(parts[:6]), _clock(parts[6:11])
    return f"{day}T{clock}{(parts[11] or '').upper()}" if day and clock else None


def first_minute(day: str) -> str:
    """When a date begins."""
    return f"{day}T00:00"


def last_minute(day: str) -> str:
    """When a date ends; of the last date there is, since no midnight follows it, the last minute."""
    return f"{day}T23:59" if day == _LAST else f"{day}T24:00"


def _date(parts: tuple[str | None, ...]) -> str | None:
    year, _separator, month, day, *compact = parts
    return _real(f"{year}-{month or compact[0]:0>2}-{day or compact[1]:0>2}")


def _real(day: str) -> str | None:
    """A date that there is."""
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        return None


def _named_date(text: str) -> str | None:
    """A date whose month is written as a word; a weekday before it is the right one."""
    found = _NAMED.fullmatch(text)
    if not found:
        return None
    weekday, number, month, year = found.groups()
    at = MONTHS.get(month.casefold())
    day = _real(f"{year}-{at:02}-{int(number):02}") if at else None
    if day and weekday and WEEKDAYS.get(weekday.casefold()) != date.fromisoformat(day).isoweekday():
        return None
    return day


def _names(*languages: str) -> Mapping[str, int]:
    """The numbers of names, whole and in three letters."""
    found: dict[str, int] = {}
    for names in languages:
        for number, name in enumerate(names.split(), 1):
            found |= {name: number, name[:3]: number}
    return found


MONTHS = _names(
    "januari februari mars april maj juni juli augusti september oktober november december",
    "january february march april may june july august september october november december",
)
"""The number of a month by its name, in Swedish and English."""
WEEKDAYS = _names(
    "måndag tisdag onsdag torsdag fredag lördag söndag", "monday tuesday wednesday thursday friday saturday sunday"
)
"""The number of a weekday, from Monday as 1, by its name."""


def _clock(parts: tuple[str | None, ...]) -> str | None:
    hour, minute, second, compact, half = parts
    if half:  # of twelve hours each, from twelve
        if not 1 <= int(hour or 0) <= 12:
            return None
        hour = str(int(hour or 0) % 12 + (12 if half in "pP" else 0))
    minute = minute or compact or "00"
    if int(hour or 0) * 60 + int(minute) > _LAST_MINUTE or int(minute) >= 60:
        return None
    seconds = f":{second}" if second and second != "00" else ""
    return f"{hour:0>2}:{minute}{seconds}"
