"""Large neighbourhood search: CP-SAT on a few people's dates at a time, several at once.

Neighbourhoods that are solved at the same time share no window and no patient, so each result can simply be
put back. A solve that finds nothing leaves the plan as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from ortools.sat.python import cp_model

from .bound import Bound
from .calendars import Calendars
from .construct import Joined
from .formulation import Outcome, options_of, solve_exactly
from .neighbourhood import Neighbourhood, Neighbourhoods
from .problem import Placement
from .progress import Deadline

_SECONDS_EACH = 0.8
_POLL_SECONDS = 0.05


@dataclass
class _Running:
    neighbourhood: Neighbourhood
    before: dict[int, Placement]
    patients: set[int]
    solver: list[cp_model.CpSolver]


def improve(
    calendars: Calendars,
    part: list[int],
    bound: Bound,
    joined: Joined,
    deadline: Deadline,
    *,
    workers: int,
    seed: int,
    lower_bound: int,
    part_cost: Callable[[], int],
    on_better: Callable[[], None],
) -> None:
    """Improve a part of the plan until the deadline, or until its cost meets the bound."""
    draws = Neighbourhoods(calendars, part, bound, seed)
    running: dict[Future[Outcome], _Running] = {}
    number = misses = 0
    with ThreadPoolExecutor(workers) as pool:
        while not deadline.over() and part_cost() > lower_bound and misses < 200:
            while len(running) < workers and misses < 200:
                number += 1
                if not _start(calendars, draws, running, pool, joined, deadline, seed + number):
                    misses += 1
                    break
                misses = 0
            done, _ = wait(running, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                if _finish(calendars, draws, running.pop(future), future.result()):
                    on_better()
        for task in running.values():
            for solver in task.solver:
                solver.stop_search()
        for future, task in running.items():
            if _finish(calendars, draws, task, future.result()):
                on_better()


def _start(
    calendars: Calendars,
    draws: Neighbourhoods,
    running: dict[Future[Outcome], _Running],
    pool: ThreadPoolExecutor,
    joined: Joined,
    deadline: Deadline,
    seed: int,
) -> bool:
    problem = calendars.problem
    busy_segments = {segment for task in running.values() for segment in task.neighbourhood.segments}
    busy_patients = {patient for task in running.values() for patient in task.patients}
    chosen = draws.draw(busy_segments, busy_patients)
    if chosen is None:
        return False
    before = {r: calendars.unbook(problem.requests[r]) for r in chosen.booked}
    requests = [problem.requests[r] for r in chosen.requests]
    options = options_of(calendars, requests, segments=chosen.segments, joined=dict(joined))
    assert options is not None
    task = _Running(chosen, before, {request.patient for request in requests}, [])
    seconds = min(_SECONDS_EACH, deadline.left)

    def solve() -> Outcome:
        return solve_exactly(options, seconds=seconds, seed=seed, hint=before, on_solver=task.solver.append)

    running[pool.submit(solve)] = task
    return True


def _finish(calendars: Calendars, draws: Neighbourhoods, task: _Running, outcome: Outcome) -> bool:
    """Put the better of old and new back; whether it is better than before."""
    problem = calendars.problem
    draws.learn(outcome.optimal)
    before_cost = _cost(calendars, task, task.before)
    chosen = task.before
    if outcome.placements is not None and _cost(calendars, task, outcome.placements) < before_cost:
        chosen = outcome.placements
    for index, placement in chosen.items():
        calendars.book(problem.requests[index], placement)
    return chosen is not task.before


def _cost(calendars: Calendars, task: _Running, placements: dict[int, Placement]) -> int:
    """Cost of the neighbourhood's requests when placed so, wishes for the same date included."""
    problem = calendars.problem
    total = sum(problem.requests[r].loss for r in task.neighbourhood.requests if r not in placements)
    everything = {**calendars.placed, **placements}
    members = set(task.neighbourhood.requests)
    for index, placement in placements.items():
        total += placement.cost
        for partner in problem.requests[index].partners:
            if partner in everything and everything[partner].day != placement.day:
                total += problem.weights.apart
    if problem.weights.apart:
        for index in calendars.placed:
            for partner in problem.requests[index].partners:
                if partner in members and partner in placements and placements[partner].day != calendars.placed[index].day:
                    total += problem.weights.apart
    return total
