"""What a spreadsheet holds in a cell -> the text a person would have typed, by the kind of its column.

A clock time comes as a time, a part of a day (0.5 is noon), a moment of the year 1899, a span or a text, by how
the cell was filled and formatted; an id of digits comes as a number.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Literal

Kind = Literal["text", "code", "list", "whole", "number", "flag", "date", "clock", "moment", "raw"]
"""What stands in a column; ``raw``: what it is depends on another cell of the row."""

_EPOCH = datetime(1899, 12, 30)
"""Day 0 of a spreadsheet's calendar."""

_DAYS = range(20_000, 80_000)
"""Numbers of days that may be meant as dates: the years 1954 to 2118."""


def text_of(value: object, kind: Kind) -> str:
    """The text that a cell's value stands for.

    >>> text_of(0.395833333333333, "clock"), text_of(12.0, "text"), text_of(46363, "date"), text_of(0.25, "number")
    ('09:30', '12', '2026-12-07', '0,25')
    """
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return _of_number(float(value), kind)
    moment: object = value
    if isinstance(value, time):
        moment = datetime.combine(_EPOCH, value)
    elif isinstance(value, timedelta) and timedelta() <= value < timedelta(days=1):
        moment = _EPOCH + value
    elif isinstance(value, date) and not isinstance(value, datetime) and kind == "moment":
        moment = datetime.combine(value, time())  # midnight: its cell says no more
    return _of_moment(_to_second(moment), kind) if isinstance(moment, datetime) else str(moment)


def _of_number(number: float, kind: Kind) -> str:
    """A number: days since 1899 where a date is wanted, a part of a day where a clock time is."""
    if (kind == "clock" and 0 <= number < 1) or (kind in ("date", "moment") and int(number) in _DAYS):
        return _of_moment(_to_second(_EPOCH + timedelta(days=number)), kind)
    if kind == "flag" and number in (0, 1):
        return str(int(number))
    near = round(number)
    if abs(number - near) < 1e-9 and abs(near) < 10**15:
        return str(near)
    return f"{number:.15g}".replace(".", ",")


def _of_moment(moment: datetime, kind: Kind) -> str:
    clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    if moment.year < 1901:  # a clock time: the day is that of an empty calendar, which tools count from 0, 1 or 2
        return str(moment.hour * 60 + moment.minute) if kind == "whole" and not moment.second else clock
    if clock == "00:00" and kind in ("date", "list", "text", "code"):
        return f"{moment:%Y-%m-%d}"
    return f"{moment:%Y-%m-%d} {clock}"


def _to_second(moment: datetime) -> datetime:
    """A part of a day is rounded by the spreadsheet: 09:29:59.999 is 09:30."""
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)
