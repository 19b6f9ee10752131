"""One part of the plan, made as good as time allows: bound, search, proof."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from dagplan.solver.instance.instance import Instance, Placement, Request
from dagplan.solver.running.deadlines import Deadline, Limit
from dagplan.solver.running.workers import WorkerPool

from .large_part import improve_large
from .params import SolverParams
from .small_part import solve_small
from .standing import Standing

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refined:
    """A part's booked requests, what the part costs, and a proven lower bound of that."""

    placements: dict[int, Placement]
    cost: int
    bound: int


def refine(part: Standing, deadline: Deadline) -> Refined:
    """Work on a part until the deadline, or until cost and bound meet."""
    most = part.params.refine.exact_candidates
    if size_of(part.instance, part.requests, most) <= most:
        solve_small(part, deadline)
    else:
        improve_large(part, deadline)
    part.say()
    log.info("end of a part of %d requests: cost %d, proven %d", len(part.requests), part.cost, part.bound)
    return Refined(dict(part.calendars.placed), part.cost, part.bound)


def refine_elsewhere(
    instance: Instance, placements: dict[int, Placement], seed: int, limit: Limit, params: SolverParams
) -> Refined:
    """``refine`` a part by one worker, in a helper process."""
    deadline = limit.begin()
    return refine(Standing(instance, placements, seed=seed, workers=1, pool=WorkerPool(0), params=params), deadline)


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
