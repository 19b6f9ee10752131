"""Who works at a synthetic care unit, and when: people, opening hours, part days, meetings, days off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from dagplan.models.clock import at_minute
from dagplan.models.request import Availability, Busy, Practitioner, Unit

from .practices import Attendance, Practice

_OPENING_MINUTES = (450, 480)
_LUNCH_MINUTES = (720, 780)
_CLOSING_MINUTES = (960, 990, 1020, 1020)
_MEETING_SHARE = 0.35
_LEAVE_SHARE_A_WEEK = 0.04
_WEEKDAYS = 5

Week = dict[int, list[tuple[int, int]]]
"""A person's windows by weekday (Monday 0), minutes from midnight."""


@dataclass(frozen=True)
class Site:
    """A care unit and the working days planned; where there are several units, ids begin with theirs."""

    unit: Unit
    dates: tuple[date, ...]
    one_of_several: bool

    @property
    def prefix(self) -> str:
        """What this unit's practitioners', patients' and requests' ids begin with."""
        return f"{self.unit.id}-" if self.one_of_several else ""


@dataclass
class Staffing:
    """The people of a care unit and their time.

    Parameters
    ----------
    shares
        Practitioner to competences, each with the share of that person's time meant for it.
    """

    site: Site
    practitioners: list[Practitioner] = field(default_factory=list)
    shares: dict[str, Mapping[str, float]] = field(default_factory=dict)
    availability: list[Availability] = field(default_factory=list)
    busy: list[Busy] = field(default_factory=list)


def weekdays_from(first: date, count: int) -> tuple[date, ...]:
    """So many dates from a Monday on, Saturdays and Sundays left out.

    >>> weekdays_from(date(2026, 10, 5), 6)[-1]
    datetime.date(2026, 10, 12)
    """
    return tuple(first + timedelta(days=i // _WEEKDAYS * 7 + i % _WEEKDAYS) for i in range(count))


def staff_unit(practice: Practice, site: Site, staff: int, rng: Random) -> Staffing:
    """Engage so many people by the practice's roster and give them working time on the dates."""
    staffing = Staffing(site)
    opening = rng.choice(_OPENING_MINUTES)
    meeting_weekday = rng.randrange(_WEEKDAYS)
    days_off_from = rng.randrange(_WEEKDAYS)
    engaged: Counter[str] = Counter()
    for position in range(staff):
        name = practice.roster[position % len(practice.roster)]
        profession = practice.professions[name]
        engaged[name] += 1
        person = f"{site.prefix}{name}-{engaged[name]}"
        shares = profession.competences[(engaged[name] - 1) % len(profession.competences)]
        staffing.shares[person] = shares
        staffing.practitioners.append(Practitioner(id=person, competences=tuple(shares)))
        week = _working_week(profession.attendance, opening, days_off_from + position, rng)
        _add_windows(staffing, person, week)
        _add_busy(staffing, person, week, meeting_weekday, rng)
    return staffing


def _working_week(attendance: Attendance, opening: int, shift: int, rng: Random) -> Week:
    """A person's windows on each weekday, minutes from midnight; days off differ from person to person."""
    days = rng.choices((2, 3, 4, 5), weights=attendance.days_a_week)[0]
    off = {(shift + 2 * step) % _WEEKDAYS for step in range(_WEEKDAYS - days)}
    closing = rng.choice(_CLOSING_MINUTES)
    lunch_begins, lunch_ends = _LUNCH_MINUTES
    morning, afternoon = (opening, lunch_begins), (lunch_ends, closing)
    week: Week = {}
    for weekday in range(_WEEKDAYS):
        half = rng.random() < attendance.half_days
        kept = rng.choice((morning, afternoon))
        if weekday not in off:
            week[weekday] = [kept] if half else [morning, afternoon]
    return week


def _add_windows(staffing: Staffing, person: str, week: Week) -> None:
    for day in staffing.site.dates:
        for begins, ends in week.get(day.weekday(), ()):
            staffing.availability.append(
                Availability(
                    practitioner=person,
                    unit=staffing.site.unit.id,
                    start=at_minute(day, begins),
                    end=at_minute(day, ends),
                )
            )


def _add_busy(staffing: Staffing, person: str, week: Week, meeting_weekday: int, rng: Random) -> None:
    """The unit's weekly meeting after lunch, own meetings or telephone time, and now and then days off."""
    dates = staffing.site.dates

    def add(start: datetime, end: datetime) -> None:
        staffing.busy.append(Busy(practitioner=person, start=start, end=end))

    for day in dates:
        windows = week.get(day.weekday(), [])
        if not windows:
            continue
        begins, ends = rng.choice(windows)
        length = rng.choice((30, 30, 60))
        start = 30 * rng.randint(begins // 30, (ends - length) // 30)
        if rng.random() < _MEETING_SHARE:
            add(at_minute(day, start), at_minute(day, start + length))
        if day.weekday() == meeting_weekday and windows[-1][0] == _LUNCH_MINUTES[1]:
            add(at_minute(day, _LUNCH_MINUTES[1]), at_minute(day, _LUNCH_MINUTES[1] + 30))
    for monday in dates[::_WEEKDAYS] if len(dates) >= _WEEKDAYS else ():
        if rng.random() < _LEAVE_SHARE_A_WEEK:
            first = monday + timedelta(days=rng.randrange(_WEEKDAYS))
            add(at_minute(first, 0), at_minute(first + timedelta(days=rng.randint(1, 2)), 0))
