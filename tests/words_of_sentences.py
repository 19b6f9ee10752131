"""What the sentences of reasons are made of: dates, ids, clock times; and a sentence matched as a whole."""

from __future__ import annotations

import re

D, ID, CLOCK = r"\d{4}-\d\d-\d\d", r"[\w.-]+", r"\d\d:\d\d"
MIN = r"minutes?"


def matched(pattern, said):
    """A sentence read by its pattern; what has none may not be said."""
    found = re.fullmatch(pattern, said)
    assert found, f"no such sentence: {said!r}"
    return found
