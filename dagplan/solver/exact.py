"""A part that is small enough is given to CP-SAT whole, with the plan in hand as a hint."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace

from ortools.sat.python import cp_model

from .calendars import Calendars
from .formulation import options_of, solve_exactly
from .problem import Placement, Problem, Request
from .progress import Deadline

_POLL_SECONDS = 0.05


def solve_part(
    calendars: Calendars,
    requests: list[Request],
    deadline: Deadline,
    *,
    workers: int,
    seed: int,
    lower_bound: int,
    cost: int,
    on_better: Callable[[int, int, int], None] | None = None,
) -> int:
    """Plan a part anew with the whole model; the better of old and new stays.

    Parameters
    ----------
    calendars
        The plan in hand; changed in place.
    requests
        The part.
    deadline
        When to stop at the latest.
    workers, seed
        As in the settings.
    lower_bound
        What is proven already of the part's cost.
    cost
        What the part costs now.
    on_better
        Called with cost, proven bound and number of booked requests as they get better.

    Returns
    -------
    int
        A proven lower bound of the part's cost.
    """
    before: dict[int, Placement] = {
        one.index: calendars.unbook(one) for one in requests if one.index in calendars.placed
    }
    chosen = before
    proven = lower_bound
    try:
        options = replace(
            options_of(calendars, requests),
            counted=frozenset(one.index for one in requests if one.existing),
            most_moved=calendars.problem.most_moved,
        )
        solvers: list[cp_model.CpSolver] = []
        news: list[tuple[int, int, int]] = []
        told = cost
        with ThreadPoolExecutor(1) as pool:
            future = pool.submit(
                solve_exactly,
                options,
                seconds=deadline.left,
                workers=workers,
                seed=seed,
                hint=before,
                lower_bound=lower_bound,
                counted=deadline.counted,
                on_solver=solvers.append,
                on_better=None if on_better is None else lambda *found: news.append(found),
            )
            while not future.done():
                wait([future], timeout=_POLL_SECONDS)
                if on_better is not None and news and news[-1][0] < told:
                    told = news[-1][0]
                    on_better(*news[-1])
                if deadline.over():
                    for solver in solvers:
                        solver.stop_search()
        outcome = future.result()
        deadline.work(outcome.work)
        if outcome.placements is not None:
            proven = max(lower_bound, int(outcome.bound))
            if outcome.cost < cost:
                chosen = outcome.placements
    finally:
        for one in requests:
            if one.index in chosen:
                calendars.book(one, chosen[one.index])
    return proven


def size_of(problem: Problem, requests: list[Request], enough: int) -> int:
    """Number of (visit, window) candidates of the whole model, counted until it is more than ``enough``."""
    size = 0
    for request in requests:
        for day, _ in request.days:
            for unit in request.units:
                size += sum(len(problem.candidates(visit.kind, unit, day)) for visit in request.free)
        if size > enough:
            break
    return size
