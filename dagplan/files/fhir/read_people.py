"""Units, practitioners and their times from FHIR resources."""

from __future__ import annotations

from dataclasses import dataclass, field

from .names import KIND_CODES, Json
from .shelf import Entry, Shelf, Sourced, code_in, word_of


@dataclass
class People:
    """Who a PractitionerRole is, and where; found while practitioners are read."""

    shelf: Shelf
    competences: dict[str, list[str]] = field(default_factory=dict)

    def unit_of(self, reference: Json, place: str) -> str | None:
        """The care unit that an Organization or a Location stands for."""
        found = self.shelf.needed(reference, place, "Organization", "Location")
        if found is None:
            return None
        if found.kind == "Organization":
            return self.shelf.id_of(found)
        owner = found.resource.get("managingOrganization")
        if owner is None:
            message = "a Location needs a managingOrganization: the care unit, which a room or a desk is not"
            self.shelf.note(found.place, message, "no_unit")
            return None
        organization = self.shelf.needed(owner, found.at("managingOrganization"), "Organization")
        return self.shelf.id_of(organization) if organization else None

    def unit_of_role(self, role: Entry) -> str | None:
        """The care unit at which a person has a role."""
        if organization := role.resource.get("organization"):
            return self.unit_of(organization, role.at("organization"))
        locations = role.resource.get("location")
        return self.unit_of(locations[0], role.at("location", 0)) if locations else None

    def person_of_role(self, role: Entry) -> str | None:
        """The person who has a role; a role alone stands for a person of its own."""
        reference = role.resource.get("practitioner")
        if not reference:
            return self.shelf.id_of(role)
        found = self.shelf.id_behind({"type": "Practitioner", **reference}, "Practitioner")
        if found is None:
            self.shelf.note(role.at("practitioner"), "no id of a practitioner stands here", "no_id")
        return found

    def person(self, reference: Json) -> str | None:
        """The person whom a reference to a Practitioner or a PractitionerRole means."""
        role = self.shelf.follow(reference, "PractitionerRole")
        return self.person_of_role(role) if role else self.shelf.id_behind(reference, "Practitioner")


def read_units(shelf: Shelf, request: Sourced) -> None:
    """Every Organization is a care unit."""
    for entry in shelf.of("Organization"):
        unit: Json = {"id": shelf.id_of(entry), "name": entry.resource.get("name")}
        unit["kind"] = code_in(entry.resource.get("type", []), KIND_CODES)
        request.add("units", unit, {"name": entry.at("name"), "kind": entry.at("type")}, entry.place)


def read_practitioners(shelf: Shelf, request: Sourced) -> People:
    """Every Practitioner, and those whom only a PractitionerRole tells of; competences from both."""
    people = People(shelf)
    for entry in shelf.of("Practitioner"):
        words = [word_of(one.get("code", {})) for one in entry.resource.get("qualification", ())]
        person: Json = {
            "id": shelf.id_of(entry),
            "name": _name(entry.resource),
            "competences": [w for w in words if w],
        }
        places = {"name": entry.at("name"), "competences": entry.at("qualification")}
        people.competences[person["id"]] = person["competences"]
        request.add("practitioners", person, places, entry.place)
    for entry in shelf.of("PractitionerRole"):
        known = people.person_of_role(entry)
        if known is None:
            continue
        if known not in people.competences:
            people.competences[known] = []
            person = {"id": known, "competences": people.competences[known]}
            request.add("practitioners", person, {"competences": entry.at("specialty")}, entry.place)
        for concept in [*entry.resource.get("code", ()), *entry.resource.get("specialty", ())]:
            word = word_of(concept)
            if word and word not in people.competences[known]:
                people.competences[known].append(word)
    return people


def read_times(people: People, request: Sourced, taken_slots: set[Entry]) -> None:
    """Free slots as availability, busy ones as busy; a slot that a booking takes is time the person works.

    Schedules of rooms and machines, which name no person, are passed over (rule R10).
    """
    shelf = people.shelf
    for slot in shelf.of("Slot"):
        status = slot.resource["status"]
        schedule = shelf.needed(slot.resource["schedule"], slot.at("schedule"), "Schedule")
        if schedule is None or status == "entered-in-error":
            continue
        person, unit = _owner(people, schedule)
        if person is None:
            continue
        times = {"practitioner": person, "start": slot.resource["start"], "end": slot.resource["end"]}
        places = {name: slot.at(name) for name in ("start", "end")}
        works = status == "free" or slot in taken_slots
        if works and unit is None:
            shelf.note(schedule.at("actor"), "no care unit stands here: free time is a person's at a unit", "no_unit")
        elif works:
            request.add("availability", {**times, "unit": unit}, places, slot.place)
        else:
            request.add("busy", times, places, slot.place)


def _owner(people: People, schedule: Entry) -> tuple[str | None, str | None]:
    """Whose time a schedule holds, and at which unit."""
    person = unit = None
    for index, reference in enumerate(schedule.resource["actor"]):
        place = schedule.at("actor", index)
        role = people.shelf.follow(reference, "PractitionerRole")
        if role:
            person, unit = people.person_of_role(role), people.unit_of_role(role) or unit
        elif people.shelf.follow(reference, "Location"):
            unit = unit or people.unit_of(reference, place)
        else:
            person = person or people.shelf.id_behind(reference, "Practitioner")
    return person, unit


def _name(resource: Json) -> str | None:
    names: list[Json] = resource.get("name", [])
    if not names:
        return None
    parts = [*names[0].get("given", ()), names[0].get("family", "")]
    return names[0].get("text") or " ".join(filter(None, parts)) or None
