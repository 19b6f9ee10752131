"""Small words of sentences: a capital at the beginning, but never in an id; midnight at the end of a date."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time


def sentence(text: str, ids: Collection[str]) -> str:
    """A text with a capital at its beginning, unless it begins with one of these ids.

    Examples
    --------
    >>> sentence("visits start every minute", ["r1"]), sentence("r1 may be later", ["r1"])
    ('Visits start every minute', 'r1 may be later')
    """
    first = text.split(" ", 1)[0].rstrip(",;:")
    return text if first in ids else text[:1].upper() + text[1:]


def end_clock(end: datetime) -> str:
    """The clock time of an end: midnight ends its date.

    Examples
    --------
    >>> end_clock(datetime(2026, 12, 8, 16, 30)), end_clock(datetime(2026, 12, 9))
    ('16:30', '24:00')
    """
    return f"{end:%H:%M}" if end.time() > time.min else "24:00"
