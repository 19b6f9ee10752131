"""A request, or a plan of one, as a FHIR R4 Bundle."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from dagplan.files.asked import places_in
from dagplan.models.clock import load_zone
from dagplan.models.history import history_of
from dagplan.models.plan import Plan
from dagplan.models.request import PlanRequest, Practitioner, Unit

from .names import Json
from .write_appointments import Entry, existing_appointments, planned_appointments
from .write_equipment import item_resource, item_time_resources, lost_item_resources
from .write_patients import patient_busy_resources, patient_resource
from .write_people import practitioner_resource, role_resources, time_resources, unit_resources
from .write_requests import plan_parameters, request_parameters, request_resources


def request_bytes(request: PlanRequest) -> bytes:
    """A request as a Bundle; reading it gives the same request."""
    return _as_file(request_bundle(request))


def plan_bytes(request: PlanRequest, plan: Plan) -> bytes:
    """A plan as a Bundle: its Appointments, and every resource that they refer to."""
    return _as_file(plan_bundle(request, plan))


def request_bundle(request: PlanRequest) -> Json:
    """The Bundle of a request."""
    zone = load_zone(request.time_zone)
    places = {visit.id: (case, index) for case in request.requests for index, visit in enumerate(case.visits)}
    pairs = [(booking.practitioner, booking.unit) for booking in request.bookings]
    others = [span.patient for span in request.patient_busy]
    times = [*time_resources(request, zone), *item_time_resources(request, zone)]
    resources = [*_world(request, pairs), *times, *_asked(request, others)]
    resources += patient_busy_resources(request, zone)
    return _bundle([*map(_entry, resources), *existing_appointments(request, places, zone)])


def plan_bundle(request: PlanRequest, plan: Plan) -> Json:
    """The Bundle of a plan: what it books, and what stood before and is cancelled.

    Raises
    ------
    InputError
        If the plan books what the request does not ask for.
    """
    zone = load_zone(request.time_zone)
    places = places_in(request, plan)
    plan = history_of(request, plan)
    told = (*plan.bookings, *plan.former)
    pairs = [(booking.practitioner, booking.unit) for booking in told]
    known = _with_former(request, plan)
    patients = [booking.patient for booking in plan.former]
    resources = [*_world(known, pairs), *lost_item_resources(request, told), *_asked(request, patients)]
    resources.append(plan_parameters(plan))
    return _bundle([*map(_entry, resources), *planned_appointments(request, plan, places, zone)])


def _with_former(request: PlanRequest, plan: Plan) -> PlanRequest:
    """The request with the people and units of bookings that stood before, so that references lead somewhere."""
    units = {unit.id for unit in request.units}
    people = {person.id for person in request.practitioners}
    more_units = dict.fromkeys(one.unit for one in plan.former if one.unit not in units)
    more_people = dict.fromkeys(one.practitioner for one in plan.former if one.practitioner not in people)
    if not more_units and not more_people:
        return request
    return request.model_copy(
        update={
            "units": (*request.units, *(Unit(id=one) for one in more_units)),
            "practitioners": (*request.practitioners, *(Practitioner(id=one, competences=()) for one in more_people)),
        }
    )


def _world(request: PlanRequest, pairs: Iterable[tuple[str, str]]) -> Iterator[Json]:
    yield request_parameters(request)
    for unit in request.units:
        yield from unit_resources(unit)
    for person in request.practitioners:
        yield practitioner_resource(person)
    yield from role_resources(request, pairs)
    yield from map(item_resource, request.equipment)


def _asked(request: PlanRequest, others: Iterable[str] = ()) -> Iterator[Json]:
    for patient in dict.fromkeys((*(case.patient for case in request.requests), *others)):
        yield patient_resource(patient)
    for case in request.requests:
        yield from request_resources(case)


def _entry(resource: Json) -> Entry:
    return f"urn:uuid:{resource['id']}", resource


def _bundle(entries: Iterable[Entry]) -> Json:
    written = [{"fullUrl": url, "resource": resource} for url, resource in entries]
    return {"resourceType": "Bundle", "type": "collection", "entry": written}


def _as_file(bundle: Json) -> bytes:
    return (json.dumps(bundle, indent=2, ensure_ascii=False) + "\n").encode()
