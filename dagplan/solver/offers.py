"""Where one request could go beside the bookings that stand; which waiting requests fit a time that became free.

Every booking of the input stands as if it were locked, but those of the request asked about. For each unit and date
the cheapest whole placement is found exactly (``placing``), so the first offer is the cheapest there is. The best of
each date comes before a second one on the same date, since a patient who can't come on Tuesday can't come half an
hour later on Tuesday either.

Where others may move, each date is a small CP-SAT model: the request asked about is to be booked on it, the requests
that stand there with the same people stay booked, and at most so many of their visits leave their place.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise

from dagplan.models import InputError, PlanRequest, Problem
from dagplan.models.bookings import booking_of
from dagplan.models.clock import at_minute, minute_of_day
from dagplan.models.cost import target_date
from dagplan.models.offer import Offer
from dagplan.models.plan import Booking
from dagplan.models.request import Request as AskedRequest

from .bits import span_mask
from .calendars import Calendars
from .construct import joined_requests, keep_existing
from .formulation import options_of, solve_exactly
from .placing import cheapest_within
from .problem import Domains, Placement, Request
from .translate import translate

_MOST_DATES = 10
_MOST_MOVABLE = 60
_SECONDS_A_DATE = 2.0
_APART_MINUTES = 60
"""A second offer at the same place begins at least so long before or after the first."""


def suggest(request: PlanRequest, request_id: str, n: int = 5, *, allow_moves: int = 0) -> list[Offer]:
    """The best ``n`` whole placements of one request beside the bookings that stand, spread over dates.

    Parameters
    ----------
    request
        With the ``bookings`` that stand; those of the request asked about may go elsewhere (if not locked).
    request_id
        The request to place, booked or not.
    n
        Offers wanted.
    allow_moves
        So many visits of others, not locked, may move to make room.

    Returns
    -------
    list of Offer
        Cheapest first; empty where there is no place at all, or nothing of the request is left to place.

    Raises
    ------
    InputError
        If there is no such request, ``n`` is not positive, or ``allow_moves`` is negative.
    """
    return Desk(request).offers(request_id, n, allow_moves=allow_moves)


class Desk:
    """A request with its standing bookings, loaded once for many offers.

    Parameters
    ----------
    request
        With the ``bookings`` that stand. Offers don't change it.
    """

    def __init__(self, request: PlanRequest) -> None:
        self.asked = request
        self.numbers = {one.id: number for number, one in enumerate(request.requests)}
        self._standing = tuple(booking.model_copy(update={"locked": True}) for booking in request.bookings)

    def offers(self, request_id: str, n: int = 5, *, allow_moves: int = 0) -> list[Offer]:
        """The best placements of one request (see ``suggest``)."""
        number = self.numbers.get(request_id)
        problems = []
        if number is None:
            problems.append(Problem("request", f"there is no request {request_id}", "unknown_id"))
        if n < 1:
            problems.append(Problem("n", "at least one offer must be asked for", "out_of_range"))
        if allow_moves < 0:
            problems.append(Problem("allow-moves", "no fewer than none can move", "out_of_range"))
        if problems or number is None:
            raise InputError(problems)
        table = _Table(self._with_open({number}))
        if number not in table.problem.requests:
            return []
        found = [table.offer(number, placement) for placement in table.best(number, n)]
        if allow_moves:
            cheapest: dict[date, int] = {}
            for offer in found:
                cheapest.setdefault(offer.bookings[0].start.date(), offer.cost)
            found += [
                offer
                for offer in self._moving_others(number, table, allow_moves)
                if offer.cost < cheapest.get(offer.bookings[0].start.date(), offer.cost + 1)
            ]
        return sorted(found, key=lambda one: (one.cost, one.bookings[0].start))[:n]

    def _with_open(self, numbers: Collection[int]) -> PlanRequest:
        """The request with all bookings locked but those of some requests."""
        opened = {visit.id for number in numbers for visit in self.asked.requests[number].visits}
        bookings = tuple(
            was if was.visit in opened else fact
            for was, fact in zip(self.asked.bookings, self._standing, strict=True)
        )
        return self.asked.model_copy(update={"bookings": bookings})

    def _moving_others(self, number: int, alone: _Table, most: int) -> Iterator[Offer]:
        """For each date the cheapest placement that moves at most so many visits of others."""
        case, problem = self.asked.requests[number], alone.problem
        able = {person for visit in problem.requests[number].free for person in problem.kinds[visit.kind].people}
        people = {alone.names.people[person] for person in able}
        by_date: dict[date, set[int]] = defaultdict(set)
        owner = {visit.id: index for index, one in enumerate(self.asked.requests) for visit in one.visits}
        for booking in self.asked.bookings:
            if booking.practitioner in people:
                by_date[booking.start.date()].add(owner[booking.visit])
        for day, _ in problem.requests[number].days[:_MOST_DATES]:
            movable = sorted(by_date[problem.dates[day]] & self._keepable - {number})[:_MOST_MOVABLE]
            if movable:
                table = _Table(self._with_open({number, *movable}))
                offer = table.moving(number, movable, problem.dates[day], most)
                if offer is not None and offer.request == case.id:
                    yield offer

    @cached_property
    def _keepable(self) -> set[int]:
        """Requests that are wholly booked, not locked, and keep every rule where they are."""
        table = _Table(self.asked)
        keep_existing(table.calendars, table.problem.requests.values(), {})
        return set(table.calendars.placed)

    def for_free_time(self, practitioner: str, start: datetime, end: datetime, n: int = 5) -> list[Offer]:
        """Which waiting requests fit a time of one person best.

        Parameters
        ----------
        practitioner, start, end
            The time, on one date; it must be free in the input.
        n
            Offers wanted, one a request.

        Returns
        -------
        list of Offer
            Placements with a visit of that person wholly in that time; those that gain most come first.

        Raises
        ------
        InputError
            If there is no such person, or the time is not on one date.
        """
        problems = []
        people = {person.id for person in self.asked.practitioners}
        if practitioner not in people:
            problems.append(Problem("free", f"there is no practitioner {practitioner}", "unknown_id"))
        if start.date() != end.date() or start >= end:
            problems.append(Problem("free", "the time must begin and end on one date", "order"))
        if problems:
            raise InputError(problems)
        table = _Table(self.asked.model_copy(update={"bookings": self._standing}))
        span = span_mask(minute_of_day(start.time()), minute_of_day(end.time()))
        found = []
        for number in table.problem.requests:
            placement = table.cheapest_in(number, practitioner, start, span)
            if placement is not None:
                gain = table.problem.requests[number].loss - placement.cost
                found.append((-gain, number, placement))
        found.sort(key=lambda one: one[:2])
        return [table.offer(number, placement) for _, number, placement in found[:n]]


class _Table:
    """The problem of what is open beside the standing bookings."""

    def __init__(self, asked: PlanRequest) -> None:
        self.asked = asked
        self.problem, self.names = translate(asked)
        self.calendars = Calendars(self.problem)

    def best(self, number: int, n: int) -> list[Placement]:
        """The best placements of a request: of each date the best, then more."""
        request = self.problem.requests[number]
        queue: list[tuple[int, int, int, Placement, Domains]] = []
        for unit, day, domains in self._places(request):
            self._push(queue, request, unit, day, domains)
        chosen: list[Placement] = []
        later: list[tuple[int, int, int, Placement, Domains]] = []
        dates: set[int] = set()
        while queue and len(chosen) < n:
            entry = heapq.heappop(queue)
            if entry[1] in dates:
                later.append(entry)
                continue
            dates.add(entry[1])
            chosen.append(entry[3])
            self._push_next(later, request, entry)
        heapq.heapify(later)
        while later and len(chosen) < n:
            entry = heapq.heappop(later)
            chosen.append(entry[3])
            self._push_next(later, request, entry)
        return sorted(chosen, key=lambda one: (one.cost, one.day, one.spots[0].start))

    def _places(self, request: Request) -> Iterator[tuple[int, int, Domains]]:
        for day, _ in request.days:
            for unit in request.units:
                if (unit, day) in self.problem.segments_at:
                    domains = self.calendars.domains(request, unit, day)
                    if domains is not None:
                        yield unit, day, domains

    def _push(
        self,
        queue: list[tuple[int, int, int, Placement, Domains]],
        request: Request,
        unit: int,
        day: int,
        domains: Domains,
    ) -> None:
        placement = cheapest_within(self.calendars, request, unit, day, domains)
        if placement is not None:
            heapq.heappush(queue, (placement.cost, day, len(queue) + unit * 1000, placement, domains))

    def _push_next(
        self,
        queue: list[tuple[int, int, int, Placement, Domains]],
        request: Request,
        entry: tuple[int, int, int, Placement, Domains],
    ) -> None:
        """The next best at the same place, the first visit at another time of the day."""
        *_, placement, domains = entry
        first = request.free[0].position
        start = placement.spots[first].start
        near = span_mask(max(0, start - _APART_MINUTES + 1), start + _APART_MINUTES)
        left = [(segment, starts & ~near) for segment, starts in domains[first] if starts & ~near]
        if left:
            others = [left if position == first else options for position, options in enumerate(domains)]
            self._push(queue, request, placement.unit, placement.day, others)

    def cheapest_in(self, number: int, practitioner: str, start: datetime, span: int) -> Placement | None:
        """The cheapest placement with a visit of this person wholly within these minutes of a date."""
        request = self.problem.requests[number]
        person = self.names.people.index(practitioner)
        best: Placement | None = None
        for unit, day, domains in self._places(request):
            if self.problem.dates[day] != start.date():
                continue
            for visit in request.free:
                inside = [
                    (segment, room)
                    for segment, starts in domains[visit.position]
                    if self.problem.segments[segment].person == person
                    and (room := starts & _starts_inside(span, visit.duration))
                ]
                if inside:
                    cut = [inside if i == visit.position else options for i, options in enumerate(domains)]
                    found = cheapest_within(self.calendars, request, unit, day, cut)
                    if found is not None and (best is None or found.cost < best.cost):
                        best = found
        return best

    def moving(self, number: int, movable: list[int], day: date, most: int) -> Offer | None:
        """The cheapest placement of a request on a date that moves at most so many visits of these others."""
        problem, joined = self.problem, joined_requests(self.problem)
        others = [problem.requests[index] for index in movable]
        keep_existing(self.calendars, others, {})
        stands = dict(self.calendars.placed)
        if len(stands) < len(others):
            return None
        cost_before = self.calendars.cost_of(movable, joined)
        for one in others:
            self.calendars.unbook(one)
        options = options_of(self.calendars, [problem.requests[number], *others])
        here = problem.dates.index(day)
        places = {
            index: [p for p in found if index != number or p.day == here] for index, found in options.places.items()
        }
        if not places[number]:
            return None
        outcome = solve_exactly(
            replace(options, places=places, required=frozenset(movable), counted=frozenset(movable), most_moved=most),
            seconds=_SECONDS_A_DATE,
            hint=stands,
        )
        if outcome.placements is None or number not in outcome.placements:
            return None
        moves = []
        for index in movable:
            found = self._bookings(index, outcome.placements[index])
            before = self._bookings(index, stands[index])
            moves += [new for new, old in zip(found, before, strict=True) if new != old]
        placement = outcome.placements[number]
        return self.offer(number, placement, cost=round(outcome.cost) - cost_before, moves=moves)

    def offer(
        self, number: int, placement: Placement, *, cost: int | None = None, moves: Sequence[Booking] = ()
    ) -> Offer:
        """A placement in the contract's words."""
        case = self.asked.requests[number]
        bookings = self._bookings(number, placement)
        whole = placement.cost if cost is None else cost
        return Offer(
            request=case.id,
            bookings=tuple(bookings),
            moves=tuple(moves),
            cost=whole,
            message=_in_words(self.asked, case, bookings, moves, whole),
        )

    def _bookings(self, number: int, placement: Placement) -> list[Booking]:
        case = self.asked.requests[number]
        facts = {booking.visit: booking for booking in self.asked.bookings if booking.locked}
        bookings = []
        for position, (visit, spot) in enumerate(zip(case.visits, placement.spots, strict=True)):
            fact = facts.get(visit.id)
            if fact is not None:
                bookings.append(booking_of(case, position, fact.practitioner, fact.unit, fact.start))
                continue
            person = self.names.people[self.problem.segments[spot.segment].person]
            when = at_minute(self.problem.dates[placement.day], spot.start)
            bookings.append(booking_of(case, position, person, self.names.units[placement.unit], when))
        return bookings


