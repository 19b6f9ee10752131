"""What a spreadsheet holds in a cell -> the text a person would have typed, by the kind of its column.

A clock time comes as a time, a part of a day (0.5 is noon), a moment of the year 1900, a span or a text, by how
the cell was filled and formatted; an id of digits comes as a number. What may mean two things is not understood:
the number 9,3 may be 9:30 or 9:18, also where the format of the cell shows it as 07:12 (``as_typed``).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Literal

from dagplan.words import Said
from dagplan.words.messages.table_faults import CellFaults

Word = Literal["id", "ids", "text", "texts", "code", "whole", "minutes", "number", "seconds", "flag", "raw"]
When = Literal["date", "dates", "clock", "last_clock", "moment", "from", "until", "weekdays", "spans"]
Kind = Literal[Word, When]
"""What stands in a column. ``last_clock`` may be 24:00; ``from`` and ``until`` may be dates alone, and mean the
first and the last minute of them; ``raw``: what it is depends on another cell of the row."""

COUNTS: tuple[Kind, ...] = ("whole", "minutes", "number", "seconds")
"""The kinds that are numbers."""
_NUMBERS = ("number", "seconds")
_EPOCH = datetime(1899, 12, 30)
"""Day 0 of a spreadsheet's calendar."""
_EPOCH_BEFORE, _LEAP_DAY = datetime(1899, 12, 31), datetime(1900, 3, 1)
"""The same before the 29th of February 1900, which spreadsheets count though there was none."""
_MINUTES_A_DAY, _LAST_CLOCK = 1_440, 2_400
_DAY_ONE = datetime(1900, 1, 1)
"""Day 1 as it is read: 24 hours after the midnight that clock times are counted from."""
_DAYS = range(20_000, 80_000)
"""Numbers of days that may be meant as dates: the years 1954 to 2118."""
_COMPACT = range(19_000_000, 22_000_000)
"""Dates written without separators, as 20261208."""


def text_of(value: object, kind: Kind) -> str | None:
    """The text that a cell's value stands for; None if a value of this type says nothing in such a column.

    >>> text_of(0.395833333333333, "clock"), text_of(12.0, "text"), text_of(46363, "date"), text_of(0.25, "number")
    ('09:30', '12', '2026-12-07', '0,25')
    >>> text_of(9.0, "clock"), text_of(930.0, "clock"), text_of(9.3, "clock"), text_of(date(2026, 4, 3), "id")
    ('09:00', '09:30', None, None)
    """
    value = as_typed(value, kind)
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return str(value).lower() if kind == "flag" else None
    if isinstance(value, int | float):
        return _of_number(float(value), kind)
    if isinstance(value, timedelta):
        return _of_span(value, kind)
    if isinstance(value, time):
        return _of_span(datetime.combine(_EPOCH, value) - _EPOCH, kind)
    if isinstance(value, datetime):
        return _of_moment(_to_second(value), kind)
    return _of_date(value, kind) if isinstance(value, date) else None


def as_typed(value: object, kind: Kind) -> object:
    """The number that was typed where a clock time is wanted, of a cell whose format makes days of it; others as is.

    What is typed as 9,30 is 9,3 days there, and shown as 07:12.

    >>> as_typed(datetime(1900, 1, 9, 7, 12), "clock"), as_typed(timedelta(days=930), "clock")
    (9.3, 930.0)
    """
    if kind not in ("clock", "last_clock") or not isinstance(value, date | timedelta):
        return value
    if isinstance(value, timedelta):
        days = value / timedelta(days=1)
    else:
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        days = (moment - (_EPOCH if moment >= _LEAP_DAY else _EPOCH_BEFORE)) / timedelta(days=1)
    typed = float(f"{days:.7g}")
    return typed if 2 <= typed <= _LAST_CLOCK else value


def _of_number(number: float, kind: Kind) -> str | None:
    """A number: days since 1899 where a date is wanted, a part of a day where a clock time is."""
    if kind in ("clock", "last_clock"):
        return _of_span(timedelta(days=number), kind) if 0 <= number < 1 else _of_digits(number)
    if kind in ("date", "dates"):
        if number in _COMPACT:
            return f"{number:.0f}"
        return _of_date((_EPOCH + timedelta(days=number)).date(), kind) if number in _DAYS else None
    if kind in ("moment", "from", "until"):  # a whole number does not say whether it has a clock time
        if int(number) not in _DAYS or int(number) == number:
            return None
        return _of_moment(_to_second(_EPOCH + timedelta(days=number)), kind)
    near = round(number)
    if abs(number - near) < 1e-9 and abs(near) < 10**15:
        return str(near)
    return f"{number:.15g}".replace(".", ",") if kind in ("text", "texts", "raw", *_NUMBERS) else None


def _of_digits(number: float) -> str | None:
    """A whole hour, or hours and minutes without a sign between: 9 and 930; 1 may be a whole day too."""
    hour, minute = divmod(int(number), 100) if number >= 100 else (int(number), 0)
    if int(number) != number or number < 2 or minute >= 60 or hour * 60 + minute > _MINUTES_A_DAY:
        return None
    return f"{hour:02}:{minute:02}"


def _of_span(span: timedelta, kind: Kind) -> str | None:
    """A clock time, or a length, of at most a day."""
    seconds = round(span / timedelta(seconds=1))
    if not 0 <= seconds <= 86_400:
        return None
    minutes, second = divmod(seconds, 60)
    if kind in ("clock", "last_clock"):
        clock = f"{minutes // 60:02}:{minutes % 60:02}"
        return f"{clock}:{second:02}" if second else clock
    return str(minutes) if kind in ("whole", "minutes") and not second else None


def _of_date(day: date, kind: Kind) -> str | None:
    return day.isoformat() if kind in ("date", "dates", "moment", "from", "until") else None


def _of_moment(moment: datetime, kind: Kind) -> str | None:
    if moment.year < 1901:  # days 0 and 1 of the calendar, which programs count differently: a clock time
        if kind == "last_clock" and moment == _DAY_ONE:  # shown as 00:00, at which nothing but a date can end
            return "24:00"
        return _of_span(moment - datetime.combine(moment, time()), kind) if kind in ("clock", "last_clock") else None
    if kind in ("date", "dates"):
        return f"{moment:%Y-%m-%d}" if moment.time() == time() else None
    if kind not in ("moment", "from", "until"):
        return None
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment.second else f"{moment:%Y-%m-%d %H:%M}"


def _to_second(moment: datetime) -> datetime:
    """A part of a day is rounded by the spreadsheet: 09:29:59.999 is 09:30."""
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


def said_of(value: object) -> Said | None:
    """What stands in a cell that is no text, in words; None of what has none.

    >>> str(said_of(9.3)), str(said_of(timedelta(hours=30))), str(said_of(True))
    ('the number 9,3', 'a span of 30:00', 'the value TRUE')
    """
    if isinstance(value, bool):
        return CellFaults.A_VALUE(value=str(value).upper())
    if isinstance(value, int | float):
        return CellFaults.A_NUMBER(value=f"{value:.15g}".replace(".", ","))
    if isinstance(value, datetime):
        return CellFaults.A_TIME(value=f"{_to_second(value):%Y-%m-%d %H:%M}")
    if isinstance(value, date):
        return CellFaults.A_DATE(value=f"{value}")
    if isinstance(value, timedelta):
        minutes = round(value / timedelta(minutes=1))
        return CellFaults.A_SPAN(value=f"{minutes // 60}:{minutes % 60:02}")
    return CellFaults.A_CLOCK_TIME(value=f"{value:%H:%M}") if isinstance(value, time) else None
