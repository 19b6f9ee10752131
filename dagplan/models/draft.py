"""What could be read of a request, whole or not, for the checks of how it fits together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .entries import Availability, Equipment, ExistingBooking, Request

TABLES = ("units", "practitioners", "equipment", "requests")
"""The lists whose entries have ids."""


@dataclass
class Draft:
    """What could be read of a request, with the original index of each entry."""

    zone: str
    units: dict[int, Any] = field(default_factory=dict)
    practitioners: dict[int, Any] = field(default_factory=dict)
    availability: dict[int, Availability] = field(default_factory=dict)
    busy: dict[int, Any] = field(default_factory=dict)
    patient_busy: dict[int, Any] = field(default_factory=dict)
    equipment: dict[int, Equipment] = field(default_factory=dict)
    equipment_busy: dict[int, Any] = field(default_factory=dict)
    requests: dict[int, Request] = field(default_factory=dict)
    bookings: dict[int, ExistingBooking] = field(default_factory=dict)
    first_date: date | None = None
    last_date: date | None = None
    known: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @cached_property
    def ids(self) -> dict[str, list[str]]:
        """The ids of what could be read, by table; visits are those of all requests."""
        tables = {name: [one.id for one in getattr(self, name).values()] for name in TABLES}
        return tables | {"visits": [visit.id for request in self.requests.values() for visit in request.visits]}

    @cached_property
    def all_ids(self) -> dict[str, Container[str]]:
        """Every id that may be named, by table: also of what could not be read."""
        return {
            name: _Anything() if "*" in self.known[name] else self.known[name].union(found)
            for name, found in self.ids.items()
        }


class _Anything:
    """The ids of a table in which one could not be read: it may be any."""

    def __contains__(self, _value: object) -> bool:
        return True
