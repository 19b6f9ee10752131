"""Who takes part in an Appointment: all of them, each by what R4 says of their part."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dagplan.words.messages.fhir_faults import FhirFaults
from dagplan.words.messages.passed_over import PassedOverThings, PassedOverWords

from .entry import Entry
from .names import EQUIPMENT, Json
from .periods import Span, span_of
from .read_people import NOT_PEOPLE, PEOPLE
from .schedules import Schedules
from .shelf import Lead

_PERFORMER = "PPRF"
"""The code of a primary performer among participation types (v3-ParticipationType)."""


@dataclass(frozen=True)
class Taker:
    """Whose time an Appointment takes: a practitioner, a patient or an item of equipment, and when."""

    id: str
    when: Span
    place: str
    role: Entry | None = None
    required: bool = True
    performs: bool = False


@dataclass
class Party:
    """Everybody who takes part in an Appointment, and where it is."""

    practitioners: list[Taker] = field(default_factory=list)
    patients: list[Taker] = field(default_factory=list)
    items: list[Taker] = field(default_factory=list)
    units: dict[str, None] = field(default_factory=dict)
    rooms: dict[str, None] = field(default_factory=dict)
    """The units of Locations that are items: they tell where it is if no other Location does."""
    absent: set[str] = field(default_factory=set)
    """Items that take no part after all."""
    declined: set[str] = field(default_factory=set)
    """Of which types somebody has declined."""
    named: bool = False
    """Whether a practitioner is named among the participants, also one who declined or is not in the Bundle."""

    elsewhere: list[str] = field(default_factory=list)
    """The places of Locations that are not in the Bundle."""

    @property
    def called_off(self) -> bool:
        """Whether nobody is left to see, or nobody left to be seen by."""
        left = {"Patient": self.patients, "Practitioner": self.practitioners}
        return any(not left[kind] for kind in self.declined)


def party_of(schedules: Schedules, entry: Entry, whole: Span) -> Party:
    """Everybody who takes part; of an Appointment that names no practitioner, those whose slots it takes."""
    party = Party()
    for index, participant in enumerate(entry.resource["participant"]):
        _take(schedules, entry, index, participant, whole, party)
    party.units = party.units or party.rooms
    slots = [
        (schedules.people.shelf.lead(one, entry, "Slot"), entry.at("slot", index))
        for index, one in enumerate(entry.resource.get("slot", ()))
    ]
    for lead, place in slots:
        _take_slot(schedules, lead, place, whole, party)
    return party


def _take(schedules: Schedules, entry: Entry, index: int, participant: Json, whole: Span, party: Party) -> None:
    """One participant: a place, a thing, or somebody."""
    people, place = schedules.people, entry.at("participant", index)
    shelf, actor = people.shelf, participant.get("actor")
    if not actor:
        shelf.pass_over(place, "no_actor", PassedOverWords.TYPE_ALONE, PassedOverThings.NO_ACTOR)
        return
    where = f"{place}.actor"
    lead = shelf.lead(actor, entry, *PEOPLE, "Patient", "Location", "Device")
    item = schedules.items.of(lead.entry)
    if item is not None:
        _take_item(schedules, participant, place, lead, Taker(item, whole, where), party)
    elif lead.kind in NOT_PEOPLE:
        shelf.pass_over(where, "no_person", PassedOverWords.RULE_R10, PassedOverThings.PARTICIPANT, kind=lead.kind)
    elif lead.kind == "Location" and lead.entry is not None:
        unit = people.units.of_location(lead.entry)
        party.units |= {unit: None} if unit else {}
    elif lead.kind == "Location" and lead.outside is not None and lead.outside.id:
        party.elsewhere.append(where)
    else:
        party.named |= lead.kind in PEOPLE
        when = _when(schedules, participant, place, whole, lead.kind, party)
        if when is not None:
            _take_person(schedules, entry, participant, lead, Taker("", when, where), party)


def _take_item(schedules: Schedules, participant: Json, place: str, lead: Lead, taker: Taker, party: Party) -> None:
    """An item of equipment that takes part."""
    if lead.kind == "Location" and lead.entry is not None:
        unit = schedules.people.units.of_location(lead.entry)
        party.rooms |= {unit: None} if unit else {}
    when = _when(schedules, participant, place, taker.when, lead.kind, party)
    if when is None:
        party.absent.add(taker.id)
    else:
        party.items.append(replace(taker, when=when))


def _when(schedules: Schedules, participant: Json, place: str, whole: Span, kind: str, party: Party) -> Span | None:
    """When somebody takes part; None for who does not, which is told."""
    shelf, why = schedules.people.shelf, PassedOverWords.TIME_NOT_TAKEN
    if participant.get("status") == "declined":
        if kind not in EQUIPMENT:
            party.declined.add("Patient" if kind == "Patient" else "Practitioner")
        shelf.pass_over(place, "declined", why, PassedOverThings.DECLINED)
        return None
    if participant.get("required") == "information-only":
        shelf.pass_over(place, "information_only", why, PassedOverThings.FOR_INFORMATION)
        return None
    when = whole.cut(span_of(participant.get("period"), schedules.people.zone))
    if when is None:
        shelf.pass_over(place, "out_of_period", why, PassedOverThings.OTHER_TIME)
    return when


def _take_person(
    schedules: Schedules, entry: Entry, participant: Json, lead: Lead, taker: Taker, party: Party
) -> None:
    """A patient or a practitioner who takes part; ``taker`` is still without an id."""
    if lead.kind == "Patient":
        patient = schedules.people.patient(participant["actor"], entry, taker.place)
        party.patients += [replace(taker, id=patient)] if patient else []
        return
    person = _whom(schedules, lead, taker.place)
    if person is not None:
        codes = [coding.get("code") for one in participant.get("type", ()) for coding in one.get("coding", ())]
        role = lead.entry if lead.entry is not None and lead.entry.kind == "PractitionerRole" else None
        required = participant.get("required") != "optional"
        found = replace(taker, id=person, role=role, required=required, performs=_PERFORMER in codes)
        party.practitioners.append(found)
        party.named = True


def _whom(schedules: Schedules, lead: Lead, where: str) -> str | None:
    """The practitioner who takes part; one who is not in this Bundle has no time in it either."""
    people = schedules.people
    if lead.entry is not None and lead.entry.holder is not None:
        return _whom_of_contained(schedules, lead.entry, where)
    found = people.whom(lead)
    if found is not None or (lead.entry is not None and lead.entry.kind in PEOPLE):
        return found
    if lead.outside is not None and lead.outside.kind == "Practitioner" and lead.outside.id:
        why = PassedOverWords.NOBODY_HERE
        people.shelf.pass_over(where, "not_in_bundle", why, PassedOverThings.PRACTITIONER_ELSEWHERE)
        return None
    people.shelf.lost(lead, where, *PEOPLE, "Patient", "Location")
    return None


def _whom_of_contained(schedules: Schedules, entry: Entry, where: str) -> str | None:
    """The person behind a contained resource: only an identifier, or a reference of its own, tells who that is."""
    people = schedules.people
    if entry.kind == "PractitionerRole" and entry.resource.get("practitioner"):
        return people.person(entry.resource["practitioner"], entry, entry.at("practitioner"))
    found = people.shelf.names.id_of("Practitioner", entry.key) if entry.kind in PEOPLE else None
    if found and people.knows(found):
        return found
    people.shelf.note(where, FhirFaults.CONTAINED_ALONE(), "dangling_reference")
    return None


def _take_slot(schedules: Schedules, lead: Lead, place: str, whole: Span, party: Party) -> None:
    """The person, the items and the unit of a slot's schedule; what the participants say comes first."""
    shelf, slot = schedules.people.shelf, lead.entry
    if slot is None or slot.kind != "Slot":
        if lead.outside is None:
            shelf.lost(lead, place, "Slot")
        else:
            why = PassedOverWords.NO_FREE_TIME_HERE
            shelf.pass_over(place, "not_in_bundle", why, PassedOverThings.SLOT_ELSEWHERE)
        return
    schedule = shelf.needed(slot.resource["schedule"], slot, slot.at("schedule"), "Schedule")
    if schedule is None:
        return
    owner = schedules.owner(schedule)
    told = party.absent | {one.id for one in party.items}
    party.items += [Taker(one, whole, place) for one in owner.items if one not in told]
    if not party.named:
        known = {one.id for one in party.practitioners}
        party.practitioners += [
            Taker(one.person, whole, place, one.role) for one in owner.members if one.person not in known
        ]
    if not party.units and owner.unit:
        party.units[owner.unit] = None
