"""The beginning of a sentence: a capital, but never in an id, which is written as it is."""

from __future__ import annotations

from collections.abc import Collection


def sentence(text: str, ids: Collection[str]) -> str:
    """A text with a capital at its beginning, unless it begins with one of these ids.

    Examples
    --------
    >>> sentence("visits start every minute", ["r1"]), sentence("r1 may be later", ["r1"])
    ('Visits start every minute', 'r1 may be later')
    """
    first = text.split(" ", 1)[0].rstrip(",;:")
    return text if first in ids else text[:1].upper() + text[1:]
