"""The instance in integers: what the search and the models work on.

People, units and dates are indices; times are minutes from local midnight; a person's free windows are
``Segment`` objects; candidates are found lazily and shared by all visits of one kind, so that a month of
two thousand requests costs no more to set up than what is looked at.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import attrgetter
from threading import RLock
from typing import Any, TypeVar

from .bits import MINUTES_A_DAY, WHOLE_DAY, first_minute, grid_mask, span_mask, starts_of_free, union_of
from .demand import NO_BOUND, NO_ROOM, Dates, Kind, Preference, Request, Visit, Visits, keep_in_sequence
from .evenness import Evenness

__all__ = [
    "NO_BOUND",
    "NO_ROOM",
    "Dates",
    "Domains",
    "Instance",
    "Kind",
    "Placement",
    "Preference",
    "Request",
    "Segment",
    "Slot",
    "Stock",
    "Visit",
    "Visits",
    "Weights",
    "keep_in_sequence",
]


Made = TypeVar("Made")
_making = RLock()


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
class Stock:
    """Items of equipment of one kind at one unit on one date that are to be had in the same minutes.

    Which of them a visit has makes no difference: as long as no more visits at once need one than there are, each can
    be given one for its whole time. So they are counted, and named when the plan is written (``naming``).
    """

    index: int
    equipment: tuple[int, ...]
    kind: int
    unit: int
    day: int
    minutes: int

    @property
    def count(self) -> int:
        """How many items there are."""
        return len(self.equipment)


@dataclass(frozen=True, slots=True)
class Slot:
    """A visit's person and start: the segment (-1 for a locked fact) and the minute; and which stock it draws on."""

    segment: int
    start: int
    stocks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a request is booked: unit, date, and a slot for each visit of its sequence."""

    unit: int
    day: int
    slots: tuple[Slot, ...]
    cost: int


@dataclass(frozen=True, slots=True)
class Weights:
    """Cost of a minute waited, a moved visit, a pair apart: of what costs stand for in no visit, date or request."""

    wait: int
    moved: int
    apart: int


Domains = list[list[tuple[int, int]]]
"""For each visit of a sequence, its candidates as (segment, set of starts); none for a locked fact."""


@dataclass
class Instance:
    """Everything to plan, in integers.

    ``dates`` are those on which somebody is available; ``constant`` is the cost that no decision
    changes; ``patient_busy`` the minutes in which a patient has a locked visit or something else, by
    (patient, day); ``shared_patients`` those with more than one request; ``max_moved`` how many visits may
    leave their existing booking (None for as many as pay); ``stocks`` the equipment that visits need;
    ``evenness`` how evenly dates are to be filled (None where that costs nothing): no part of ``constant``.
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
    max_moved: int | None = None
    stocks: tuple[Stock, ...] = ()
    evenness: Evenness | None = None
    segments_at: dict[tuple[int, int], list[Segment]] = field(init=False, default_factory=dict)
    stocks_at: dict[tuple[int, int, int], list[Stock]] = field(init=False, default_factory=dict)
    _starts: dict[tuple[int, int, int], list[tuple[int, int]]] = field(init=False, default_factory=dict)
    _made: dict[Callable[[Instance], Any], Any] = field(init=False, default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for stock in self.stocks:
            self.stocks_at.setdefault((stock.unit, stock.day, stock.kind), []).append(stock)
        for segment in self.segments:
            self.segments_at.setdefault((segment.unit, segment.day), []).append(segment)

    def __getstate__(self) -> dict[str, object]:
        """What to send to another process: nothing that can be found again."""
        return self.__dict__ | {"_starts": {}, "_made": {}}

    def once(self, make: Callable[[Instance], Made]) -> Made:
        """What a function makes of this instance: made when first asked for, and shared between threads."""
        with _making:
            if make not in self._made:
                self._made[make] = make(self)
            made: Made = self._made[make]
            return made

    def add_segment(self, person: int, unit: int, day: int) -> Segment:
        """One more segment, of a whole date, among those of its unit in order of people (who take calendars anew)."""
        segment = Segment(len(self.segments), person, unit, day, 0, MINUTES_A_DAY)
        self.segments.append(segment)
        insort(self.segments_at.setdefault((unit, day), []), segment, key=attrgetter("person"))
        for key in [key for key in self._starts if key[1:] == (unit, day)]:
            del self._starts[key]
        return segment

    @cached_property
    def busy_days(self) -> dict[int, list[int]]:
        """The dates on which each patient has a locked visit or something else."""
        days: dict[int, list[int]] = {}
        for patient, day in self.patient_busy:
            days.setdefault(patient, []).append(day)
        return days

    @property
    def nothing_booked(self) -> int:
        """Cost of the plan that books only what is locked."""
        cost = self.constant + sum(request.unbooked_cost for request in self.requests.values())
        return cost if self.evenness is None else cost + self.evenness.cost_of_locked

    def candidates(self, kind: int, unit: int, day: int) -> list[tuple[int, int]]:
        """Segments of one unit and date that a kind of visit may use, each with the set of its starts."""
        key = kind, unit, day
        found = self._starts.get(key)
        if found is None:
            wanted = self.kinds[kind]
            found = []
            for segment in self.segments_at.get((unit, day), ()):
                if segment.person in wanted.people:
                    starts = starts_of_free(segment.mask & wanted.hours, wanted.duration) & grid_mask(self.grid)
                    if starts:
                        found.append((segment.index, starts))
            self._starts[key] = found
        return found

    def equipped_starts(self, visit: Visit, unit: int, day: int) -> int:
        """The minutes from which a visit finds an item of each kind that it needs, beside what is locked."""
        starts = WHOLE_DAY
        for kind in visit.needs:
            stocks = self.stocks_at.get((unit, day, kind), ())
            starts &= union_of([starts_of_free(stock.minutes, visit.duration) for stock in stocks])
        return starts

    def domains(self, request: Request, unit: int, day: int) -> Domains | None:
        """Where each visit may start so that the whole sequence can be kept, one visit at a time looked at.

        Parameters
        ----------
        request, unit, day
            What is to be placed on empty calendars, and where.

        Returns
        -------
        Domains or None
            None if the sequence has no room.
        """
        busy = self.patient_busy.get((request.patient, day), 0)
        count = len(request.visits)
        found: Domains = [[] for _ in range(count)]
        unions = [0] * count
        # The visit that fewest can take first: where there is no room, it is most often that one which has none.
        for visit in request.visits.scarce_first(self.kinds):
            if visit.fixed is not None:
                unions[visit.position] = 1 << visit.fixed
                continue
            options = found[visit.position]
            union = 0
            allowed = starts_of_free(WHOLE_DAY & ~busy, visit.duration) if busy else WHOLE_DAY
            if visit.needs:
                allowed &= self.equipped_starts(visit, unit, day)
            for index, starts in self.candidates(visit.kind, unit, day):
                room = starts & allowed
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

    def soft_cost(self, visit: Visit, segment: Segment, start: int) -> int:
        """Cost of this person and start for a visit: by its preference, and of leaving its existing booking."""
        cost, preference = 0, visit.preference
        if preference is not None:
            cost = preference.of_person(segment.person) + preference.of_start(start)
        if visit.existing is not None and visit.existing != (
            segment.person,
            segment.unit,
            segment.day,
            start,
        ):
            cost += self.weights.moved
        return cost

    def costs(self, visit: Visit, segment: Segment, starts: int) -> Iterator[tuple[int, int]]:
        """The costs of a visit in one segment, each with those of some starts that cost so much; none is in two."""
        # Where the visit stands already it costs no move; everywhere else with the same person it does.
        kept = visit.existing
        if kept is not None and kept[:3] == (segment.person, segment.unit, segment.day) and starts >> kept[3] & 1:
            yield self.soft_cost(visit, segment, kept[3]), 1 << kept[3]
            starts &= ~(1 << kept[3])
        for _, minutes in visit.preference.clock if visit.preference is not None else ():
            if some := starts & minutes:
                yield self.soft_cost(visit, segment, first_minute(some)), some
                starts &= ~some
        if starts:
            yield self.soft_cost(visit, segment, first_minute(starts)), starts

    def disturbed(self, request: Request, placement: Placement | None) -> int:
        """Visits of a request that count as moved where it is placed, or left out (None)."""
        if placement is None:
            return len(request.existing) if request.stands else 0
        moved = 0
        for visit in request.existing:
            slot = placement.slots[visit.position]
            segment = self.segments[slot.segment]
            moved += visit.existing != (segment.person, segment.unit, segment.day, slot.start)
        return moved

    def placement(self, request: Request, unit: int, day: int, slots: Iterable[Slot]) -> Placement:
        """A placement with its cost (all but ``apart``, which depends on others)."""
        slots = tuple(slots)
        cost = request.days.cost[day]
        if request.waits:
            cost += self.weights.wait * request.spare([slot.start for slot in slots])
        for visit, slot in zip(request.visits, slots, strict=True):
            if visit.fixed is None and (visit.preference is not None or visit.existing is not None):
                cost += self.soft_cost(visit, self.segments[slot.segment], slot.start)
        return Placement(unit, day, slots, cost)
