"""Bookings from Appointments: of visits in this Bundle, and time that others take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from .names import FACTS, LOCKED, STANDING, Json
from .read_people import People
from .shelf import Entry, Sourced, extension_of


@dataclass(frozen=True)
class Met:
    """An Appointment, with the person and the unit that take part in it."""

    entry: Entry
    service_request: Entry | None
    practitioner: str | None
    unit: str | None

    @property
    def times(self) -> Json:
        """Start and end as they stand there."""
        return {name: self.entry.resource[name] for name in ("start", "end")}


def appointments(people: People) -> Iterator[Met]:
    """Every Appointment that stands and has times."""
    shelf = people.shelf
    for entry in shelf.of("Appointment"):
        if entry.resource.get("status") not in STANDING or "start" not in entry.resource:
            continue
        based_on = [shelf.follow(one, "ServiceRequest") for one in entry.resource.get("basedOn", ())]
        practitioner = unit = None
        for index, participant in enumerate(entry.resource["participant"]):
            actor = participant.get("actor", {})
            role = shelf.follow(actor, "PractitionerRole")
            if role:
                practitioner, unit = people.person_of_role(role), people.unit_of_role(role) or unit
            elif shelf.follow(actor, "Location"):
                unit = unit or people.unit_of(actor, entry.at("participant", index, "actor"))
            else:
                practitioner = practitioner or shelf.id_behind(actor, "Practitioner")
        yield Met(entry, next(filter(None, based_on), None), practitioner, unit)


def read_bookings(people: People, request: Sourced, visit_ids: dict[Entry, str]) -> set[Entry]:
    """Bookings of the visits, and busy time for all other appointments; the slots that bookings take."""
    durations = {visit["id"]: visit.get("duration") for case in request.data["requests"] for visit in case["visits"]}
    taken: set[Entry] = set()
    for met in appointments(people):
        entry = met.entry
        visit = visit_ids.get(met.service_request) if met.service_request else None
        if visit is None:
            if met.practitioner:
                places = {name: entry.at(name) for name in ("start", "end")}
                request.add("busy", {"practitioner": met.practitioner, **met.times}, places, entry.place)
            continue
        for name, found in (("practitioner", met.practitioner), ("care unit", met.unit)):
            if found is None:
                people.shelf.note(entry.at("participant"), f"no {name} takes part in this booking", "no_participant")
        if _minutes(met.times) != durations[visit]:
            message = f"the booking's length is not that of the visit, {durations[visit]} minutes"
            people.shelf.note(entry.at("end"), message, "disagreement")
        locked = [value for value, _place in extension_of(entry, LOCKED).get("", ())]
        booking = {
            "visit": visit,
            "practitioner": met.practitioner or "",
            "unit": met.unit or "",
            "start": met.times["start"],
            "locked": locked[0] if locked else entry.resource["status"] in FACTS,
        }
        places = {"start": entry.at("start"), "practitioner": entry.at("participant")}
        places |= {"unit": entry.at("participant"), "visit": entry.at("basedOn")}
        request.add("bookings", booking, places, entry.place)
        slots = (people.shelf.follow(one, "Slot") for one in entry.resource.get("slot", ()))
        taken |= {slot for slot in slots if slot}
    return taken


def _minutes(times: Json) -> float:
    start, end = (datetime.fromisoformat(times[name]) for name in ("start", "end"))
    return (end - start).total_seconds() / 60
