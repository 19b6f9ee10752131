"""Which visits leave their existing booking, and which bookings could have stood (``settings.max_moved``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dagplan.words.messages.violations import Violations

from .bookings import booking_as, locked_bookings, movable_in, stays
from .breach import Breach
from .case import Case
from .plan import Booking
from .request import PlanRequest
from .rulebook import RULES


@dataclass(frozen=True)
class Disturbance:
    """What a plan does to the bookings that are neither locked nor frozen, by visit.

    Attributes
    ----------
    moved
        Booked with another person, at another unit or at another time.
    dropped
        Booked before, and not any more.
    counted
        What counts against ``settings.max_moved``: all that moved, and what was dropped though it could stand.
    """

    moved: tuple[str, ...]
    dropped: tuple[str, ...]
    counted: tuple[str, ...]


def disturbance(request: PlanRequest, bookings: Iterable[Booking]) -> Disturbance:
    """What these bookings of a plan do to the existing ones."""
    by_visit = {booking.visit: booking for booking in bookings}
    existing = movable_in(request)
    moved = tuple(visit for visit, was in existing.items() if visit in by_visit and not stays(by_visit[visit], was))
    dropped = tuple(visit for visit in existing if visit not in by_visit)
    excused: set[str] = set()
    if dropped:
        standing = able_to_stand(request)
        excused = {visit.id for case in request.requests if case.id not in standing for visit in case.visits}
    return Disturbance(moved, dropped, moved + tuple(visit for visit in dropped if visit not in excused))


def able_to_stand(request: PlanRequest) -> frozenset[str]:
    """Requests with existing bookings, not locked, that can all stay together as they are.

    A request's bookings can stand if they are whole and break no rule by themselves and beside the locked ones; of
    those that then overlap, none counts as able to stand, since one of them has to go.
    """
    existing = existing_case(request)
    owner = {visit.id: case.id for case in request.requests for visit in case.visits}
    movable = movable_in(request)
    having = {owner[visit] for visit in movable}
    broken = {one for one in having if not _whole(existing, one)}
    between: list[set[str]] = []
    for rule in RULES:
        if rule.id in ("locked_stand", "whole"):
            continue
        for breach in rule.find(existing):
            involved = {owner[visit] for visit in breach.visits if visit in movable}
            if len(involved) == 1:
                broken |= involved
            elif involved:
                between.append(involved)
    crossed = {one for involved in between if not involved & broken for one in involved}
    return frozenset(having - broken - crossed)


def existing_case(request: PlanRequest) -> Case:
    """All existing bookings, locked or not, as if they were the plan."""
    movable = movable_in(request)
    bookings = [
        booking_as(case, position, was)
        for case in request.requests
        for position, visit in enumerate(case.visits)
        if (was := movable.get(visit.id))
    ]
    return Case(request, (*locked_bookings(request), *bookings))


def _whole(existing: Case, request_id: str) -> bool:
    case = existing.requests[request_id]
    return all(visit.id in existing.by_visit for visit in case.visits)


def few_moved(case: Case) -> Iterator[Breach]:
    """No more visits leave their existing booking than ``settings.max_moved`` allows."""
    most = case.request.settings.max_moved
    if most is not None:
        counted = disturbance(case.request, case.bookings).counted
        if len(counted) > most:
            yield Breach((), Violations.TOO_MANY_MOVED(n=len(counted), most=most), counted)
