"""A part that is small enough is given to CP-SAT whole, with the plan in hand as a hint.

CP-SAT runs without Python's lock, so that the search (Python) may go on beside it: on a small part the search finds
the good plans sooner, and CP-SAT proves.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

from dagplan.solver.instance.instance import Instance, Placement
from dagplan.solver.running.cpsat_bindings import cp_model
from dagplan.solver.running.deadlines import Deadline
from dagplan.solver.search.calendars import Calendars, cost_of_all
from dagplan.solver.search.greedy import same_day_requests

from .model import solve_exactly
from .options import options_of
from .params import CpSatParams


@dataclass(frozen=True)
class Found:
    """What came of it: a proven lower bound, and a plan if one cheaper than the one in hand was found."""

    bound: int
    cost: int
    placements: dict[int, Placement] | None


def solve_part(  # noqa: PLR0913
    instance: Instance,
    placements: dict[int, Placement],
    deadline: Deadline,
    *,
    workers: int,
    seed: int,
    lower_bound: int,
    on_better: Callable[[int, int, int], None] | None = None,
    meanwhile: Callable[[float], int] | None = None,
    params: CpSatParams = CpSatParams(),
) -> Found:
    """Plan a part anew with the whole model.

    Parameters
    ----------
    instance
        The part as a instance of its own.
    placements
        A plan of it.
    deadline
        When to stop at the latest.
    workers, seed
        As in the settings.
    lower_bound
        What is proven already of the part's cost.
    on_better
        Called with cost, proven bound and number of booked requests as they get better.
    meanwhile
        Called again and again, with so many seconds to work, while the solver runs; gives the cost of the best plan
        that it knows. When that meets what the solver has proven, the solver is stopped.
    params
        What steers the solver.
    """
    requests = list(instance.requests.values())
    # Beside empty calendars: the part shares nothing with what is outside of it.
    options = replace(
        options_of(Calendars(instance), requests),
        counted=frozenset(one.index for one in requests if one.existing),
        max_moved=instance.max_moved,
    )
    cost = cost_of_all(instance, placements, same_day_requests(instance))
    solvers: list[cp_model.CpSolver] = []
    news: list[tuple[int, int, int]] = []
    bounds = [lower_bound]
    told = cost
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(
            solve_exactly,
            options,
            seconds=deadline.left,
            workers=workers,
            seed=seed,
            hint=placements,
            lower_bound=lower_bound,
            counted=deadline.counted,
            proving=True,
            on_solver=solvers.append,
            on_better=None if on_better is None else lambda *found: news.append(found),
            on_bound=bounds.append,
            params=params,
        )
        known, enough = cost, False
        while not future.done():
            if meanwhile is None or enough:
                wait([future], timeout=params.poll_seconds)
            else:
                known = meanwhile(params.poll_seconds)
            if on_better is not None and news and news[-1][0] < told:
                told = news[-1][0]
                on_better(*news[-1])
            # The search may meet a bound that CP-SAT has proven before CP-SAT finds such a plan itself.
            enough = deadline.over() or (meanwhile is not None and known <= max(bounds))
            if enough:
                for solver in solvers:
                    solver.stop_search()
    outcome = future.result()
    deadline.work(outcome.work)
    # Stopped before it had any plan: what was proven on the way still holds.
    if outcome.placements is None:
        return Found(max(bounds), cost, None)
    bound = max(*bounds, int(outcome.bound))
    better = outcome.cost < cost
    return Found(bound, round(outcome.cost) if better else cost, outcome.placements if better else None)
