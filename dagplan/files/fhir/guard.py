"""What may not stand in a Bundle: identity numbers anywhere, and of a patient anything but a pseudonym.

Narratives, comments and notes are never carried through; here they are only searched for identity numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from dagplan.files.places import shown
from dagplan.models.errors import Location, Problem, json_path
from dagplan.models.privacy import REFUSAL, looks_like_identity_number, without_uuids

from .names import PERSONAL_NUMBERS, Json

_OF_A_PATIENT = frozenset({"resourceType", "id", "meta", "identifier", "active"})
_OTHER_PEOPLE = frozenset({"Person", "RelatedPerson"})
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


def _refused(location: Location, value: object, patients: frozenset[str]) -> Iterator[Refusal]:
    if isinstance(value, str):
        if looks_like_identity_number(without_uuids(value)):
            yield location, REFUSAL, "identity_number"
    elif isinstance(value, int | float):
        if looks_like_identity_number(f"{value:.0f}"):
            yield location, REFUSAL, "identity_number"
    elif isinstance(value, dict):
        if any(looks_like_identity_number(without_uuids(key)) for key in value):
            yield location, f"the name of a field {REFUSAL}", "identity_number"
        kind = value.get("resourceType")
        if kind == "Patient":
            yield from _beyond_a_pseudonym(location, value)
        if kind in _OTHER_PEOPLE:
            yield location, f"a {kind} may not stand here: only pseudonyms of patients may", "not_a_pseudonym"
        system = value.get("system")
        if isinstance(system, str) and system in PERSONAL_NUMBERS:
            yield location, f"a {PERSONAL_NUMBERS[system]} may not stand here (not repeated)", "identity_number"
        if "display" in value and _means_patient(value, patients):
            yield (*location, "display"), _PSEUDONYM_ONLY.format("a name to show"), "not_a_pseudonym"


def _beyond_a_pseudonym(location: Location, patient: Json) -> Iterator[Refusal]:
    for key in patient:
        if key not in _OF_A_PATIENT:
            yield (*location, shown(key)), _PSEUDONYM_ONLY.format(shown(key)), "not_a_pseudonym"


def _means_patient(value: Json, patients: frozenset[str]) -> bool:
    """Whether a reference is to a patient: it says so, or leads to one in this Bundle."""
    target = value.get("reference")
    if value.get("type") == "Patient":
        return True
    return isinstance(target, str) and (target in patients or "Patient" in target.split("/"))


def _patients(bundle: Json) -> frozenset[str]:
    entries = bundle.get("entry")
    found = set()
    for entry in entries if isinstance(entries, list) else []:
        one = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(one, dict) and one.get("resourceType") == "Patient" and isinstance(entry.get("fullUrl"), str):
            found.add(entry["fullUrl"])
    return frozenset(found)
