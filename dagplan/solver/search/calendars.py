"""The state of a plan while it is made: who is placed where, and what time is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from dagplan.solver.instance.bits import WHOLE_DAY, span_mask, starts_of_free
from dagplan.solver.instance.instance import Domains, Placement, Problem, Request, keep_in_sequence

from .gaps import Rooms


class Calendars:
    """Placements, the free minutes of each segment, and the busy minutes of patients with several requests.

    Attributes
    ----------
    placed
        The placement of each booked request, by request index.
    free
        Free minutes of each segment, as sets.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.placed: dict[int, Placement] = {}
        self.free: list[int] = [segment.mask for segment in problem.segments]
        self._patients: dict[tuple[int, int], int] = {}
        self._rooms: dict[tuple[int, int, int], Rooms] = {}
        self._versions: dict[tuple[int, int], int] = {}

    def book(self, request: Request, placement: Placement) -> None:
        """Put a request in its place; the place must be free."""
        self.placed[request.index] = placement
        self._take(request, placement)

    def unbook(self, request: Request) -> Placement:
        """Take a request out, and give back where it stood."""
        placement = self.placed.pop(request.index)
        self._take(request, placement)
        return placement

    def put(self, placements: Mapping[int, Placement]) -> None:
        """Book these requests where they are given, and no others."""
        for index in list(self.placed):
            self.unbook(self.problem.requests[index])
        for index, placement in placements.items():
            self.book(self.problem.requests[index], placement)

    @contextmanager
    def without(self, request: Request, position: int) -> Iterator[None]:
        """While the block runs, the minutes of one visit of a booked request are free."""
        placement = self.placed[request.index]
        self._turn(request, placement, position)
        try:
            yield
        finally:
            self._turn(request, placement, position)

    def _take(self, request: Request, placement: Placement) -> None:
        for visit in request.visits:
            if visit.fixed is None:
                self._turn(request, placement, visit.position)

    def _turn(self, request: Request, placement: Placement, position: int) -> None:
        """Take one visit's minutes, or give them back."""
        spot = placement.spots[position]
        minutes = span_mask(spot.start, spot.start + request.visits[position].duration)
        self.free[spot.segment] ^= minutes
        place = placement.unit, placement.day
        self._versions[place] = self._versions.get(place, 0) + 1
        if request.patient in self.problem.shared_patients:
            key = request.patient, placement.day
            self._patients[key] = self._patients.get(key, 0) ^ minutes

    def patient_busy(self, patient: int, day: int) -> int:
        """Minutes in which a patient has another visit, locked facts not counted."""
        return self._patients.get((patient, day), 0)

    def patient_is_busy(self, patient: int, day: int) -> bool:
        """Whether a patient has anything else on a date, locked facts counted."""
        return bool(self.problem.patient_busy.get((patient, day)) or self._patients.get((patient, day)))

    def rooms(self, kind: int, unit: int, day: int) -> Rooms:
        """Where visits of a kind still fit at one unit on one date."""
        key = kind, unit, day
        found = self._rooms.get(key)
        if found is None:
            candidates = self.problem.candidates(kind, unit, day)
            found = self._rooms[key] = Rooms(candidates, self.problem.kinds[kind].duration)
        version = self._versions.get((unit, day), 0)
        if found.version != version:
            found.look(self.free, version)
        return found

    def openings(self, request: Request, unit: int, day: int) -> list[int] | None:
        """The minutes from which each visit may start, one at a time looked at; None if the sequence has no room.

        Each belongs to a sequence that can be kept whole but for the patient's other visits.
        """
        locked = self.problem.patient_busy.get((request.patient, day), 0)
        unions = [0] * len(request.visits)
        for visit in request.visits.scarce_first(self.problem.kinds):
            if visit.fixed is not None:
                unions[visit.position] = 1 << visit.fixed
                continue
            union = self.rooms(visit.kind, unit, day).union
            if locked:
                union &= starts_of_free(WHOLE_DAY & ~locked, visit.duration)
            if not union:
                return None
            unions[visit.position] = union
        alive = keep_in_sequence(request, unions) if len(unions) > 1 else unions
        busy = self._patients.get((request.patient, day), 0)
        if alive is None or not busy:
            return alive
        for visit in request.free:
            alive[visit.position] &= starts_of_free(WHOLE_DAY & ~busy, visit.duration)
            if not alive[visit.position]:
                return None
        return alive

    def domains(self, request: Request, unit: int, day: int) -> Domains | None:
        """The candidates of each visit with the minutes from which it may start beside what is booked.

        None if the sequence has no room (see ``Problem.domains``).
        """
        openings = self.openings(request, unit, day)
        if openings is None:
            return None
        return [
            [] if visit.fixed is not None else self.rooms(visit.kind, unit, day).among(keep)
            for visit, keep in zip(request.visits, openings, strict=True)
        ]

    def apart_cost(self, request: Request, day: int, joined: tuple[int, ...]) -> int:
        """Cost of being on this date while requests it is joined with are booked on others."""
        apart = self.problem.weights.apart
        return sum(apart for other in joined if other in self.placed and self.placed[other].day != day)

    def cost_of(self, requests: Iterable[int], joined: Mapping[int, tuple[int, ...]]) -> int:
        """What some requests cost as they stand, with every wish for the same date that they are part of."""
        return cost_of(self.problem, self.placed, requests, joined)

    def cost(self) -> int:
        """The plan's whole cost."""
        total = self.problem.nothing_booked
        for index, placement in self.placed.items():
            request = self.problem.requests[index]
            total += placement.cost - request.loss
            total += self.apart_cost(request, placement.day, request.partners)
        return total


def cost_of(
    problem: Problem,
    placed: Mapping[int, Placement],
    requests: Iterable[int],
    joined: Mapping[int, tuple[int, ...]],
) -> int:
    """What some requests cost where they are placed, with every wish for the same date that they are part of."""
    members = set(requests)
    total = 0
    for index in members:
        placement = placed.get(index)
        if placement is None:
            total += problem.requests[index].loss
            continue
        total += placement.cost
        for other in joined.get(index, ()):
            beside = placed.get(other)
            if beside is not None and beside.day != placement.day and (index < other or other not in members):
                total += problem.weights.apart
    return total
