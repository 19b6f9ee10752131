"""What the layout of an instance is written on: arrays, sizes, and the numbers that stand for things."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dagplan.solver.instance.demand import Preference
from dagplan.solver.instance.instance import Instance

from .slots import Slots
from .structures import LAYOUT_ARRAYS

Array = NDArray[Any]


class Rows:
    """Rows of different length in one array: what has been added, and where each row begins.

    Examples
    --------
    >>> rows = Rows()
    >>> rows.add("ab"), rows.add(""), rows.add("c")
    (None, None, None)
    >>> rows.items, rows.first
    (['a', 'b', 'c'], [0, 2, 2, 3])
    """

    def __init__(self) -> None:
        self.items: list[Any] = []
        self.first = [0]

    def add(self, row: Iterable[Any]) -> None:
        """Add a row."""
        self.items.extend(row)
        self.first.append(len(self.items))


class Numbers(dict[Any, int]):
    """Numbers from 0 for things, in the order in which they are first asked for."""

    def __missing__(self, key: Hashable) -> int:
        self[key] = len(self)
        return self[key]


class Sheet:
    """The arrays of an instance while they are laid out.

    Attributes
    ----------
    arrays, numbers
        By their names in ``kernel.h``.
    slots
        Of the day.
    requests, number
        Indices of the instance's requests, in order, and where each stands among them.
    places, place_of
        (unit, date) of each place, and the number of each.
    units, people, kinds, equipment, lengths, date_sets, unit_sets, preferences
        The number of each of what occurs.
    days
        How many dates there are.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.slots = Slots(instance)
        self.arrays: dict[str, Array] = {}
        self.numbers: dict[str, int] = {}
        self.requests = sorted(instance.requests)
        self.number = {index: number for number, index in enumerate(self.requests)}
        self.places = list(instance.segments_at)
        self.place_of = {place: number for number, place in enumerate(self.places)}
        self.days = len(instance.dates)
        self.people = {
            person: number for number, person in enumerate(sorted({one.person for one in instance.segments}))
        }
        units = {unit for unit, _ in self.places}
        units.update(unit for one in instance.requests.values() for unit in one.units)
        if instance.evenness is not None:
            units.update(instance.evenness.units)
        self.units = {unit: number for number, unit in enumerate(sorted(units))}
        self.kinds, self.equipment, self.lengths = Numbers(), Numbers(), Numbers()
        self.date_sets, self.unit_sets = Numbers(), Numbers()
        self.preferences: dict[int, tuple[int, Preference]] = {}

    def unit_day(self, unit: int, day: int) -> int:
        """Where a unit and date stand in a table of both."""
        return self.units[unit] * self.days + day

    @property
    def unit_days(self) -> int:
        """The size of such a table."""
        return len(self.units) * self.days

    def put(self, **arrays: Any) -> None:
        """Lay out some arrays; none is without an item, since the kernel is given where each begins."""
        for name, values in arrays.items():
            made = np.ascontiguousarray(np.array(values, dtype=LAYOUT_ARRAYS[name]))
            self.arrays[name] = made if made.size else np.zeros(1, dtype=LAYOUT_ARRAYS[name])
