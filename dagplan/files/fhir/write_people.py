"""Units, practitioners, availability and busy time as FHIR resources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from dagplan.models.request import PlanRequest, Practitioner, Unit

from .elements import coded, identifier, instant, reference, resource
from .names import HSA_ID, KIND_CODES, Json

_HSA_ID = re.compile(r"SE\d{10}-[A-Za-z0-9]+")


def unit_resources(unit: Unit) -> Iterator[Json]:
    """A care unit: the organization, and the one location where it takes visits."""
    identifiers = [identifier("unit", unit.id)]
    if _HSA_ID.fullmatch(unit.id):
        identifiers.append({"system": HSA_ID, "value": unit.id})
    yield resource("Organization", unit.id, identifier=identifiers, type=coded(KIND_CODES, unit.kind), name=unit.name)
    yield resource(
        "Location", unit.id, name=unit.name or unit.id, managingOrganization=reference("Organization", unit.id)
    )


def practitioner_resource(person: Practitioner) -> Json:
    """A person, with the competences as qualifications."""
    return resource(
        "Practitioner",
        person.id,
        identifier=[identifier("practitioner", person.id)],
        name=[{"text": person.name}] if person.name else [],
        qualification=[{"code": {"text": word}} for word in person.competences],
    )


def role_resources(request: PlanRequest, others: Iterable[tuple[str, str]] = ()) -> Iterator[Json]:
    """A person at a unit: for all who work there, or are booked there all the same (``others``)."""
    words = {person.id: person.competences for person in request.practitioners}
    pairs = [(window.practitioner, window.unit) for window in request.availability]
    for person, unit in dict.fromkeys([*pairs, *others]):
        yield resource(
            "PractitionerRole",
            person,
            unit,
            practitioner=reference("Practitioner", person),
            organization=reference("Organization", unit),
            location=[reference("Location", unit)],
            specialty=[{"text": word} for word in words.get(person, ())],
        )


def time_resources(request: PlanRequest, zone: ZoneInfo) -> Iterator[Json]:
    """Availability and busy time: a schedule for each person at each unit, and one of the person's own."""
    for person, unit in dict.fromkeys((window.practitioner, window.unit) for window in request.availability):
        actors = [reference("PractitionerRole", person, unit), reference("Location", unit)]
        yield resource("Schedule", person, unit, actor=actors)
    for person in dict.fromkeys(span.practitioner for span in request.busy):
        yield resource("Schedule", person, actor=[reference("Practitioner", person)])
    seen: Counter[tuple[str, ...]] = Counter()
    for window in request.availability:
        owner = (window.practitioner, window.unit)
        yield _slot(owner, "free", window.start, window.end, zone, seen)
    for span in request.busy:
        yield _slot((span.practitioner,), "busy-unavailable", span.start, span.end, zone, seen)


def _slot(
    owner: tuple[str, ...],
    status: str,
    start: datetime,
    end: datetime,
    zone: ZoneInfo,
    seen: Counter[tuple[str, ...]],
) -> Json:
    parts = (*owner, status, f"{start:%Y-%m-%dT%H:%M}", f"{end:%Y-%m-%dT%H:%M}")
    seen[parts] += 1
    if seen[parts] > 1:  # the same window twice is no error, but two resources
        parts = (*parts, str(seen[parts]))
    return resource(
        "Slot",
        *parts,
        schedule=reference("Schedule", *owner),
        status=status,
        start=instant(start, zone),
        end=instant(end, zone),
    )
