"""The first plan of a large request, on two cores: the care units in two halves that share nobody.

What one half books is of no concern to the other, so the plan is the same as if one process had made it.
"""

from __future__ import annotations

import logging
import math
from collections import defaultdict
from concurrent.futures import Future

from dagplan.solver.instance.disjoint_sets import DisjointSets
from dagplan.solver.instance.instance import Instance, Placement, Slot
from dagplan.solver.instance.parts import Part, cut_out
from dagplan.solver.running.deadlines import Deadline
from dagplan.solver.running.workers import WorkerPool
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import SameDay, insert_greedily, keep_existing, same_day_requests

from .params import FirstPlanParams

log = logging.getLogger(__name__)

_Placed = list[tuple[int, int, int, int, tuple[tuple[int, int, tuple[int, ...]], ...]]]
"""Request, unit, date, cost, and of each visit segment, start and stocks."""


class FirstPlan:
    """The work on a first plan: begun, and later ended, with something else done in between.

    Parameters
    ----------
    instance, same_day
        What is to be planned.
    pool
        A helper; none if it has none.
    params
        From what size on, and how much, it is given.
    """

    def __init__(
        self, instance: Instance, same_day: SameDay, pool: WorkerPool, params: FirstPlanParams = FirstPlanParams()
    ) -> None:
        self.instance = instance
        self.same_day = same_day
        self.pool = pool
        self.part: Part | None = None
        self.future: Future[_Placed] | None = None
        if pool.helpers and len(instance.requests) >= params.large and instance.max_moved is None:
            theirs = share_of_units(instance, params.share)
            if theirs:
                self.part = cut_out(instance, theirs)
                self.future = pool.submit(first_plan_elsewhere, self.part.instance)

    def end(self, calendars: Calendars) -> None:
        """Book all of it."""
        self._end(calendars)
        if log.isEnabledFor(logging.INFO):
            known = len(calendars.placed), len(self.instance.requests)
            log.info("first plan: cost %d, %d of %d requests booked", calendars.cost(), *known)

    def _end(self, calendars: Calendars) -> None:
        theirs = self.part.instance.requests if self.part and self.future else {}
        plan_greedily(calendars, self.same_day, [index for index in self.instance.requests if index not in theirs])
        if not theirs or self.part is None:
            return
        placed = self.pool.result(self.future, Deadline(math.inf))
        if placed is None:  # the helper was lost
            plan_greedily(calendars, self.same_day, list(theirs))
            return
        for index, unit, day, cost, slots in placed:
            there = Placement(unit, day, tuple([Slot(*slot) for slot in slots]), cost)
            calendars.book(self.instance.requests[index], self.part.outward(there))


def plan_greedily(calendars: Calendars, same_day: SameDay, indices: list[int]) -> None:
    """Begin with the existing bookings that can stand, and fill in the rest."""
    requests = [calendars.instance.requests[index] for index in indices]
    if any(request.existing for request in requests):
        keep_existing(calendars, requests, same_day)
    insert_greedily(calendars, requests, same_day)


def first_plan_elsewhere(instance: Instance) -> _Placed:
    """The first plan of a part, in a helper process."""
    calendars = Calendars(instance)
    plan_greedily(calendars, same_day_requests(instance), list(instance.requests))
    return [
        (index, one.unit, one.day, one.cost, tuple([(slot.segment, slot.start, slot.stocks) for slot in one.slots]))
        for index, one in calendars.placed.items()
    ]


def share_of_units(instance: Instance, share: float) -> list[int]:
    """The requests (indices) of some units, about so large a share of all visits; none if that can't be had.

    They have no person, patient or wish in common with the others.
    """
    groups = DisjointSets()
    at: dict[tuple[str, int, int], int] = {}
    # Units that somebody works at on one date, or that one request or patient may be at, can't be parted.
    for segment in instance.segments:
        unit = at.setdefault(("person", segment.person, segment.day), segment.unit)
        groups.join(groups.node(unit), groups.node(segment.unit))
    for units in {request.units for request in instance.requests.values()}:
        for unit in units:
            groups.join(groups.node(units[0]), groups.node(unit))
    for request in instance.requests.values():
        if request.units and request.patient in instance.shared_patients:
            unit = at.setdefault(("patient", request.patient, 0), request.units[0])
            groups.join(groups.node(unit), groups.node(request.units[0]))
    members: dict[int, list[int]] = defaultdict(list)
    visits: dict[int, int] = defaultdict(int)
    for index, request in instance.requests.items():
        if request.units:
            group = groups.root(request.units[0])
            members[group].append(index)
            visits[group] += len(request.visits)
    wanted = share * sum(visits.values())
    chosen: list[int] = []
    # The largest that still fit: what is left over is done here meanwhile.
    for group in sorted(visits, key=lambda one: -visits[one]):
        if visits[group] <= wanted:
            wanted -= visits[group]
            chosen += members[group]
    return sorted(chosen)
