"""An offer in a planner's words: where, when, with whom, why it ranks there, and who would have to move."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dagplan.models import PlanRequest
from dagplan.models.bookings import movable_in, stays
from dagplan.models.cost import target_date
from dagplan.models.plan import Booking
from dagplan.models.request import Request as AskedRequest
from dagplan.models.sentences import end_clock, sentence


def in_words(
    asked: PlanRequest, case: AskedRequest, bookings: list[Booking], moves: Sequence[Booking], cost: int
) -> str:
    """The message of an offer; ``cost`` is what it adds to the objective."""
    day = bookings[0].start.date()
    deviation = (day - target_date(asked, case)).days
    waits = sum(max(0, int((after.start - before.end).total_seconds()) // 60) for before, after in pairwise(bookings))
    people = ", then ".join(f"{one.practitioner} {one.start:%H:%M}–{end_clock(one.end)}" for one in bookings)
    why = ["on the wished date" if not deviation else _days_in_words(deviation)]
    if len(bookings) > 1:
        why.append(f"{waits} minutes of waiting" if waits else "no wait")
    others = sum(
        visit.preferred is not None and visit.preferred != one.practitioner
        for visit, one in zip(case.visits, bookings, strict=True)
    )
    if others:
        why.append(f"{others} of its visits not with the preferred person")
    before = movable_in(asked)
    moved = sum(one.visit in before and not stays(one, before[one.visit]) for one in bookings)
    if moved:
        booked = "it is" if moved == 1 else "they are"
        why.append(f"{moved} of its visits moved from where {booked} booked")
    text = f"{day} at {bookings[0].unit}: {people}. {sentence(', '.join(why), ())}; cost {cost}."
    if moves:
        text += " Moves " + ", ".join(
            f"{one.visit} to {one.start:%Y-%m-%d %H:%M} with {one.practitioner}" for one in moves
        )
        text += "."
    return text


def _days_in_words(deviation: int) -> str:
    count = abs(deviation)
    return f"{count} day{'s' if count > 1 else ''} {'after' if deviation > 0 else 'before'} the wished date"
