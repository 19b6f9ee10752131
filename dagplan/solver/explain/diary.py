"""Minutes of people and patients beside the plan: what is theirs to give, what is taken, what can't be given."""

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
from dagplan.models.windows import Span, by_date, free_windows, patient_busy_spans

Minutes = npt.NDArray[np.bool_]
"""One truth a minute of the day, 1440 of them."""


class Diary:
    """What each person and patient does, minute by minute.

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
    hours
        First and last minute that anybody is at a unit, over all dates; by unit.
    """

    def __init__(self, asked: PlanRequest, bookings: Iterable[Booking]) -> None:
        self.asked = asked
        span = (asked.last_date - asked.first_date).days + 1
        self.windows = free_windows(asked)
        busy_dates = {day for _, _, day in self.windows}
        # A request may plan over years: dates on which nobody works and that lie far off are left out.
        near = (asked.first_date + timedelta(days=n) for n in range(min(span, 400)))
        self.dates = sorted(busy_dates | set(near))
        self.hours: dict[str, Span] = {}
        for (_, unit, _), spans in self.windows.items():
            if spans:
                low, high = self.hours.get(unit, (MINUTES_A_DAY, 0))
                self.hours[unit] = min(low, spans[0][0]), max(high, spans[-1][1])
        self._booked: dict[tuple[str, date], list[tuple[str, Span]]] = defaultdict(list)
        self._patients: dict[tuple[str, date], list[tuple[str, Span]]] = defaultdict(list)
        facts = locked_in(asked)
        for one in bookings:
            owner = "" if one.visit in facts else one.request
            for day, taken in by_date(one.start, one.end, asked.first_date, asked.last_date):
                self._booked[one.practitioner, day].append((owner, taken))
                self._patients[one.patient, day].append((one.request, taken))
        for (patient, day), spans in patient_busy_spans(asked, self.dates).items():
            self._patients[patient, day] += [("", taken) for taken in spans]
        self._away: dict[tuple[str, date], list[Span]] = defaultdict(list)
        for absence in asked.busy:
            for day, taken in by_date(absence.start, absence.end, asked.first_date, asked.last_date):
                self._away[absence.practitioner, day].append(taken)
        self._units: dict[tuple[str, date], list[tuple[str, Span]]] = defaultdict(list)
        for window in asked.availability:
            span_of = minute_of_day(window.start), end_minute(window.end)
            self._units[window.practitioner, window.start.date()].append((window.unit, span_of))
        self._lacking = lru_cache(maxsize=20_000)(self._count_lacking)
        self._taken = lru_cache(maxsize=20_000)(self._count_taken)
        self._barred = lru_cache(maxsize=20_000)(self._count_barred)

    def is_at(self, person: str, unit: str, day: date) -> bool:
        """Whether a person is at a unit on a date at all."""
        return bool(self.windows.get((person, unit, day)))

    def lacking(self, person: str, unit: str, day: date) -> npt.NDArray[np.int64]:
        """How many minutes before each minute (0 to 1440) are not in the person's windows at the unit."""
        return self._lacking(person, unit, day)

    def barred(self, person: str, unit: str, day: date) -> npt.NDArray[np.int64]:
        """How many minutes before each minute the person can't give at the unit: away, or elsewhere."""
        return self._barred(person, unit, day)

    def taken(self, person: str, day: date) -> npt.NDArray[np.int64]:
        """How many minutes before each minute are booked with a person."""
        return self._taken(person, day)

    def booked(self, person: str, day: date) -> list[tuple[str, Span]]:
        """What is booked with a person on a date: request (empty for a locked fact) and span."""
        return self._booked.get((person, day), [])

    def patient(self, patient: str, request: str, day: date) -> npt.NDArray[np.int64]:
        """How many minutes before each minute the patient is taken by other requests."""
        taken = [span for owner, span in self._patients.get((patient, day), ()) if owner != request]
        return _before(_marked(taken))

    def missing(self, person: str, unit: str, day: date, span: Span) -> Minutes:
        """The minutes of a span that are not in the person's windows at the unit."""
        inside = _marked([span])
        inside &= ~_marked(self.windows.get((person, unit, day), ()))
        return inside

    def _count_lacking(self, person: str, unit: str, day: date) -> npt.NDArray[np.int64]:
        return _before(~_marked(self.windows.get((person, unit, day), ())))

    def _count_taken(self, person: str, day: date) -> npt.NDArray[np.int64]:
        return _before(_marked(span for _, span in self.booked(person, day)))

    def _count_barred(self, person: str, unit: str, day: date) -> npt.NDArray[np.int64]:
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


def _before(minutes: Minutes) -> npt.NDArray[np.int64]:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(minutes, dtype=np.int64)])
