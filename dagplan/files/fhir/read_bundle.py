"""A FHIR R4 Bundle as a request, or as a plan of one.

What FHIR asks is judged first (shape, invariants, privacy), all of it at once; when that holds, what the
contract asks, all of it at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from dagplan.files.completion import plan_from
from dagplan.files.places import in_words, shown, shown_path
from dagplan.files.reading import Reading
from dagplan.models.errors import InputError, Problem
from dagplan.models.plan import Plan
from dagplan.models.request import PlanRequest
from dagplan.words.messages.fhir_faults import FhirFaults
from dagplan.words.messages.passed_over import PassedOverThings, PassedOverWords

from .conformance import shape_findings
from .entry import Entry
from .guard import privacy_problems
from .invariants import invariant_findings
from .names import READ, Json
from .occurrence import Planned
from .periods import Span
from .read_appointments import (
    Met,
    appointments,
    places_of_items,
    read_bookings,
    revision_of,
    source_of,
    taken_slots,
    who_and_where,
)
from .read_equipment import Items
from .read_groups import waiting_requests
from .read_parameters import read_cost, read_parameters
from .read_people import People
from .read_requests import RequestReader
from .read_times import TimesReader
from .read_units import Units
from .schedules import Schedules
from .shelf import Shelf
from .sourced import Sourced
from .unpack import unpack


def reading_from(data: Json, file: str, found: Iterable[Problem] = ()) -> Reading[PlanRequest]:
    """The request in a Bundle, and what was passed over.

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
    world = _World.of(shelf, request)
    waiting = waiting_requests(shelf)
    met = appointments(world.schedules, {visit for _holder, steps in waiting for visit in steps.visits})
    times = TimesReader(world.schedules, request, taken_slots(world.schedules, met))
    times.read()
    planned = _planned(shelf, request, world.zone, times.days)
    reader = RequestReader(world.people, request, planned)
    reader.read_all(waiting)
    read_bookings(world.schedules, request, met, reader.visits)
    times.items.finish(world.schedules.items, request, _whole(planned))
    world.people.finish(_whole(planned))
    _tell_idle_patients(shelf)
    made = None
    try:
        made = PlanRequest.model_validate({"units": [], "practitioners": [], **request.data})
    except ValidationError as error:
        shelf.problems += in_words(error, request.place, shelf.problems)
    if shelf.problems or made is None:
        raise InputError(dict.fromkeys(shelf.problems))
    return Reading(made, shelf.tally.found())


def request_from(data: Json, file: str, found: Iterable[Problem] = ()) -> PlanRequest:
    """The request in a Bundle; see ``reading_from``."""
    return reading_from(data, file, found).value


def plan_reading_from(data: Json, file: str, request: PlanRequest, found: Iterable[Problem] = ()) -> Reading[Plan]:
    """The plan in a Bundle: its Appointments, completed as any plan from another source."""
    shelf = _judged(data, file, found)
    world = _World.of(shelf, Sourced({}, file))
    waiting = waiting_requests(shelf)
    met = appointments(world.schedules, {visit for _holder, steps in waiting for visit in steps.visits})
    planned = Planned(request.first_date, request.last_date, world.zone)
    reader = RequestReader(world.people, world.people.request, planned)
    reader.read_all(waiting)
    roles = {
        (case["id"], visit["id"]): visit.get("role")
        for case in reader.request.data["requests"]
        for visit in case["visits"]
    }
    plan = Sourced({"bookings": []}, file)
    for one in met:
        known = reader.visits.get(one.service_request) if one.service_request else None
        if known is None:
            _no_visit(shelf, one)
            continue
        case, visit, patient, _duration = known
        taker, unit = who_and_where(world.schedules, one)
        who = {"unit": unit or "", "practitioner": taker.id if taker else ""}
        booking = {"request": case, "visit": visit, "patient": patient, **who, **one.times}
        places = {key: one.entry.at(key) for key in ("start", "end")}
        places |= {key: one.entry.at("participant") for key in who}
        index = plan.add("bookings", booking, places, one.entry.place)
        plan.places |= places_of_items(index, one)
        plan.data["bookings"][-1] |= {"equipment": [item.id for item in one.party.items]}
        plan.data["bookings"][-1] |= {"role": roles[case, visit], "revision": revision_of(one.entry)}
        plan.data["bookings"][-1] |= {"source": source_of(one.entry, (case, visit))}
    made = None
    try:
        made = plan_from(plan.data, request)
    except ValidationError as error:
        shelf.problems += in_words(error, plan.place, shelf.problems)
    if shelf.problems or made is None:
        raise InputError(dict.fromkeys(shelf.problems))
    return Reading(made, shelf.tally.found(), cost=read_cost(shelf, made))


