"""What is crowded: times from which to which more visits may have to lie in a window than there are minutes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from dagplan.solver.instance.bits import runs


class Taker(NamedTuple):
    """A literal that takes some minutes in a row, with the first and last minute at which they may begin."""

    literal: Any
    first: int
    last: int
    minutes: int


def crowded(
    takers: list[Taker], free: list[tuple[int, int]], grid: int
) -> Iterator[tuple[list[int], list[Any], int]]:
    """The minutes that each must take, at the least, from any time to any other, with how many there are.

    Parameters
    ----------
    takers
        Who may take minutes.
    free
        Sets of minutes, and how many may take each at once.
    grid
        All begin at multiples of it.

    Yields
    ------
    tuple
        Minutes, literals, and the most that they can be in all; where all together are no more than that, nothing.
    """
    first, last, minutes = (np.array([taker[n] for taker in takers]) for n in (1, 2, 3))
    spans = [
        (-(-begin // grid) * grid, -(-end // grid) * grid, count) for some, count in free for begin, end in runs(some)
    ]
    begins = np.unique(first)
    ends = np.unique(last + minutes)
    for begin in begins.tolist():
        # What lies from one time to another is the least where it begins as soon or as late as it can.
        soon, late = np.maximum(first, begin), np.maximum(last, begin)
        for end in ends[ends > begin].tolist():
            need = np.minimum(
                np.minimum(end, first + minutes) - soon,
                np.minimum(end, last + minutes) - late,
            ).clip(0)
            capacity = sum(count * max(0, min(end, until) - max(begin, since)) for since, until, count in spans)
            if need.sum() > capacity:
                some = np.flatnonzero(need)
                amounts = need[some].tolist()
                yield amounts, [takers[n].literal for n in some.tolist()], _reachable(amounts, capacity)


def _reachable(amounts: list[int], capacity: int) -> int:
    """The largest sum of some amounts that is no more than the capacity."""
    sums = 1
    for amount in amounts:
        sums |= sums << amount
    return (sums & ((2 << capacity) - 1)).bit_length() - 1
