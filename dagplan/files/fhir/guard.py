"""What may not stand in a Bundle: identity numbers anywhere, and of a patient anything but a pseudonym.

Narratives, comments and notes are never carried through; here they are only searched for identity numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from dagplan.files.places import shown
from dagplan.models.errors import Location, Problem, json_path
from dagplan.models.privacy import REFUSAL, looks_like_identity_number, without_uuids

from .entry import identifiers_of
from .names import PERSONAL_NUMBERS, Json
from .references import conditional, literal, one_form

_OF_A_PATIENT = frozenset({"resourceType", "id", "meta", "identifier", "active"})
_OTHER_PEOPLE = frozenset({"Person", "RelatedPerson"})
_OF_A_SEARCH = frozenset({"identifier", "_id", "_format", "_count", "_summary", "_elements", "_sort", "_lastUpdated"})
_PSEUDONYM_ONLY = "a patient is known by a pseudonym only: {} may not stand here (the value is not repeated)"


def privacy_problems(bundle: Json, place: str = "") -> Iterator[Problem]:
    """Every text of the Bundle that is refused, by its JSON path; no value is repeated."""
    patients = _patients(bundle)
    todo: list[tuple[Location, object]] = [((), bundle)]
    while todo:
        location, value = todo.pop()
        for where, message, code in _refused(location, value, patients):
            yield Problem(f"{place}{json_path(where)}", message, code)
        if isinstance(value, dict):
            todo.extend(((*location, key), part) for key, part in reversed(value.items()))
        elif isinstance(value, list):
            todo.extend(((*location, index), part) for index, part in reversed(list(enumerate(value))))


Refusal = tuple[Location, str, str]


def _refused(location: Location, value: object, patients: _Patients) -> Iterator[Refusal]:
    if isinstance(value, str):
        yield from _refused_text(location, value)
    elif isinstance(value, int | float):
        if looks_like_identity_number(f"{value:.0f}"):
            yield location, REFUSAL, "identity_number"
    elif isinstance(value, dict):
        if any(looks_like_identity_number(without_uuids(key)) for key in value):
            yield location, f"the name of a field {REFUSAL}", "identity_number"
        kind = str(value.get("resourceType"))
        if kind == "Patient":
            yield from _beyond_a_pseudonym(location, value)
        if kind in _OTHER_PEOPLE:
            yield location, f"a {kind} may not stand here: only pseudonyms of patients may", "not_a_pseudonym"
        system = value.get("system")
        if isinstance(system, str) and system in PERSONAL_NUMBERS:
            yield location, f"a {PERSONAL_NUMBERS[system]} may not stand here (not repeated)", "identity_number"
        if "display" in value and patients.meant_by(value, location):
            yield (*location, "display"), _PSEUDONYM_ONLY.format("a name to show"), "not_a_pseudonym"


def _refused_text(location: Location, text: str) -> Iterator[Refusal]:
    """Identity numbers, also where a URL writes them in percents, and searches for patients by what they are."""
    plain = unquote(text) if "%" in text else text
    if looks_like_identity_number(without_uuids(plain)):
        yield location, REFUSAL, "identity_number"
        return
    search = conditional(text) if "?" in text else None
    for name, value in search.parameters if search else ():
        system = value.partition("|")[0]
        if system in PERSONAL_NUMBERS:
            yield location, f"a {PERSONAL_NUMBERS[system]} may not stand here (not repeated)", "identity_number"
        elif search and search.kind == "Patient" and name not in _OF_A_SEARCH:
            yield location, _PSEUDONYM_ONLY.format("a search by anything else"), "not_a_pseudonym"


def _beyond_a_pseudonym(location: Location, patient: Json) -> Iterator[Refusal]:
    for key in patient:
        if key not in _OF_A_PATIENT:
            yield (*location, shown(key)), _PSEUDONYM_ONLY.format(shown(key)), "not_a_pseudonym"


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
