"""Bookings from Appointments: of visits that wait in this Bundle, and time that others take."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from dagplan.models.errors import Location
from dagplan.words.messages.fhir_faults import FhirFaults
from dagplan.words.messages.passed_over import PassedOverThings, PassedOverWords

from .entry import Entry, extension_of
from .identity import fhir_id
from .names import FACTS, HOLDING, LOCKED, REVISION, STANDING, Json
from .participants import Party, Taker, party_of
from .periods import Span, moment_of
from .schedules import Schedules
from .sourced import Sourced
from .taken import Taken


@dataclass(frozen=True)
class Met:
    """An Appointment that stands, with who takes part in it and the visit it books."""

    entry: Entry
    when: Span
    service_request: Entry | None
    party: Party

    @property
    def times(self) -> Json:
        """Start and end as they stand there."""
        return {name: self.entry.resource[name] for name in ("start", "end")}

    @property
    def fact(self) -> bool:
        """Whether its status says that it is agreed."""
        return self.entry.resource["status"] in FACTS


def appointments(schedules: Schedules, waiting: Collection[Entry]) -> list[Met]:
    """Every Appointment that takes time; ``waiting`` are the service requests that wait to be booked.

    What is cancelled, missed, on a waiting list, a slip or a mere proposal of another visit is passed over.
    """
    return _one_a_visit(schedules, list(_standing(schedules, waiting)))


def _standing(schedules: Schedules, waiting: Collection[Entry]) -> Iterator[Met]:
    shelf = schedules.people.shelf
    for entry in shelf.of("Appointment"):
        status = entry.resource["status"]
        if status not in STANDING:
            why = PassedOverWords.NOBODYS_TIME
            shelf.pass_over(entry.place, "appointment_status", why, PassedOverThings.APPOINTMENT, status=status)
            continue
        start, end = (moment_of(entry.resource.get(name)) for name in ("start", "end"))
        if start is None or end is None:
            why = PassedOverWords.NOBODYS_TIME
            shelf.pass_over(entry.place, "no_time", why, PassedOverThings.TIMELESS_APPOINTMENT, status=status)
            continue
        visits = _visits_of(schedules, entry, waiting)
        if len(visits) > 1:
            shelf.note(entry.at("basedOn"), FhirFaults.SEVERAL_VISITS(), "several_visits")
            continue
        if not visits and status not in HOLDING:
            what = PassedOverThings.APPOINTMENT_OF_ANOTHER_VISIT
            shelf.pass_over(entry.place, "proposed_elsewhere", PassedOverWords.NOT_AGREED, what, status=status)
            continue
        when = Span(start, end)
        met = Met(entry, when, visits[0] if visits else None, party_of(schedules, entry, when))
        if visits and met.party.called_off:
            why = PassedOverWords.NO_BOOKING
            shelf.pass_over(entry.place, "declined_booking", why, PassedOverThings.DECLINED_BOOKING)
            continue
        yield met


def _visits_of(schedules: Schedules, entry: Entry, waiting: Collection[Entry]) -> list[Entry]:
    """The visits that wait among those an Appointment is based on."""
    shelf = schedules.people.shelf
    found: dict[Entry, None] = {}
    for index, reference in enumerate(entry.resource.get("basedOn", ())):
        lead = shelf.lead(reference, entry, "ServiceRequest")
        if lead.entry is None and lead.outside is None:
            shelf.lost(lead, entry.at("basedOn", index), "ServiceRequest")
        elif lead.entry is not None and lead.entry in waiting:
            found[lead.entry] = None
    return list(found)


def _one_a_visit(schedules: Schedules, found: list[Met]) -> list[Met]:
    """Where an Appointment of a visit is agreed, mere proposals for the same visit are passed over."""
    agreed = {met.service_request for met in found if met.service_request and met.fact}
    kept = []
    for met in found:
        if met.service_request in agreed and not met.fact:
            what, status = PassedOverThings.SUPERSEDED, met.entry.resource["status"]
            why = PassedOverWords.BOOKING_COUNTS
            schedules.people.shelf.pass_over(met.entry.place, "superseded", why, what, status=status)
        else:
            kept.append(met)
    return kept


def taken_slots(schedules: Schedules, found: list[Met]) -> dict[Entry, Taken]:
    """The slots that bookings of visits take, and who and what works in them."""
    taken: dict[Entry, Taken] = {}
    shelf = schedules.people.shelf
    for met in found:
        for reference in met.entry.resource.get("slot", ()) if met.service_request else ():
            slot = shelf.follow(reference, met.entry, "Slot")
            if slot is not None:
                found_there = taken.setdefault(slot, Taken())
                found_there.people.update(one.id for one in met.party.practitioners)
                found_there.items.update(one.id for one in met.party.items)
    return taken


def who_and_where(schedules: Schedules, met: Met) -> tuple[Taker | None, str | None]:
    """The one practitioner and the one unit of a booking; a problem, and None, if it can't be told."""
    shelf, party = schedules.people.shelf, met.party
    found = party.practitioners
    for narrower in ([one for one in found if one.performs], [one for one in found if one.required]):
        found = narrower if narrower and len({one.id for one in found}) > 1 else found
    taker = found[0] if len({one.id for one in found}) == 1 else None
    if taker is None:
        said = FhirFaults.SEVERAL_PRACTITIONERS() if found else FhirFaults.NO_PRACTITIONER_TAKES_PART()
        shelf.note(met.entry.at("participant"), said, "several_practitioners" if found else "no_participant")
    for place in party.elsewhere:
        shelf.note(place, FhirFaults.NO_LOCATION(), "dangling_reference")
    units = list(party.units)
    if not units and taker is not None:
        own = schedules.people.unit_of_role(taker.role) if taker.role else None
        usual = own or schedules.usual_unit(taker.id, met.when)
        units = [usual] if usual else []
    if len(units) != 1:
        said = FhirFaults.SEVERAL_UNITS(units=list(units)) if units else FhirFaults.NO_UNIT_TAKES_PART()
        shelf.note(met.entry.at("participant"), said, "several_units" if units else "no_participant")
    return taker, units[0] if len(units) == 1 else None


