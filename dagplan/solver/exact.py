"""A part that is small enough is given to CP-SAT whole, with the plan in hand as a hint."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait

from ortools.sat.python import cp_model

from .calendars import Calendars
from .formulation import options_of, solve_exactly
from .problem import Placement, Request
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
    most: int,
) -> int | None:
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
    most
        Leave it alone when the model would have more (visit, window) candidates than this.

    Returns
    -------
    int or None
        A proven lower bound of the part's cost; None where the part was too big, and nothing was done.
    """
    before: dict[int, Placement] = {
        one.index: calendars.unbook(one) for one in requests if one.index in calendars.placed
    }
    chosen = before
    proven: int | None = None
    try:
        options = options_of(calendars, requests, most=most)
        if options is not None:
            solvers: list[cp_model.CpSolver] = []
            with ThreadPoolExecutor(1) as pool:
                future = pool.submit(
                    solve_exactly,
                    options,
                    seconds=deadline.left,
                    workers=workers,
                    seed=seed,
                    hint=before,
                    lower_bound=lower_bound,
                    on_solver=solvers.append,
                )
                while not future.done():
                    wait([future], timeout=_POLL_SECONDS)
                    if deadline.over():
                        for solver in solvers:
                            solver.stop_search()
            outcome = future.result()
            proven = lower_bound
            if outcome.placements is not None:
                proven = max(lower_bound, int(outcome.bound))
                if outcome.cost < cost:
                    chosen = outcome.placements
    finally:
        for one in requests:
            if one.index in chosen:
                calendars.book(one, chosen[one.index])
    return proven
