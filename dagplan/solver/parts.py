"""The problem falls apart: requests that share no person, no patient and no wish are planned apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from .problem import Placement, Problem, Spot


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
    people_at: dict[tuple[int, int], set[int]] = defaultdict(set)
    for request in requests.values():
        able = {person for visit in request.free for person in problem.kinds[visit.kind].people}
        for day, _ in request.days:
            for unit in request.units:
                people_at[unit, day] |= able
    kept = [one for one in problem.segments if one.person in people_at.get((one.unit, one.day), ())]
    patients = {request.patient for request in requests.values()}
    part = replace(
        problem,
        segments=[replace(one, index=index) for index, one in enumerate(kept)],
        requests=requests,
        constant=0,
        patient_busy={key: busy for key, busy in problem.patient_busy.items() if key[0] in patients},
        shared_patients=problem.shared_patients & patients,
    )
    return Part(part, tuple(one.index for one in kept))


def independent_parts(problem: Problem) -> list[list[int]]:
    """Requests (indices) in groups that share nothing, each in order, the largest first.

    Two requests belong together if one person on one date could take visits of both, or if they have a
    patient or a ``same_day_as`` wish in common, or existing bookings of which only so many may move.
    """
    leader: dict[object, object] = {}

    def find(one: object) -> object:
        while leader.setdefault(one, one) != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    people_at: dict[tuple[int, int], list[int]] = defaultdict(list)
    for segment in problem.segments:
        people_at[segment.unit, segment.day].append(segment.person)
    for request in problem.requests.values():
        own: object = ("request", request.index)
        leader[find(("patient", request.patient))] = find(own)
        for partner in request.partners:
            leader[find(("request", partner))] = find(own)
        if request.existing and problem.most_moved is not None:
            leader[find("budget of moves")] = find(own)
        for visit in request.free:
            for day, _ in request.days:
                for unit in request.units:
                    pool = ("pool", visit.kind, unit, day)
                    if pool not in leader:
                        for person in people_at.get((unit, day), ()):
                            if person in problem.kinds[visit.kind].people:
                                leader[find(("person", person, day))] = find(pool)
                    leader[find(pool)] = find(own)
    groups: dict[object, list[int]] = defaultdict(list)
    for index in problem.requests:
        groups[find(("request", index))].append(index)
    return sorted(groups.values(), key=lambda group: (-len(group), group))