def source_of(entry: Entry, ours: tuple[str, str]) -> str | None:
    """How the Appointment of a booking is referred to; None of one that we wrote for the visit ourselves.

    ``ours`` are the ids of the request and the visit.
    """
    base = entry.written_url
    if base == f"urn:uuid:{fhir_id('Appointment', *ours)}":
        return None
    # An address without a server is written by us under a URN made from it.
    if entry.id and base in ("", f"urn:uuid:{fhir_id('Appointment', entry.id)}"):
        base = f"Appointment/{entry.id}"
    version = str(entry.resource.get("meta", {}).get("versionId", ""))
    return f"{base}/_history/{version}" if version and base else base or None


def revision_of(entry: Entry) -> int:
    """The number of the plan since which a booking stands, as we wrote it."""
    since = [value for value, _place in extension_of(entry, REVISION).get("", ())]
    return since[0] if since else 0


def read_bookings(
    schedules: Schedules, request: Sourced, found: list[Met], visits: Mapping[Entry, tuple[str, str, str, int]]
) -> None:
    """Bookings of the visits that wait, and busy time of all that takes part in other appointments.

    ``visits`` gives each service request's request, visit, patient and duration.
    """
    shelf = schedules.people.shelf
    for met in found:
        known = visits.get(met.service_request) if met.service_request else None
        others = met.party.practitioners
        patients, items = met.party.patients, met.party.items
        if known is not None:
            taker = _book(schedules, request, met, known)
            others = [one for one in others if taker is None or one.id != taker.id]
            patients = [one for one in patients if one.id != known[2]]
            items = []
        else:
            for place in met.party.elsewhere:
                why = PassedOverWords.NOT_A_LOCATIONS_TIME
                shelf.pass_over(place, "not_in_bundle", why, PassedOverThings.LOCATION_ELSEWHERE)
        if known is None and not others and not patients and not items:
            why = PassedOverWords.NOBODY_PLANNED
            shelf.pass_over(met.entry.place, "nobodys_time", why, PassedOverThings.APPOINTMENT_OF_OTHERS)
        for one in others:
            _busy(request, "busy", "practitioner", one, met)
        for one in patients:
            _busy(request, "patient_busy", "patient", one, met)
        for one in items:
            _busy(request, "equipment_busy", "equipment", one, met)


def _book(schedules: Schedules, request: Sourced, met: Met, visit: tuple[str, str, str, int]) -> Taker | None:
    """One booking of a visit that waits; returns who has it."""
    entry, shelf = met.entry, schedules.people.shelf
    case, name, patient, duration = visit
    taker, unit = who_and_where(schedules, met)
    if met.party.patients and patient not in {one.id for one in met.party.patients}:
        shelf.note(entry.at("participant"), FhirFaults.OTHER_PATIENT(), "disagreement")
    assert met.when.start is not None
    assert met.when.end is not None
    if (met.when.end - met.when.start).total_seconds() / 60 != duration:
        shelf.note(entry.at("end"), FhirFaults.OTHER_LENGTH(minutes=duration), "disagreement")
    locked = [value for value, _place in extension_of(entry, LOCKED).get("", ())]
    booking = {
        "visit": name,
        "practitioner": taker.id if taker else "",
        "unit": unit or "",
        "start": met.times["start"],
        "locked": locked[0] if locked else met.fact,
        "equipment": [one.id for one in met.party.items],
        "source": source_of(entry, (case, name)),
        "revision": revision_of(entry),
    }
    places = {"start": entry.at("start"), "practitioner": entry.at("participant")}
    places |= {"unit": entry.at("participant"), "visit": entry.at("basedOn")}
    index = request.add("bookings", booking, places, entry.place)
    request.places |= places_of_items(index, met)
    return taker


def places_of_items(index: int, met: Met) -> dict[Location, str]:
    """Where each item of a booking stands."""
    return {("bookings", index, "equipment", at): one.place for at, one in enumerate(met.party.items)}


def _busy(request: Sourced, table: str, who: str, taker: Taker, met: Met) -> None:
    times = met.times
    if taker.when != met.when:
        assert taker.when.start is not None
        assert taker.when.end is not None
        times = {"start": taker.when.start.isoformat(), "end": taker.when.end.isoformat()}
    places = {name: met.entry.at(name) for name in ("start", "end")}
    request.add(table, {who: taker.id, **times}, places, met.entry.place)
