"""Data of the contract as it is put together, with the place in the file that each part came from."""

from __future__ import annotations

from dataclasses import dataclass, field

from dagplan.files.places import shown_path
from dagplan.models.errors import Location

from .names import Json


@dataclass
class Sourced:
    """JSON-like data of the contract, with the place in the file that each part came from."""

    data: Json
    file: str
    places: dict[Location, str] = field(default_factory=dict)

    def place(self, location: Location) -> str:
        """Where a value stands: the nearest part that is known."""
        for length in range(len(location), 0, -1):
            if location[:length] in self.places:
                return self.places[location[:length]]
        return f"{shown_path(self.file)}: $"

    def add(self, table: str, values: Json, places: dict[str, str], place: str) -> int:
        """Add an entry to a list of the contract; ``places`` of its fields, ``place`` of all others."""
        index = len(self.data.setdefault(table, []))
        self.data[table].append({name: value for name, value in values.items() if value is not None})
        self.places[table, index] = place
        for name, where in places.items():
            self.places[table, index, name] = where
        return index
