"""A part small enough for CP-SAT: search, a bound in whole numbers, and the whole model.

With two threads the search goes on beside bound and model, which run without Python's lock. With one, and where work
is counted, search and model take turns, each longer than the one before: whichever of the two is right for the part
has a fair share of the time, and nobody needs to know beforehand which.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from dagplan.solver.running.deadlines import Deadline
from dagplan.solver.search.improve import PythonSearch, is_native, seconds_a_step

from .cycles import Cycles, next_cycle
from .large_part import find_bound
from .standing import Standing

log = logging.getLogger(__name__)


def solve_small(part: Standing, deadline: Deadline) -> None:
    """Work on a small part until the deadline, or until cost and bound meet."""
    beside = part.workers > 1 and not deadline.counted
    native, length = is_native(), deadline.left
    if native:
        _warm_up(part, deadline, length, beside)
    find_bound(part, deadline)
    if not native:
        _warm_up(part, deadline, length, beside)
    log.debug("ruin and recreate before the exact solver: cost %d", part.cost)
    params = part.params.refine
    cycles = Cycles(
        part.searcher,
        dict(part.calendars.placed),
        part.cost,
        deadline,
        first=params.first_cycle if native else deadline.left,
        params=part.params.search,
    )
    if not _is_time_for_exact(deadline, params.seconds_to_import):
        while _is_open(part, cycles, deadline):
            _search_on(part, cycles, params.seconds_a_look)
    elif beside:
        _prove_beside(part, cycles, deadline)
    else:
        _prove_by_turns(part, cycles, deadline)
    part.calendars.put(cycles.best)


def _is_open(part: Standing, cycles: Cycles, deadline: Deadline) -> bool:
    return cycles.best_cost > part.bound and not deadline.over()


def _search_on(part: Standing, cycles: Cycles, seconds: float) -> int:
    """Go on with the search for a while; the cost of the best plan so far."""
    known = cycles.best_cost
    if cycles.go_on(seconds) < min(known, part.told):
        part.say_of(cycles.best_cost, cycles.best)
    part.keep(cycles.best_cost, cycles.best)
    part.look()
    return cycles.best_cost


def _prove_beside(part: Standing, cycles: Cycles, deadline: Deadline) -> None:
    """Bound and model in a thread of their own, while the search goes on."""

    def search_on(seconds: float) -> int:
        return _search_on(part, cycles, seconds)

    if _is_open(part, cycles, deadline):
        _prove_in_whole_numbers(part, cycles, deadline, search_on)
    if _is_open(part, cycles, deadline):
        _solve_exactly(part, cycles, deadline, workers=max(1, part.workers - 1), meanwhile=search_on)


def _prove_by_turns(part: Standing, cycles: Cycles, deadline: Deadline) -> None:
    """Bound first, a short turn of the model, which settles the smallest parts, then search and model by turns."""
    params = part.params.refine
    length = params.first_turn

    def solve(seconds: float) -> None:
        if _is_open(part, cycles, deadline):
            _solve_exactly(part, cycles, deadline.within(seconds), workers=part.workers, meanwhile=None)

    if _is_open(part, cycles, deadline):
        _prove_in_whole_numbers(part, cycles, deadline, None)
    solve(min(length, deadline.left) * (1 - params.share_of_search))
    while _is_open(part, cycles, deadline):
        # Search first: where work is counted CP-SAT takes more than it was given.
        turn, _ = next_cycle(length, deadline.left)
        if cycles.whole(turn * params.share_of_search) < part.told:
            part.say_of(cycles.best_cost, cycles.best)
        part.look()
        solve(turn * (1 - params.share_of_search))
        length *= 2


def _solve_exactly(
    part: Standing,
    cycles: Cycles,
    deadline: Deadline,
    *,
    workers: int,
    meanwhile: Callable[[float], int] | None,
) -> None:
    """The whole model, from the best plan so far."""
    from dagplan.solver.cpsat.exact import solve_part

    found = solve_part(
        part.instance,
        cycles.best,
        deadline,
        workers=workers,
        seed=part.seed,
        lower_bound=part.bound,
        on_better=part.hear,
        meanwhile=meanwhile,
        params=part.params.cpsat,
    )
    # CP-SAT began from an earlier plan than the search has now, and may have found a worse one.
    if found.placements is not None and found.cost < cycles.best_cost:
        cycles.best, cycles.best_cost = found.placements, found.cost
    part.keep(cycles.best_cost, cycles.best)
    part.hear(cycles.best_cost, found.bound, len(cycles.best))
    part.look()


def _prove_in_whole_numbers(
    part: Standing, cycles: Cycles, deadline: Deadline, meanwhile: Callable[[float], int] | None
) -> None:
    """A bound of the part with nothing split: on most days what the best plan costs.

    Parameters
    ----------
    meanwhile
        Goes on with the search for so many seconds, and gives its best cost; None where nothing goes on.
    """
    from dagplan.solver.bound.integer_bound import assignment_bound

    params = part.params.refine
    share = deadline.within(deadline.left * (params.share_of_assignment if meanwhile else params.short_assignment))
    known = cycles.best_cost

    def prove() -> int:
        return assignment_bound(
            part.instance,
            part.requests,
            share,
            lower_bound=part.bound,
            cost=lambda: known,
            seed=part.seed,
            params=part.params.bound,
        )

    if meanwhile is None:
        part.prove(prove())
    else:
        with ThreadPoolExecutor(1) as beside:
            bound = beside.submit(prove)
            while not bound.done() and not deadline.over():
                known = meanwhile(params.seconds_a_look)
        part.prove(bound.result())
    log.debug("bound in whole numbers: cost %d, proven %d", cycles.best_cost, part.bound)


def _warm_up(part: Standing, deadline: Deadline, length: float, beside: bool) -> None:
    """Some steps of ruin and recreate, so that bound and CP-SAT have a good plan to begin with."""
    params, search = part.params.refine, part.searcher(part.calendars.placed)
    share = params.short_warm_up if beside else params.warm_up
    python = isinstance(search, PythonSearch)
    each = seconds_a_step(search, part.params.search)
    left = count = (params.warm_up_steps if python else params.native_warm_up_steps) * len(part.requests)
    at_most = deadline.within(length * share)
    while left and not at_most.over() and search.best_cost > part.bound:
        some = min(left, 1 if python else 500)
        search.run(some, 1 - left / count, 1 - (left - some) / count)
        deadline.work(some * each)
        left -= some
    part.calendars.put(search.best)
    part.say()
    part.look()


def _is_time_for_exact(deadline: Deadline, seconds_to_import: float) -> bool:
    """Whether CP-SAT can still begin: importing it takes a while, the first time."""
    begun = deadline.counted or "ortools.sat.python.cp_model" in sys.modules
    return not deadline.over() and (begun or deadline.left > seconds_to_import)
