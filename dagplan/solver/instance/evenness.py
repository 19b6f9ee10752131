"""How evenly the dates of units are filled, in integers: the term ``uneven`` while a plan is made.

What a unit's dates cost depends on all that is booked there, so it is no sum over requests. ``Evenness`` is what
stays as it is, ``Load`` counts the minutes that are booked and says what one booking more would change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dagplan.models import PlanRequest
from dagplan.models.evenness import working_minutes
from dagplan.models.plan import Booking

from .demand import Request

Minutes = Mapping[tuple[int, int], int]
"""Booked minutes by (unit, date)."""


@dataclass(frozen=True, slots=True)
class UnitDates:
    """The dates of one unit on which anybody works: the minutes available on each, and those locked.

    ``column`` is where a date of the instance stands among them.
    """

    available: tuple[int, ...]
    locked: tuple[int, ...]
    column: Mapping[int, int]


@dataclass(frozen=True)
class Evenness:
    """What is known before anything is booked.

    Attributes
    ----------
    weight
        Cost of a percentage point above the mean.
    units
        The dates of each unit.
    """

    weight: int
    units: Mapping[int, UnitDates]

    def of_units(self, units: Collection[int]) -> Evenness:
        """The same for some units alone."""
        return Evenness(self.weight, {unit: self.units[unit] for unit in sorted(units) if unit in self.units})

    def cost(self, minutes: Minutes) -> int:
        """What it costs with so much booked beside what is locked."""
        load = Load(self)
        load.add(minutes)
        return load.cost

    @property
    def cost_of_locked(self) -> int:
        """What it costs with nothing booked but what is locked."""
        return self.cost({})

    def most_saved(self, request: Request) -> int:
        """What booking a request can lower the cost by at the most, whatever else is booked.

        So many minutes more raise the mean by so many points at the most, and not all dates are above it.
        """
        most = 0
        for unit in request.units:
            dates = self.units.get(unit)
            if dates is not None:
                points = -(-100 * request.minutes // sum(dates.available))
                most = max(most, points * (len(dates.available) - 1))
        return self.weight * most


class Load:
    """The minutes that are booked at each unit on each date, and what it costs that they are so unevenly spread."""

    def __init__(self, evenness: Evenness) -> None:
        self.evenness = evenness
        self._units = {unit: _UnitLoad(dates) for unit, dates in evenness.units.items()}

    @property
    def cost(self) -> int:
        """The cost of all units."""
        return self.evenness.weight * sum([unit.points for unit in self._units.values()])

    def cost_of(self, units: Iterable[int]) -> int:
        """The cost of some units."""
        return self.evenness.weight * sum([self._units[unit].points for unit in units if unit in self._units])

    def book(self, unit: int, day: int, minutes: int) -> None:
        """Count some minutes more, or less where they are below 0."""
        if unit in self._units:
            self._units[unit].book(day, minutes)

    def add(self, minutes: Minutes) -> None:
        """Count all these minutes."""
        for place, more in minutes.items():
            self.book(*place, more)

    def delta(self, unit: int, day: int, minutes: int) -> int:
        """What so many minutes more at one unit on one date change the cost by; may be below 0."""
        return self.evenness.weight * self._units[unit].delta(day, minutes) if unit in self._units else 0

    def cost_with(self, minutes: Minutes) -> int:
        """The cost of all units with these minutes too, which may be below 0."""
        self.add(minutes)
        cost = self.cost
        self.add({place: -more for place, more in minutes.items()})
        return cost

    def booked(self, unit: int) -> tuple[int, ...]:
        """The minutes booked on each date of one unit, locked ones too."""
        return tuple(self._units[unit].booked)

    def cheapest_first(self, request: Request, days: Collection[int] | None) -> list[tuple[int, int]]:
        """The dates of a request with what each costs at the least, the cheapest first and of those the emptiest."""
        found = []
        minutes, weight = request.minutes, self.evenness.weight
        units = [self._units[unit] for unit in request.units if unit in self._units]
        for number, (day, cost) in enumerate(request.days):
            if days is None or day in days:
                there = [(one.delta(day, minutes), one.filled(day)) for one in units if day in one.column]
                if there:
                    delta, filled = min(there)
                    found.append((cost + weight * delta, filled, number, day))
        return [(day, cost) for cost, _, _, day in sorted(found)]


class _UnitLoad:
    """The dates of one unit with what is booked on them."""

    __slots__ = ("_above", "_available", "_shares", "_total", "_whole", "booked", "column")

    def __init__(self, dates: UnitDates) -> None:
        self.column = dates.column
        self.booked = list(dates.locked)
        self._available = dates.available
        self._whole = sum(dates.available)
        self._total = sum(dates.locked)
        self._shares = [100 * booked // free for booked, free in zip(self.booked, dates.available, strict=True)]
        self._above: dict[int, int] = {}

    @property
    def points(self) -> int:
        """The percentage points above the mean."""
        return self._points_above(100 * self._total // self._whole)

    def filled(self, day: int) -> float:
        """The share of a date that is booked, not rounded."""
        at = self.column[day]
        return self.booked[at] / self._available[at]

    def book(self, day: int, minutes: int) -> None:
        """Count some minutes more on a date; on one that does not count, none."""
        at = self.column.get(day)
        if at is not None:
            self.booked[at] += minutes
            self._total += minutes
            self._shares[at] = 100 * self.booked[at] // self._available[at]
            self._above.clear()

    def delta(self, day: int, minutes: int) -> int:
        """The points that so many minutes more on a date add."""
        at = self.column.get(day)
        if at is None:
            return 0
        mean = 100 * (self._total + minutes) // self._whole
        before, after = self._shares[at], 100 * (self.booked[at] + minutes) // self._available[at]
        return self._points_above(mean) - max(0, before - mean) + max(0, after - mean) - self.points

    def _points_above(self, mean: int) -> int:
        """The points above a mean, kept: one booking more moves it to one of few."""
        found = self._above.get(mean)
        if found is None:
            found = self._above[mean] = sum([share - mean for share in self._shares if share > mean])
        return found


def evenness_of(
    asked: PlanRequest, units: Mapping[str, int], days: Mapping[date, int], facts: Iterable[Booking]
) -> Evenness | None:
    """The evenness that a request asks for; None if it asks for none.

    Parameters
    ----------
    units, days
        The index of each unit and date.
    facts
        The locked bookings.
    """
    weight = asked.settings.weights.uneven
    if not weight:
        return None
    locked: dict[tuple[str, date], int] = defaultdict(int)
    for fact in facts:
        locked[fact.unit, fact.start.date()] += fact.minutes
    dates: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for (unit, day), available in working_minutes(asked).items():
        dates[unit].append((day, available))
    return Evenness(
        weight,
        {
            units[unit]: UnitDates(
                tuple(available for _, available in some),
                tuple(locked[unit, day] for day, _ in some),
                {days[day]: at for at, (day, _) in enumerate(some) if day in days},
            )
            for unit, some in dates.items()
        },
    )
