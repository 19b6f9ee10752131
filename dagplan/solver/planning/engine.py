"""From a request to a plan: the recipe.

1. Translate the request to integers; begin with the existing bookings; fill the rest greedily: a plan in hand.
2. Measure how long it will take to write and check it: the rest of the time is for the search.
3. Split into parts that share no person, patient or wish.
4. Refine each part (``refine``): one large part by all processes together, many parts side by side.
5. Write the plan and hold it against every rule.

Where the time is over after the first step, the first plan is written and nothing else is done.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import TYPE_CHECKING

from dagplan.models import Plan, PlanRequest, gap
from dagplan.solver.explain.reasons import Reasons
from dagplan.solver.instance.instance import Placement
from dagplan.solver.instance.parts import Part, cut_out, independent_parts
from dagplan.solver.instance.translate import translate
from dagplan.solver.running.deadlines import SIDE_BY_SIDE, Cancel, Deadline, OnProgress, Progress, WorkBudget
from dagplan.solver.running.workers import WorkerPool, capacity_of
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import least_cost, same_day_requests
from dagplan.solver.search.insertion import cheapest_of_all

from .assemble import assemble, late_warning, worker_count, written_ahead
from .first_plan import FirstPlan
from .rehearsal import example, seconds_to_write

if TYPE_CHECKING:
    from .refine import Refined

_POLL_SECONDS = 0.05
_ENDING_SECONDS = 0.05
_ENDING_SHARE = 0.15
"""Kept for what ends a search, its last step and its plan put in place: of what the first plan took, and at least."""

Afterwards = Callable[[Plan, int], float]
"""How many seconds the caller needs when the plan is made: told from a small plan and the number of visits of all."""


def plan(
    request: PlanRequest,
    *,
    on_progress: OnProgress | None = None,
    cancel: Cancel | None = None,
    executor: Executor | None = None,
    began: float | None = None,
    afterwards: Afterwards | None = None,
) -> Plan:
    """Make a plan.

    Parameters
    ----------
    request
        What is to be booked.
    on_progress
        Called with ``Progress`` each time the plan or its bound gets better.
    cancel
        A ``threading.Event``, or a function without arguments: when it says so, the best plan so far is given.
    executor
        Where parts that share no person and no patient are planned side by side, as Dask's
        ``Client.get_executor()``. Left out: processes of this machine, as many as ``settings.workers``.
    began
        When the time began to run (``time.monotonic``), where that was before the call.
    afterwards
        Tells how many seconds of the time are to be left for what the caller does with the plan; it is called with a
        small plan of the request, as an example, and with the number of visits that the plan will have.

    Returns
    -------
    Plan
        Checked against every rule; by ``settings.time_limit`` seconds of wall clock, or, with
        ``settings.deterministic``, after that many seconds' worth of counted work. Where the first plan alone takes
        longer it is given all the same, with the warning ``late``.
    """
    return _Engine(request, on_progress, cancel, executor, began, afterwards).run()


class _Engine:
    def __init__(
        self,
        asked: PlanRequest,
        on_progress: OnProgress | None,
        cancel: Cancel | None,
        executor: Executor | None,
        began: float | None,
        afterwards: Afterwards | None,
    ) -> None:
        self.clock = Deadline(0, began=began)
        self.asked = asked
        self.on_progress = on_progress
        self.executor = executor
        limit = asked.settings.time_limit
        if asked.settings.deterministic:
            self.deadline: Deadline = WorkBudget(limit, cancel)
        else:
            self.deadline = Deadline(limit, cancel, began)
        self.workers = worker_count(asked)
        self.instance, self.names = translate(asked)
        self.same_day = same_day_requests(self.instance)
        self.reasons = Reasons(asked, self.instance, self.names)
        self.calendars = Calendars(self.instance)
        self.afterwards = afterwards
        self.bounds: list[int] = [least_cost(self.instance.requests.values())]
        self.costs: list[int] = []
        self.booked: list[int] = []

    def run(self) -> Plan:
        prepared = self.clock.spent
        with WorkerPool(1 if self.workers > 1 and self.executor is None else 0) as pool:
            first = FirstPlan(self.instance, self.same_day, pool)
            self.ahead = written_ahead(self.asked, self.instance)
            first.end(self.calendars)
        afterwards = self._keep_time(self.clock.spent - prepared)
        if not self.deadline.over():
            self._search()
        bound = self._lower_bound()
        made = assemble(self.asked, self.names, self.calendars, self.ahead, bound, self.reasons)
        return self._on_time(made, afterwards)

    def _keep_time(self, first_plan: float) -> float:
        """Leave time for writing and checking the plan, and for what the caller does with it: so many seconds.

        ``first_plan`` is how many it took to find one.
        """
        if self.deadline.counted or self.deadline.over():
            return 0.0
        afterwards = 0.0
        if self.afterwards:
            few = example(self.asked, self.names, self.calendars, self.ahead.applied)
            visits = sum([len(self.instance.requests[index].visits) for index in self.calendars.placed])
            afterwards = self.afterwards(few, visits)
        writing = seconds_to_write(self.asked, self.names, self.calendars, self.reasons)
        kept = writing + afterwards + max(_ENDING_SECONDS, _ENDING_SHARE * first_plan)
        self.deadline = self.deadline.within(self.deadline.left - kept)
        return afterwards

    def _on_time(self, made: Plan, afterwards: float) -> Plan:
        """The plan with the seconds it took, and a warning where no time can have been enough for more."""
        run = made.run.model_copy(update={"wall_seconds": round(self.clock.spent, 3)})
        limit, spent = self.asked.settings.time_limit, self.clock.spent
        late = not (self.costs or self.deadline.counted or self.deadline.cancelled) and spent + afterwards > limit
        warnings = (*made.warnings, late_warning(limit, spent)) if late else made.warnings
        return made.model_copy(update={"run": run, "warnings": warnings})

    def _search(self) -> None:
        parts = independent_parts(self.instance)
        self.bounds = [least_cost([self.instance.requests[index] for index in part]) for part in parts]
        self.costs = [self.calendars.cost_of(part, self.same_day) for part in parts]
        self.booked = [sum(index in self.calendars.placed for index in part) for part in parts]
        self._settle_alone(parts)
        self._report()
        side_by_side = len(parts) > 1 and len(parts[0]) * 2 <= len(self.instance.requests)
        if side_by_side and (self.executor or self.workers > 1 or self.asked.settings.deterministic):
            self._refine_side_by_side(parts)
        else:
            self._refine_in_turn(parts)

    def _settle_alone(self, parts: list[list[int]]) -> None:
        """Requests that share nothing with any other: the cheapest place of each is found exactly, here and now."""
        for number, indices in enumerate(parts):
            if len(indices) > 1 or self.deadline.over():
                continue
            request = self.instance.requests[indices[0]]
            if request.existing and self.instance.max_moved is not None:
                continue
            if request.index in self.calendars.placed:
                self.calendars.unbook(request)
            best = cheapest_of_all(self.calendars, request)
            if best is not None:
                self.calendars.book(request, best)
            self.bounds[number] = self.costs[number] = request.unbooked_cost if best is None else best.cost
            self.booked[number] = int(best is not None)

    def _refine_in_turn(self, parts: list[list[int]]) -> None:
        """Each part with all processes, and its share of the time."""
        parts_left = [(number, part) for number, part in enumerate(parts) if self.costs[number] > self.bounds[number]]
        if not parts_left:
            return
        from .refine import Refinement  # with NumPy and GLOP, which take a while

        weight_left = sum(len(part) for _, part in parts_left)
        with WorkerPool(self.workers - 1) as pool:
            for number, indices in parts_left:
                share = self.deadline.left * len(indices) / weight_left
                weight_left -= len(indices)
                part = cut_out(self.instance, indices)

                def note(cost: int, bound: int, booked: int, number: int = number) -> None:
                    self._note(number, cost, bound, booked)

                refinement = Refinement(
                    part.instance,
                    self._inward(part),
                    seed=self.asked.settings.seed,
                    workers=self.workers,
                    pool=pool,
                    on_news=note,
                )
                self._take_over(number, part, refinement.run(self.deadline.within(share)))

    def _refine_side_by_side(self, parts: list[list[int]]) -> None:
        """Each part by one process, as many at a time as there are workers."""
        from .refine import Refinement, refine_elsewhere

        counted = self.asked.settings.deterministic
        waiting = [number for number in range(len(parts)) if self.costs[number] > self.bounds[number]]
        weight_left = sum(len(parts[number]) for number in waiting)
        running: dict[Future[Refined], tuple[int, Part]] = {}
        seconds_counted = SIDE_BY_SIDE * self.deadline.left / max(1, weight_left)
        helpers = capacity_of(self.executor) if self.executor else self.workers if self.workers > 1 else 0
        with WorkerPool(helpers, self.executor) as pool:
            while (waiting or running) and not self.deadline.over():
                while waiting and len(running) < max(1, pool.helpers):
                    number = waiting.pop(0)
                    size = len(parts[number])
                    share = self.deadline.left * min(1.0, max(1, pool.helpers) * size / weight_left)
                    part = cut_out(self.instance, parts[number])
                    task = part.instance, self._inward(part), self.asked.settings.seed
                    seconds = size * seconds_counted if counted else share
                    future = pool.submit(refine_elsewhere, *task, seconds, counted)
                    if future is not None:
                        running[future] = number, part
                        continue
                    one = Refinement(*task[:2], seed=task[2], workers=1, pool=pool)
                    self._take_over(number, part, one.run(self.deadline.alone(seconds)))
                    weight_left -= size
                done, _ = wait(running, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
                for future in done:
                    number, part = running.pop(future)
                    found = pool.result(future, self.deadline)
                    if found is None:
                        waiting.insert(0, number)  # its helper was lost: it is done again
                    else:
                        weight_left -= len(parts[number])
                        self._take_over(number, part, found)

    def _inward(self, part: Part) -> dict[int, Placement]:
        placed = self.calendars.placed
        return {index: part.inward(placed[index]) for index in part.instance.requests if index in placed}

    def _take_over(self, number: int, part: Part, found: Refined) -> None:
        """Put a part's plan in place of the one before."""
        for index, request in part.instance.requests.items():
            if index in self.calendars.placed:
                self.calendars.unbook(request)
        for index, placement in found.placements.items():
            self.calendars.book(self.instance.requests[index], part.outward(placement))
        self._note(number, found.cost, found.bound, len(found.placements))

    def _note(self, number: int, cost: int, bound: int, booked: int) -> None:
        """Note what a part costs now and what is proven of it, and say so."""
        self.costs[number], self.booked[number] = cost, booked
        self.bounds[number] = max(self.bounds[number], bound)
        self._report()

    def _lower_bound(self) -> int:
        return self.instance.constant + sum(self.bounds)

    def _report(self) -> None:
        if self.on_progress is None:
            return
        cost, bound = self.instance.constant + sum(self.costs), self._lower_bound()
        unbooked = len(self.instance.requests) - sum(self.booked)
        self.on_progress(
            Progress(
                seconds=self.clock.spent,
                cost=cost,
                lower_bound=bound,
                gap=gap(cost, bound, self.instance.nothing_booked),
                booked=len(self.asked.requests) - unbooked,
                unbooked=unbooked,
            )
        )
