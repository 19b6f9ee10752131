"""The placement of one request that asks the least, when rules may be loosened at a price.

For one unit and date this is a shortest path. A node is a visit and its start; what it asks is the least over people
of minutes they don't have, of being another than those named, of being called in. An edge is the wait between two
visits; it asks by how much the wait is shorter or longer than allowed. Clock limits concern only the first visit's
start and the last one's end, so they are part of those nodes. With every kind of change allowed the path is the least
change of all; with one kind, the least of that kind. It is exact: what it does not find does not exist, beside the
bookings that stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from dagplan.models.bookings import locked_in
from dagplan.models.clock import MINUTES_A_DAY, minute_of_day
from dagplan.models.competences import competence_key, competence_keys
from dagplan.models.cost import target_date
from dagplan.models.request import ExistingBooking, PlanRequest, Request, Visit

from . import asks
from .asks import Kind
from .diary import Diary

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_TIE = 1e-5
"""Weight of the plan's own cost, so that of placements that ask the same the better one is taken."""


@dataclass(frozen=True)
class Loosened:
    """A placement that would do if some rules were loosened.

    Attributes
    ----------
    unit, day
        Where and when.
    people, starts
        Of each visit: the person, and the minute from midnight.
    asks
        How much it asks (see ``asks``).
    """

    unit: str
    day: date
    people: tuple[str, ...]
    starts: tuple[int, ...]
    asks: float


