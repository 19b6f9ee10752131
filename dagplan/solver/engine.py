"""From a request to a plan: the recipe.

1. Translate the request to integers; begin with the existing bookings; fill the rest greedily: a plan in hand.
2. Split into parts that share no person, patient or wish.
3. For each part: a proven lower bound; a second greedy pass guided by the bound's prices; the whole model with
   CP-SAT where the part is small, neighbourhoods of it where it is not.
4. Write the plan and hold it against every rule.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from dagplan.models import Plan, PlanRequest, gap

from .assemble import assemble, worker_count
from .bound import Bound, lower_bound
from .calendars import Calendars
from .construct import Joined, fill, joined_requests, keep_existing
from .exact import size_of, solve_part
from .parts import independent_parts
from .problem import Request
from .progress import Cancel, Deadline, OnProgress, Progress
from .search import Search
from .translate import translate

EXACT_CANDIDATES = 3_000
"""A part with at most so many (visit, window) candidates is given to CP-SAT whole."""

_WARM_UP_STEPS = 5
_SHARE_OF_BOUND = 0.35


def plan(request: PlanRequest, *, on_progress: OnProgress | None = None, cancel: Cancel | None = None) -> Plan:
    """Make a plan.

    Parameters
    ----------
    request
        What is to be booked.
    on_progress
        Called with ``Progress`` each time the plan or its bound gets better.
    cancel
        A ``threading.Event``, or a function without arguments: when it says so, the best plan so far is given.

    Returns
    -------
    Plan
        Checked against every rule; by ``settings.time_limit`` seconds of wall clock.
    """
    return _Engine(request, on_progress, cancel).run()


class _Engine:
    def __init__(self, asked: PlanRequest, on_progress: OnProgress | None, cancel: Cancel | None) -> None:
        began = time.monotonic()
        self.asked = asked
        self.on_progress = on_progress
        # Writing and checking the plan takes time too: about 60 microseconds a visit, measured.
        reserve = 0.02 + 0.0002 * sum(len(one.visits) for one in asked.requests)
        limit = asked.settings.time_limit
        self.deadline = Deadline(limit - min(reserve, limit / 2), cancel, began)
        self.workers = worker_count(asked)
        self.problem, self.names = translate(asked)
        self.joined = joined_requests(self.problem)
        self.calendars = Calendars(self.problem)
        self.bounds: list[int] = []
        self.costs: list[int] = []
        self.booked: list[int] = []

    def run(self) -> Plan:
        self._first_plan()
        parts = independent_parts(self.problem)
        self.bounds = [0] * len(parts)
        self.costs = [self._cost(part) for part in parts]
        self.booked = [self._count(part) for part in parts]
        self._report()
        weight_left = sum(len(part) for part in parts)
        for number, part in enumerate(parts):
            share = self.deadline.left * len(part) / weight_left if weight_left else 0.0
            weight_left -= len(part)
            self._refine(number, part, self.deadline.within(share))
            self._better(number, self._cost(part), self._count(part))
        return assemble(self.asked, self.names, self.calendars, self._lower_bound(), self.deadline.spent)

    def _first_plan(self) -> None:
        requests = self.problem.requests.values()
        if any(booking.locked is False for booking in self.asked.bookings):
            keep_existing(self.calendars, requests, self.joined)
        fill(self.calendars, requests, self.joined)

    def _refine(self, number: int, part: list[int], deadline: Deadline) -> None:
        problem = self.problem
        requests = [problem.requests[index] for index in part]
        bound = lower_bound(problem, requests, deadline.within(deadline.left * _SHARE_OF_BOUND))
        self._prove(number, bound.value)
        self._report()
        if self._cost(part) > bound.value and not deadline.over():
            self._try_guided(part, requests, bound)
            self._better(number, self._cost(part), self._count(part))
        if self._cost(part) > self.bounds[number] and not deadline.over():
            self._search(part, bound, deadline, number)

    def _search(self, part: list[int], bound: Bound, deadline: Deadline, number: int) -> None:
        """Ruin and recreate first; then the whole model if it is small, neighbourhoods of it if not."""
        settings = self.asked.settings
        requests = [self.problem.requests[index] for index in part]
        small = size_of(self.problem, requests, EXACT_CANDIDATES) <= EXACT_CANDIDATES
        search = Search(
            self.calendars,
            part,
            bound,
            self.joined,
            workers=0 if small else self.workers,
            seed=settings.seed,
            on_better=lambda cost, booked: self._better(number, cost, booked),
        )
        if small:
            search.warm_up(
                _WARM_UP_STEPS * len(part),
                deadline.within(deadline.left / 4),
                lower_bound=self.bounds[number],
            )
        else:
            search.run(deadline, lower_bound=self.bounds[number])
        if small and self._cost(part) > self.bounds[number] and not deadline.over():
            whole = solve_part(
                self.calendars,
                requests,
                deadline,
                workers=self.workers,
                seed=settings.seed,
                lower_bound=self.bounds[number],
                cost=self._cost(part),
            )
            self._prove(number, whole)

    def _try_guided(self, part: list[int], requests: list[Request], bound: Bound) -> None:
        """A second plan, guided by the bound's prices; the better of the two stays."""
        before = {index: self.calendars.placed[index] for index in part if index in self.calendars.placed}
        cost = self._cost(part)
        for index in before:
            self.calendars.unbook(self.problem.requests[index])
        _guided_fill(self.calendars, requests, self.joined, bound)
        if self._cost(part) >= cost:
            for index in part:
                if index in self.calendars.placed:
                    self.calendars.unbook(self.problem.requests[index])
            for index, placement in before.items():
                self.calendars.book(self.problem.requests[index], placement)

    def _cost(self, part: Iterable[int]) -> int:
        return self.calendars.cost_of(part, self.joined)

    def _prove(self, number: int, value: int) -> None:
        self.bounds[number] = max(self.bounds[number], value)

    def _lower_bound(self) -> int:
        return self.problem.constant + sum(self.bounds)

    def _better(self, number: int, cost: int, booked: int) -> None:
        """Note what a part costs now, and say so."""
        self.costs[number], self.booked[number] = cost, booked
        self._report()

    def _count(self, part: Iterable[int]) -> int:
        return sum(index in self.calendars.placed for index in part)

    def _report(self) -> None:
        if self.on_progress is None:
            return
        cost, bound = self.problem.constant + sum(self.costs), self._lower_bound()
        unbooked = len(self.problem.requests) - sum(self.booked)
        self.on_progress(
            Progress(
                seconds=self.deadline.spent,
                cost=cost,
                lower_bound=bound,
                gap=gap(cost, bound, self.problem.nothing_booked),
                booked=len(self.asked.requests) - unbooked,
                unbooked=unbooked,
            )
        )


def _guided_fill(calendars: Calendars, requests: list[Request], joined: Joined, bound: Bound) -> None:
    promising = [request for request in requests if bound.worth.get(request.index, 0.0) > 0]
    promising.sort(key=lambda one: (-bound.worth[one.index] / one.minutes, one.index))
    fill(calendars, promising, joined, bound.prices, in_order=True)
    fill(calendars, requests, joined)
