"""The cheapest whole placements of one request beside what stands, exactly, in the contract's words."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import combinations, count

from dagplan.models import PlanRequest
from dagplan.models.bookings import booking_as, booking_of
from dagplan.models.clock import at_minute
from dagplan.models.offer import Offer
from dagplan.models.plan import Booking
from dagplan.models.request import ExistingBooking
from dagplan.solver.instance.bits import span_mask
from dagplan.solver.instance.instance import Domains, Instance, Placement, Request
from dagplan.solver.instance.translate import Names
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.insertion import cheapest_within

from .offer_words import in_words

_APART_MINUTES = 60
"""A second offer at the same place begins at least so long before or after the first."""

_Entry = tuple[int, int, tuple[int, int, int], Placement, Domains]
"""Cost, date, tie-breaker, the placement, and the starts it was chosen from.

The tie-breaker is the unit, how many entries waited, and a number of its own, so that placements are never compared.
"""


class Placing:
    """Whole placements of requests of an instance beside what is in its calendars; who is asked about is not.

    Parameters
    ----------
    asked
        The request of the contract; an index of the instance is a place in its ``requests``.
    instance, names
        The same in integers.
    calendars
        What stands.
    same_day
        For each request those it is wished on the same date with.
    facts, wishes
        The bookings that are locked and those that may move, by visit.

    Attributes
    ----------
    few_moved
        A request (index) of which only so many visits may leave their booking; None: of each as many as there are.
    """

    few_moved: tuple[int, int] | None = None

    def __init__(
        self,
        asked: PlanRequest,
        instance: Instance,
        names: Names,
        calendars: Calendars,
        same_day: Mapping[int, tuple[int, ...]],
        facts: Mapping[str, ExistingBooking],
        wishes: Mapping[str, ExistingBooking],
    ) -> None:
        self.asked = asked
        self.instance = instance
        self.names = names
        self.calendars = calendars
        self.same_day = same_day
        self._facts, self._wishes = facts, wishes
        self._pushed = count()

    def cost(self, request: Request, placement: Placement) -> int:
        """What a placement adds to the objective beside what stands."""
        return self.own_cost(request, placement) + self.calendars.uneven_cost(request, placement.unit, placement.day)

    def own_cost(self, request: Request, placement: Placement) -> int:
        """The same but for how evenly dates are filled, in which all others have part."""
        return placement.cost + self.calendars.apart_cost(
            request, placement.day, self.same_day.get(request.index, ())
        )

    def best(self, number: int, n: int) -> list[Placement]:
        """The best placements of a request: of each date the best, then more."""
        request = self.instance.requests[number]
        queue: list[_Entry] = []
        for unit, day, domains in self.places(request):
            self._push(queue, request, unit, day, domains)
        chosen: list[Placement] = []
        later: list[_Entry] = []
        dates: set[int] = set()
        while queue and len(chosen) < n:
            entry = heapq.heappop(queue)
            # A second offer on one date waits until each date has had one.
            if entry[1] in dates:
                later.append(entry)
                continue
            dates.add(entry[1])
            chosen.append(entry[3])
            self._push_next(later, request, entry)
        heapq.heapify(later)
        while later and len(chosen) < n:
            entry = heapq.heappop(later)
            if entry[3] not in chosen:
                chosen.append(entry[3])
            self._push_next(later, request, entry)
        return sorted(chosen, key=lambda one: (self.cost(request, one), one.day, one.slots[0].start))

    def places(self, request: Request, only: int | None = None) -> Iterator[tuple[int, int, Domains]]:
        """Units and dates that have room for a request, and where each visit may start there."""
        for day in (day for day, _ in request.days if only in (None, day)):
            for unit in request.units:
                if (unit, day) in self.instance.segments_at:
                    domains = self.calendars.domains(request, unit, day)
                    if domains is not None:
                        yield from ((unit, day, some) for some in self._few_moved(request, unit, day, domains))

    def _few_moved(self, request: Request, unit: int, day: int, domains: Domains) -> Iterator[Domains]:
        """The starts at a place from which no more visits leave their booking than may: those that stay are tried."""
        whose, most = self.few_moved or (request.index, len(request.existing))
        stay = len(request.existing) - most
        if whose != request.index or stay <= 0:
            yield domains
            return
        held: dict[int, list[tuple[int, int]]] = {}
        for visit in request.existing:
            person, *where, start = visit.existing or (-1, -1, -1, -1)
            options = [
                (segment, 1 << start)
                for segment, starts in domains[visit.position]
                if where == [unit, day] and starts >> start & 1 and self.instance.segments[segment].person == person
            ]
            if options:
                held[visit.position] = options
        for staying in combinations(held, stay):
            yield [held[i] if i in staying else options for i, options in enumerate(domains)]

    def _push(
        self,
        queue: list[_Entry],
        request: Request,
        unit: int,
        day: int,
        domains: Domains,
    ) -> None:
        placement = cheapest_within(self.calendars, request, unit, day, domains)
        if placement is not None:
            tie = unit, len(queue), next(self._pushed)
            heapq.heappush(queue, (self.cost(request, placement), day, tie, placement, domains))

    def _push_next(
        self,
        queue: list[_Entry],
        request: Request,
        entry: _Entry,
    ) -> None:
        """The next best at the same place, the first visit that may move at another time of the day."""
        *_, placement, domains = entry
        loose = (visit.position for visit in request.free if _several(domains[visit.position]))
        first = next(loose, request.free[0].position)
        start = placement.slots[first].start
        # An offer five minutes later is no other offer: the next one lies well apart.
        near = span_mask(max(0, start - _APART_MINUTES + 1), start + _APART_MINUTES)
        left = [(segment, starts & ~near) for segment, starts in domains[first] if starts & ~near]
        if left:
            others = [left if position == first else options for position, options in enumerate(domains)]
            self._push(queue, request, placement.unit, placement.day, others)

    def cheapest_in(self, number: int, practitioner: str, start: datetime, span: int) -> Placement | None:
        """The cheapest placement with a visit of this person wholly within these minutes of a date."""
        request = self.instance.requests[number]
        person = self.names.people.index(practitioner)
        best: Placement | None = None
        if start.date() not in self.instance.dates:
            return None
        for unit, day, domains in self.places(request, self.instance.dates.index(start.date())):
            for visit in request.free:
                inside = [
                    (segment, room)
                    for segment, starts in domains[visit.position]
                    if self.instance.segments[segment].person == person
                    and (room := starts & _starts_inside(span, visit.duration))
                ]
                if inside:
                    cut = [inside if i == visit.position else options for i, options in enumerate(domains)]
                    found = cheapest_within(self.calendars, request, unit, day, cut)
                    if found is not None and (best is None or self.cost(request, found) < self.cost(request, best)):
                        best = found
        return best

    def offer(
        self, number: int, placement: Placement, *, cost: int | None = None, moves: Sequence[Booking] = ()
    ) -> Offer:
        """A placement in the contract's words."""
        case = self.asked.requests[number]
        bookings = self.bookings(number, placement)
        whole = self.cost(self.instance.requests[number], placement) if cost is None else cost
        return Offer(
            request=case.id,
            bookings=tuple(bookings),
            moves=tuple(moves),
            cost=whole,
            **in_words(self.asked, case, bookings, moves, whole, self._wishes).fields,
        )

    def bookings(self, number: int, placement: Placement) -> list[Booking]:
        """A placement as bookings, locked visits too."""
        case = self.asked.requests[number]
        bookings = []
        for position, (visit, slot) in enumerate(zip(case.visits, placement.slots, strict=True)):
            fact = self._facts.get(visit.id)
            if fact is not None:
                bookings.append(booking_as(case, position, fact))
                continue
            person = self.names.people[self.instance.segments[slot.segment].person]
            when = at_minute(self.instance.dates[placement.day], slot.start)
            items = self.names.items_of(self.instance, slot)
            bookings.append(booking_of(case, position, person, self.names.units[placement.unit], when, items))
        return bookings


def _several(options: list[tuple[int, int]]) -> bool:
    """Whether a visit may start at more than one time."""
    return len({starts for _, starts in options}) > 1 or any(starts & (starts - 1) for _, starts in options)


def _starts_inside(span: int, duration: int) -> int:
    """Starts of visits that lie wholly in a span of minutes."""
    length = span.bit_length()
    first = (span & -span).bit_length() - 1
    return span_mask(first, length - duration + 1)
