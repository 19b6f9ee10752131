"""How many requests changes can lead to: told before any is made, since copies of copies fill any memory."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def most_requests(
    count: int,
    changes: Iterable[Any],
    values: Mapping[str, Sequence[Any]] | None = None,
    inputs: Mapping[str, int] | None = None,
) -> int:
    """So many requests there are at the most, at any time, while changes take effect.

    Parameters
    ----------
    count
        Requests before.
    changes
        Of the contract, or short forms of a study, as they were sent: what is none is refused elsewhere.
    values
        The values of a grid's parameters, by name.
    inputs
        Requests in further inputs, by name.

    Examples
    --------
    >>> most_requests(100, [{"kind": "scale_demand", "factor": 1.5}, {"kind": "add_request", "value": {}}])
    151
    >>> most_requests(100, [{"kind": "demand", "factor": "$more"}], {"more": [0.5, 2]}), most_requests(9, [3, {}])
    (200, 9)
    """
    most = count
    for change in changes:
        if not isinstance(change, Mapping):
            continue
        kind = change.get("kind")
        if kind == "add_request":
            count += 1
        elif kind in ("scale_demand", "demand"):
            factor = max(_numbers(change.get("factor"), values or {}), default=1.0)
            # One copy more than none is the least that a factor above 1 gives.
            count = min(math.ceil(count * factor), _FAR_TOO_MANY) if factor > 1 else count
            added = change.get("from")
            count += (inputs or {}).get(added, 0) if isinstance(added, str) else 0
        most = max(most, count)
    return most


_FAR_TOO_MANY = 10**12
"""Where counting ends."""


def _numbers(value: Any, values: Mapping[str, Sequence[Any]]) -> list[float]:
    """A number, or those that a parameter stands for."""
    meant = values.get(value[1:], ()) if isinstance(value, str) and value.startswith("$") else (value,)
    return [one for one in meant if isinstance(one, int | float) and math.isfinite(one)]
