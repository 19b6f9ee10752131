"""What could be read of a request, whole or not, for the checks of how it fits together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .errors import Location
from .fields import is_id
from .nearest import Nearest
from .privacy import looks_like_identity_number

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
    broken: dict[str, dict[str, Location]] = field(default_factory=lambda: defaultdict(dict))
    """By table, the ids of entries that could not be read, and where they stand; ``*`` is one that can't be told."""

    def note(self, table: str, found: str, location: Location) -> None:
        """Note the id of an entry that could not be read."""
        self.broken[table].setdefault(found, location)

    @cached_property
    def ids(self) -> dict[str, list[str]]:
        """The ids of what could be read, by table; visits are those of all requests."""
        tables = {name: [one.id for one in getattr(self, name).values()] for name in TABLES}
        return tables | {"visits": [visit.id for request in self.requests.values() for visit in request.visits]}

    @cached_property
    def all_ids(self) -> dict[str, Container[str]]:
        """Every id that may be named, by table: also of what could not be read."""
        return {
            name: _Anything() if "*" in self.broken[name] else self.broken[name].keys() | set(found)
            for name, found in self.ids.items()
        }

    @cached_property
    def nearest(self) -> dict[str, Nearest]:
        """For each table, the ids that look most like one that it lacks."""
        return {name: Nearest([*found, *filter(_may_be_told, self.broken[name])]) for name, found in self.ids.items()}


def _may_be_told(found: str) -> bool:
    return is_id(found) and not looks_like_identity_number(found)


class _Anything:
    """The ids of a table in which one could not be read: it may be any."""

    def __contains__(self, _value: object) -> bool:
        return True
