"""Care units, and the unit that an Organization or a Location stands for."""

from __future__ import annotations

from dataclasses import dataclass, field

from dagplan.words.messages.fhir_faults import FhirFaults

from .entry import Entry, code_in
from .names import KIND_CODES, Json
from .naming import Key
from .shelf import Shelf
from .sourced import Sourced

_MOST_PARTS = 20
"""A room in a corridor in a house in a …: more than this is a ring."""


@dataclass
class Units:
    """The care units of a Bundle: every Organization is one, and Locations lead to them."""

    shelf: Shelf
    request: Sourced
    closed: set[str] = field(default_factory=set)
    """Units whose Organization is not active."""
    _owners: dict[Key, Entry | None] = field(default_factory=dict)
    _ids: dict[Key, str] = field(default_factory=dict)
    _things: set[Key] = field(default_factory=set)

    def read(self) -> None:
        """Every Organization as a unit; contained ones when they are met."""
        for entry in self.shelf.of("Organization"):
            self.id_of(entry)

    def id_of(self, organization: Entry) -> str:
        """The unit that an Organization is; a problem, and an empty id, if nothing in it can be an id."""
        if organization.key not in self._ids:
            self._ids[organization.key] = self._enlist(organization)
        return self._ids[organization.key]

    def _enlist(self, entry: Entry) -> str:
        """A unit of the request; two resources of one thing are one."""
        name, thing = self.shelf.named(entry, "Organization"), self.shelf.names.thing(entry)
        if entry.resource.get("active") is False:
            self.closed.add(name)
        if thing not in self._things:
            self._things.add(thing)
            unit: Json = {"id": name, "name": entry.resource.get("name")}
            unit["kind"] = code_in(entry.resource.get("type", []), KIND_CODES)
            self.request.add("units", unit, {"name": entry.at("name"), "kind": entry.at("type")}, entry.place)
        return name

    def of_reference(self, reference: Json, source: Entry, place: str) -> str | None:
        """The unit that a reference to an Organization or a Location stands for; a problem if there is none."""
        found = self.shelf.needed(reference, source, place, "Location", "Organization")
        if found is None:
            return None
        return self.id_of(found) if found.kind == "Organization" else self.of_location(found)

    def of_location(self, location: Entry) -> str | None:
        """The unit that manages a Location, or else the Location that it is part of; a problem if there is none."""
        organization = self._owner(location)
        return self.id_of(organization) if organization else None

    def managed(self, location: Entry) -> bool:
        """Whether the Bundle tells of which unit a Location is."""
        one: Entry | None = location
        for _step in range(_MOST_PARTS):
            if one is None:
                break
            owner = one.resource.get("managingOrganization")
            if owner is not None:
                return self.shelf.follow(owner, one, "Organization") is not None
            one = self.shelf.follow(one.resource.get("partOf"), one, "Location")
        return False

    def within(self, unit: str, whole: Entry) -> bool:
        """Whether a unit's Organization is part of another Organization, at any remove."""
        part: Entry | None = next((one for one in self.shelf.of("Organization") if self.id_of(one) == unit), None)
        for _step in range(_MOST_PARTS):
            above = part.resource.get("partOf") if part else None
            part = self.shelf.follow(above, part, "Organization") if above and part else None
            if part is None:
                return False
            if self.shelf.names.thing(part) == self.shelf.names.thing(whole):
                return True
        return False

    def _owner(self, location: Entry) -> Entry | None:
        if location.key not in self._owners:
            self._owners[location.key] = self._look_up(location)
        return self._owners[location.key]

    def _look_up(self, location: Entry) -> Entry | None:
        one = location
        for _step in range(_MOST_PARTS):
            owner = one.resource.get("managingOrganization")
            if owner is not None:
                return self.shelf.needed(owner, one, one.at("managingOrganization"), "Organization")
            whole = one.resource.get("partOf")
            if whole is None:
                break
            above = self.shelf.needed(whole, one, one.at("partOf"), "Location")
            if above is None:
                return None
            one = above
        self.shelf.note(location.place, FhirFaults.NO_UNIT_OF_LOCATION(), "no_unit")
        return None


def out_of_use(location: Entry) -> str:
    """The status of a Location that is not in use; empty for one that is."""
    status = str(location.resource.get("status", "active"))
    return "" if status == "active" else status