class LeastChange:
    """The least change that lets a request in, on one loaded diary.

    Parameters
    ----------
    asked, diary
        The request and the minutes beside the plan.
    worth
        What it costs to put a booked request out, by id; those not in it can't be put out.
    """

    def __init__(self, asked: PlanRequest, diary: Diary, worth: Mapping[str, int]) -> None:
        self.asked = asked
        self.worth = worth
        self.diary = diary
        self.facts = locked_in(asked)
        self.competences = {person.id: competence_keys(person.competences) for person in asked.practitioners}
        self.grid = np.arange(0, MINUTES_A_DAY, asked.settings.grid, dtype=np.int64)

    def find(self, case: Request, kinds: Iterable[Kind]) -> Loosened | None:
        """The placement that asks the least when only these kinds of rules may be loosened; None if there is none."""
        allowed = frozenset(kinds)
        best: Loosened | None = None
        for base, unit, day in sorted(self._places(case, allowed), key=lambda one: (one[0], one[2], one[1])):
            if best is not None and base >= best.asks:
                break
            found = self._at(case, unit, day, base, allowed)
            if found is not None and (best is None or found.asks < best.asks):
                best = found
        return best

    def _places(self, case: Request, allowed: frozenset[Kind]) -> Iterator[tuple[float, str, date]]:
        """Units and dates, with what they ask by themselves."""
        asked = self.asked
        facts = [self.facts[visit.id] for visit in case.visits if visit.id in self.facts]
        first, last = case.earliest or asked.first_date, case.latest or asked.last_date
        target = target_date(asked, case)
        for unit in asked.units:
            of_unit = 0.0
            if case.units and unit.id not in case.units:
                of_unit = asks.ANOTHER_UNIT + asks.FIXED if Kind.UNIT in allowed else asks.NEVER
            for day in self.diary.dates:
                of_day = _TIE * asked.settings.weights.day_deviation * abs((day - target).days)
                outside = max((first - day).days, (day - last).days, 0)
                if outside:
                    of_day += asks.FIXED + asks.DATE + asks.DATE_A_DAY * outside
                if day in case.excluded_dates:
                    of_day += asks.EXCLUDED_DATE
                if (outside or day in case.excluded_dates) and Kind.DATE not in allowed:
                    continue
                here = all((fact.unit, fact.start.date()) == (unit.id, day) for fact in facts)
                if here and of_unit + of_day < asks.NEVER:
                    yield of_unit + of_day, unit.id, day

    def _at(self, case: Request, unit: str, day: date, base: float, allowed: frozenset[Kind]) -> Loosened | None:
        taken = self.diary.patient(case.patient, case.id, day)
        nodes: list[tuple[Ints, Floats, list[str], Ints]] = []
        for position, visit in enumerate(case.visits):
            fact = self.facts.get(visit.id)
            node = _fixed(fact) if fact is not None else self._node(case, position, visit, unit, day, taken, allowed)
            if not len(node[0]):
                return None
            nodes.append(node)
        weight = _TIE * self.asked.settings.weights.wait
        total, came_from = nodes[0][1], []
        for position in range(1, len(nodes)):
            before, visit = case.visits[position - 1], case.visits[position]
            waits = nodes[position][0][None, :] - (nodes[position - 1][0] + before.duration)[:, None]
            both_fixed = before.id in self.facts and visit.id in self.facts
            edges = (
                np.zeros(waits.shape)
                if both_fixed
                else _edges(waits, *case.waits_before(position), Kind.WAIT in allowed)
            )
            whole = total[:, None] + edges + weight * np.maximum(waits, 0)
            came_from.append(whole.argmin(axis=0))
            total = whole.min(axis=0) + nodes[position][1]
        last = int(total.argmin())
        if not np.isfinite(total[last]):
            return None
        path = [last]
        for pointers in reversed(came_from):
            path.append(int(pointers[path[-1]]))
        path.reverse()
        return Loosened(
            unit,
            day,
            tuple(node[2][int(node[3][i])] for node, i in zip(nodes, path, strict=True)),
            tuple(int(node[0][i]) for node, i in zip(nodes, path, strict=True)),
            base + float(total[last]),
        )

    def _node(
        self, case: Request, position: int, visit: Visit, unit: str, day: date, taken: Ints, allowed: frozenset[Kind]
    ) -> tuple[Ints, Floats, list[str], Ints]:
        """Starts of one visit, what each asks, and who it asks it of: the people, and whose number is the least."""
        starts = self.grid[self.grid + visit.duration <= MINUTES_A_DAY]
        ends = starts + visit.duration
        clock = self._clock(case, position, starts, ends, Kind.CLOCK in allowed)
        clock[taken[ends] > taken[starts]] = asks.NEVER
        open_starts = np.isfinite(clock)
        starts, ends, clock = starts[open_starts], ends[open_starts], clock[open_starts]
        people: list[str] = []
        rows: list[Floats] = []
        for person in self.asked.practitioners:
            of_person = self._of_person(person.id, visit, allowed)
            if of_person < asks.NEVER:
                row = self._of_hours(person.id, unit, day, starts, ends, allowed)
                if row is not None:
                    people.append(person.id)
                    rows.append(row + of_person)
        if not rows or not len(starts):
            return starts[:0], clock[:0], [], starts[:0]
        table = np.stack(rows)
        who = table.argmin(axis=0)
        least = table[who, np.arange(len(starts))] + clock
        kept = np.isfinite(least)
        return starts[kept], least[kept], people, who[kept]

    def _clock(self, case: Request, position: int, starts: Ints, ends: Ints, may: bool) -> Floats:
        """What starts ask of the clock limits: the first visit of the one, the last visit of the other."""
        least = np.zeros(len(starts))
        low = minute_of_day(case.not_before) if case.not_before else 0
        high = minute_of_day(case.not_after) if case.not_after else MINUTES_A_DAY
        for over, concerns in ((low - starts, position == 0), (ends - high, position == len(case.visits) - 1)):
            outside = over > 0
            if may and not concerns:
                continue  # reckoned once, where the sequence begins or ends
            least[outside] += asks.FIXED + asks.CLOCK_A_MINUTE * over[outside] if may else asks.NEVER
        return least

    def _of_person(self, person: str, visit: Visit, allowed: frozenset[Kind]) -> float:
        ask = 0.0
        if competence_key(visit.competence) not in self.competences[person]:
            ask += asks.FIXED + asks.COMPETENCE if Kind.COMPETENCE in allowed else asks.NEVER
        if visit.practitioners and person not in visit.practitioners:
            ask += asks.FIXED + asks.ANOTHER_PERSON if Kind.PERSON in allowed else asks.NEVER
        if visit.preferred not in (None, person):
            ask += _TIE * self.asked.settings.weights.not_preferred
        return ask

    def _of_hours(
        self, person: str, unit: str, day: date, starts: Ints, ends: Ints, allowed: frozenset[Kind]
    ) -> Floats | None:
        """What starts ask of a person's hours, and of what is booked with them; None where no start is possible."""
        there, may = self.diary.is_at(person, unit, day), Kind.HOURS in allowed
        if not there and not may:
            return None
        barred = self.diary.barred(person, unit, day)
        lacking = self.diary.lacking(person, unit, day)
        more = (lacking[ends] - lacking[starts]).astype(np.float64)
        opening, closing = self.diary.hours.get(unit, (0, MINUTES_A_DAY))
        far = np.maximum(opening - starts, 0) + np.maximum(ends - closing, 0)
        ask = more * asks.WORK_A_MINUTE + far * asks.A_MINUTE_FROM_OPENING_HOURS
        ask[more > 0] += asks.FIXED + (0 if there else asks.CALL_IN) if may else asks.NEVER
        ask[barred[ends] > barred[starts]] = asks.NEVER
        if Kind.PUT_OUT in allowed:
            for request, (first, end) in self.diary.booked(person, day):
                ask[(starts < end) & (ends > first)] += self.worth.get(request, asks.NEVER)
        else:
            taken = self.diary.taken(person, day)
            ask[taken[ends] > taken[starts]] = asks.NEVER
        return ask if np.isfinite(ask).any() else None


def _fixed(fact: ExistingBooking) -> tuple[Ints, Floats, list[str], Ints]:
    start = np.array([minute_of_day(fact.start)], dtype=np.int64)
    return start, np.zeros(1), [fact.practitioner], np.zeros(1, dtype=np.int64)


def _edges(waits: Ints, least: int, most: int | None, may: bool) -> Floats:
    """What waits ask, beyond what is allowed; never what is out of sequence."""
    short = np.maximum(least - waits, 0)
    long = np.maximum(waits - most, 0) if most is not None else np.zeros_like(waits)
    over = short + long
    ask = np.where(over > 0, asks.FIXED + asks.WAIT_A_MINUTE * over if may else asks.NEVER, 0.0)
    ask[waits < 0] = asks.NEVER
    return ask
