"""Whole choices of one option from each of some lists, the cheapest first."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from typing import Any


def best_first(lists: Sequence[Sequence[tuple[Any, ...]]]) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Each choice once, with what its options cost together and the number of the option in each list.

    Parameters
    ----------
    lists
        The options of each, none without any: a tuple that begins with the cost, cheapest first.

    Examples
    --------
    >>> list(best_first([[(0, "a"), (5, "b")], [(1, "c"), (2, "d")]]))
    [(1, (0, 0)), (2, (0, 1)), (6, (1, 0)), (7, (1, 1))]
    """
    first = (0,) * len(lists)
    queue: list[tuple[float, tuple[int, ...], int]] = [(sum([one[0][0] for one in lists]), first, 0)]
    while queue:
        cost, choice, last = heapq.heappop(queue)
        yield cost, choice
        # Each choice follows one other alone: that of which its last list, not at its beginning, is one cheaper. So
        # none is reached twice.
        for at in range(last, len(lists)):
            number = choice[at]
            if number + 1 < len(lists[at]):
                step = lists[at][number + 1][0] - lists[at][number][0]
                following = (*choice[:at], number + 1, *choice[at + 1 :])
                heapq.heappush(queue, (cost + step, following, at))
