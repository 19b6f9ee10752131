"""Where a sequence breaks: which two visits can't follow one another at a unit on a date, and by how much."""

from __future__ import annotations

from dagplan.models.request import Request
from dagplan.solver.instance.bits import MINUTES_A_DAY, each_minute, first_minute
from dagplan.words.message import Said, Value
from dagplan.words.messages.reasons import ClashWords

from .leeway import Leeway, Limits, Place
from .limit_words import clock
from .limits import limits_of

_MOST_NAMED = 3


def clash_at(leeway: Leeway, case: Request, place: Place, limits: Limits) -> Said | None:
    """One sentence on why a sequence has no room at a place though each visit by itself has; None if it has room.

    Visits are gone through in sequence, each at every minute that what comes before it allows; the first that is left
    none is told of, and the one before it.
    """
    starts = [leeway.starts(case, position, place, limits) for position in range(len(case.visits))]
    if not all(starts):
        return None
    alive = starts[0]
    for position in range(1, len(starts)):
        if leeway.both_locked(case, position - 1, position):
            alive = starts[position]
            continue
        reach = starts[position] & leeway.after(case, position - 1, alive, position, limits)
        if not reach:
            between = _between(leeway, case, position, place, (alive, starts[position]))
            if len(leeway.asked.units) > 1:
                return ClashWords.ON_AT(day=place[1], unit=place[0], clash=between)
            return ClashWords.ON(day=place[1], clash=between)
        alive = reach
    return None


def _between(leeway: Leeway, case: Request, position: int, place: Place, starts: tuple[int, int]) -> Said:
    """Why no start of a visit follows any of the one before it."""
    before = case.visits[position - 1]
    who, whom = (_who(leeway, case, at, place) for at in (position - 1, position))
    first = ClashWords.VISIT(visit=before.id, who=who)
    second = ClashWords.VISIT(visit=case.visits[position].id, who=whom)
    if position > 1:
        first = ClashWords.VISIT_AFTER(visit=before.id, who=who, before=case.visits[position - 2].id)
    alive, there = starts
    ended, last = first_minute(alive) + before.duration, there.bit_length() - 1
    if last < ended:
        return ClashWords.ENDS_TOO_LATE(first=first, earliest=_clock(ended), second=second, latest=_clock(last))
    least, most = case.waits_before(position)
    if last < ended + least:
        return ClashWords.TOO_LITTLE_BETWEEN(most=last - ended, first=first, second=second, least=least)
    waits = [wait for begun in each_minute(alive) for wait in _waits(there, begun + before.duration, least)]
    if not least:
        return ClashWords.TOO_LONG(first=first, second=second, shortest=min(waits), most=most)
    return ClashWords.TOO_LONG_OF_AT_LEAST(first=first, second=second, shortest=min(waits), most=most, least=least)


def _waits(starts: int, ended: int, least: int) -> list[int]:
    """The shortest wait that is long enough, if there is one."""
    left = starts >> (ended + least)
    return [least + first_minute(left)] if left else []


def _who(leeway: Leeway, case: Request, position: int, place: Place) -> Value:
    """Who can take a visit there: by name where they are few."""
    if case.visits[position].id in leeway.facts:
        return ClashWords.LOCKED()
    people = sorted(leeway.by_person(case, position, place, limits_of(leeway, case)))
    return people if len(people) <= _MOST_NAMED else ClashWords.ANY_OF(n=len(people))


def _clock(minute: int) -> Value:
    """A minute as a clock time; only a locked visit may end on the next date."""
    if minute > MINUTES_A_DAY:
        return ClashWords.NEXT_DAY(time=_clock(minute - MINUTES_A_DAY))
    return clock(minute)
