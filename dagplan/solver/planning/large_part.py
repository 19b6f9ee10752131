"""A part too large for CP-SAT: search in rounds, with the bound reckoned beside it or before it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from dagplan.solver.bound.lower_bound import Bound, lower_bound
from dagplan.solver.running.deadlines import Deadline
from dagplan.solver.search.greedy import insert_greedily, keep_existing
from dagplan.solver.search.improve import is_native

from .rounds import Search
from .standing import Standing

log = logging.getLogger(__name__)


def improve_large(part: Standing, deadline: Deadline) -> None:
    """Work on a large part until the deadline, or until cost and bound meet."""
    if is_native() and part.workers > 1 and not deadline.counted:
        _search_beside_bound(part, deadline)
    else:
        find_bound(part, deadline)
        if part.is_open(deadline):
            _search(part, deadline, lambda: part.workers, lambda: part.bound)


def find_bound(part: Standing, deadline: Deadline) -> None:
    """Reckon what the part costs at the least and, where the search is slow, begin it from a guided plan."""
    share = deadline.within(deadline.left * part.params.refine.share_of_bound)
    guide = lower_bound(part.instance, part.requests, share, part.params.bound)
    part.prove(guide.value)
    log.info("bound of a part of %d requests: cost %d, proven %d", len(part.requests), part.cost, part.bound)
    if part.is_open(deadline) and not is_native():
        _try_guided(part, guide, deadline)
        part.say()
        part.look()


def _search(part: Standing, deadline: Deadline, hands: Callable[[], int], proven: Callable[[], int]) -> None:
    """Search in rounds, with as many hands as there are, until the cost meets what is proven."""
    search = Search(
        part.calendars,
        hands=hands,
        pool=part.pool,
        seed=part.seed,
        on_better=part.say_of,
        on_round=part.look,
        params=part.params,
    )
    search.run(deadline, lower_bound=proven)


def _search_beside_bound(part: Standing, deadline: Deadline) -> None:
    """All threads search but for one, which reckons the bound first; the kernel needs no lock."""
    share = deadline.within(deadline.left * part.params.refine.share_of_bound_beside)
    with ThreadPoolExecutor(1) as beside:
        bound = beside.submit(lower_bound, part.instance, part.requests, share, part.params.bound)

        def proven() -> int:
            if bound.done() and bound.result().value > part.bound:
                part.prove(bound.result().value)
            return part.bound

        _search(part, deadline, lambda: part.workers if bound.done() else part.workers - 1, proven)
    proven()
    log.info("bound of a part of %d requests: cost %d, proven %d", len(part.requests), part.cost, part.bound)


def _try_guided(part: Standing, guide: Bound, deadline: Deadline) -> None:
    """A second plan, guided by the bound's prices; the better of the two stays."""
    before, cost = dict(part.calendars.placed), part.cost
    part.calendars.put({})
    # Without a budget of moves an existing booking is worth its weight and no more, which the prices know.
    if part.instance.max_moved is not None:
        keep_existing(part.calendars, part.requests, part.same_day)
    # First those whose best place is worth more than its minutes cost, by that: what the bound would book. The
    # rest afterwards, without prices, so that no room is left where something fits.
    worth = guide.worth
    promising = [request for request in part.requests if worth.get(request.index, 0.0) > 0]
    promising.sort(key=lambda one: (-worth[one.index] / one.minutes, one.index))
    insert_greedily(part.calendars, promising, part.same_day, guide.prices, in_order=True, deadline=deadline)
    insert_greedily(part.calendars, part.requests, part.same_day, deadline=deadline)
    if part.cost >= cost:
        part.calendars.put(before)
