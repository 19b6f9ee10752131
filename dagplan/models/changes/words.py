"""Values in the words of a planner: dates, clock times and ids."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from dagplan.words import Said, Value
from dagplan.words.messages.changes import ChangeParts


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


def value_of(value: Any, empty: ChangeParts = ChangeParts.NONE) -> Value:
    """The same as a value of a message."""
    if value is None or value == ():
        return empty()
    if isinstance(value, datetime):
        return ChangeParts.MOMENT(value=value)
    if isinstance(value, bool):
        return ChangeParts.YES() if value else ChangeParts.NO()
    return ChangeParts.NUMBER(value=f"{value:g}") if isinstance(value, float) else value


def span(start: datetime, end: datetime) -> Said:
    """A span of time, the date once where it is one date."""
    if start.date() == end.date():
        return ChangeParts.SPAN(start=start, end=end.time())
    return ChangeParts.SPAN_OVER_DATES(start=start, end=end)


def listed(ids: Iterable[str], most: int = 5) -> Value:
    """Ids for a list, the first few of many.

    >>> str(listed(["r-1", "r-2", "r-3"], most=2))
    'r-1, r-2 and 1 more'
    """
    names = list(ids)
    return names if len(names) <= most else ChangeParts.AND_MORE(ids=names[:most], n=len(names) - most)
