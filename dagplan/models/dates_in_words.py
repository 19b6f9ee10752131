"""Dates in words, in Swedish and English, for pages and workbooks."""

from __future__ import annotations

from datetime import date
from typing import Literal

Language = Literal["sv", "en"]

_WEEKDAYS = {
    "sv": ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_MONTHS = {
    "sv": [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": (
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ]
    ),
}


def long_date(language: Language, day: date) -> str:
    """A date with its weekday.

    >>> long_date("sv", date(2026, 12, 8))
    'tisdag 8 december 2026'
    """
    return f"{_WEEKDAYS[language][day.weekday()]} {day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def short_date(language: Language, day: date) -> str:
    """A date as a heading over a column.

    >>> short_date("en", date(2026, 12, 8))
    'Tue 8 Dec'
    """
    return f"{_WEEKDAYS[language][day.weekday()][:3]} {day.day} {_MONTHS[language][day.month - 1][:3]}"
