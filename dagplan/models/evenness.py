"""How evenly the dates of a unit are filled: the term ``uneven``.

For each unit and each planned date on which anybody works there, the share of its available minutes that is booked
(locked visits too), in whole percent rounded down; and the unit's mean, which is the same share over all these dates
together. What a date has above the mean is counted, over all dates and units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from .plan import Booking
from .request import PlanRequest
from .windows import free_windows

Place = tuple[str, date]
"""Unit and date."""


def working_minutes(request: PlanRequest) -> dict[Place, int]:
    """The minutes in which practitioners are available at each unit on each planned date, absences taken out.

    Nothing that is booked is taken out. Dates without any are left out.
    """
    minutes: dict[Place, int] = defaultdict(int)
    for (_, unit, day), spans in free_windows(request).items():
        free = sum(end - start for start, end in spans)
        if free:
            minutes[unit, day] += free
    return minutes


def points_above(available: Sequence[int], booked: Sequence[int]) -> int:
    """The percentage points by which dates are filled above their mean, summed.

    Parameters
    ----------
    available, booked
        Minutes of each date of one unit; all that are available are more than 0.

    Examples
    --------
    >>> points_above([100, 100], [80, 0]), points_above([100, 100], [40, 40])
    (40, 0)
    """
    if not available:
        return 0
    mean = 100 * sum(booked) // sum(available)
    return sum([max(0, 100 * minutes // free - mean) for free, minutes in zip(available, booked, strict=True)])


def unevenness(request: PlanRequest, bookings: Iterable[Booking]) -> int:
    """The percentage points above the mean of all units, for these bookings of a plan."""
    return unevenness_of(working_minutes(request), bookings)


def unevenness_of(available: Mapping[Place, int], bookings: Iterable[Booking]) -> int:
    """The same with the available minutes at hand."""
    booked: dict[Place, int] = defaultdict(int)
    for one in bookings:
        booked[one.unit, one.start.date()] += one.minutes
    dates: dict[str, list[Place]] = defaultdict(list)
    for place in available:
        dates[place[0]].append(place)
    return sum(
        points_above([available[one] for one in places], [booked[one] for one in places]) for places in dates.values()
    )
