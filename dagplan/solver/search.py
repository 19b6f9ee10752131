"""The search on one part of the plan: ruin and recreate here, CP-SAT on neighbourhoods beside it.

Neighbourhoods being solved hold their windows closed and their patients barred, so that the two never touch the
same calendar, and each result can simply be put back. A solve that finds nothing leaves the plan as it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from .bound import Bound
from .calendars import Calendars
from .construct import Joined
from .formulation import Outcome, options_of, solve_exactly
from .neighbourhood import Neighbourhood, Neighbourhoods
from .problem import Placement
from .progress import Deadline
from .ruin import RuinAndRecreate

_SECONDS_EACH = 0.5
_SLICE_SECONDS = 0.05


@dataclass
class _Running:
    """A neighbourhood being solved: how it stood, what it holds closed."""

    neighbourhood: Neighbourhood
    before: dict[int, Placement]
    patients: set[int]
    closed: dict[int, int]
    solvers: list[cp_model.CpSolver] = field(default_factory=list)


class Search:
    """Improves one part of a plan in place.

    Parameters
    ----------
    calendars, part
        The plan, and the requests (indices) to work on.
    bound
        The part's bound, whose prices tell who is worth most.
    joined
        For each request, those it is wished on the same date with.
    workers
        Threads in all; with 0 no neighbourhoods are solved with CP-SAT.
    seed
        Of all random draws.
    on_better
        Called with the part's cost and number of booked requests when they have become better.
    """

    def __init__(
        self,
        calendars: Calendars,
        part: list[int],
        bound: Bound,
        joined: Joined,
        *,
        workers: int,
        seed: int,
        on_better: Callable[[int, int], None],
    ) -> None:
        self.calendars = calendars
        self.part = part
        self.joined = joined
        self.workers = workers
        self.on_better = on_better
        self.steps = RuinAndRecreate(calendars, part, joined, seed)
        self.draws = Neighbourhoods(calendars, part, bound, seed)
        self.running: dict[Future[Outcome], _Running] = {}
        self.seed = seed
        self.best_cost = self.steps.cost
        self.best = self._placements()

    def warm_up(self, steps: int, deadline: Deadline, *, lower_bound: int) -> None:
        """So many steps of ruin and recreate, counted and not timed, so that it can be repeated."""
        for number in range(steps):
            if deadline.over() or self.best_cost <= lower_bound:
                break
            self.steps.step(number / steps, set(), set())
            self._keep_best()
        self._leave_best()

    def run(self, deadline: Deadline, *, lower_bound: int) -> None:
        """Search until the deadline, or until the part's cost meets the bound; the best plan is left in place."""
        began, length = time.monotonic(), max(1e-9, deadline.left)
        beside = max(1, self.workers - 1) if self.workers else 0
        with ThreadPoolExecutor(max(1, beside)) as pool:
            while not deadline.over() and self.best_cost > lower_bound:
                self._start(pool, beside, deadline)
                if self.workers == 1 and self.running:
                    self._collect(_SLICE_SECONDS)
                else:
                    self._steps(began, length, deadline)
                    self._collect(0)
            for task in self.running.values():
                for solver in task.solvers:
                    solver.stop_search()
            while self.running:
                self._collect(None)
        self._leave_best()

    def _steps(self, began: float, length: float, deadline: Deadline) -> None:
        barred = {patient for task in self.running.values() for patient in task.patients}
        closed = {segment for task in self.running.values() for segment in task.closed}
        until = time.monotonic() + _SLICE_SECONDS
        while time.monotonic() < until and not deadline.over():
            self.steps.step(min(1.0, (time.monotonic() - began) / length), barred, closed)
            self._keep_best()

    def _keep_best(self) -> None:
        if self.steps.cost < self.best_cost:
            self.best_cost = self.steps.cost
            self.best = self._placements()
            self.on_better(self.best_cost, len(self.best))

    def _placements(self) -> dict[int, Placement]:
        found = {index: self.calendars.placed[index] for index in self.part if index in self.calendars.placed}
        for task in self.running.values():
            found.update(task.before)
        return found

    def _leave_best(self) -> None:
        if self.steps.cost <= self.best_cost:
            return
        self.steps.cost = self.best_cost
        for index in self.part:
            if index in self.calendars.placed:
                self.steps.take_out(index)
        for index, placement in self.best.items():
            self.steps.put_in(index, placement)
        self.steps.waiting = {index for index in self.part if index not in self.best}

    def _start(self, pool: ThreadPoolExecutor, beside: int, deadline: Deadline) -> None:
        if len(self.running) >= beside:
            return
        busy_segments = {segment for task in self.running.values() for segment in task.closed}
        busy_patients = {patient for task in self.running.values() for patient in task.patients}
        chosen = self.draws.draw(busy_segments, busy_patients)
        if chosen is None:
            return
        before = {index: self.steps.take_out(index) for index in chosen.booked}
        requests = [self.calendars.problem.requests[index] for index in chosen.requests]
        options = options_of(self.calendars, requests, segments=chosen.segments, joined=dict(self.joined))
        task = _Running(chosen, before, {one.patient for one in requests}, self.calendars.close(chosen.segments))
        self.seed += 1
        self.running[
            pool.submit(
                solve_exactly,
                options,
                seconds=min(_SECONDS_EACH, deadline.left),
                seed=self.seed % 2**31,
                hint=before,
                on_solver=task.solvers.append,
            )
        ] = task

    def _collect(self, seconds: float | None) -> None:
        done, _ = wait(self.running, timeout=seconds, return_when=FIRST_COMPLETED)
        for future in done:
            self._finish(self.running.pop(future), future.result())

    def _finish(self, task: _Running, outcome: Outcome) -> None:
        """Put the better of old and new back."""
        self.calendars.reopen(task.closed)
        self.draws.learn(outcome.optimal)
        members = task.neighbourhood.requests
        cost_before = self._book(task.before, members)
        if outcome.placements is not None:
            for index in task.before:
                self.steps.take_out(index)
            cost_after = self._book(outcome.placements, members)
            if cost_after <= cost_before:
                self.steps.cost += cost_after - cost_before
            else:
                for index in outcome.placements:
                    self.steps.take_out(index)
                self._book(task.before, members)
        for index in members:
            (self.steps.waiting.discard if index in self.calendars.placed else self.steps.waiting.add)(index)
        self._keep_best()

    def _book(self, placements: dict[int, Placement], members: tuple[int, ...]) -> int:
        for index, placement in placements.items():
            self.steps.put_in(index, placement)
        return self.calendars.cost_of(members, self.joined)