def plan_from_bundle(data: Json, file: str, request: PlanRequest, found: Iterable[Problem] = ()) -> Plan:
    """The plan in a Bundle; see ``plan_reading_from``."""
    return plan_reading_from(data, file, request, found).value


@dataclass
class _World:
    """Zone, units, people, items and schedules: what requests and plans are both read with."""

    zone: ZoneInfo
    people: People
    schedules: Schedules

    @classmethod
    def of(cls, shelf: Shelf, request: Sourced) -> _World:
        zone = read_parameters(shelf, request)
        units = Units(shelf, request)
        units.read()
        people = People(shelf, units, request, zone)
        people.read()
        items = Items(shelf, units, request)
        items.read()
        return cls(zone, people, Schedules(people, items))


def _no_visit(shelf: Shelf, met: Met) -> None:
    """An Appointment in a plan that is of no visit: something else of a patient, or lost."""
    if met.entry.resource.get("basedOn") or met.party.practitioners:
        shelf.note(met.entry.at("basedOn"), FhirFaults.NO_VISIT(), "no_visit")
    else:
        why = PassedOverWords.NOT_OF_THIS_PLAN
        shelf.pass_over(met.entry.place, "nobodys_time", why, PassedOverThings.APPOINTMENT_OF_NO_VISIT)


def _judged(data: Json, file: str, found: Iterable[Problem]) -> Shelf:
    """The resources of a Bundle that FHIR and privacy have nothing against."""
    top = f"{shown_path(file)}: $"
    shelf = Shelf(file, problems=list(found))
    if data.get("resourceType") != "Bundle":
        shelf.note(f"{top}.resourceType", FhirFaults.NOT_A_BUNDLE(), "not_a_bundle")
        raise InputError(shelf.problems)
    shelf.problems += privacy_problems(data, f"{shown_path(file)}: ")
    entries = unpack(shelf, data, top)
    for entry in entries:
        _judge(shelf, entry)
    if shelf.problems:
        raise InputError(dict.fromkeys(shelf.problems))
    for entry in entries:
        shelf.put(entry)
    return shelf


def _judge(shelf: Shelf, entry: Entry) -> None:
    shape = list(shape_findings(entry.resource))
    findings = shape
    if not any(code == "not_fhir" for _location, _said, code in shape):
        findings = list(invariant_findings(entry.resource))
    for location, said, code in findings:
        steps = (step if isinstance(step, int) else shown(step) for step in location)
        shelf.note(entry.at(*steps), said, code)
    contained = entry.resource.get("contained")
    for index, inner in enumerate(contained if isinstance(contained, list) else ()):
        place = entry.at("contained", index)
        if not isinstance(inner, dict) or not isinstance(inner.get("resourceType"), str):
            shelf.note(place, FhirFaults.CONTAINED_RESOURCE(), "not_fhir")
        elif inner["resourceType"] in READ:
            _judge(shelf, Entry(inner, place))


def _planned(shelf: Shelf, request: Sourced, zone: ZoneInfo, days: Iterable[date]) -> Planned:
    """The dates to plan: of the Parameters, or else those on which somebody has free time."""
    in_order = sorted(days)
    dates: list[date] = []
    for name, index in (("first_date", 0), ("last_date", -1)):
        if name not in request.data and not in_order:
            shelf.note(f"{shown_path(request.file)}: $", FhirFaults.NO_FIRST_DATE(field=name), "no_dates")
        shown_day = in_order[index] if in_order else date(2026, 1, 1)
        text = request.data.setdefault(name, shown_day.isoformat())
        try:
            dates.append(date.fromisoformat(text) if isinstance(text, str) else shown_day)
        except ValueError:  # the contract says so, in its own words
            dates.append(shown_day)
    return Planned(dates[0], dates[1], zone)


def _whole(planned: Planned) -> Span:
    """From the first planned midnight to the last."""
    after = planned.last + timedelta(days=1) if planned.last < date.max else planned.last
    first, last = (datetime.combine(day, time.min, tzinfo=planned.zone) for day in (planned.first, after))
    return Span(first, last)


def _tell_idle_patients(shelf: Shelf) -> None:
    """Patients whom nothing in the Bundle is of."""
    for entry in shelf.of("Patient"):
        if entry not in shelf.reached:
            why = PassedOverWords.UNUSED_PATIENT
            shelf.pass_over(entry.place, "unused_patient", why, PassedOverThings.PATIENT)
