"""Items of equipment: the Devices and the rooms that are booked beside people.

A Device is one where its ``type`` says of which kind it is and its ``location`` or ``owner`` at which unit. A
Location is the place of a unit, as ever, but for a room with a Schedule of its own and in which nothing else is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from dagplan.words.messages.fhir_faults import FhirFaults
from dagplan.words.messages.passed_over import PassedOverThings, PassedOverWords

from .entry import Entry, identifiers_of, word_of
from .identity import marked
from .names import EQUIPMENT, Json, id_system
from .naming import Key
from .read_people import PEOPLE
from .read_units import Units, out_of_use
from .shelf import Shelf
from .sourced import Sourced

_OURS = id_system("equipment")
_SHOWN_FIRST = "user-friendly-name"
_SOMEBODY = (*PEOPLE, "Patient", "")
"""Actors of a Schedule whose time it is before that of any thing; one that can't be told may be a person."""
_GONE = ("inactive", "entered-in-error")


@dataclass
class Items:
    """The items of equipment of a Bundle; those that are contained are found when they are met."""

    shelf: Shelf
    units: Units
    request: Sourced
    idle: dict[str, str] = field(default_factory=dict)
    """Items that are not in use, each with the place that says so."""
    _ids: dict[Key, str] = field(default_factory=dict)
    _listed: set[Key] = field(default_factory=set)
    _scheduled: set[Key] = field(default_factory=set)
    """The Devices and Locations that have Schedules in which nobody takes part."""
    _places: set[Key] = field(default_factory=set)
    """The Locations where something else is: the places of units."""

    def read(self) -> None:
        """Every item, in the order of the Bundle; a Device that is none is told."""
        found = [entry for entry in self.shelf.entries if entry.kind in EQUIPMENT]
        if any(entry.kind == "Device" or kind_of(entry) for entry in _with_contained(self.shelf)):
            self._look_around()
        for entry in found:
            if self.of(entry) is None and entry.kind == "Device":
                why = PassedOverWords.NO_EQUIPMENT
                self.shelf.pass_over(entry.place, "other_kind", why, PassedOverThings.OTHER_KIND, kind="Device")

    def of(self, entry: Entry | None) -> str | None:
        """The item that a resource is; None if it is none."""
        if entry is None or entry.kind not in EQUIPMENT:
            return None
        if entry.key not in self._ids:
            self._ids[entry.key] = self._enlist(entry) if self._is_item(entry) else ""
        return self._ids[entry.key] or None

    def _is_item(self, entry: Entry) -> bool:
        if _is_ours(entry):
            return True
        if kind_of(entry) is None:
            return False
        if entry.kind == "Location":
            single = entry.resource.get("mode") != "kind"
            return single and entry.key in self._scheduled and entry.key not in self._places
        if entry.resource.get("patient"):
            return False
        return entry.key in self._scheduled or self._place_of(entry) is not None

    def _enlist(self, entry: Entry) -> str:
        """An item of the request; two resources of one thing are one. One of no kind can't be asked for."""
        name, thing, kind = self._name(entry), self.shelf.names.thing(entry), kind_of(entry)
        status = _not_in_use(entry)
        if status:
            why, what = PassedOverWords.NOT_IN_USE, PassedOverThings.ITEM
            self.shelf.pass_over(entry.place, "inactive", why, what, kind=entry.kind, status=status)
        if kind is not None and thing not in self._listed:
            self._listed.add(thing)
            if status:
                self.idle[name] = entry.at("status")
            unit = self._unit(entry)
            item: Json = {"id": name, "unit": unit or "", "kind": kind, "name": _shown_name(entry)}
            where = {"kind": entry.at("type"), "name": entry.at("name" if entry.kind == "Location" else "deviceName")}
            if unit is None:  # why is a problem already, and that no unit has an empty id is not to be told beside it
                where["unit"] = self.shelf.problems[-1].place
            self.request.add("equipment", item, where, entry.place)
        return name

    def _name(self, entry: Entry) -> str:
        """Its id: a room that has that of a Device is told apart."""
        name = self.shelf.named(entry, entry.kind)
        if entry.kind == "Location" and not _is_ours(entry) and name in self._device_ids:
            return marked(name, *self.shelf.names.thing(entry))
        return name

    @cached_property
    def _device_ids(self) -> set[str | None]:
        devices = (one for one in self.shelf.of("Device") if self._is_item(one))
        return {self.shelf.names.id_of("Device", one.key) for one in devices}

    def _unit(self, entry: Entry) -> str | None:
        """The unit at which an item is; a problem if there is none."""
        if entry.kind == "Location":
            return self.units.of_location(entry)
        element = self._place_of(entry) or next((one for one in ("location", "owner") if one in entry.resource), None)
        if element is None:
            self.shelf.note(entry.place, FhirFaults.NO_UNIT_OF_DEVICE(), "no_unit")
            return None
        return self.units.of_reference(entry.resource[element], entry, entry.at(element))

    def _place_of(self, device: Entry) -> str | None:
        """The element of a Device that leads to a unit: where it is, else whose it is."""
        resource = device.resource
        location = self.shelf.follow(resource.get("location"), device, "Location")
        if location is not None and self.units.managed(location):
            return "location"
        return "owner" if self.shelf.follow(resource.get("owner"), device, "Organization") else None

    def _look_around(self) -> None:
        """What has Schedules of its own, and where people are."""
        for entry in _with_contained(self.shelf):
            resource = entry.resource
            if entry.kind == "Schedule":
                self._look_at_schedule(entry)
            elif entry.kind == "PractitionerRole":
                self._note_places(entry, resource.get("location", []))
            elif entry.kind == "ServiceRequest":
                self._note_places(entry, resource.get("locationReference", []))
            elif entry.kind == "Location" and resource.get("partOf"):
                self._note_places(entry, [resource["partOf"]])

    def _look_at_schedule(self, schedule: Entry) -> None:
        actors = schedule.resource["actor"]
        found = [self.shelf.look(one, schedule, *PEOPLE, "Location", "Patient", "Device") for one in actors]
        kinds = {one.kind for one in found}
        alone = kinds == {"Location"}
        if kinds.isdisjoint(_SOMEBODY):
            entries = (one.entry for one in found if one.kind == ("Location" if alone else "Device"))
            self._scheduled |= {one.key for one in entries if one is not None}
        if not alone:
            self._note_places(schedule, actors)

    def _note_places(self, source: Entry, references: list[Json]) -> None:
        leads = (self.shelf.look(one, source, "Location").entry for one in references)
        self._places |= {one.key for one in leads if one is not None and one.kind == "Location"}


def kind_of(entry: Entry) -> str | None:
    """The kind that the type of a Device or a Location says; None if it says none."""
    if entry.kind not in EQUIPMENT:
        return None
    written = entry.resource.get("type", [])
    concepts = written if isinstance(written, list) else [written]
    return next((word for one in concepts if (word := word_of(one))), None)


def _is_ours(entry: Entry) -> bool:
    return any(system == _OURS for system, _value in identifiers_of(entry.resource))


def _not_in_use(entry: Entry) -> str:
    """The status of an item that is not in use; empty for one that is."""
    if entry.kind == "Location":
        return out_of_use(entry)
    status = str(entry.resource.get("status", ""))
    return status if status in _GONE else ""


def _shown_name(entry: Entry) -> str | None:
    """The name of an item; of a Device that has several, the one that people use."""
    if entry.kind == "Location":
        return entry.resource.get("name")
    names: list[Json] = entry.resource.get("deviceName", [])
    in_order = sorted(names, key=lambda one: one.get("type") != _SHOWN_FIRST)
    return in_order[0].get("name") if in_order else None


def _with_contained(shelf: Shelf) -> Iterator[Entry]:
    for entry in shelf.entries:
        yield entry
        yield from entry.contained.values()
