"""The first plan of a large request, on two cores: the care units in two halves that share nobody.

What one half books is of no concern to the other, so the plan is the same as if one process had made it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from concurrent.futures import Future

from dagplan.solver.instance.instance import Placement, Problem, Spot
from dagplan.solver.instance.parts import Groups, Part, cut_out
from dagplan.solver.running.deadlines import Deadline
from dagplan.solver.running.workers import Crew
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import Joined, fill, joined_requests, keep_existing

_LARGE = 20_000
"""With fewer requests than this a helper is not worth its start."""

_SHARE = 0.45
"""Of the visits, so much for the helper, which has to be started and told."""

_Placed = list[tuple[int, int, int, int, tuple[tuple[int, int], ...]]]
"""Request, unit, date, cost, and of each visit segment and start."""


class FirstPlan:
    """The work on a first plan: begun, and later ended, with something else done in between.

    Parameters
    ----------
    problem, joined
        What is to be planned.
    crew
        A helper; none if it has none.
    """

    def __init__(self, problem: Problem, joined: Joined, crew: Crew) -> None:
        self.problem = problem
        self.joined = joined
        self.crew = crew
        self.part: Part | None = None
        self.future: Future[_Placed] | None = None
        if crew.helpers and len(problem.requests) >= _LARGE and problem.most_moved is None:
            theirs = share_of_units(problem, _SHARE)
            if theirs:
                self.part = cut_out(problem, theirs)
                self.future = crew.submit(first_plan_elsewhere, self.part.problem)

    def end(self, calendars: Calendars) -> None:
        """Book all of it."""
        theirs = self.part.problem.requests if self.part and self.future else {}
        plan_greedily(calendars, self.joined, [index for index in self.problem.requests if index not in theirs])
        if not theirs or self.part is None:
            return
        placed = self.crew.result(self.future, Deadline(math.inf))
        if placed is None:  # the helper was lost
            plan_greedily(calendars, self.joined, list(theirs))
            return
        segments = self.part.segments
        for index, unit, day, cost, spots in placed:
            there = tuple([Spot(segments[at] if at >= 0 else at, start) for at, start in spots])
            calendars.book(self.problem.requests[index], Placement(unit, day, there, cost))


def plan_greedily(calendars: Calendars, joined: Joined, indices: list[int]) -> None:
    """Begin with the existing bookings that can stand, and fill in the rest."""
    requests = [calendars.problem.requests[index] for index in indices]
    if any(request.existing for request in requests):
        keep_existing(calendars, requests, joined)
    fill(calendars, requests, joined)


def first_plan_elsewhere(problem: Problem) -> _Placed:
    """The first plan of a part, in a helper process."""
    calendars = Calendars(problem)
    plan_greedily(calendars, joined_requests(problem), list(problem.requests))
    return [
        (index, one.unit, one.day, one.cost, tuple([(spot.segment, spot.start) for spot in one.spots]))
        for index, one in calendars.placed.items()
    ]


def share_of_units(problem: Problem, share: float) -> list[int]:
    """The requests (indices) of some units, about so large a share of all visits; none if that can't be had.

    They have no person, patient or wish in common with the others.
    """
    groups = Groups()
    at: dict[tuple[str, int, int], int] = {}
    for segment in problem.segments:
        unit = at.setdefault(("person", segment.person, segment.day), segment.unit)
        groups.join(groups.node(unit), groups.node(segment.unit))
    for units in {request.units for request in problem.requests.values()}:
        for unit in units:
            groups.join(groups.node(units[0]), groups.node(unit))
    for request in problem.requests.values():
        if request.units and request.patient in problem.shared_patients:
            unit = at.setdefault(("patient", request.patient, 0), request.units[0])
            groups.join(groups.node(unit), groups.node(request.units[0]))
    members: dict[int, list[int]] = defaultdict(list)
    visits: dict[int, int] = defaultdict(int)
    for index, request in problem.requests.items():
        if request.units:
            group = groups.root(request.units[0])
            members[group].append(index)
            visits[group] += len(request.visits)
    wanted = share * sum(visits.values())
    chosen: list[int] = []
    for group in sorted(visits, key=lambda one: -visits[one]):
        if visits[group] <= wanted:
            wanted -= visits[group]
            chosen += members[group]
    return sorted(chosen)
