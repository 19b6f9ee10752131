"""Who a reference means: practitioners, their roles, and patients."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from dagplan.words import Value
from dagplan.words.messages.fhir_faults import FhirFaults
from dagplan.words.messages.passed_over import PassedOverThings, PassedOverWords

from .entry import Entry, word_of
from .names import Json
from .periods import Span, span_of
from .read_units import Units
from .shelf import Lead, Shelf
from .sourced import Sourced

PEOPLE = ("Practitioner", "PractitionerRole")
NOT_PEOPLE = ("Device", "HealthcareService", "RelatedPerson")
"""Actors that are neither practitioners nor patients nor places: not planned (rule R10)."""


@dataclass(frozen=True)
class Skill:
    """A competence of a person, and when it holds."""

    word: str
    holds: Span
    place: str
    element: str
    """The element that tells of it."""


@dataclass
class People:
    """The practitioners of a Bundle, with their roles; found while the Bundle is read."""

    shelf: Shelf
    units: Units
    request: Sourced
    zone: ZoneInfo
    inactive: set[str] = field(default_factory=set)
    roles: dict[str, list[Entry]] = field(default_factory=dict)
    """The roles of each person, also those no longer in use."""
    troubled: set[tuple[str, ...]] = field(default_factory=set)
    """Roles whose unit can't be told, with the problem noted."""
    _skills: dict[str, list[Skill]] = field(default_factory=dict)
    _persons: dict[tuple[str, ...], str | None] = field(default_factory=dict)
    _role_units: dict[tuple[str, ...], str | None] = field(default_factory=dict)

    def read(self) -> None:
        """Every Practitioner, and those of whom only a PractitionerRole tells."""
        for entry in self.shelf.of("Practitioner"):
            self.enlist(entry)
        for role in self.shelf.of("PractitionerRole"):
            self.enlist(role)

    def enlist(self, entry: Entry) -> str | None:
        """The person that a Practitioner or a PractitionerRole is of, with what it tells of that person."""
        known = entry.key in self._persons
        person = self._persons[entry.key] if known else self._person_of(entry)
        self._persons[entry.key] = person
        if known or person is None:
            return person
        if person not in self._skills:
            self._skills[person] = []
            own = entry if entry.kind == "Practitioner" else None
            values: Json = {"id": person, "name": _name(own.resource) if own else None, "competences": []}
            word_at = entry.at("qualification" if own else "specialty")
            self.request.add("practitioners", values, {"name": entry.at("name"), "competences": word_at}, entry.place)
        if entry.kind == "Practitioner":
            self._learn(entry, person)
        else:
            self._learn_role(entry, person)
        return person

    def knows(self, person: str) -> bool:
        """Whether a person is one of this Bundle."""
        return person in self._skills

    def whom(self, lead: Lead) -> str | None:
        """The person a reference means, if the Bundle tells of that person."""
        if lead.entry is not None:
            return self.enlist(lead.entry) if lead.entry.kind in PEOPLE else None
        if lead.outside is None or lead.outside.kind not in ("Practitioner", ""):
            return None
        person = self.shelf.names.id_of("Practitioner", lead.outside.key)
        return person if person and self.knows(person) else None

    def person(self, reference: Json, source: Entry, place: str) -> str | None:
        """The person a reference means; a problem if the Bundle tells of none."""
        lead = self.shelf.lead(reference, source, *PEOPLE)
        found = self.whom(lead)
        if found is None and (lead.entry is None or lead.entry.kind not in PEOPLE):
            self.shelf.lost(lead, place, *PEOPLE)
        return found

    def patient(self, reference: Json, source: Entry, place: str) -> str | None:
        """The pseudonym of the patient a reference means; a problem if it means none.

        A patient needs nothing but an id, so one who is not in the Bundle may be known by address or identifier.
        """
        lead = self.shelf.lead(reference, source, "Patient")
        if lead.entry is not None and lead.entry.kind == "Patient":
            return self.shelf.named(lead.entry, "Patient")
        if lead.outside is not None and lead.outside.kind in ("Patient", ""):
            found = self.shelf.names.id_of("Patient", lead.outside.key)
            if found is None:
                self.shelf.note(place, FhirFaults.NO_PATIENT(), "no_patient")
            return found
        self.shelf.lost(lead, place, "Patient")
        return None

    def unit_of_role(self, role: Entry) -> str | None:
        """The unit at which a person has a role: its Organization, or the one that its Locations are of."""
        if role.key not in self._role_units:
            before = len(self.shelf.problems)
            self._role_units[role.key] = self._look_up_unit(role)
            self.troubled |= {role.key} if len(self.shelf.problems) > before else set()
        return self._role_units[role.key]

    def span_of_role(self, role: Entry) -> Span:
        """When a role holds."""
        return span_of(role.resource.get("period"), self.zone)

    def finish(self, planned: Span) -> None:
        """Give everybody the competences that hold on all planned dates."""
        for person in self.request.data.get("practitioners", ()):
            words: list[str] = []
            for skill in self._skills.get(person["id"], ()):
                if skill.holds.cut(planned) != planned:
                    of_a_role = skill.element != "qualification"
                    what = PassedOverThings.OF_A_ROLE if of_a_role else PassedOverThings.QUALIFICATION
                    values: dict[str, Value] = {"name": skill.element} if of_a_role else {}
                    why = PassedOverWords.NOT_ON_ALL_DATES
                    self.shelf.pass_over(skill.place, "competence_out_of_period", why, what, **values)
                elif skill.word not in words:
                    words.append(skill.word)
            person["competences"] = words

    def _person_of(self, entry: Entry) -> str | None:
        reference = entry.resource.get("practitioner") if entry.kind == "PractitionerRole" else None
        if not reference:
            return self.shelf.named(entry, "Practitioner")
        place = entry.at("practitioner")
        lead = self.shelf.lead(reference, entry, "Practitioner")
        if lead.entry is not None and lead.entry.kind == "Practitioner":
            return self.enlist(lead.entry)
        found = None
        if lead.outside is not None and lead.outside.kind in ("Practitioner", ""):
            found = self.shelf.names.id_of("Practitioner", lead.outside.key)
        if found is None:
            self.shelf.lost(lead, place, "Practitioner")
        return found

    def _learn(self, entry: Entry, person: str) -> None:
        if entry.resource.get("active") is False:
            self.inactive.add(person)
        for index, one in enumerate(entry.resource.get("qualification", ())):
            word = word_of(one.get("code", {}))
            if word:
                place = entry.at("qualification", index)
                holds = span_of(one.get("period"), self.zone)
                self._skills[person].append(Skill(word, holds, place, "qualification"))

    def _learn_role(self, role: Entry, person: str) -> None:
        self.roles.setdefault(person, []).append(role)
        if role.resource.get("active") is False:
            return
        holds = self.span_of_role(role)
        for name in ("code", "specialty"):
            for index, concept in enumerate(role.resource.get(name, ())):
                word = word_of(concept)
                if word:
                    place = role.at(name, index)
                    self._skills[person].append(Skill(word, holds, place, name))

    def _look_up_unit(self, role: Entry) -> str | None:
        places = list(enumerate(role.resource.get("location", ())))
        found = [self.units.of_reference(one, role, role.at("location", index)) for index, one in places]
        at = list(dict.fromkeys(unit for unit in found if unit))
        owner = role.resource.get("organization")
        if owner is None:
            if len(at) > 1:
                said = FhirFaults.LOCATIONS_OF_SEVERAL_UNITS(units=list(at))
                self.shelf.note(role.at("location"), said, "several_units")
            return at[0] if len(at) == 1 else None
        organization = self.shelf.needed(owner, role, role.at("organization"), "Organization")
        if organization is None:
            return None
        unit = self.units.id_of(organization)
        if not at or unit in at:
            return unit
        if len(at) == 1 and self.units.within(at[0], organization):
            return at[0]
        said = FhirFaults.ORGANIZATION_AND_UNITS(units=list(at), organization=unit)
        self.shelf.note(role.at("location"), said, "several_units")
        return None


def _name(resource: Json) -> str | None:
    """The name of a person, of those in use."""
    names: list[Json] = [one for one in resource.get("name", ()) if one.get("use") not in ("old", "anonymous")]
    if not names:
        return None
    parts = [*names[0].get("given", ()), names[0].get("family", "")]
    return names[0].get("text") or " ".join(filter(None, parts)) or None
