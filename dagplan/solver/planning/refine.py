"""One part of the plan, made as good as time allows: bound, guided plan, search, proof."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass

from dagplan.solver.bound.lower_bound import Bound, lower_bound
from dagplan.solver.instance.instance import Instance, Placement, Request
from dagplan.solver.running.deadlines import Deadline, Limit
from dagplan.solver.running.workers import WorkerPool
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import insert_greedily, keep_existing, same_day_requests
from dagplan.solver.search.ruin_and_recreate import step
from dagplan.solver.search.state import State

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
        params = self.params
        share = deadline.within(deadline.left * params.refine.share_of_bound)
        guide = lower_bound(self.instance, self.requests, share, params.bound)
        self._prove(guide.value)
        log.info("bound of a part of %d requests: cost %d, proven %d", len(self.requests), self.cost, self.bound)
        if self._open(deadline):
            self._try_guided(guide, deadline)
            self._say()
        if self._open(deadline):
            most = params.refine.exact_candidates
            if size_of(self.instance, self.requests, most) <= most:
                self._solve_whole(deadline)
            else:
                search = Search(self.calendars, pool=self.pool, seed=self.seed, on_better=self._say, params=params)
                search.run(deadline, lower_bound=self.bound)
        self._say()
        log.info("end of a part of %d requests: cost %d, proven %d", len(self.requests), self.cost, self.bound)
        return Refined(dict(self.calendars.placed), self.cost, self.bound)

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
        state = State(
            self.calendars,
            list(self.instance.requests),
            self.same_day,
            self.seed,
            max_moved=self.instance.max_moved,
            params=self.params.search,
        )
        self._warm_up(state, deadline, length * (params.short_warm_up if side_by_side else params.warm_up))

        def search(seconds: float) -> int:
            """Go on with the search for a while."""
            # Heat goes by the whole of the part's time, so that it is cold when that ends, not CP-SAT.
            known, until = state.best_cost, deadline.within(seconds)
            while not until.over():
                step(state, 1 - deadline.left / length)
            if state.best_cost < min(known, self.told):
                self._say(state.best_cost, len(state.best))
            return state.best_cost

        log.debug("ruin and recreate before the exact solver: cost %d", state.best_cost)
        if state.best_cost <= self.bound or not _is_time_for_exact(deadline, params.seconds_to_import):
            while not deadline.over() and state.best_cost > self.bound:
                search(params.seconds_a_look)
            state.leave_best()
            return
        self._prove_in_whole_numbers(deadline, state)
        if state.best_cost <= self.bound or deadline.over():
            state.leave_best()
            return
        from dagplan.solver.cpsat.exact import solve_part

        found = solve_part(
            self.instance,
            dict(state.best),
            deadline,
            workers=max(1, self.workers - 1) if side_by_side else self.workers,
            seed=self.seed,
            lower_bound=self.bound,
            on_better=self._hear,
            meanwhile=search if side_by_side else None,
            params=self.params.cpsat,
        )
        # CP-SAT began from an earlier plan than the search has now, and may have found a worse one.
        state.leave_best()
        if found.placements is not None and found.cost < state.best_cost:
            self.calendars.put(found.placements)
        self._prove(found.bound)

    def _prove_in_whole_numbers(self, deadline: Deadline, state: State) -> None:
        """A bound of a small part with nothing split: on most days what the best plan costs."""
        from dagplan.solver.bound.integer_bound import assignment_bound

        def hear(bound: int) -> None:
            self.bound = max(self.bound, bound)
            self._say(state.best_cost, len(state.best))

        hear(
            assignment_bound(
                self.instance,
                self.requests,
                deadline.within(deadline.left * self.params.refine.share_of_assignment),
                lower_bound=self.bound,
                cost=lambda: state.best_cost,
                seed=self.seed,
                on_bound=hear,
                params=self.params.bound,
            )
        )
        log.debug("bound in whole numbers: cost %d, proven %d", state.best_cost, self.bound)

    def _warm_up(self, state: State, deadline: Deadline, seconds: float) -> None:
        """Some steps of ruin and recreate, so that CP-SAT has a good plan to begin with."""
        count = self.params.refine.warm_up_steps * len(self.requests)
        at_most = deadline.within(seconds)
        for number in range(count):
            if at_most.over() or state.best_cost <= self.bound:
                break
            step(state, number / count)
            deadline.work(self.params.search.seconds_a_step)
        self._say(state.best_cost, len(state.best))

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
