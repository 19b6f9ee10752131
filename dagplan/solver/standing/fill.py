"""How full the dates of units are, kept as bookings come and go: for the term ``uneven``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from dagplan.models.evenness import Place, points_above, working_minutes
from dagplan.models.plan import Booking
from dagplan.solver.instance.evenness import Evenness, UnitDates

from .register import Register


class Fill:
    """The minutes that are available and that are booked at each unit on each date."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._of_person: dict[str, dict[Place, int]] = {}
        self._available: dict[str, dict[date, int]] = defaultdict(dict)
        self._booked: dict[Place, int] = defaultdict(int)
        for person in register.windows:
            self.refresh(person)
        for one in register.full.values():
            self.count(one, 1)

    def refresh(self, person: str) -> None:
        """Take a person's windows as they are now."""
        before = self._of_person.get(person, {})
        after = self._of_person[person] = working_minutes(self._register.hours_of(person))
        for unit, day in {*before, *after}:
            dates = self._available[unit]
            dates[day] = dates.get(day, 0) + after.get((unit, day), 0) - before.get((unit, day), 0)
            if not dates[day]:
                del dates[day]

    def count(self, booking: Booking, times: int) -> None:
        """Count a booking (1), or take it out (-1)."""
        self._booked[booking.unit, booking.start.date()] += times * booking.minutes

    @property
    def points(self) -> int:
        """The percentage points by which dates are filled above the mean of their unit, summed."""
        return sum(
            points_above(list(dates.values()), [self._booked[unit, day] for day in dates])
            for unit, dates in self._available.items()
        )

    def evenness(self, weight: int, units: Mapping[str, int], days: Mapping[date, int]) -> Evenness:
        """The same in integers, all that is booked as locked; ``units`` and ``days`` have their indices."""
        found = {}
        for unit, dates in self._available.items():
            some = sorted(dates)
            if some:
                found[units[unit]] = UnitDates(
                    tuple(dates[day] for day in some),
                    tuple(self._booked[unit, day] for day in some),
                    {days[day]: at for at, day in enumerate(some) if day in days},
                )
        return Evenness(weight, found)
