"""What may not stand in a Bundle: identity numbers anywhere, and of a patient anything but a pseudonym.

Narratives, comments and notes are never carried through; here they are only searched for identity numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from dagplan.files.places import shown
from dagplan.models.errors import Location, Problem, json_path
from dagplan.models.privacy import looks_like_identity_number, without_uuids
from dagplan.words import Said, Value
from dagplan.words.messages.fhir_faults import FhirFaults
from dagplan.words.messages.file_faults import FileFaults

from .entry import identifiers_of
from .names import PERSONAL_NUMBERS, Json
from .references import conditional, literal, one_form

_OF_A_PATIENT = frozenset({"resourceType", "id", "meta", "identifier", "active"})
_OTHER_PEOPLE = frozenset({"Person", "RelatedPerson"})
_OF_A_SEARCH = frozenset({"identifier", "_id", "_format", "_count", "_summary", "_elements", "_sort", "_lastUpdated"})


def privacy_problems(bundle: Json, place: str = "") -> Iterator[Problem]:
    """Every text of the Bundle that is refused, by its JSON path; no value is repeated."""
    patients = _patients(bundle)
    todo: list[tuple[Location, object]] = [((), bundle)]
    while todo:
        location, value = todo.pop()
        for where, said, code in _refused(location, value, patients):
            yield Problem.of(f"{place}{json_path(where)}", said, code)
        if isinstance(value, dict):
            todo.extend(((*location, key), part) for key, part in reversed(value.items()))
        elif isinstance(value, list):
            todo.extend(((*location, index), part) for index, part in reversed(list(enumerate(value))))


Refusal = tuple[Location, Said, str]


def _no_pseudonym(location: Location, what: Value) -> Refusal:
    return location, FhirFaults.PSEUDONYM_ONLY(what=what), "not_a_pseudonym"


def _personal_number(location: Location, system: str) -> Refusal:
    return location, FhirFaults.PERSONAL_NUMBER(number=PERSONAL_NUMBERS[system]), "identity_number"


def _refused(location: Location, value: object, patients: _Patients) -> Iterator[Refusal]:
    if isinstance(value, str):
        yield from _refused_text(location, value)
    elif isinstance(value, int | float):
        if looks_like_identity_number(f"{value:.0f}"):
            yield location, FileFaults.IDENTITY_NUMBER(), "identity_number"
    elif isinstance(value, dict):
        if any(looks_like_identity_number(without_uuids(key)) for key in value):
            yield location, FhirFaults.FIELD_LIKE_IDENTITY(), "identity_number"
        kind = str(value.get("resourceType"))
        if kind == "Patient":
            yield from _beyond_a_pseudonym(location, value)
        if kind in _OTHER_PEOPLE:
            yield location, FhirFaults.OTHER_PERSON(kind=kind), "not_a_pseudonym"
        system = value.get("system")
        if isinstance(system, str) and system in PERSONAL_NUMBERS:
            yield _personal_number(location, system)
        if "display" in value and patients.meant_by(value, location):
            yield _no_pseudonym((*location, "display"), FhirFaults.NAME_TO_SHOW())


def _refused_text(location: Location, text: str) -> Iterator[Refusal]:
    """Identity numbers, also where a URL writes them in percents, and searches for patients by what they are."""
    plain = unquote(text) if "%" in text else text
    if looks_like_identity_number(without_uuids(plain)):
        yield location, FileFaults.IDENTITY_NUMBER(), "identity_number"
        return
    search = conditional(text) if "?" in text else None
    for name, value in search.parameters if search else ():
        system = value.partition("|")[0]
        if system in PERSONAL_NUMBERS:
            yield _personal_number(location, system)
        elif search and search.kind == "Patient" and name not in _OF_A_SEARCH:
            yield _no_pseudonym(location, FhirFaults.OTHER_SEARCH())


def _beyond_a_pseudonym(location: Location, patient: Json) -> Iterator[Refusal]:
    for key in patient:
        if key not in _OF_A_PATIENT:
            yield _no_pseudonym((*location, shown(key)), shown(key))


@dataclass
class _Patients:
    """By what references may lead to the patients of a Bundle."""

    urls: set[str] = field(default_factory=set)
    contained: set[tuple[Location, str]] = field(default_factory=set)
    identifiers: set[tuple[str, str]] = field(default_factory=set)

    def meant_by(self, reference: Json, location: Location) -> bool:
        """Whether a reference is to a patient: it says so, leads to one, or stands where patients do."""
        text, identifier = reference.get("reference"), reference.get("identifier")
        if str(reference.get("type", "")).rsplit("/", 1)[-1] == "Patient":
            return True
        if isinstance(text, str) and text:
            target = literal(text)
            if text.startswith("#"):
                return any((location[:depth], text[1:]) in self.contained for depth in range(len(location)))
            search = conditional(text)
            kind = search.kind if search else target.kind if target else ""
            return (
                kind == "Patient" or "Patient" in text.split("/") or (target is not None and target.url in self.urls)
            )
        if isinstance(identifier, dict):
            known = (str(identifier.get("system", "")), str(identifier.get("value", "")))
            return known in self.identifiers or location[-1:] == ("subject",)
        return location[-1:] == ("subject",)


def _patients(bundle: Json) -> _Patients:
    found = _Patients()
    todo: list[tuple[Location, object]] = [((), bundle)]
    while todo:
        location, value = todo.pop()
        if isinstance(value, list):
            todo += [((*location, index), part) for index, part in enumerate(value) if isinstance(part, list | dict)]
        elif isinstance(value, dict):
            one = value.get("resource")
            if (
                isinstance(one, dict)
                and one.get("resourceType") == "Patient"
                and isinstance(value.get("fullUrl"), str)
            ):
                found.urls.add(one_form(value["fullUrl"]))
            if value.get("resourceType") == "Patient":
                found.contained.add((location[:-2], str(value.get("id"))))
                found.identifiers |= set(identifiers_of(value))
            todo += [((*location, name), part) for name, part in value.items() if isinstance(part, list | dict)]
    return found
