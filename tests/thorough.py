"""How many instances and examples are drawn: some of them in the suite, all with ``DAGPLAN_THOROUGH=1``.

What a property says is the same for each; how many are tried decides how rare a fault may be to be found today.
``CONTRIBUTING.md`` says when to try them all.
"""

from __future__ import annotations

import os

THOROUGH = os.environ.get("DAGPLAN_THOROUGH", "") not in {"", "0"}


def some(count: int, least: int = 10) -> int:
    """So many of ``count``: a quarter of them, but not fewer than ``least``; all of them in a thorough run."""
    return count if THOROUGH else min(count, max(least, count // 4))
