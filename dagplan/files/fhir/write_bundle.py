"""A request, or a plan of one, as a FHIR R4 Bundle."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from dagplan.models.clock import load_zone
from dagplan.models.plan import Plan
from dagplan.models.request import PlanRequest

from .names import Json
from .write_appointments import existing_appointments, planned_appointments
from .write_people import practitioner_resource, role_resources, time_resources, unit_resources
from .write_requests import patient_resource, request_parameters, request_resources


def request_bytes(request: PlanRequest) -> bytes:
    """A request as a Bundle; reading it gives the same request."""
    return _as_file(request_bundle(request))


def plan_bytes(request: PlanRequest, plan: Plan) -> bytes:
    """A plan as a Bundle: its Appointments, and every resource that they refer to."""
    return _as_file(plan_bundle(request, plan))


def request_bundle(request: PlanRequest) -> Json:
    """The Bundle of a request."""
    zone = load_zone(request.time_zone)
    pairs = [(booking.practitioner, booking.unit) for booking in request.bookings]
    return _bundle(
        [
            *_world(request, pairs),
            *time_resources(request, zone),
            *_asked(request),
            *existing_appointments(request, zone),
        ]
    )


def plan_bundle(request: PlanRequest, plan: Plan) -> Json:
    """The Bundle of a plan."""
    zone = load_zone(request.time_zone)
    pairs = [(booking.practitioner, booking.unit) for booking in plan.bookings]
    return _bundle([*_world(request, pairs), *_asked(request), *planned_appointments(request, plan.bookings, zone)])


def _world(request: PlanRequest, pairs: Iterable[tuple[str, str]]) -> Iterator[Json]:
    yield request_parameters(request)
    for unit in request.units:
        yield from unit_resources(unit)
    for person in request.practitioners:
        yield practitioner_resource(person)
    yield from role_resources(request, pairs)


def _asked(request: PlanRequest) -> Iterator[Json]:
    for patient in dict.fromkeys(case.patient for case in request.requests):
        yield patient_resource(patient)
    for case in request.requests:
        yield from request_resources(case)


def _bundle(resources: Iterable[Json]) -> Json:
    entries = [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _as_file(bundle: Json) -> bytes:
    return (json.dumps(bundle, indent=2, ensure_ascii=False) + "\n").encode()
