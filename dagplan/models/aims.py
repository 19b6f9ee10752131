"""What a plan is to aim for: weights that suit, by one word.

``soonest``
    The weights of the contract: each visit near its wished date, which is the first possible one where none is
    wished. For a queue that is to become shorter.
``even``
    The dates of a unit filled alike, a few days later where that helps. For a week that has room: so that it does not
    all land on Monday, and something is free on each date for what comes in late.
``punctual``
    Wished dates before all else but being booked: for return visits, whose date is the point.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

Aim = Literal["soonest", "even", "punctual"]

AIMS: Mapping[str, Mapping[str, int]] = {
    "soonest": {"day_deviation": 10, "uneven": 0},
    "even": {"day_deviation": 2, "uneven": 5},
    "punctual": {"day_deviation": 40, "uneven": 0},
}
"""The weights that each aim sets; all others stay what they are."""


def with_aim(weights: Mapping[str, Any], aim: str, *, over: bool) -> dict[str, Any]:
    """Weights with those of an aim: over the ones that are given, or only where none is.

    Examples
    --------
    >>> with_aim({"uneven": 1, "wait": 3}, "even", over=False), with_aim({"uneven": 1}, "even", over=True)
    ({'day_deviation': 2, 'uneven': 1, 'wait': 3}, {'uneven': 5, 'day_deviation': 2})
    """
    return {**weights, **AIMS[aim]} if over else {**AIMS[aim], **weights}
