"""Whose time a Schedule holds, and at which care unit."""

from __future__ import annotations

from dataclasses import dataclass, field

from dagplan.words.messages.fhir_faults import FhirFaults
from dagplan.words.messages.passed_over import PassedOverThings, PassedOverWords

from .entry import Entry
from .naming import Key
from .periods import Span, span_of
from .read_equipment import Items
from .read_people import NOT_PEOPLE, PEOPLE, People
from .read_units import out_of_use


@dataclass(frozen=True)
class Member:
    """A practitioner whose time a Schedule holds, with the role it is said of, if any."""

    person: str
    role: Entry | None


@dataclass
class Owner:
    """Everybody and every place whose time a Schedule holds."""

    schedule: Entry
    members: list[Member] = field(default_factory=list)
    patients: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    """Items of equipment, where nobody's time is held."""
    locations: list[Entry] = field(default_factory=list)
    unit: str | None = None
    """The unit of its Locations, which decides."""
    broken: bool = False
    """Whether an actor is lost, or its Locations are of several units: its problems are told already."""


@dataclass
class Schedules:
    """The owners of Schedules, each found once."""

    people: People
    items: Items
    _found: dict[Key, Owner] = field(default_factory=dict)

    def owner(self, schedule: Entry) -> Owner:
        """Whose time a Schedule holds."""
        if schedule.key not in self._found:
            self._found[schedule.key] = self._look_up(schedule)
        return self._found[schedule.key]

    def unit_at(self, owner: Owner, member: Member, when: Span) -> str | None:
        """The unit at which somebody's time in a Schedule is: of its Location, the role, or the only one there is."""
        if owner.unit is not None:
            return owner.unit
        own = self.people.unit_of_role(member.role) if member.role is not None else None
        return own or self.usual_unit(member.person, when)

    def usual_unit(self, person: str, when: Span) -> str | None:
        """The one unit at which somebody has a role at a time; None if there is none, or if there are several."""
        roles = [role for role in self.people.roles.get(person, ()) if self.in_use(role, when)]
        units = {self.people.unit_of_role(role) for role in roles} - {None}
        return units.pop() if len(units) == 1 else None

    def in_use(self, role: Entry, when: Span) -> bool:
        """Whether a role is active, and holds at some of a time."""
        return role.resource.get("active") is not False and self.people.span_of_role(role).cut(when) is not None

    def horizon(self, schedule: Entry) -> Span:
        """The time for which a Schedule takes bookings."""
        return span_of(schedule.resource.get("planningHorizon"), self.people.zone)

    def _look_up(self, schedule: Entry) -> Owner:
        people, shelf, owner = self.people, self.people.shelf, Owner(schedule)
        units: dict[str, None] = {}
        items: dict[str, str] = {}
        for index, actor in enumerate(schedule.resource["actor"]):
            place = schedule.at("actor", index)
            lead = shelf.lead(actor, schedule, *PEOPLE, "Location", "Patient", "Device")
            person = people.whom(lead)
            if person is not None:
                role = lead.entry if lead.entry is not None and lead.entry.kind == "PractitionerRole" else None
                owner.members.append(Member(person, role))
            elif (item := self.items.of(lead.entry)) is not None:
                items[item] = place
            elif lead.entry is not None and lead.kind == "Location":
                owner.locations.append(lead.entry)
                unit = people.units.of_location(lead.entry)
                units |= {unit: None} if unit else {}
                owner.broken |= unit is None
            elif lead.kind == "Patient":
                patient = people.patient(actor, schedule, place)
                owner.patients += [patient] if patient else []
            elif lead.kind in NOT_PEOPLE:
                shelf.pass_over(place, "no_person", PassedOverWords.RULE_R10, PassedOverThings.ACTOR, kind=lead.kind)
            else:
                owner.broken = True
                if lead.entry is None or lead.kind not in PEOPLE:
                    shelf.lost(lead, place, *PEOPLE)
        if len(units) > 1:
            said = FhirFaults.SEVERAL_LOCATIONS(units=list(units))
            shelf.note(schedule.at("actor"), said, "several_units")
            owner.broken = True
        owner.unit = next(iter(units), None)
        if owner.members or owner.patients or owner.broken:
            for place in items.values():
                shelf.pass_over(place, "no_person", PassedOverWords.BESIDE_PEOPLE, PassedOverThings.ITEM_BESIDE)
        else:
            owner.items = list(items)
        return owner


def suspended(owner: Owner) -> str:
    """The status of the first Location of a Schedule that is not in use; empty if all are."""
    return next((status for one in owner.locations if (status := out_of_use(one))), "")
