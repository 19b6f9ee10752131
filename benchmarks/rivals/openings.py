"""When and with whom each visit may be taken: what every rival's model is built from.

The rivals leave locked bookings alone: their time is out of the openings, a request with a locked visit is not
planned further, and its patient gets nothing else on that date, nor on one when the patient has something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from dagplan import PlanRequest
from dagplan.models.bookings import locked_bookings
from dagplan.models.clock import MINUTES_A_DAY, minute_of_day
from dagplan.models.competences import competence_key, competence_keys
from dagplan.models.request import Request
from dagplan.models.windows import Span, Where, by_date, free_windows, patient_busy_spans, subtract

Place = tuple[date, str]
"""Date and care unit."""


class Opening(NamedTuple):
    """A window of one eligible person, and the first and last start in it; minutes from midnight, on the grid."""

    practitioner: str
    window: Span
    first: int
    last: int


class Openings:
    """The openings of a request's visits.

    Attributes
    ----------
    requests
        The requests to plan: those without a locked visit.
    windows
        Free windows of each person at each unit on each date, without the locked bookings' time.
    dates
        The dates with a window, in order.
    """

    def __init__(self, request: PlanRequest) -> None:
        self.grid = request.settings.grid
        self.limits = request.first_date, request.last_date
        facts = locked_bookings(request)
        taken: dict[tuple[str, date], list[Span]] = defaultdict(list)
        self.barred: dict[str, set[date]] = defaultdict(set)
        for fact in facts:
            for day, span in by_date(fact.start, fact.end, *self.limits):
                taken[fact.practitioner, day].append(span)
                self.barred[fact.patient].add(day)
        self.windows: dict[Where, list[Span]] = {
            (person, unit, day): subtract(spans, taken.get((person, day), ()))
            for (person, unit, day), spans in free_windows(request).items()
        }
        self.dates = sorted({day for _, _, day in self.windows})
        for patient, day in patient_busy_spans(request, self.dates):
            self.barred[patient].add(day)
        self.units = [unit.id for unit in request.units]
        with_facts = {fact.request for fact in facts}
        self.requests = [case for case in request.requests if case.id not in with_facts]
        self._people: dict[Place, list[str]] = defaultdict(list)
        for person, unit, day in self.windows:
            self._people[day, unit].append(person)
        self._competences = {person.id: competence_keys(person.competences) for person in request.practitioners}
        self._eligible: dict[tuple[Place, str, tuple[str, ...]], list[str]] = {}
        self._openings: dict[tuple[Place, str, tuple[str, ...], int, Span], list[Opening]] = {}

    def places(self, case: Request) -> list[Place]:
        """Dates and units at which every visit of a request has an opening, the earliest date first."""
        return [
            (day, unit)
            for day in self.dates
            if (case.earliest is None or case.earliest <= day)
            and (case.latest is None or day <= case.latest)
            and day not in case.excluded_dates
            and day not in self.barred[case.patient]
            for unit in case.units or self.units
            if all(self.of(case, position, (day, unit)) for position in range(len(case.visits)))
        ]

    def every(self) -> Iterator[tuple[Request, int, Place]]:
        """Every visit, as request and position in it, with each place it may be at."""
        for case in self.requests:
            for place in self.places(case):
                for position in range(len(case.visits)):
                    yield case, position, place

    def eligible(self, case: Request, position: int, place: Place) -> list[str]:
        """The people at a place who may take a visit."""
        visit = case.visits[position]
        key = place, visit.competence, visit.practitioners
        if key not in self._eligible:
            self._eligible[key] = [
                person
                for person in self._people[place]
                if competence_key(visit.competence) in self._competences[person]
                and (not visit.practitioners or person in visit.practitioners)
            ]
        return self._eligible[key]

    def of(self, case: Request, position: int, place: Place) -> list[Opening]:
        """The openings of one visit at a place, looked at alone."""
        visit, (day, unit) = case.visits[position], place
        key = place, visit.competence, visit.practitioners, visit.duration, hours(case)
        if key not in self._openings:
            self._openings[key] = [
                Opening(person, window, starts[0], starts[-1])
                for person in self.eligible(case, position, place)
                for window in self.windows[person, unit, day]
                if (starts := self.starts(case, position, window))
            ]
        return self._openings[key]

    def starts(self, case: Request, position: int, free: Span) -> range:
        """The starts on the grid at which a visit lies within free minutes and the patient's hours."""
        not_before, not_after = hours(case)
        low = max(free[0], not_before)
        last = min(free[1], not_after) - case.visits[position].duration
        return range(-(-low // self.grid) * self.grid, last + 1, self.grid)


def hours(case: Request) -> Span:
    """The patient's clock limits, minutes from midnight."""
    return (
        minute_of_day(case.not_before) if case.not_before else 0,
        minute_of_day(case.not_after) if case.not_after else MINUTES_A_DAY,
    )
