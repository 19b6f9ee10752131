"""An offer in a planner's words: where, when, with whom, why it ranks there, and who would have to move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from dagplan.models import PlanRequest
from dagplan.models.bookings import stays
from dagplan.models.clock import end_clock
from dagplan.models.cost import target_date
from dagplan.models.plan import Booking
from dagplan.models.request import ExistingBooking
from dagplan.models.request import Request as AskedRequest
from dagplan.words import Said, Value
from dagplan.words.messages.offers import Offers


def in_words(
    asked: PlanRequest,
    case: AskedRequest,
    bookings: list[Booking],
    moves: Sequence[Booking],
    cost: int,
    before: Mapping[str, ExistingBooking],
) -> Said:
    """What is said of an offer; ``cost`` is what it adds to the objective, ``before`` what may move, by visit."""
    day = bookings[0].start.date()
    deviation = (day - target_date(asked, case)).days
    waits = sum(max(0, int((after.start - before.end).total_seconds()) // 60) for before, after in pairwise(bookings))
    why = [_from_target(deviation)]
    if len(bookings) > 1:
        why.append(Offers.WAITING(waits=waits) if waits else Offers.NO_WAIT())
    others = sum(
        visit.preferred is not None and visit.preferred != one.practitioner
        for visit, one in zip(case.visits, bookings, strict=True)
    )
    if others:
        why.append(Offers.NOT_PREFERRED(n=others))
    moved = sum(one.visit in before and not stays(one, before[one.visit]) for one in bookings)
    if moved:
        why.append(Offers.MOVED(n=moved))
    offer: dict[str, Value] = {
        "day": day,
        "unit": bookings[0].unit,
        "visits": [
            Offers.VISIT(practitioner=one.practitioner, start=one.start.time(), end=end_clock(one.end))
            for one in bookings
        ],
        "why": why,
        "cost": cost,
    }
    if not moves:
        return Offers.OFFER(**offer)
    moving = [Offers.MOVE(visit=one.visit, start=one.start, practitioner=one.practitioner) for one in moves]
    return Offers.OFFER_WITH_MOVES(**offer, moves=moving)


def _from_target(deviation: int) -> Said:
    if not deviation:
        return Offers.ON_TARGET()
    return Offers.AFTER_TARGET(n=deviation) if deviation > 0 else Offers.BEFORE_TARGET(n=-deviation)
