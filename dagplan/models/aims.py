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

from .objective import Weights

Aim = Literal["soonest", "even", "punctual"]

AIMS: Mapping[str, Mapping[str, int]] = {
    "soonest": {"day_deviation": 10, "uneven": 0},
    "even": {"day_deviation": 2, "uneven": 5},
    "punctual": {"day_deviation": 40, "uneven": 0},
}
"""The weights that each aim sets; all others stay what they are."""

_USUAL: Mapping[str, Any] = {name: Weights.model_fields[name].default for aim in AIMS.values() for name in aim}


def with_aim(weights: Mapping[str, Any], aim: str, *, over: bool) -> dict[str, Any]:
    """Weights with those of an aim: over the ones that are given, or only where none is given but the usual one.

    Tables hold every weight, and most rows are as they came: what is the contract's default there asks for nothing.

    Examples
    --------
    >>> with_aim({"uneven": 1, "wait": 3, "day_deviation": 10}, "even", over=False)
    {'uneven': 1, 'wait': 3, 'day_deviation': 2}
    >>> with_aim({"uneven": 1}, "even", over=True)
    {'uneven': 5, 'day_deviation': 2}
    """
    kept = (
        {} if over else {name: weights[name] for name in AIMS[aim] if weights.get(name, _USUAL[name]) != _USUAL[name]}
    )
    return {**weights, **AIMS[aim], **kept}
