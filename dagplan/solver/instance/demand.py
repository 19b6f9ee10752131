"""What is asked for, in integers: visits, sequences of them, dates with their costs, requests.

Many requests ask for the same: they share one ``Visits`` and one ``Dates``, and what is reckoned of these once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from .bits import MINUTES_A_DAY, earlier, later

NO_BOUND = 1_000_000
"""Stands for a longest wait that is not bounded, in minutes."""

NO_ROOM = 2 * MINUTES_A_DAY
"""Stands for a least wait that no day has room for, in minutes."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What decides who can take a visit and when: the same for many visits.

    ``hours`` are the minutes of the day in which it may lie, as a set.
    """

    people: frozenset[int]
    duration: int
    hours: int


@dataclass(frozen=True, slots=True, eq=False)
class Preference:
    """What people and clock times cost a visit; one object for all visits that it is the same for.

    ``named`` has the cost of some people, all others cost ``others``; ``clock`` has sets of starts with the cost of
    each, a start in none of them costs nothing.
    """

    named: Mapping[int, int]
    others: int
    clock: tuple[tuple[int, int], ...] = ()

    def of_person(self, person: int) -> int:
        """Cost of one person."""
        return self.named.get(person, self.others)

    def of_start(self, start: int) -> int:
        """Cost of one start."""
        return sum([cost for cost, starts in self.clock if starts >> start & 1])

    @property
    def most(self) -> int:
        """What it can cost at the most."""
        return max(self.others, *self.named.values(), 0) + max((cost for cost, _ in self.clock), default=0)


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit of a request.

    ``least`` and ``most`` bound the wait just before it; ``preference`` is None where all people and clock times
    are the same to it; ``fixed`` is the start of a locked fact; ``existing`` is an unlocked booking as (person, unit,
    day, start), and ``held`` the items that it has (indices of the request's equipment). ``needs`` are kinds of
    equipment; ``same`` and ``different`` the positions of other visits, not locked, that the same person takes, or
    another.
    """

    position: int
    duration: int
    kind: int
    least: int
    most: int
    preference: Preference | None
    fixed: int | None = None
    existing: tuple[int, int, int, int] | None = None
    needs: tuple[int, ...] = ()
    same: tuple[int, ...] = ()
    different: tuple[int, ...] = ()
    held: tuple[int, ...] = ()

    @property
    def varied(self) -> bool:
        """Whether its cost differs between starts with one person."""
        return self.existing is not None or (self.preference is not None and bool(self.preference.clock))


class Visits(tuple[Visit, ...]):
    """The visits of a request in their sequence."""

    @cached_property
    def simple(self) -> bool:
        """Whether it is one visit that is booked nowhere yet and costs the same at all of a person's starts."""
        return len(self) == 1 and not self[0].varied and self[0].fixed is None

    @cached_property
    def free(self) -> tuple[Visit, ...]:
        """The visits that are not locked."""
        return tuple(visit for visit in self if visit.fixed is None)

    @cached_property
    def existing(self) -> tuple[Visit, ...]:
        """The visits that are booked already and may move."""
        return tuple(visit for visit in self if visit.existing is not None)

    @cached_property
    def equipped(self) -> bool:
        """Whether a visit that is not locked needs equipment."""
        return any(visit.needs for visit in self.free)

    @cached_property
    def needs(self) -> frozenset[int]:
        """The kinds of equipment that its visits need, locked ones not looked at."""
        return frozenset(kind for visit in self.free for kind in visit.needs)

    @cached_property
    def asks_of_people(self) -> bool:
        """Whether who takes one visit depends on who takes another."""
        return any(visit.same or visit.different for visit in self.free)

    def agree(self, people: Sequence[int]) -> bool:
        """Whether visits with these people (one for each visit) keep what they ask of one another."""
        return all(
            all(people[visit.position] == people[other] for other in visit.same)
            and all(people[visit.position] != people[other] for other in visit.different)
            for visit in self.free
        )

    @cached_property
    def minutes(self) -> int:
        """Minutes of the visits that are not locked."""
        return sum(visit.duration for visit in self.free)

    def scarce_first(self, kinds: Sequence[Kind]) -> tuple[Visit, ...]:
        """The visits, those that fewest can take first: where there is no room, that is known soonest."""
        # Kept by hand: kinds are an argument, and a cached property has none.
        order: tuple[Visit, ...] | None = self.__dict__.get("_scarce_first")
        if order is None:
            order = tuple(sorted(self, key=lambda visit: len(kinds[visit.kind].people)))
            self._scarce_first = order
        return order


class Dates(tuple[tuple[int, int], ...]):
    """The dates on which a request may be booked, each with the cost of that date, cheapest first."""

    @cached_property
    def cost(self) -> dict[int, int]:
        """Cost of each date."""
        return dict(self)


@dataclass(frozen=True, slots=True)
class Request:
    """One request with something left to plan.

    ``unbooked_cost`` is what it costs unbooked; ``days`` are (date index, cost of that date), cheapest first;
    ``partners`` are requests it is wished on the same date with, each pair once with the lower index;
    ``stands`` where its existing bookings could all stay, so that leaving it out counts as moving them.
    """

    index: int
    visits: Visits
    units: tuple[int, ...]
    days: Dates
    unbooked_cost: int
    patient: int
    partners: tuple[int, ...] = ()
    stands: bool = False

    @property
    def day_cost(self) -> dict[int, int]:
        """Cost of each date it may be booked."""
        return self.days.cost

    @property
    def simple(self) -> bool:
        """Whether it is one visit that is booked nowhere yet and costs the same at all of a person's starts."""
        return self.visits.simple

    @property
    def free(self) -> tuple[Visit, ...]:
        """The visits that are not locked."""
        return self.visits.free

    @property
    def existing(self) -> tuple[Visit, ...]:
        """The visits that are booked already and may move."""
        return self.visits.existing

    @property
    def minutes(self) -> int:
        """Minutes of the visits that are not locked."""
        return self.visits.minutes

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


def keep_in_sequence(request: Request, starts: list[int]) -> list[int] | None:
    """Starts of each visit that belong to some whole sequence; None if there is none.

    Between two locked facts nothing is asked: what they alone break is no concern of the plan.
    """
    alive = list(starts)
    visits = request.visits
    # Forward: what can be reached from some start of the one before. Backward: what leads to some start of the
    # next. With both, since each visit is tied to its two neighbours alone, what is left lies in whole sequences.
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
