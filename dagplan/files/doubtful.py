"""What a clock time or a date may have been meant as that can't be told: asked about, never guessed.

A spreadsheet makes the number 9,3 of what was typed as 9,30: to one it is half past nine, to another nine hours and
three tenths. ``8/12/2026`` is the eighth of December to some, and the twelfth of August to others.
"""

from __future__ import annotations

import re
from datetime import date

_CLOCK = re.compile(r"(?:kl(?:ockan)?\.? ?)?(\d{1,2})[.,:](\d{1,2})", re.ASCII | re.IGNORECASE)
_DAY_AND_MONTH = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)


def clock_meanings(text: str) -> tuple[str, ...]:
    """The clock times that a number with a decimal sign may stand for.

    >>> clock_meanings("9,3"), clock_meanings("kl 9.5"), clock_meanings("9,25"), clock_meanings("9,75")
    (('09:30', '09:18'), ('09:50', '09:30'), ('09:25', '09:15'), ('09:45',))
    """
    found = _CLOCK.fullmatch(text)
    if not found or int(found[1]) > 23:
        return ()
    as_typed = int(found[2].ljust(2, "0"))
    share = int(found[2]) * 60 / 10 ** len(found[2])
    minutes = [as_typed, int(share)] if share.is_integer() and ":" not in text else [as_typed]
    return tuple(dict.fromkeys(f"{int(found[1]):02}:{minute:02}" for minute in minutes if minute < 60))


def date_meanings(text: str) -> tuple[str, ...]:
    """The dates that day and month in either order may stand for.

    >>> date_meanings("8/12/2026"), date_meanings("24/12/2026"), date_meanings("2026-12-08")
    (('2026-12-08', '2026-08-12'), ('2026-12-24',), ())
    """
    found = _DAY_AND_MONTH.fullmatch(text)
    if not found:
        return ()
    first, _separator, second, year = found.groups()
    orders = ((second, first), (first, second))
    return tuple(dict.fromkeys(day for month, of in orders if (day := _date(year, month, of))))


def _date(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
