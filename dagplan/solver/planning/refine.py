"""One part of the plan, made as good as time allows: bound, guided plan, search, proof."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from dagplan.solver.bound.lower_bound import Bound, lower_bound
from dagplan.solver.instance.instance import Instance, Placement, Request
from dagplan.solver.running.deadlines import Deadline, Limit
from dagplan.solver.running.workers import WorkerPool
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import insert_greedily, keep_existing, same_day_requests
from dagplan.solver.search.improve import PythonSearch, Searcher, is_native, search_until, searcher, seconds_a_step
from dagplan.solver.search.task import Task

from .params import SolverParams
from .rounds import Search

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refined:
    """A part's booked requests, what the part costs, and a proven lower bound of that."""

    placements: dict[int, Placement]
    cost: int
    bound: int


OnNews = Callable[[int, int, int], None]
"""Called with cost, proven lower bound and number of booked requests."""


class Refinement:
    """The work on one part.

    Parameters
    ----------
    instance
        The part as a instance of its own.
    placements
        A plan of it.
    seed, workers, pool
        For the search and the solver: threads, and helper processes.
    on_news
        Called when cost or bound have become better.
    params
        Of bound, search and solver.
    """

    def __init__(
        self,
        instance: Instance,
        placements: dict[int, Placement],
        *,
        seed: int,
        workers: int,
        pool: WorkerPool,
        on_news: OnNews | None = None,
        params: SolverParams = SolverParams(),
    ) -> None:
        self.instance = instance
        self.requests = list(instance.requests.values())
        self.same_day = same_day_requests(instance)
        self.calendars = Calendars(instance)
        self.seed = seed
        self.workers = workers
        self.pool = pool
        self.on_news = on_news
        self.params = params
        self.bound = 0
        self.calendars.put(placements)
        self.told = self.cost

    def run(self, deadline: Deadline) -> Refined:
        """Work until the deadline, or until cost and bound meet."""
        most = self.params.refine.exact_candidates
        if size_of(self.instance, self.requests, most) <= most:
            self._solve_whole(deadline)
        elif is_native() and self.workers > 1 and not deadline.counted:
            self._search_beside_bound(deadline)
        else:
            self._find_bound(deadline)
            if self._open(deadline):
                self._search(deadline, lambda: self.workers, lambda: self.bound)
        self._say()
        log.info("end of a part of %d requests: cost %d, proven %d", len(self.requests), self.cost, self.bound)
        return Refined(dict(self.calendars.placed), self.cost, self.bound)

    def _find_bound(self, deadline: Deadline) -> None:
        """Reckon what the part costs at the least and, where the search is slow, begin it from a guided plan."""
        share = deadline.within(deadline.left * self.params.refine.share_of_bound)
        guide = lower_bound(self.instance, self.requests, share, self.params.bound)
        self._prove(guide.value)
        log.info("bound of a part of %d requests: cost %d, proven %d", len(self.requests), self.cost, self.bound)
        if self._open(deadline) and not is_native():
            self._try_guided(guide, deadline)
            self._say()

    def _search(self, deadline: Deadline, hands: Callable[[], int], proven: Callable[[], int]) -> None:
        """Search in rounds, with as many hands as there are, until the cost meets what is proven."""
        search = Search(
            self.calendars,
            hands=hands,
            pool=self.pool,
            seed=self.seed,
            on_better=self._say,
            params=self.params,
        )
        search.run(deadline, lower_bound=proven)

    def _search_beside_bound(self, deadline: Deadline) -> None:
        """A large part: all threads search but for one, which reckons the bound first; the kernel needs no lock."""
        share = deadline.within(deadline.left * self.params.refine.share_of_bound)
        with ThreadPoolExecutor(1) as beside:
            bound = beside.submit(lower_bound, self.instance, self.requests, share, self.params.bound)

            def proven() -> int:
                if bound.done() and bound.result().value > self.bound:
                    self._prove(bound.result().value)
                return self.bound

            self._search(deadline, lambda: self.workers if bound.done() else self.workers - 1, proven)
        proven()
        log.info("bound of a part of %d requests: cost %d, proven %d", len(self.requests), self.cost, self.bound)

    @property
    def cost(self) -> int:
        """What the part costs as it stands."""
        return self.calendars.cost_of(self.instance.requests, self.same_day)

    def _open(self, deadline: Deadline) -> bool:
        return self.cost > self.bound and not deadline.over()

    def _try_guided(self, guide: Bound, deadline: Deadline) -> None:
        """A second plan, guided by the bound's prices; the better of the two stays."""
        before, cost = dict(self.calendars.placed), self.cost
        self.calendars.put({})
        # Without a budget of moves an existing booking is worth its weight and no more, which the prices know.
        if self.instance.max_moved is not None:
            keep_existing(self.calendars, self.requests, self.same_day)
        # First those whose best place is worth more than its minutes cost, by that: what the bound would book. The
        # rest afterwards, without prices, so that no room is left where something fits.
        worth = guide.worth
        promising = [request for request in self.requests if worth.get(request.index, 0.0) > 0]
        promising.sort(key=lambda one: (-worth[one.index] / one.minutes, one.index))
        insert_greedily(self.calendars, promising, self.same_day, guide.prices, in_order=True, deadline=deadline)
        insert_greedily(self.calendars, self.requests, self.same_day, deadline=deadline)
        if self.cost >= cost:
            self.calendars.put(before)

    def _solve_whole(self, deadline: Deadline) -> None:
        """A small part: a while of ruin and recreate, then CP-SAT; with two threads the search goes on beside it."""
        side_by_side = self.workers > 1 and not deadline.counted
        params, length = self.params.refine, deadline.left
        search = self._searcher()
        native = not isinstance(search, PythonSearch)
        if native:
            self._warm_up(search, deadline, length, side_by_side)
        self._find_bound(deadline)
        if not native:
            search = self._searcher()  # begun anew: the guided plan may be another
            self._warm_up(search, deadline, length, side_by_side)

        def search_on(seconds: float) -> int:
            """Go on with the search for a while."""
            # Heat goes by the whole of the part's time, so that it is cold when that ends, not CP-SAT.
            known, left = search.best_cost, deadline.left
            until = 1 - max(0.0, left - seconds) / length
            search_until(search, deadline.within(seconds), 1 - left / length, until, params=self.params.search)
            if search.best_cost < min(known, self.told):
                self._say(search.best_cost, len(search.best))
            return search.best_cost

        log.debug("ruin and recreate before the exact solver: cost %d", search.best_cost)
        if search.best_cost <= self.bound or not _is_time_for_exact(deadline, params.seconds_to_import):
            while not deadline.over() and search.best_cost > self.bound:
                search_on(params.seconds_a_look)
            self.calendars.put(search.best)
            return
        from dagplan.solver.cpsat.exact import solve_part

        found = solve_part(
            self.instance,
            search.best,
            deadline,
            workers=max(1, self.workers - 1) if side_by_side else self.workers,
            seed=self.seed,
            lower_bound=self.bound,
            on_better=self._hear,
            meanwhile=search_on if side_by_side else None,
            params=self.params.cpsat,
        )
        # CP-SAT began from an earlier plan than the search has now, and may have found a worse one.
        better = found.placements is not None and found.cost < search.best_cost
        self.calendars.put(found.placements if better and found.placements is not None else search.best)
        self._prove(found.bound)

    def _searcher(self) -> Searcher:
        """The whole part in the hands of a search, as it stands."""
        everything, placed = list(self.instance.requests), dict(self.calendars.placed)
        task = Task(None, everything, placed, {}, 0, 1, self.seed, self.instance.max_moved)
        return searcher(self.instance, task, self.params.search)

    def _warm_up(self, search: Searcher, deadline: Deadline, length: float, side_by_side: bool) -> None:
        """Some steps of ruin and recreate, so that CP-SAT has a good plan to begin with."""
        params = self.params.refine
        share = params.short_warm_up if side_by_side else params.warm_up
        steps = params.warm_up_steps if isinstance(search, PythonSearch) else params.native_warm_up_steps
        each = seconds_a_step(search, self.params.search)
        left = count = steps * len(self.requests)
        at_most = deadline.within(length * share)
        # The heat falls within the warm-up, and what comes after begins with the heat of its own time.
        while left and not at_most.over() and search.best_cost > self.bound:
            some = min(left, 1 if isinstance(search, PythonSearch) else 500)
            search.run(some, 1 - left / count, 1 - (left - some) / count)
            deadline.work(some * each)
            left -= some
        self._say(search.best_cost, len(search.best))

    def _hear(self, cost: int, bound: int, booked: int) -> None:
        """News from a solver, which may lag behind the search beside it."""
        self.bound = max(self.bound, bound)
        if cost < self.told:
            self._say(cost, booked)

    def _prove(self, bound: int) -> None:
        self.bound = max(self.bound, bound)
        self._say()

    def _say(self, cost: int | None = None, booked: int | None = None) -> None:
        cost = self.cost if cost is None else cost
        self.told = min(self.told, cost)
        if self.on_news is not None:
            self.on_news(
                cost,
                self.bound,
                len(self.calendars.placed) if booked is None else booked,
            )


def _is_time_for_exact(deadline: Deadline, seconds_to_import: float) -> bool:
    """Whether CP-SAT can still begin: importing it takes a while, the first time."""
    begun = deadline.counted or "ortools.sat.python.cp_model" in sys.modules
    return not deadline.over() and (begun or deadline.left > seconds_to_import)


def refine_elsewhere(
    instance: Instance, placements: dict[int, Placement], seed: int, limit: Limit, params: SolverParams
) -> Refined:
    """``Refinement`` of a part by one worker, in a helper process."""
    deadline = limit.begin()
    return Refinement(instance, placements, seed=seed, workers=1, pool=WorkerPool(0), params=params).run(deadline)


def size_of(instance: Instance, requests: list[Request], enough: int) -> int:
    """Number of (visit, window) candidates of the whole model, counted until it is more than ``enough``."""
    size = 0
    for request in requests:
        for day, _ in request.days:
            for unit in request.units:
                size += sum(len(instance.candidates(visit.kind, unit, day)) for visit in request.free)
        if size > enough:
            break
    return size
