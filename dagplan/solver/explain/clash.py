"""Where a sequence breaks: which two visits can't follow one another at a unit on a date, and by how much."""

from __future__ import annotations

from dagplan.models.request import Request
from dagplan.solver.instance.bits import MINUTES_A_DAY, each_minute, first_minute

from .leeway import Leeway, Limits, Place
from .limit_words import listed, minutes
from .limits import limits_of

_MOST_NAMED = 3


def clash_at(leeway: Leeway, case: Request, place: Place, limits: Limits) -> str | None:
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
            return f"On {place[1]}{_at(leeway, place)} {between}."
        alive = reach
    return None


def _between(leeway: Leeway, case: Request, position: int, place: Place, starts: tuple[int, int]) -> str:
    """Why no start of a visit follows any of the one before it."""
    before = case.visits[position - 1]
    first, second = (f"{case.visits[at].id} ({_who(leeway, case, at, place)})" for at in (position - 1, position))
    alive, there = starts
    ended, last = first_minute(alive) + before.duration, there.bit_length() - 1
    in_sequence = f", after {case.visits[position - 2].id}," if position > 1 else ""
    if last < ended:
        return (
            f"{first}{in_sequence} ends at {_clock(ended)} at the earliest, "
            f"and {second} begins at {_clock(last)} at the latest"
        )
    least, most = case.waits_before(position)
    if last < ended + least:
        return (
            f"at most {minutes(last - ended)} lie between the end of {first}{in_sequence} and the start of {second}, "
            f"and at least {least} are asked for"
        )
    waits = [wait for begun in each_minute(alive) for wait in _waits(there, begun + before.duration, least)]
    enough = f" of at least {least} minutes" if least else ""
    return (
        f"the shortest wait{enough} from {first}{in_sequence} to {second} is {minutes(min(waits))}, "
        f"and at most {most} are allowed"
    )


def _waits(starts: int, ended: int, least: int) -> list[int]:
    """The shortest wait that is long enough, if there is one."""
    left = starts >> (ended + least)
    return [least + first_minute(left)] if left else []


def _who(leeway: Leeway, case: Request, position: int, place: Place) -> str:
    """Who can take a visit there: by name where they are few."""
    if case.visits[position].id in leeway.facts:
        return "locked"
    people = sorted(leeway.by_person(case, position, place, limits_of(leeway, case)))
    return listed(people, "or") if len(people) <= _MOST_NAMED else f"any of {len(people)} people"


def _at(leeway: Leeway, place: Place) -> str:
    return f" at {place[0]}" if len(leeway.asked.units) > 1 else ""


def _clock(minute: int) -> str:
    """A minute as a clock time; only a locked visit may end on the next date."""
    if minute > MINUTES_A_DAY:
        return f"{_clock(minute - MINUTES_A_DAY)} the next day"
    return f"{minute // 60:02d}:{minute % 60:02d}"
