"""The problem falls apart: requests that share no person, no patient and no wish are planned apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from .instance import Placement, Problem, Request, Spot


@dataclass(frozen=True)
class Part:
    """Some requests as a problem of their own, with only the segments they can use.

    Requests keep their index; ``segments`` gives for each segment of the part its index in the whole.
    """

    problem: Problem
    segments: tuple[int, ...]

    def inward(self, placement: Placement) -> Placement:
        """A placement of the whole, as one of the part."""
        return _renumbered(placement, self._number)

    def outward(self, placement: Placement) -> Placement:
        """A placement of the part, as one of the whole."""
        return _renumbered(placement, self.segments)

    @cached_property
    def _number(self) -> dict[int, int]:
        return {whole: index for index, whole in enumerate(self.segments)}


def _renumbered(placement: Placement, number: Mapping[int, int] | Sequence[int]) -> Placement:
    spots = tuple(spot if spot.segment < 0 else Spot(number[spot.segment], spot.start) for spot in placement.spots)
    return replace(placement, spots=spots)


def cut_out(problem: Problem, indices: list[int]) -> Part:
    """Some requests that share nothing with the others, as a problem of their own."""
    requests = {index: problem.requests[index] for index in indices}
    kinds_at: dict[tuple[int, int], set[int]] = defaultdict(set)
    for units, days, kinds in _alike(requests.values()):
        for day in days:
            for unit in units:
                if (unit, day) in problem.segments_at:
                    kinds_at[unit, day].update(kinds)
    kept = sorted(
        segment.index
        for place, kinds in kinds_at.items()
        for segment in problem.segments_at[place]
        if any(segment.person in problem.kinds[kind].people for kind in kinds)
    )
    patients = {request.patient for request in requests.values()}
    part = replace(
        problem,
        segments=[replace(problem.segments[whole], index=index) for index, whole in enumerate(kept)],
        requests=requests,
        constant=0,
        patient_busy={
            (patient, day): problem.patient_busy[patient, day]
            for patient in patients
            for day in problem.busy_days.get(patient, ())
        },
        shared_patients=problem.shared_patients & patients,
    )
    return Part(part, tuple(kept))


def independent_parts(problem: Problem) -> list[list[int]]:
    """Requests (indices) in groups that share nothing, each in order, the largest first.

    Two requests belong together if one person on one date could take visits of both, or if they have a
    patient or a ``same_day_as`` wish in common, or existing bookings of which only so many may move.
    """
    joined = Groups()
    for index, request in problem.requests.items():
        own = joined.node(index)
        if request.patient in problem.shared_patients:
            joined.join(own, joined.node(("patient", request.patient)))
        for partner in request.partners:
            joined.join(own, joined.node(partner))
        if request.existing and problem.most_moved is not None:
            joined.join(own, joined.node("budget of moves"))
    _join_where_people_meet(problem, joined)
    groups: dict[int, list[int]] = defaultdict(list)
    for index in problem.requests:
        groups[joined.root(index)].append(index)
    return sorted(groups.values(), key=lambda group: (-len(group), group))


def _join_where_people_meet(problem: Problem, joined: Groups) -> None:
    """Join the requests of which one person on one date could take visits.

    Step by step, each looked at once: requests that ask for the same; what these ask for of one kind of visit; that
    on one date; that at one unit; and its people.
    """
    people_at: dict[tuple[int, int], list[int]] = defaultdict(list)
    for segment in problem.segments:
        people_at[segment.unit, segment.day].append(segment.person)
    for (units, days, kinds), requests in _alike(problem.requests.values()).items():
        if not units or not days:
            continue
        first, *others = [joined.node(request.index) for request in requests]
        for other in others:
            joined.join(first, other)
        for kind in set(kinds):
            if joined.meets(first, (kind, units, days)):
                continue
            for day in days:
                if joined.meets(first, (kind, units, day)):
                    continue
                for unit in units:
                    if joined.meets(first, (kind, unit, day)):
                        continue
                    for person in people_at.get((unit, day), ()):
                        if person in problem.kinds[kind].people:
                            joined.join(first, joined.node(("person", person, day)))


def _alike(
    requests: Iterable[Request],
) -> dict[tuple[tuple[int, ...], frozenset[int], tuple[int, ...]], list[Request]]:
    """Requests by what they ask for: units, dates, kinds of visits."""
    dates: dict[int, frozenset[int]] = {}
    groups = defaultdict(list)
    for request in requests:
        days = dates.get(id(request.days))  # shared by many
        if days is None:
            days = dates[id(request.days)] = frozenset(request.days.cost)
        groups[request.units, days, tuple([visit.kind for visit in request.free])].append(request)
    return groups


class Groups:
    """Anything, in groups that grow together (union-find)."""

    def __init__(self) -> None:
        self._number: dict[object, int] = {}
        self._leader: list[int] = []

    def node(self, one: object) -> int:
        """The number of a thing, a new one where it is new."""
        number = self._number.setdefault(one, len(self._leader))
        if number == len(self._leader):
            self._leader.append(number)
        return number

    def join(self, one: int, other: int) -> None:
        """Put the groups of two together."""
        self._leader[self._find(one)] = self._find(other)

    def meets(self, one: int, other: object) -> bool:
        """Join a thing to a group; whether it was there before."""
        known = other in self._number
        self.join(one, self.node(other))
        return known

    def root(self, one: object) -> int:
        """The same number for all of a group."""
        return self._find(self._number[one])

    def _find(self, number: int) -> int:
        leader = self._leader
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number
