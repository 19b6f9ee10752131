"""Minutes of people, patients and items beside the plan: what they can give, what is taken, what can't be given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from dagplan.models import PlanRequest
from dagplan.models.bookings import locked_in
from dagplan.models.clock import MINUTES_A_DAY, end_minute, minute_of_day, unusable_minutes
from dagplan.models.plan import Booking
from dagplan.models.windows import Span, by_date, equipment_busy_spans, free_windows, patient_busy_spans

Minutes = npt.NDArray[np.bool_]
"""One truth a minute of the day, 1440 of them."""

Counts = npt.NDArray[np.int64]
"""How many minutes before each minute of the day (0 to 1440) are so."""

Taken = tuple[str, Span]
"""What takes a span: a request, or empty where it can't be moved."""


class MinuteCounts:
    """What each person, patient and item does, minute by minute.

    Parameters
    ----------
    asked
        The request.
    bookings
        The plan's.

    Attributes
    ----------
    dates
        All planned dates.
    """

    def __init__(self, asked: PlanRequest, bookings: Iterable[Booking]) -> None:
        self.asked = asked
        span = (asked.last_date - asked.first_date).days + 1
        self.windows = free_windows(asked)
        busy_dates = {day for _, _, day in self.windows}
        # A request may plan over years: dates on which nobody works and that lie far off are left out.
        near = (asked.first_date + timedelta(days=n) for n in range(min(span, 400)))
        self.dates = sorted(busy_dates | set(near))
        self._hours: dict[str, Span] = {}
        for (_, unit, _), spans in self.windows.items():
            if spans:
                low, high = self._hours.get(unit, (MINUTES_A_DAY, 0))
                self._hours[unit] = min(low, spans[0][0]), max(high, spans[-1][1])
        self._booked: dict[tuple[str, date], list[Taken]] = defaultdict(list)
        self._patients: dict[tuple[str, date], list[Taken]] = defaultdict(list)
        self._items: dict[tuple[str, date], list[Taken]] = defaultdict(list)
        facts = locked_in(asked)
        for one in bookings:
            owner = "" if one.visit in facts else one.request
            for day, taken in by_date(one.start, one.end, asked.first_date, asked.last_date):
                self._booked[one.practitioner, day].append((owner, taken))
                self._patients[one.patient, day].append((owner, taken))
                for item in one.equipment:
                    self._items[item, day].append((owner, taken))
        for (patient, day), spans in patient_busy_spans(asked, self.dates).items():
            self._patients[patient, day] += [("", taken) for taken in spans]
        for (item, day), spans in equipment_busy_spans(asked, self.dates).items():
            self._items[item, day] += [("", taken) for taken in spans]
        self._away: dict[tuple[str, date], list[Span]] = defaultdict(list)
        for absence in asked.busy:
            for day, taken in by_date(absence.start, absence.end, asked.first_date, asked.last_date):
                self._away[absence.practitioner, day].append(taken)
        self._units: dict[tuple[str, date], list[tuple[str, Span]]] = defaultdict(list)
        for window in asked.availability:
            span_of = minute_of_day(window.start), end_minute(window.end)
            self._units[window.practitioner, window.start.date()].append((window.unit, span_of))
        self._known: dict[date, set[str]] = defaultdict(set)
        for person, day in (*self._booked, *self._away, *self._units):
            self._known[day].add(person)
        self._alike: dict[tuple[str, date], list[list[str]]] = {}
        self._lacking = lru_cache(maxsize=20_000)(self._count_lacking)
        self._taken = lru_cache(maxsize=20_000)(self._count_taken)
        self._barred = lru_cache(maxsize=20_000)(self._count_barred)

    def alike(self, unit: str, day: date) -> list[list[str]]:
        """The people in groups that have the same time at a unit on a date, given and taken; in the order asked."""
        found = self._alike.get((unit, day))
        if found is None:
            groups: dict[object, list[str]] = defaultdict(list)
            known = self._known.get(day, set())
            for person in self.asked.practitioners:
                groups[self._day_of(person.id, unit, day) if person.id in known else None].append(person.id)
            found = self._alike[unit, day] = list(groups.values())
        return found

    def _day_of(self, person: str, unit: str, day: date) -> object:
        where = person, day
        return (
            tuple(self.windows.get((person, unit, day), ())),
            tuple(sorted(self._booked.get(where, ()))),
            tuple(sorted(self._away.get(where, ()))),
            tuple(sorted(self._units.get(where, ()))),
        )

    def is_at(self, person: str, unit: str, day: date) -> bool:
        """Whether a person is at a unit on a date at all."""
        return bool(self.windows.get((person, unit, day)))

    def opening(self, unit: str) -> Span:
        """First and last minute that anybody is at a unit, over all dates; where nobody is, at any unit."""
        if unit in self._hours:
            return self._hours[unit]
        spans = self._hours.values()
        return min((low for low, _ in spans), default=0), max((high for _, high in spans), default=MINUTES_A_DAY)

    def lacking(self, person: str, unit: str, day: date) -> Counts:
        """The minutes that are not in the person's windows at the unit."""
        return self._lacking(person, unit, day)

    def barred(self, person: str, unit: str, day: date) -> Counts:
        """The minutes that the person can't give at the unit: away, or elsewhere."""
        return self._barred(person, unit, day)

    def taken(self, person: str, day: date) -> Counts:
        """The minutes that are booked with a person."""
        return self._taken(person, day)

    def booked(self, person: str, day: date) -> list[Taken]:
        """What is booked with a person on a date."""
        return self._booked.get((person, day), [])

    def of_patient(self, patient: str, day: date) -> list[Taken]:
        """What a patient has on a date."""
        return self._patients.get((patient, day), [])

    def of_item(self, item: str, day: date) -> list[Taken]:
        """What an item of equipment is taken by on a date."""
        return self._items.get((item, day), [])

    def missing(self, person: str, unit: str, day: date, span: Span) -> Minutes:
        """The minutes of a span that are not in the person's windows at the unit."""
        inside = _marked([span])
        inside &= ~_marked(self.windows.get((person, unit, day), ()))
        return inside

    def is_free_beyond(self, person: str, unit: str, day: date, span: Span) -> bool:
        """Whether a person could work a span at a unit and does not: not away, not elsewhere, nothing booked."""
        counts = (self.barred(person, unit, day), self.taken(person, day))
        beyond = self.lacking(person, unit, day)
        inside = beyond[span[1]] - beyond[span[0]] == span[1] - span[0]
        return bool(inside and all(one[span[1]] == one[span[0]] for one in counts))

    def _count_lacking(self, person: str, unit: str, day: date) -> Counts:
        return _before(~_marked(self.windows.get((person, unit, day), ())))

    def _count_taken(self, person: str, day: date) -> Counts:
        return _before(_marked(span for _, span in self.booked(person, day)))

    def _count_barred(self, person: str, unit: str, day: date) -> Counts:
        windows = _marked(self.windows.get((person, unit, day), ()))
        away = list(self._away.get((person, day), ()))
        odd = unusable_minutes(self.asked.time_zone, day)
        away += [odd] if odd else []
        away += [span for other, span in self._units.get((person, day), ()) if other != unit]
        return _before(_marked(away) & ~windows)


def _marked(spans: Iterable[Span]) -> Minutes:
    minutes = np.zeros(MINUTES_A_DAY, dtype=np.bool_)
    for first, end in spans:
        minutes[first:end] = True
    return minutes


def _before(minutes: Minutes) -> Counts:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(minutes, dtype=np.int64)])
