"""What one more hour would bring: whose, where and when, and which unbooked requests it lets in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dagplan.models.bottlenecks import bottlenecks
from dagplan.models.changes.vocabulary import AddAvailability
from dagplan.models.clock import MINUTES_A_DAY, at_minute
from dagplan.models.competences import competence_key, competence_keys
from dagplan.models.explanation import Bottleneck
from dagplan.models.plan import Plan
from dagplan.models.request import Availability
from dagplan.solver.instance.instance import Placement, Request, Segment
from dagplan.solver.running.deadlines import Deadline
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import insert_greedily

from .allowance import Allowance
from .standing import Standing

_MOST_TRIED = 30
_HOUR = 60

_Found = tuple[int, tuple[str, ...]]
"""What the plan saves, and who gets in."""


def bottlenecks_with_hours(
    standing: Standing, plan: Plan, allowance: Allowance, waiting: Sequence[Request], deadline: Deadline
) -> tuple[Bottleneck, ...]:
    """The bottlenecks of a plan; for the worst, whose hour more lets in most while all other bookings stand.

    Parameters
    ----------
    waiting
        Unbooked requests that have no room worth its cost as it is.
    """
    found = bottlenecks(standing.asked, plan)
    if deadline.over():
        return found
    hours = _Hours(standing, allowance, waiting)
    told = []
    for slot in found[:_MOST_TRIED]:
        if slot.of_equipment:  # more of somebody's time makes no item
            told.append(slot)
            continue
        best: tuple[int, tuple[str, ...], str] | None = None
        for segment in hours.ends_of_day(slot):
            if deadline.over():
                break
            saves, let_in = hours.tried(segment)
            if best is None or saves > best[0]:
                best = saves, let_in, standing.names.people[segment.person]
        if best is None:
            told.append(slot)
            continue
        told.append(slot.model_copy(update={"practitioner": best[2], "hour_lets_in": best[1], "hour_saves": best[0]}))
    return (*told, *found[_MOST_TRIED:])


class _Hours:
    """Tries an hour more at the end of somebody's day, each once."""

    def __init__(self, standing: Standing, allowance: Allowance, waiting: Sequence[Request]) -> None:
        self.standing = standing
        self.allowance = allowance
        self.waiting = waiting
        self.able: dict[str, set[int]] = {}
        for number, person in enumerate(standing.asked.practitioners):
            for key in competence_keys(person.competences):
                self.able.setdefault(key, set()).add(number)
        self._tried: dict[tuple[int, int, int], _Found] = {}

    def ends_of_day(self, slot: Bottleneck) -> Iterator[Segment]:
        """The last window that day of each person with the competence, where an hour more has room."""
        instance, standing = self.standing.instance, self.standing
        if slot.date not in instance.dates:
            return
        unit, day = standing.names.units.index(slot.unit), instance.dates.index(slot.date)
        able = self.able.get(competence_key(slot.competence), set())
        last: dict[int, Segment] = {}
        for segment in instance.segments_at.get((unit, day), ()):
            if segment.person in able and (segment.person not in last or segment.end > last[segment.person].end):
                last[segment.person] = segment
        for one in last.values():
            hour = one.end, one.end + _HOUR
            person = standing.names.people[one.person]
            if hour[1] <= MINUTES_A_DAY and standing.minute_counts.is_free_beyond(person, slot.unit, slot.date, hour):
                yield one

    def tried(self, segment: Segment) -> _Found:
        """What the plan saves, and who gets in, when a window is an hour longer."""
        key = segment.person, segment.unit, segment.day
        if key not in self._tried:
            self._tried[key] = self._try(segment)
        return self._tried[key]

    def _try(self, segment: Segment) -> _Found:
        standing = self.standing
        whole = standing.instance
        waiting = [one for one in self.waiting if self._could_use(one, segment)]
        if not waiting:
            return 0, ()
        longer = list(whole.segments)
        longer[segment.index] = replace(segment, end=segment.end + _HOUR)
        calendars = Calendars(replace(whole, segments=longer))
        calendars.put(standing.calendars.placed)
        before = calendars.cost()
        insert_greedily(calendars, waiting, standing.same_day)
        let_in = [one for one in waiting if one.index in calendars.placed]
        if not self._few_moved(segment, {one.index: calendars.placed[one.index] for one in let_in}):
            return 0, ()
        return max(0, before - calendars.cost()), tuple(standing.asked.requests[one.index].id for one in let_in)

    def _few_moved(self, segment: Segment, placed: dict[int, Placement]) -> bool:
        """Whether no more visits leave their booking than may: with the hour others may be able to stand."""
        asked, standing = self.standing.asked, self.standing
        if not placed or asked.settings.max_moved is None:
            return True
        day = standing.instance.dates[segment.day]
        hour = AddAvailability(
            practitioner=standing.names.people[segment.person],
            unit=standing.names.units[segment.unit],
            start=at_minute(day, segment.end),
            end=at_minute(day, segment.end + _HOUR),
        ).model_dump()
        more = Availability(**{name: value for name, value in hour.items() if name != "kind"})
        changed = asked.model_copy(update={"availability": (*asked.availability, more)})
        bookings = [
            one
            for index, placement in placed.items()
            for one in standing.bookings(standing.instance.requests[index], placement)
        ]
        return self.allowance.holds([hour], changed, {one.visit: one for one in bookings})

    def _could_use(self, request: Request, segment: Segment) -> bool:
        """Whether a request may be where and when somebody's window is, with a visit for that person."""
        kinds = self.standing.instance.kinds
        able = any(segment.person in kinds[visit.kind].people for visit in request.free)
        return able and segment.unit in request.units and segment.day in request.day_cost
