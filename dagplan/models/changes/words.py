"""Values in the words of a planner: dates, clock times and ids."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any


def shown(value: Any, empty: str = "none") -> str:
    """A value of a field as a planner writes it."""
    if value is None or value == ():
        return empty
    if isinstance(value, tuple):
        return ", ".join(shown(one) for one in value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def shown_span(start: datetime, end: datetime) -> str:
    """A span of time, the date once where it is one date."""
    return f"{shown(start)}–{shown(end.time())}" if start.date() == end.date() else f"{shown(start)} – {shown(end)}"


def listed(ids: Iterable[str], most: int = 5) -> str:
    """Ids with commas between them, the first few of many.

    >>> listed(["r-1", "r-2", "r-3"], most=2)
    'r-1, r-2 and 1 more'
    """
    names = list(ids)
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest


def counted(number: int, noun: str) -> str:
    """A number with its noun: ``1 visit``, ``2 visits``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
