"""Who is at work, week after week: the base's weeks come again and again, but for holidays and illness."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from dagplan.models import PlanRequest
from dagplan.models.request import Availability, Busy, EquipmentBusy

from .policies import Illness
from .streams import Streams

_WEEK = timedelta(days=7)


class Roster:
    """The people of a care unit over the years.

    Parameters
    ----------
    versions
        From which date on which request is the pattern, in the order of the dates; the first is there from the start.
    first
        The Monday on which the first week of the pattern falls.
    holidays
        Dates on which nobody is at work.
    """

    def __init__(self, versions: Sequence[tuple[date, PlanRequest]], first: date, holidays: Iterable[date]) -> None:
        self._since = [since for since, _ in versions]
        self._patterns = [_Pattern(request) for _, request in versions]
        self._first = first
        self._holidays = frozenset(holidays)

    def pattern(self, day: date) -> PlanRequest:
        """What holds on a date: people, units, equipment."""
        return self._at(day).request

    def _at(self, day: date) -> _Pattern:
        return self._patterns[max(0, bisect_right(self._since, day) - 1)]

    def hours(self, day: date) -> Iterator[Availability]:
        """When and where people take visits on a date."""
        if day in self._holidays:
            return
        pattern = self._at(day)
        like, shift = pattern.like(day, self._first)
        for one in pattern.windows.get(like, ()):
            yield one.model_copy(update={"start": one.start + shift, "end": one.end + shift})

    def busy(self, day: date) -> Iterator[Busy]:
        """What begins on a date that takes people's time: meetings, leave."""
        pattern = self._at(day)
        like, shift = pattern.like(day, self._first)
        for one in pattern.busy.get(like, ()):
            yield one.model_copy(update={"start": one.start + shift, "end": one.end + shift})

    def equipment_busy(self, day: date) -> Iterator[EquipmentBusy]:
        """What begins on a date that takes items of equipment."""
        pattern = self._at(day)
        like, shift = pattern.like(day, self._first)
        for one in pattern.items_busy.get(like, ()):
            yield one.model_copy(update={"start": one.start + shift, "end": one.end + shift})


class _Pattern:
    """A request, by the dates of its weeks."""

    def __init__(self, request: PlanRequest) -> None:
        self.request = request
        first = request.first_date
        self.monday = first - timedelta(days=first.weekday())
        self.weeks = max(1, -(-((request.last_date - self.monday).days + 1) // 7))
        self.windows: dict[date, list[Availability]] = defaultdict(list)
        self.busy: dict[date, list[Busy]] = defaultdict(list)
        self.items_busy: dict[date, list[EquipmentBusy]] = defaultdict(list)
        for window in request.availability:
            self.windows[window.start.date()].append(window)
        for busy in request.busy:
            self.busy[busy.start.date()].append(busy)
        for taken in request.equipment_busy:
            self.items_busy[taken.start.date()].append(taken)

    def like(self, day: date, first: date) -> tuple[date, timedelta]:
        """The date of the pattern that a date is like, and how far it is from there."""
        weeks = (day - first) // _WEEK % self.weeks
        found = self.monday + weeks * _WEEK + timedelta(days=(day - first).days % 7)
        return found, day - found


def spells(people: Iterable[str], illness: Illness, streams: Streams, day: date) -> Iterator[Busy]:
    """Who falls ill on the morning of a date, and until when."""
    rate = illness.spells_per_year / 365.25
    lengths = sorted(illness.days, key=int)
    total = sum(illness.days.values())
    if not rate or not total:
        return
    shares = [illness.days[one] / total for one in lengths]
    for person in people:
        draw = streams.of("illness", person, day.toordinal())
        if draw.random() < rate:
            length = int(lengths[int(draw.choice(len(lengths), p=shares))])
            start = datetime.combine(day, datetime.min.time())
            yield Busy(practitioner=person, start=start, end=start + timedelta(days=length))
