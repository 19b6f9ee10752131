"""What one more hour would bring: whose, where and when, and which unbooked requests it lets in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dagplan.models.bottlenecks import bottlenecks
from dagplan.models.competences import competence_key, competence_keys
from dagplan.models.explanation import Bottleneck
from dagplan.models.plan import Plan
from dagplan.solver.calendars import Calendars
from dagplan.solver.construct import fill
from dagplan.solver.problem import Segment
from dagplan.solver.progress import Deadline

from .standing import Standing

_MOST_TRIED = 30
_HOUR = 60


def bottlenecks_with_hours(standing: Standing, plan: Plan, deadline: Deadline) -> tuple[Bottleneck, ...]:
    """The bottlenecks of a plan; for the worst, whose hour more lets in most while all other bookings stand."""
    found = bottlenecks(standing.asked, plan)
    tried: dict[tuple[int, int, int], tuple[int, tuple[str, ...]]] = {}
    told = []
    for spot in found[:_MOST_TRIED]:
        best: tuple[int, tuple[str, ...], str] | None = None
        for segment in _ends_of_day(standing, spot):
            if deadline.over():
                break
            key = segment.person, segment.unit, segment.day
            if key not in tried:
                tried[key] = _with_hour(standing, segment, plan)
            saves, let_in = tried[key]
            if best is None or saves > best[0]:
                best = saves, let_in, standing.names.people[segment.person]
        if best is None:
            told.append(spot)
            continue
        told.append(spot.model_copy(update={"practitioner": best[2], "hour_lets_in": best[1], "hour_saves": best[0]}))
    return (*told, *found[_MOST_TRIED:])


def _ends_of_day(standing: Standing, spot: Bottleneck) -> Iterator[Segment]:
    """The last window that day of each person with the competence, where an hour more has room."""
    problem, names = standing.problem, standing.names
    key = competence_key(spot.competence)
    people = enumerate(standing.asked.practitioners)
    able = {number for number, person in people if key in competence_keys(person.competences)}
    if spot.date not in problem.dates:
        return
    unit, day = names.units.index(spot.unit), problem.dates.index(spot.date)
    last: dict[int, Segment] = {}
    others: dict[int, int] = {}
    for segment in problem.segments:
        if segment.day == day and segment.person in able:
            others[segment.person] = max(others.get(segment.person, 0), segment.end)
            held = last.get(segment.person)
            if segment.unit == unit and (held is None or segment.end > held.end):
                last[segment.person] = segment
    yield from (one for one in last.values() if one.end == others[one.person] and one.end + _HOUR <= 24 * 60)


def _with_hour(standing: Standing, segment: Segment, plan: Plan) -> tuple[int, tuple[str, ...]]:
    """What the plan saves, and who gets in, when a window is an hour longer."""
    whole = standing.problem
    longer = list(whole.segments)
    longer[segment.index] = replace(segment, end=segment.end + _HOUR)
    problem = replace(whole, segments=longer)
    calendars = Calendars(problem)
    calendars.put(standing.calendars.placed)
    before = calendars.cost()
    waiting: Sequence[int] = [standing.numbers[entry.request] for entry in plan.unbooked]
    fill(calendars, [problem.requests[index] for index in waiting if index in problem.requests], standing.joined)
    let_in = tuple(
        standing.asked.requests[index].id
        for index in waiting
        if index in calendars.placed and index not in standing.calendars.placed
    )
    return max(0, before - calendars.cost()), let_in
