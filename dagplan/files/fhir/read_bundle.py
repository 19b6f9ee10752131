"""A FHIR R4 Bundle as a request, or as a plan of one.

What FHIR asks is judged first (shape, invariants, privacy), all of it at once; when that holds, what the
contract asks, all of it at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from dagplan.files.completion import plan_from
from dagplan.files.places import in_words, shown, shown_path
from dagplan.models.clock import load_zone
from dagplan.models.errors import InputError, Problem
from dagplan.models.fields import DEFAULT_ZONE
from dagplan.models.plan import Plan
from dagplan.models.request import PlanRequest

from .conformance import shape_findings
from .guard import privacy_problems
from .invariants import invariant_findings
from .names import READ, REVISION, Json
from .read_appointments import appointments, read_bookings
from .read_people import read_practitioners, read_times, read_units
from .read_requests import RequestReader
from .shelf import Entry, Shelf, Sourced, extension_of, value_of

_TYPES = (
    *("collection", "batch", "transaction", "searchset", "batch-response", "transaction-response", "history"),
    *("document", "message"),
)


def is_bundle(data: Json) -> bool:
    """Whether a JSON object says that it is a resource of FHIR."""
    return "resourceType" in data


def request_from(data: Json, file: str, found: Iterable[Problem] = ()) -> PlanRequest:
    """The request in a Bundle.

    Parameters
    ----------
    data
        The Bundle, as read from JSON.
    file
        Its path, for problems.
    found
        What is wrong with the file already.

    Raises
    ------
    InputError
        With every problem; places are ``file: $.entry[3].resource.status``.
    """
    shelf = _judged(data, file, found)
    request = Sourced({}, file)
    zone = _parameters(shelf, request)
    read_units(shelf, request)
    people = read_practitioners(shelf, request)
    reader = RequestReader(people, request, zone)
    reader.read_all()
    others = Sourced({"requests": request.data["requests"]}, file)
    taken = read_bookings(people, others, reader.visit_ids)
    read_times(people, request, taken)
    _join(request, others)
    _planned_dates(shelf, request, zone)
    problems = shelf.problems
    try:
        made = PlanRequest.model_validate({"units": [], "practitioners": [], **request.data})
    except ValidationError as error:
        problems += in_words(error, request.place, problems)
    if problems:
        raise InputError(dict.fromkeys(problems))
    return made


def plan_from_bundle(data: Json, file: str, request: PlanRequest, found: Iterable[Problem] = ()) -> Plan:
    """The plan in a Bundle: its Appointments, completed as any plan from another source."""
    shelf = _judged(data, file, found)
    people = read_practitioners(shelf, Sourced({}, file))
    zone = _parameters(shelf, Sourced({}, file))
    reader = RequestReader(people, Sourced({}, file), zone)
    reader.read_all()
    cases = {
        visit["id"]: (case["id"], case["patient"], visit.get("role"))
        for case in reader.request.data["requests"]
        for visit in case["visits"]
    }
    plan = Sourced({"bookings": []}, file)
    for met in appointments(people):
        visit = reader.visit_ids.get(met.service_request) if met.service_request else None
        if visit is None:
            shelf.note(met.entry.at("basedOn"), "no ServiceRequest of this Bundle stands here", "no_visit")
            continue
        name, patient, role = cases[visit]
        who = {"unit": met.unit, "practitioner": met.practitioner}
        booking = {"request": name, "visit": visit, "patient": patient, **who, **met.times}
        plan.add("bookings", booking, {key: met.entry.at(key) for key in ("start", "end")}, met.entry.place)
        since = [value for value, _place in extension_of(met.entry, REVISION).get("", ())]
        plan.data["bookings"][-1] |= {"role": role, "revision": since[0] if since else 0}
    try:
        made = plan_from(plan.data, request)
    except ValidationError as error:
        shelf.problems += in_words(error, plan.place, shelf.problems)
    if shelf.problems:
        raise InputError(dict.fromkeys(shelf.problems))
    return made


def _judged(data: Json, file: str, found: Iterable[Problem]) -> Shelf:
    """The resources of a Bundle that FHIR and privacy have nothing against."""
    top = f"{shown_path(file)}: $"
    shelf = Shelf(file, problems=list(found))
    if data.get("resourceType") != "Bundle":
        shelf.note(f"{top}.resourceType", "a Bundle is wanted, with all resources in it", "not_a_bundle")
        raise InputError(shelf.problems)
    shelf.problems += privacy_problems(data, f"{shown_path(file)}: ")
    if data.get("type") not in _TYPES:
        shelf.note(f"{top}.type", f"must be one of {', '.join(_TYPES)}", "unknown_code")
    entries = data.get("entry", [])
    if not isinstance(entries, list):
        shelf.note(f"{top}.entry", "write a list", "not_fhir")
        entries = []
    names: dict[Any, str] = {}
    for index, entry in enumerate(entries):
        place = f"{top}.entry[{index}]"
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
            shelf.note(place, "an entry holds a resource with its resourceType", "not_fhir")
        elif resource["resourceType"] in READ:
            one = Entry(resource, f"{place}.resource")
            _judge(shelf, one)
            shelf.put(one, entry.get("fullUrl"))
            _once(shelf, names, one, entry.get("fullUrl"), place)
    if shelf.problems:
        raise InputError(dict.fromkeys(shelf.problems))
    return shelf


def _judge(shelf: Shelf, entry: Entry) -> None:
    shape = list(shape_findings(entry.resource))
    findings = shape
    if not any(code == "not_fhir" for _location, _message, code in shape):
        findings = list(invariant_findings(entry.resource))
    for location, message, code in findings:
        steps = (step if isinstance(step, int) else shown(step) for step in location)
        shelf.note(entry.at(*steps), message, code)


def _once(shelf: Shelf, names: dict[Any, str], entry: Entry, full_url: object, place: str) -> None:
    """No two entries with the same fullUrl, or the same type and id (bdl-7)."""
    own = (entry.kind, entry.resource["id"]) if isinstance(entry.resource.get("id"), str) else None
    for name in (full_url if isinstance(full_url, str) else None, own):
        if name is not None and name in names:
            shelf.note(place, f"the same resource stands at {names[name]} already (bdl-7)", "repeated_resource")
            return
    names.update({name: place for name in (full_url, own) if isinstance(name, str | tuple)})


def _parameters(shelf: Shelf, request: Sourced) -> ZoneInfo:
    """Zone, dates and settings, where the Bundle has our Parameters; returns the zone."""
    for entry in shelf.of("Parameters"):
        for index, parameter in enumerate(entry.resource.get("parameter", ())):
            name = parameter["name"]
            request.data[name] = _value(parameter)
            request.places[(name,)] = entry.at("parameter", index)
    try:
        return load_zone(str(request.data.get("time_zone", DEFAULT_ZONE)))
    except PydanticCustomError:  # the contract says so, in its own words
        return load_zone(DEFAULT_ZONE)


def _value(parameter: Json) -> Any:
    """The value of a parameter; one with parts, or with nothing, is an object."""
    value = value_of(parameter)
    return {part["name"]: _value(part) for part in parameter.get("part", ())} if value is None else value


def _join(request: Sourced, others: Sourced) -> None:
    """Bookings and the busy time of other appointments, after what the slots say."""
    for table in ("busy", "bookings"):
        for index, values in enumerate(others.data.get(table, ())):
            found = others.places.items()
            places = {str(at[2]): place for at, place in found if at[:2] == (table, index) and len(at) == 3}
            request.add(table, values, places, others.places[table, index])


def _planned_dates(shelf: Shelf, request: Sourced, zone: ZoneInfo) -> None:
    """Where no Parameters say what may be planned: the dates on which somebody has free time."""
    spans = [(one["start"], one["end"]) for one in request.data.get("availability", ())]
    days = sorted(datetime.fromisoformat(text).astimezone(zone).date().isoformat() for span in spans for text in span)
    for name, index in (("first_date", 0), ("last_date", -1)):
        if name in request.data:
            continue
        if days:
            request.data[name] = days[index]
        else:
            message = f"no {name} in Parameters, and no free Slot that shows which dates may be planned"
            shelf.note(f"{shown_path(request.file)}: $", message, "no_dates")
            request.data[name] = "2026-01-01"
