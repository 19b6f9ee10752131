"""The least change where who takes one visit depends on who takes another.

The path of ``least_change`` takes at each start whoever asks the least there. Where these people are not as the
visits ask, choices of people are gone through in the order of what they ask at the least, each with its own path; so
it is exact. Where a wish may go at a price, each set of wishes is let go in turn, the fewest first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import combinations
from typing import TypeVar

from . import change_costs
from .pairs import Pairs, choices

Found = TypeVar("Found")
FindPath = Callable[[Mapping[int, str]], tuple[float, Found] | None]
"""What the path asks that asks the least where some visits have these people, and the path."""

A_PAIR = change_costs.FIXED + change_costs.PEOPLE_OF_VISITS
"""What a pair asks whose wish is let go."""


def least_agreeing(
    pairs: Pairs,
    costs: Mapping[int, Mapping[str, float]],
    beside: float,
    find: FindPath[Found],
    people_of: Callable[[Found], Mapping[int, str]],
    *,
    may: bool,
) -> tuple[float, Found] | None:
    """What the least change asks with people as asked for, and its path; None if there is none.

    Parameters
    ----------
    costs
        What each person who could take a visit asks there at the least, by position.
    beside
        What the visits of which nothing is asked ask at the least.
    find, people_of
        Finds a path, and tells its people.
    may
        Whether wishes may be let go.
    """
    best: tuple[float, Found] | None = None
    every = pairs.each()
    for size in range(len(every) + 1 if may else 1):
        limit = math.inf if best is None else best[0]
        if size * A_PAIR >= limit:
            break
        for gone in combinations(every, size):
            limit = math.inf if best is None else best[0]
            found = _least(pairs.without(gone), costs, beside, find, limit - size * A_PAIR)
            if found is None:
                continue
            ask = found[0] + A_PAIR * len(pairs.broken(people_of(found[1])))
            if ask < limit:
                best = ask, found[1]
    return best


def _least(
    pairs: Pairs, costs: Mapping[int, Mapping[str, float]], beside: float, find: FindPath[Found], limit: float
) -> tuple[float, Found] | None:
    """The same with all pairs kept, if it asks less than ``limit``."""
    others = sum(min(some.values(), default=math.inf) for at, some in costs.items() if at not in pairs.positions)
    best: tuple[float, Found] | None = None
    for least, people in choices(pairs, costs) if pairs else [(0.0, {})]:
        if beside + others + least >= limit:
            break
        found = find(people)
        if found is not None and found[0] < limit:
            limit, best = found[0], found
    return best
