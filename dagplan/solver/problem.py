"""The problem in integers: what the search and the models work on.

People, units and dates are indices; times are minutes from local midnight; a person's free windows are
``Segment`` objects; candidates are found lazily and shared by all visits of one kind, so that a month of
two thousand requests costs no more to set up than what is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from .bits import MINUTES_A_DAY, WHOLE_DAY, earlier, grid_mask, later, span_mask, starts_of_free

NO_BOUND = 1_000_000
"""Stands for a longest wait that is not bounded, in minutes."""

NO_ROOM = 2 * MINUTES_A_DAY
"""Stands for a least wait that no day has room for, in minutes."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Time in which one person can take visits at one unit on one date, in minutes."""

    index: int
    person: int
    unit: int
    day: int
    start: int
    end: int

    @property
    def mask(self) -> int:
        """Its minutes as a set."""
        return span_mask(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Kind:
    """What decides who can take a visit and when: the same for many visits."""

    people: frozenset[int]
    duration: int
    not_before: int
    not_after: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A visit's person and start: the segment (-1 for a locked fact) and the minute."""

    segment: int
    start: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit of a request.

    ``least`` and ``most`` bound the wait just before it; ``fixed`` is the start of a locked fact;
    ``existing`` is an unlocked booking as (person, unit, day, start).
    """

    position: int
    duration: int
    kind: int
    least: int
    most: int
    preferred: int
    fixed: int | None = None
    existing: tuple[int, int, int, int] | None = None


@dataclass(frozen=True)
class Request:
    """One request with something left to plan.

    ``loss`` is what it costs unbooked; ``days`` are (date index, cost of that date), cheapest first;
    ``partners`` are requests it is wished on the same date with, each pair once with the lower index;
    ``stands`` where its existing bookings could all stay, so that leaving it out counts as moving them.
    """

    index: int
    visits: tuple[Visit, ...]
    units: tuple[int, ...]
    days: tuple[tuple[int, int], ...]
    loss: int
    patient: int
    partners: tuple[int, ...] = ()
    stands: bool = False

    @cached_property
    def day_cost(self) -> dict[int, int]:
        """Cost of each date it may be booked."""
        return dict(self.days)

    @cached_property
    def simple(self) -> bool:
        """Whether it is one visit that is booked nowhere yet."""
        return len(self.visits) == 1 and self.visits[0].existing is None and self.visits[0].fixed is None

    @cached_property
    def free(self) -> tuple[Visit, ...]:
        """The visits that are not locked."""
        return tuple(visit for visit in self.visits if visit.fixed is None)

    @cached_property
    def existing(self) -> tuple[Visit, ...]:
        """The visits that are booked already and may move."""
        return tuple(visit for visit in self.visits if visit.existing is not None)

    @cached_property
    def minutes(self) -> int:
        """Minutes of the visits that are not locked."""
        return sum(visit.duration for visit in self.visits if visit.fixed is None)

    @property
    def waits(self) -> bool:
        """Whether it is linked, so that waits cost."""
        return len(self.visits) > 1

    def spare(self, starts: Iterable[int]) -> int:
        """Minutes waited in all when its visits start at these minutes."""
        total, end = 0, None
        for visit, start in zip(self.visits, starts, strict=True):
            if end is not None:
                total += max(0, start - end)
            end = start + visit.duration
        return total


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a request is booked: unit, date, and a spot for each visit of its sequence."""

    unit: int
    day: int
    spots: tuple[Spot, ...]
    cost: int


@dataclass(frozen=True, slots=True)
class Weights:
    """Cost of a minute waited, a visit without the preferred person, a moved visit, a pair apart."""

    wait: int
    not_preferred: int
    moved: int
    apart: int


Domains = list[list[tuple[int, int]]]
"""For each visit of a sequence, its candidates as (segment, set of starts); none for a locked fact."""


@dataclass
class Problem:
    """Everything to plan, in integers.

    ``dates`` are those on which somebody is available; ``constant`` is the cost that no decision
    changes; ``patient_busy`` the minutes in which a patient has a locked visit or something else, by
    (patient, day); ``shared_patients`` those with more than one request; ``most_moved`` how many visits may
    leave their existing booking (None for as many as pay).
    """

    grid: int
    dates: tuple[date, ...]
    segments: list[Segment]
    kinds: list[Kind]
    requests: dict[int, Request]
    weights: Weights
    constant: int
    patient_busy: dict[tuple[int, int], int]
    shared_patients: set[int]
    most_moved: int | None = None
    segments_at: dict[tuple[int, int], list[Segment]] = field(init=False, default_factory=dict)
    _starts: dict[tuple[int, int, int], list[tuple[int, int]]] = field(init=False, default_factory=dict)
    _orders: dict[int, tuple[int, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for segment in self.segments:
            self.segments_at.setdefault((segment.unit, segment.day), []).append(segment)

    def __getstate__(self) -> dict[str, object]:
        """What to send to another process: nothing that can be found again."""
        return self.__dict__ | {"_starts": {}, "_orders": {}}

    @property
    def nothing_booked(self) -> int:
        """Cost of the plan that books only what is locked."""
        return self.constant + sum(request.loss for request in self.requests.values())

    def candidates(self, kind: int, unit: int, day: int) -> list[tuple[int, int]]:
        """Segments of one unit and date that a kind of visit may use, each with the set of its starts."""
        key = kind, unit, day
        found = self._starts.get(key)
        if found is None:
            wanted = self.kinds[kind]
            found = []
            for segment in self.segments_at.get((unit, day), ()):
                if segment.person in wanted.people:
                    low = max(segment.start, wanted.not_before)
                    last = min(segment.end, wanted.not_after) - wanted.duration
                    starts = span_mask(low, last + 1) & grid_mask(self.grid)
                    if starts:
                        found.append((segment.index, starts))
            self._starts[key] = found
        return found

    def domains(self, request: Request, unit: int, day: int, free: list[int] | None = None) -> Domains | None:
        """Where each visit may start so that the whole sequence can be kept, one visit at a time looked at.

        Parameters
        ----------
        request, unit, day
            What is to be placed, and where.
        free
            Free minutes of each segment; None for empty calendars.

        Returns
        -------
        Domains or None
            None if the sequence has no room.
        """
        busy = self.patient_busy.get((request.patient, day), 0)
        count = len(request.visits)
        found: Domains = [[] for _ in range(count)]
        unions = [0] * count
        for visit in self._scarce_first(request):
            if visit.fixed is not None:
                unions[visit.position] = 1 << visit.fixed
                continue
            options = found[visit.position]
            union = 0
            duration = visit.duration
            allowed = starts_of_free(WHOLE_DAY & ~busy, duration) if busy else WHOLE_DAY
            for index, starts in self.candidates(visit.kind, unit, day):
                room = starts & allowed
                if free is not None:
                    room &= starts_of_free(free[index], duration)
                if room:
                    options.append((index, room))
                    union |= room
            if not union:
                return None
            unions[visit.position] = union
        if count == 1:
            return found
        alive = keep_in_sequence(request, unions)
        if alive is None:
            return None
        return [
            [(index, left) for index, room in options if (left := room & keep)]
            for options, keep in zip(found, alive, strict=True)
        ]

    def _scarce_first(self, request: Request) -> tuple[Visit, ...]:
        """The visits, those that fewest can take first: where there is no room, that is known soonest."""
        order = self._orders.get(request.index)
        if order is None:
            visits = sorted(request.visits, key=lambda visit: len(self.kinds[visit.kind].people))
            order = self._orders[request.index] = tuple(visit.position for visit in visits)
        return tuple(request.visits[position] for position in order)

    def soft_cost(self, visit: Visit, segment: Segment, start: int) -> int:
        """Cost of this person and start for a visit: not the preferred person, not the existing booking."""
        cost = 0
        if visit.preferred >= 0 and segment.person != visit.preferred:
            cost += self.weights.not_preferred
        if visit.existing is not None and visit.existing != (
            segment.person,
            segment.unit,
            segment.day,
            start,
        ):
            cost += self.weights.moved
        return cost

    def disturbed(self, request: Request, placement: Placement | None) -> int:
        """Visits of a request that count as moved where it is placed, or left out (None)."""
        if placement is None:
            return len(request.existing) if request.stands else 0
        moved = 0
        for visit in request.existing:
            spot = placement.spots[visit.position]
            segment = self.segments[spot.segment]
            moved += visit.existing != (segment.person, segment.unit, segment.day, spot.start)
        return moved

    def placement(self, request: Request, unit: int, day: int, spots: Iterable[Spot]) -> Placement:
        """A placement with its cost (all but ``apart``, which depends on others)."""
        spots = tuple(spots)
        cost = request.day_cost[day]
        if request.waits:
            cost += self.weights.wait * request.spare(spot.start for spot in spots)
        for visit, spot in zip(request.visits, spots, strict=True):
            if visit.fixed is None:
                cost += self.soft_cost(visit, self.segments[spot.segment], spot.start)
        return Placement(unit, day, spots, cost)


def keep_in_sequence(request: Request, starts: list[int]) -> list[int] | None:
    """Starts of each visit that belong to some whole sequence; None if there is none.

    Between two locked facts nothing is asked: what they alone break is no concern of the plan.
    """
    alive = list(starts)
    visits = request.visits
    for i in range(1, len(visits)):
        if visits[i - 1].fixed is None or visits[i].fixed is None:
            ended, most = visits[i - 1].duration, visits[i].most
            alive[i] &= later(alive[i - 1], ended + visits[i].least, ended + most)
            if not alive[i]:
                return None
    for i in range(len(visits) - 1, 0, -1):
        if visits[i - 1].fixed is None or visits[i].fixed is None:
            ended, most = visits[i - 1].duration, visits[i].most
            alive[i - 1] &= earlier(alive[i], ended + visits[i].least, ended + most)
    return alive