def _starts_inside(span: int, duration: int) -> int:
    """Starts of visits that lie wholly in a span of minutes."""
    length = span.bit_length()
    first = (span & -span).bit_length() - 1
    return span_mask(first, length - duration + 1)


def _in_words(
    asked: PlanRequest, case: AskedRequest, bookings: list[Booking], moves: Sequence[Booking], cost: int
) -> str:
    day = bookings[0].start.date()
    deviation = (day - target_date(asked, case)).days
    waits = sum(max(0, int((after.start - before.end).total_seconds()) // 60) for before, after in pairwise(bookings))
    people = ", then ".join(f"{one.practitioner} {one.start:%H:%M}–{one.end:%H:%M}" for one in bookings)
    why = ["on the wished date" if not deviation else _days_in_words(deviation)]
    if len(bookings) > 1:
        why.append(f"{waits} minutes of waiting" if waits else "no wait")
    others = sum(
        visit.preferred is not None and visit.preferred != one.practitioner
        for visit, one in zip(case.visits, bookings, strict=True)
    )
    if others:
        why.append(f"{others} of its visits not with the preferred person")
    before = {one.visit: one for one in asked.bookings if not one.locked}
    moved = sum(
        one.visit in before
        and (before[one.visit].practitioner, before[one.visit].unit, before[one.visit].start)
        != (one.practitioner, one.unit, one.start)
        for one in bookings
    )
    if moved:
        why.append(f"{moved} of its visits moved from where they are booked")
    text = f"{day} at {bookings[0].unit}: {people}. {', '.join(why).capitalize()}; cost {cost}."
    if moves:
        text += " Moves " + ", ".join(
            f"{one.visit} to {one.start:%Y-%m-%d %H:%M} with {one.practitioner}" for one in moves
        )
        text += "."
    return text


def _days_in_words(deviation: int) -> str:
    count = abs(deviation)
    return f"{count} day{'s' if count > 1 else ''} {'after' if deviation > 0 else 'before'} the wished date"
