"""What is wrong with an input: the first problems in its order, and a count of the rest.

A faulty input may hold a million faults. Only as many are kept as are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from dagplan.words import Params, Said

from .errors import MOST_TOLD, Location

_Order = tuple[int, ...]
_LARGE = 64


@dataclass
class Finding:
    """One problem with its location, before it becomes an error; ``count`` as in ``errors.Problem``.

    What is said becomes a sentence only when it is told: most of a million are not.
    """

    location: Location
    says: str | Said
    code: str
    count: int = 1
    values: Params | None = None

    @classmethod
    def of(cls, location: Location, said: Said, code: str | None = None) -> Finding:
        """A finding from what is said of it; its code is that of the message, unless it is another."""
        return cls(location, said, code or said.code.value)

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return str(self.says)

    @property
    def params(self) -> Params | None:
        """What it says, for other languages."""
        return self.says.params if isinstance(self.says, Said) else self.values


class Findings:
    """The first findings in the order of the input, whatever the order they come in, and how many there are.

    Parameters
    ----------
    data
        The input: a field that stands first in it is told first, one that is lacking after those that are there.

    Attributes
    ----------
    count
        Of all findings.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self._positions = {id(data): _positions(data)}
        self._kept: list[tuple[_Order, Finding]] = []
        self._last: _Order | None = None
        self.count = 0

    def add(self, finding: Finding) -> None:
        """Take one more."""
        self.count += 1
        if self._last is not None and self._order(finding.location[:2]) > self._last:
            return  # at a glance
        order = self._order(finding.location)
        if self._last is not None and order >= self._last:
            return
        self._kept.append((order, finding))
        if len(self._kept) >= 2 * MOST_TOLD:
            self._cut()

    def extend(self, findings: Iterable[Finding]) -> None:
        """Take some more."""
        for finding in findings:
            self.add(finding)

    def skip(self, count: int) -> None:
        """Count some that would not be told (see ``full_before``)."""
        self.count += count

    def full_before(self, location: Location) -> bool:
        """Whether nothing at a location, or within it, would be told."""
        return self._last is not None and self._order(location) > self._last

    def told(self) -> list[Finding]:
        """The first ones, in the order of the input."""
        self._cut()
        return [finding for _order, finding in self._kept]

    def _cut(self) -> None:
        self._kept.sort(key=itemgetter(0))
        del self._kept[MOST_TOLD:]
        if len(self._kept) == MOST_TOLD:
            self._last = self._kept[-1][0]

    def _order(self, location: Location) -> _Order:
        """Where a location stands in the input, as something to sort by."""
        value: Any = self._data
        order = []
        for step in location:
            if isinstance(step, int):
                order.append(step)
                value = value[step] if isinstance(value, list | tuple) and step < len(value) else None
            else:
                order.append(self._position(value, step))
                value = value.get(step) if isinstance(value, Mapping) else None
        return tuple(order)

    def _position(self, value: Any, key: str) -> int:
        if not isinstance(value, Mapping):
            return 0
        if value is self._data or len(value) > _LARGE:
            if id(value) not in self._positions:
                self._positions[id(value)] = _positions(value)
            return self._positions[id(value)].get(key, len(value))
        return next((position for position, name in enumerate(value) if name == key), len(value))


def _positions(value: Mapping[str, Any]) -> dict[Any, int]:
    return {name: position for position, name in enumerate(value)}
