"""What each start of a visit asks of people: minutes they lack, that they come in, that they are others than named.

People whose day is alike are looked at once, and visits that need the same share what was found: a unit of thousands
costs no more than its kinds of days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from dagplan.models.clock import MINUTES_A_DAY
from dagplan.models.competences import competence_key, competence_keys
from dagplan.models.limits import PEOPLE
from dagplan.models.request import PlanRequest, Visit

from . import change_costs
from .change_costs import Kind
from .limits import kept
from .meant import Meant
from .minute_counts import MinuteCounts

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Place = tuple[str, date]

_OF_PEOPLE = frozenset({Kind.PERSON, Kind.COMPETENCE, Kind.HOURS, Kind.PUT_OUT})
_MOST_KNOWN = 3_000


@dataclass(frozen=True)
class Offered:
    """Starts of a visit at one place, and what each asks of each person who could take it there.

    Attributes
    ----------
    starts
        Minutes from midnight, in order.
    people
        One of those that are alike, for each row of ``table``.
    others
        1 for those who are not the one preferred, by row.
    table
        What each start (column) asks of each of them (row).
    rows
        The row of each person.
    """

    starts: Ints
    people: list[str]
    others: Floats
    table: Floats
    rows: Mapping[str, int]

    def least(self, not_preferred: float) -> tuple[Floats, Ints]:
        """The least that each start asks, and of whom (a row); ``not_preferred`` decides between equals."""
        whole = self.table + not_preferred * self.others[:, None]
        who = whole.argmin(axis=0)
        return whole[who, np.arange(len(self.starts))], who

    def with_person(self, person: str, not_preferred: float) -> tuple[Floats, Ints]:
        """What each start asks of one person who can take it, and 0 for each."""
        row = self.rows[person]
        return self.table[row] + not_preferred * self.others[row], np.zeros(len(self.starts), dtype=np.int64)

    def of_person(self, person: str, at: int, not_preferred: float) -> float | None:
        """What one start asks of one person; None where the person can't take it."""
        row = self.rows.get(person)
        return None if row is None else float(self.table[row, at] + not_preferred * self.others[row])


class Offering:
    """Finds what visits ask of people, each kind of visit once a place.

    Parameters
    ----------
    asked, minute_counts, worth
        As for the least change.
    """

    def __init__(self, asked: PlanRequest, minute_counts: MinuteCounts, worth: Mapping[str, int]) -> None:
        self.asked = asked
        self.minute_counts = minute_counts
        self.worth = worth
        self.competences = {person.id: competence_keys(person.competences) for person in asked.practitioners}
        self.mistyped = Meant(asked).competences
        self._known: dict[object, Offered | None] = {}

    def of(self, visit: Visit, place: Place, allowed: frozenset[Kind], grid: int) -> Offered | None:
        """What a visit asks of people at a place when these kinds of rules may be loosened; None if nobody can."""
        asked_for = competence_key(visit.competence), visit.practitioners, visit.preferred, visit.duration
        others = tuple([of for _, of in kept(PEOPLE, self.asked, visit)])
        key = *asked_for, others, place, allowed & _OF_PEOPLE, grid
        if key not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = self._look(visit, place, allowed, grid)
        return self._known[key]

    def _look(self, visit: Visit, place: Place, allowed: frozenset[Kind], grid: int) -> Offered | None:
        starts = np.arange(0, MINUTES_A_DAY - visit.duration + 1, grid, dtype=np.int64)
        people: list[str] = []
        table: list[Floats] = []
        rows: dict[str, int] = {}
        firm = kept(PEOPLE, self.asked, visit)
        for group in self.minute_counts.alike(*place):
            if Kind.HOURS not in allowed and not self.minute_counts.is_at(group[0], *place):
                continue
            row: Floats | None = None
            alike: dict[tuple[float, bool], int] = {}
            for person in group:
                ask = self._of_person(person, visit, allowed)
                if ask >= change_costs.NEVER or not all(limit.holds(of, person) for limit, of in firm):
                    continue
                kind = ask, person == visit.preferred
                if kind not in alike:
                    row = self._of_hours(person, place, starts, visit.duration, allowed) if row is None else row
                    alike[kind] = len(people)
                    people.append(person)
                    table.append(row + ask)
                rows[person] = alike[kind]
        if not people or not len(starts):
            return None
        others = np.array([float(visit.preferred not in (None, person)) for person in people])
        return Offered(starts, people, others, np.stack(table), rows)

    def _of_person(self, person: str, visit: Visit, allowed: frozenset[Kind]) -> float:
        ask = 0.0
        key = competence_key(visit.competence)
        if key in self.mistyped:
            return change_costs.NEVER
        if key not in self.competences[person]:
            ask += change_costs.FIXED + change_costs.COMPETENCE if Kind.COMPETENCE in allowed else change_costs.NEVER
        if visit.practitioners and person not in visit.practitioners:
            ask += change_costs.FIXED + change_costs.ANOTHER_PERSON if Kind.PERSON in allowed else change_costs.NEVER
        return ask

    def _of_hours(self, person: str, place: Place, starts: Ints, duration: int, allowed: frozenset[Kind]) -> Floats:
        """What starts ask of a person's hours, and of what is booked with them."""
        unit, day = place
        ends = starts + duration
        there, may = self.minute_counts.is_at(person, unit, day), Kind.HOURS in allowed
        barred = self.minute_counts.barred(person, unit, day)
        lacking = self.minute_counts.lacking(person, unit, day)
        more = (lacking[ends] - lacking[starts]).astype(np.float64)
        opening, closing = self.minute_counts.opening(unit)
        far = np.maximum(opening - starts, 0) + np.maximum(ends - closing, 0)
        ask = more * change_costs.WORK_A_MINUTE + far * change_costs.A_MINUTE_FROM_OPENING_HOURS
        ask[more > 0] += change_costs.FIXED + (0 if there else change_costs.CALL_IN) if may else change_costs.NEVER
        ask[barred[ends] > barred[starts]] = change_costs.NEVER
        if Kind.PUT_OUT in allowed:
            for request, (first, end) in self.minute_counts.booked(person, day):
                ask[(starts < end) & (ends > first)] += self.worth.get(request, change_costs.NEVER)
        else:
            taken = self.minute_counts.taken(person, day)
            ask[taken[ends] > taken[starts]] = change_costs.NEVER
        return ask
