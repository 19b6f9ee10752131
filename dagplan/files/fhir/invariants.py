"""What FHIR R4 demands beyond types, which ``fhir.resources`` leaves out; a function a rule, named by its key there.

Source: the constraints and required bindings on the pages of each resource, https://hl7.org/fhir/R4/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from dagplan.models.errors import Location
from dagplan.words import Said
from dagplan.words.messages.fhir_faults import FhirFaults

from .names import Json
from .periods import dates_of, moment_of

Finding = tuple[Location, Said, str]
Parts = Sequence[tuple[Location, Json]]
"""Every object in a resource, with its place."""

_PRIORITIES = ("routine", "urgent", "asap", "stat")
_REQUEST_STATUS = ("draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown")
_INTENTS = (
    *("proposal", "plan", "directive", "order", "original-order", "reflex-order", "filler-order"),
    *("instance-order", "option"),
)
_RELATIONS = (
    *("before-start", "before", "before-end", "concurrent-with-start", "concurrent", "concurrent-with-end"),
    *("after-start", "after", "after-end"),
)

CODES: dict[tuple[str, str], tuple[str, ...]] = {
    ("Appointment", "status"): (
        *("proposed", "pending", "booked", "arrived", "fulfilled", "cancelled", "noshow", "entered-in-error"),
        *("checked-in", "waitlist"),
    ),
    ("Appointment", "participant.status"): ("accepted", "declined", "tentative", "needs-action"),
    ("Appointment", "participant.required"): ("required", "optional", "information-only"),
    ("Slot", "status"): ("busy", "free", "busy-unavailable", "busy-tentative", "entered-in-error"),
    ("Device", "status"): ("active", "inactive", "entered-in-error", "unknown"),
    ("Device", "deviceName.type"): (
        *(
            "udi-label-name",
            "user-friendly-name",
            "patient-reported-name",
            "manufacturer-name",
            "model-name",
            "other",
        ),
    ),
    ("ServiceRequest", "status"): _REQUEST_STATUS,
    ("ServiceRequest", "intent"): _INTENTS,
    ("ServiceRequest", "priority"): _PRIORITIES,
    ("RequestGroup", "status"): _REQUEST_STATUS,
    ("RequestGroup", "intent"): _INTENTS,
    ("RequestGroup", "priority"): _PRIORITIES,
    ("RequestGroup", "action.action.selectionBehavior"): (
        *("any", "all", "all-or-none", "exactly-one", "at-most-one", "one-or-more"),
    ),
    ("RequestGroup", "action.selectionBehavior"): (
        *("any", "all", "all-or-none", "exactly-one", "at-most-one", "one-or-more"),
    ),
    ("RequestGroup", "action.relatedAction.relationship"): _RELATIONS,
    ("RequestGroup", "action.action.relatedAction.relationship"): _RELATIONS,
}
"""Required bindings: the codes that an element may have."""

NEEDED: dict[str, tuple[str, ...]] = {
    "Appointment": ("status", "participant"),
    "Slot": ("schedule", "status", "start", "end"),
    "Schedule": ("actor",),
    "ServiceRequest": ("status", "intent", "subject"),
    "RequestGroup": ("status", "intent"),
}
"""Elements that must be there."""

_FHIR_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_OF_A_PERIOD = frozenset({"id", "extension", "start", "end"})


def needed_elements(resource: Json) -> Iterator[Finding]:
    """Elements of cardinality 1..1 and 1..* are there."""
    for name in NEEDED.get(resource["resourceType"], ()):
        if resource.get(name) in (None, [], {}):
            yield (name,), FhirFaults.REQUIRED(), "missing"


def known_codes(resource: Json) -> Iterator[Finding]:
    """A code with a required binding is one of its value set."""
    for (kind, path), codes in CODES.items():
        if kind == resource["resourceType"]:
            for location, value in _at(resource, path.split("."), ()):
                if value not in codes:
                    yield location, FhirFaults.ONE_OF(codes=list(codes)), "unknown_code"


def fhir_ids(resource: Json) -> Iterator[Finding]:
    """An id is 1 to 64 letters, digits, '-' and '.'."""
    if "id" in resource and not _FHIR_ID.fullmatch(str(resource["id"])):
        yield ("id",), FhirFaults.FHIR_ID(), "fhir_id"


def app_1(resource: Json) -> Iterator[Finding]:
    """A participant has a type or an actor."""
    for index, one in enumerate(resource.get("participant", ())):
        if not one.get("type") and not one.get("actor"):
            yield ("participant", index), FhirFaults.APP_1(), "app-1"


def app_2(resource: Json) -> Iterator[Finding]:
    """Start and end are both there, or neither."""
    if ("start" in resource) != ("end" in resource):
        missing = "end" if "start" in resource else "start"
        yield (missing,), FhirFaults.APP_2(), "app-2"


def app_3(resource: Json) -> Iterator[Finding]:
    """Only what is proposed, cancelled or waiting may lack times."""
    known = resource.get("status") in CODES["Appointment", "status"]
    timeless = ("proposed", "cancelled", "waitlist")
    if known and resource["status"] not in timeless and "start" not in resource and "end" not in resource:
        yield ("start",), FhirFaults.APP_3(status=resource["status"]), "app-3"


def app_4(resource: Json) -> Iterator[Finding]:
    """Only what is cancelled or a no-show has a reason for it."""
    if "cancelationReason" in resource and resource.get("status") not in ("cancelled", "noshow"):
        yield ("cancelationReason",), FhirFaults.APP_4(), "app-4"


def right_way_round(resource: Json) -> Iterator[Finding]:
    """Instants have an offset, and an end is after its start."""
    times = {name: moment_of(resource.get(name)) for name in ("start", "end") if name in resource}
    for name, moment in times.items():
        if moment is None:
            yield (name,), FhirFaults.AN_INSTANT(), "instant"
    start, end = times.get("start"), times.get("end")
    if start and end and end <= start:
        yield ("end",), FhirFaults.REVERSED(), "reversed"


def org_1(resource: Json) -> Iterator[Finding]:
    """An organization has a name or an identifier."""
    if not resource.get("name") and not resource.get("identifier"):
        yield (), FhirFaults.ORG_1(), "org-1"


def prr_1(resource: Json) -> Iterator[Finding]:
    """Details of an order only beside its code."""
    if resource.get("orderDetail") and not resource.get("code"):
        yield ("orderDetail",), FhirFaults.PRR_1(), "prr-1"


def rqg_1(resource: Json) -> Iterator[Finding]:
    """An action has a resource or actions, not both and not neither."""
    todo: list[tuple[Location, Any]] = [(("action", i), one) for i, one in enumerate(resource.get("action", ()))]
    while todo:
        location, action = todo.pop(0)
        if bool(action.get("resource")) == bool(action.get("action")):
            yield location, FhirFaults.RQG_1(), "rqg-1"
        todo += [((*location, "action", index), one) for index, one in enumerate(action.get("action", ()))]


def no_nulls(parts: Parts) -> Iterator[Finding]:
    """What is not known is left out: FHIR has no null but beside the values of a list."""
    for location, part in parts:
        for name, value in part.items():
            if value is None:
                yield (*location, name), FhirFaults.NO_NULL(), "not_fhir"


def per_1(parts: Parts) -> Iterator[Finding]:
    """A period is of dates or moments, and does not end before it starts."""
    for location, part in parts:
        if part.keys() <= _OF_A_PERIOD and part.keys() & {"start", "end"}:
            days = {name: _days(part[name]) for name in ("start", "end") if name in part}
            for name in (name for name, found in days.items() if found is None):
                yield (*location, name), FhirFaults.NO_MOMENT(), "moment"
            start, end = days.get("start"), days.get("end")
            moments_of_it = [moment_of(part.get(name)) for name in ("start", "end")]
            if start and end and _reversed(start, end, *moments_of_it):
                yield location, FhirFaults.PER_1(), "per-1"


def moments(resource: Json) -> Iterator[Finding]:
    """A clock time of a date has an offset."""
    events = resource.get("occurrenceTiming", {}).get("event", ())
    told: list[tuple[Location, Any]] = [(("occurrenceTiming", "event", i), one) for i, one in enumerate(events)]
    told.append((("occurrenceDateTime",), resource.get("occurrenceDateTime")))
    for location, value in told:
        if value is not None and _days(value) is None:
            yield location, FhirFaults.NO_MOMENT(), "moment"


def ext_1(parts: Parts) -> Iterator[Finding]:
    """An extension has a value or extensions, not both and not neither."""
    for location, part in parts:
        for index, extension in enumerate(part.get("extension", ())):
            has_value = any(name.startswith("value") for name in extension)
            if has_value == bool(extension.get("extension")):
                where = (*location, "extension", index)
                yield where, FhirFaults.EXT_1(), "ext-1"


def modifiers(parts: Parts) -> Iterator[Finding]:
    """What changes the meaning of the rest must be known to read it: R4, 2.4.1 and ``Resource.implicitRules``."""
    for location, part in parts:
        if part.get("modifierExtension"):
            yield (*location, "modifierExtension"), FhirFaults.MODIFIED(), "modifier"
        if "resourceType" in part and part.get("implicitRules"):
            yield (*location, "implicitRules"), FhirFaults.RULED(), "implicit_rules"


Rule = Callable[[Json], Iterator[Finding]]
FOR_ALL: tuple[Rule, ...] = (fhir_ids, needed_elements, known_codes)
OF_EACH_PART: tuple[Callable[[Parts], Iterator[Finding]], ...] = (per_1, ext_1, modifiers)
BY_KIND: dict[str, tuple[Rule, ...]] = {
    "Appointment": (app_1, app_2, app_3, app_4, right_way_round),
    "Slot": (right_way_round,),
    "Organization": (org_1,),
    "ServiceRequest": (prr_1, moments),
    "RequestGroup": (rqg_1,),
}


def invariant_findings(resource: Json) -> Iterator[Finding]:
    """Every rule that a resource of right shape breaks."""
    parts = list(_objects(resource))
    empty = list(no_nulls(parts))
    if empty:  # the other rules look at what is there
        yield from empty
        return
    for rule in (*FOR_ALL, *BY_KIND.get(resource["resourceType"], ())):
        yield from rule(resource)
    for of_parts in OF_EACH_PART:
        yield from of_parts(parts)


def _at(value: Any, path: list[str], location: Location) -> Iterator[tuple[Location, Any]]:
    """The values at a path through objects and lists."""
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from _at(one, path, (*location, index))
    elif not path:
        yield location, value
    elif isinstance(value, dict) and path[0] in value:
        yield from _at(value[path[0]], path[1:], (*location, path[0]))


def _objects(resource: Json) -> Iterator[tuple[Location, Json]]:
    """Every object in a resource, itself first."""
    todo: list[tuple[Location, Any]] = [((), resource)]
    while todo:
        location, part = todo.pop()
        if isinstance(part, list):
            todo += [((*location, i), one) for i, one in enumerate(part) if isinstance(one, dict | list)]
        else:
            yield location, part
            todo += [((*location, name), one) for name, one in part.items() if isinstance(one, dict | list)]


def _days(value: object) -> tuple[date, date] | None:
    """The first and the last date of a date or a moment, as it is written; None if it is neither."""
    moment = moment_of(value)
    return (moment.date(), moment.date()) if moment else dates_of(value) if isinstance(value, str) else None


def _reversed(
    start: tuple[date, date], end: tuple[date, date], after: datetime | None, until: datetime | None
) -> bool:
    if after and until:
        return until < after
    # The date of a moment may be another in the zone that a mere date is of.
    return (start[0] - end[1]).days > (1 if after or until else 0)
