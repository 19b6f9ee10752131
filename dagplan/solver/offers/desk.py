"""Where one request could go beside the bookings that stand; which waiting requests fit a time that became free.

Every booking of the input stands as if it were locked, but those of the request asked about. For each unit and date
the cheapest whole placement is found exactly (``insertion``), so the first offer is the cheapest there is. The best
of each date comes before a second one on the same date, since a patient who can't come on Tuesday can't come half an
hour later on Tuesday either. Where others may move, see ``moving``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from threading import RLock

from dagplan.models import InputError, PlanRequest, Problem
from dagplan.models.arguments import MOMENT, PLAN, REQUEST, TEXT, WHOLE_NUMBER, takes
from dagplan.models.bookings import frozen
from dagplan.models.clock import end_minute, minute_of_day
from dagplan.models.offer import Offer
from dagplan.models.plan import Plan
from dagplan.models.replanning import with_bookings
from dagplan.solver.instance.bits import span_mask

from .asking import hold_free_time_asked, hold_offers_asked
from .moving import offers_that_move
from .offer_table import Table


@takes(request=REQUEST, request_id=TEXT, n=WHOLE_NUMBER, allow_moves=WHOLE_NUMBER, plan=PLAN.or_none())
def suggest(
    request: PlanRequest, request_id: str, n: int = 5, *, allow_moves: int = 0, plan: Plan | None = None
) -> list[Offer]:
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
    plan
        A plan of the request whose bookings stand, in place of those of the request that are not locked.

    Returns
    -------
    list of Offer
        Cheapest first; empty where there is no place at all, or nothing of the request is left to place.

    Raises
    ------
    InputError
        If there is no such request, ``n`` is not positive, or ``allow_moves`` is negative.
    TypeError
        If an argument is not what is wanted.
    """
    standing = request if plan is None else with_bookings(request, plan)
    return Desk(standing).offers(request_id, n, allow_moves=allow_moves)


class Desk:
    """A request with its standing bookings, loaded once for many offers; safe to share between threads.

    Parameters
    ----------
    request
        With the ``bookings`` that stand; those before ``settings.freeze_before`` as locked. Where
        ``settings.max_moved`` is set, no offer makes more visits leave their booking, own and others' together.
    """

    @takes(request=REQUEST)
    def __init__(self, request: PlanRequest) -> None:
        self.asked = frozen(request)
        self.max_moved = request.settings.max_moved
        self._loose = frozenset(one.visit for one in self.asked.bookings if not one.locked)
        self.numbers = {one.id: number for number, one in enumerate(request.requests)}
        self._lock = RLock()

    @takes(request_id=TEXT, n=WHOLE_NUMBER, allow_moves=WHOLE_NUMBER)
    def offers(self, request_id: str, n: int = 5, *, allow_moves: int = 0) -> list[Offer]:
        """The best placements of one request (see ``suggest``)."""
        hold_offers_asked(self.numbers, request_id, n, allow_moves)
        number = self.numbers[request_id]
        with self._lock, self._opened(number) as table:
            if number not in table.instance.requests:
                return []
            own = table.instance.requests[number].existing
            table.few_moved = None if self.max_moved is None else (number, self.max_moved)
            try:
                found = [table.offer(number, placement) for placement in table.best(number, n)]
                found += self._moving(table, number, allow_moves, found, n, len(own))
            finally:
                table.few_moved = None
        return sorted(found, key=lambda one: (one.cost, one.bookings[0].start))[:n]

    def offers_of(self, request_ids: Iterable[str], n: int = 5, *, allow_moves: int = 0) -> list[Offer]:
        """The best placements of each of several requests, in their order; the problems of all of them at once."""
        found: list[Offer] = []
        problems: list[Problem] = []
        for one in request_ids:
            try:
                found += self.offers(one, n, allow_moves=allow_moves)
            except InputError as error:
                problems += error.told
        if problems:
            raise InputError(dict.fromkeys(problems))
        return found

    def _moving(
        self, table: Table, number: int, allow_moves: int, alone: list[Offer], n: int, own: int
    ) -> list[Offer]:
        """On each date the cheapest offer that moves others, so that with the request's own no more move than may."""
        shares = list(shares_of_moves(self.max_moved, allow_moves, own))
        best: dict[date, Offer] = {}
        for own_moves, others in shares:
            table.few_moved = None if own_moves is None else (number, own_moves)
            for offer in offers_that_move(table, number, others, alone, n, share=1 / len(shares)):
                day = offer.bookings[0].start.date()
                if day not in best or offer.cost < best[day].cost:
                    best[day] = offer
        return list(best.values())

    @contextmanager
    def _opened(self, number: int) -> Iterator[Table]:
        """The table without the bookings of one request."""
        own = {visit.id for visit in self.asked.requests[number].visits}
        table = self._table
        here = table.standing.get(number)
        if here is None and not own.isdisjoint(self._loose):
            yield Table(_locked_but(table.asked, own, self.asked))  # booked, though not by the rules
            return
        if here is None:
            yield table
            return
        request = table.instance.requests[number]
        table.calendars.unbook(request)
        try:
            yield table
        finally:
            table.calendars.book(request, here)

    @cached_property
    def _table(self) -> Table:
        """All that stands: what is not locked in the calendars, what breaks rules there as if locked."""
        settings = self.asked.settings.model_copy(update={"max_moved": None, "freeze_before": None})
        asked = self.asked.model_copy(update={"settings": settings})
        # What can't stand by the rules is locked, which may take the room of something else: until nothing changes.
        while True:
            table = Table(asked)
            movable = {visit.id for number in table.standing for visit in asked.requests[number].visits}
            if all(one.locked or one.visit in movable for one in asked.bookings):
                return table
            asked = _locked_but(asked, movable, asked)

    @takes(practitioner=TEXT, start=MOMENT, end=MOMENT, n=WHOLE_NUMBER)
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
            If there is no such person, ``n`` is not positive, or the time is not a local one on one date.
        TypeError
            If an argument is not what is wanted.
        """
        hold_free_time_asked((person.id for person in self.asked.practitioners), practitioner, start, end, n)
        span = span_mask(minute_of_day(start), end_minute(end))
        found = []
        with self._lock:
            table = self._table
            for number, request in table.instance.requests.items():
                if number in table.standing:
                    continue
                placement = table.cheapest_in(number, practitioner, start, span)
                if placement is not None:
                    gain = request.unbooked_cost - table.cost(request, placement)
                    found.append((-gain, number, placement))
            found.sort(key=lambda one: one[:2])
            return [table.offer(number, placement) for _, number, placement in found[:n]]


def shares_of_moves(most: int | None, others: int, own: int) -> Iterator[tuple[int | None, int]]:
    """How moves may be shared between a request's own visits and those of others, no share within another.

    Examples
    --------
    >>> list(shares_of_moves(None, 2, 1)), list(shares_of_moves(2, 2, 1))
    ([(None, 2)], [(1, 1), (0, 2)])
    """
    if most is None:
        yield from [(None, others)] if others else []
        return
    before = 0
    for own_moves in range(min(own, most), -1, -1):
        left = min(others, most - own_moves)
        if left > before:
            yield own_moves, left
        before = max(before, left)


def _locked_but(asked: PlanRequest, opened: Collection[str], as_in: PlanRequest) -> PlanRequest:
    """The request with all bookings locked, but for some visits as they are in another."""
    was = {one.visit: one for one in as_in.bookings}
    bookings = tuple(
        was[one.visit] if one.visit in opened else one if one.locked else one.model_copy(update={"locked": True})
        for one in asked.bookings
    )
    return asked.model_copy(update={"bookings": bookings})
