"""A search that goes on beside a proof: hot and cold again, in ever longer cycles.

Nobody knows when a proof will end. A search that cools once, by the end of the time, is still hot when the proof is
there; one that has cooled soon has, as a rule, found the plan that is proven the best. Each cycle begins from the
best plan so far with draws and penalties of its own, since what one search misses another finds.
"""

from __future__ import annotations

from collections.abc import Callable

from dagplan.solver.running.deadlines import Deadline
from dagplan.solver.search.improve import Searcher, search_until
from dagplan.solver.search.params import SearchParams
from dagplan.solver.search.task import Placements


class Cycles:
    """Searches one after the other, each twice as long as the one before; the last ends with the time.

    Parameters
    ----------
    begin
        A search from a plan; it is told the number of the cycle.
    best, best_cost
        A plan, and what it costs.
    deadline
        Of all of them.
    first
        Seconds of the first cycle.
    params
        Of the search.

    Attributes
    ----------
    best, best_cost
        The best plan so far.
    """

    def __init__(
        self,
        begin: Callable[[Placements, int], Searcher],
        best: Placements,
        best_cost: int,
        deadline: Deadline,
        *,
        first: float,
        params: SearchParams,
    ) -> None:
        self._begin = begin
        self.best = best
        self.best_cost = best_cost
        self._deadline = deadline
        self._params = params
        self._search: Searcher | None = None
        self._number = 0
        self._length = first / 2
        self._ends = 0.0

    def go_on(self, seconds: float) -> int:
        """Search for so many seconds, as long as there is time; the cost of the best plan so far."""
        left = self._deadline.left
        if self._search is None or left <= self._ends:
            self._number += 1
            self._length, self._ends = next_cycle(2 * self._length, left)
            self._search = self._begin(self.best, self._number)
        progress = min(1.0, 1.0 - (left - self._ends) / max(1e-9, self._length))
        until = min(1.0, progress + seconds / max(1e-9, self._length))
        search_until(self._search, self._deadline.within(seconds), progress, until, params=self._params)
        if self._search.best_cost < self.best_cost:
            self.best, self.best_cost = self._search.best, self._search.best_cost
        return self.best_cost

    def whole(self, seconds: float) -> int:
        """One whole cycle of so many seconds, by itself; the cost of the best plan so far."""
        self._number += 1
        search = self._begin(self.best, self._number)
        search_until(search, self._deadline.within(seconds), 0.0, 1.0, params=self._params)
        return self._keep(search)

    def _keep(self, search: Searcher) -> int:
        if search.best_cost < self.best_cost:
            self.best, self.best_cost = search.best, search.best_cost
        return self.best_cost


def next_cycle(length: float, left: float) -> tuple[float, float]:
    """How long a cycle is, and how much of the time is left at its end.

    Parameters
    ----------
    length, left
        Seconds that it is to take, and that are left of the time.

    Examples
    --------
    Where the next one, twice as long, would not be whole, this one takes all that is left.

    >>> next_cycle(1.0, 10.0), next_cycle(1.0, 2.5)
    ((1.0, 9.0), (2.5, 0.0))
    """
    if left < 3 * length:
        length = left
    return length, left - length
