"""Where a sequence breaks: which two visits can't follow one another on a date, and who stands in the way."""

from __future__ import annotations

from dagplan.models import PlanRequest

from .bits import MINUTES_A_DAY, each_minute, first_minute, later, starts_of_free
from .problem import Problem, Request, Visit
from .translate import Names


def clash_on(asked: PlanRequest, problem: Problem, names: Names, request: Request, unit: int, day: int) -> str | None:
    """One sentence on why a sequence has no room on a date though each visit by itself has; None if it has room."""
    case = asked.requests[request.index]
    starts = [_starts(problem, request, visit, unit, day) for visit in request.visits]
    if not all(starts):
        return None
    alive = starts[0]
    for position in range(1, len(starts)):
        before, visit = request.visits[position - 1], request.visits[position]
        if before.fixed is not None and visit.fixed is not None:
            alive = starts[position]
            continue
        reach = starts[position] & later(alive, before.duration + visit.least, before.duration + visit.most)
        if reach:
            alive = reach
            continue
        first, second = case.visits[position - 1], case.visits[position]
        ended = first_minute(alive) + before.duration
        last = starts[position].bit_length() - 1
        who_first = _who(asked, problem, names, before, unit, day)
        who_second = _who(asked, problem, names, visit, unit, day)
        if last < ended + visit.least:
            by = last - visit.least
            return (
                f"{first.id} must end by {_clock(max(0, by))} for {who_second} on {problem.dates[day]}, "
                f"and {who_first} can't before {_clock(ended)}"
            )
        waits = [
            start - begun - before.duration
            for begun in each_minute(alive)
            if (start := _next(starts[position], begun + before.duration + visit.least)) is not None
        ]
        return (
            f"after {first.id} with {who_first} the shortest wait for {second.id} with {who_second} on "
            f"{problem.dates[day]} is {min(waits)} minutes, and at most {visit.most} are allowed"
        )
    return None


def _starts(problem: Problem, request: Request, visit: Visit, unit: int, day: int) -> int:
    if visit.fixed is not None:
        return 1 << visit.fixed
    busy = problem.patient_busy.get((request.patient, day), 0)
    allowed = starts_of_free(((1 << MINUTES_A_DAY) - 1) & ~busy, visit.duration)
    union = 0
    for _, starts in problem.candidates(visit.kind, unit, day):
        union |= starts & allowed
    return union


def _next(starts: int, minute: int) -> int | None:
    left = starts >> minute << minute
    return first_minute(left) if left else None


def _who(asked: PlanRequest, problem: Problem, names: Names, visit: Visit, unit: int, day: int) -> str:
    """Who can take a visit on a date: by name where they are few."""
    if visit.fixed is not None:
        return "its locked booking"
    people = sorted({problem.segments[index].person for index, _ in problem.candidates(visit.kind, unit, day)})
    able = len(problem.kinds[visit.kind].people)
    ids = [names.people[person] for person in people]
    if len(ids) == 1:
        return f"{ids[0]}, the only one {'who can' if able == 1 else 'there that day'},"
    return " or ".join(ids) if len(ids) <= 3 else f"any of {len(ids)} people"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
