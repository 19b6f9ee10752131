"""A plan as calls to Oracle Health Millennium's FHIR R4 interface: one body a visit, in order, and how to undo.

No interface books a chain whole. Millennium books one visit at a time: an Appointment with status ``booked``, exactly
one Slot of its own (which says who, where and when) and exactly one participant, the patient, who has accepted
(https://docs.oracle.com/en/industries/health/millennium-platform-apis/mfrap/op-appointment-post.html). So the Slot is
looked for first, and if one visit of a chain can't be booked, those before it are cancelled again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from dagplan.models.clock import load_zone
from dagplan.models.plan import Booking, Plan
from dagplan.models.request import PlanRequest, Request

from .fhir.elements import instant

KIND = "dagplan.plan/1 oracle"
STEPS, UNDO = "steps.json", "undo.json"
_CANCEL = [{"op": "replace", "path": "/status", "value": "cancelled"}]
Json = dict[str, Any]


def plan_files(request: PlanRequest, plan: Plan) -> dict[str, bytes]:
    """The calls of a plan, by file name.

    ``steps.json`` lists them: the slot to look for, the file with the body, and which steps to undo if it fails.
    ``undo.json`` has the call that cancels each step. What is booked already as planned is left out.
    """
    zone = load_zone(request.time_zone)
    facts = {(fact.visit, fact.practitioner, fact.unit, fact.start) for fact in request.bookings}
    by_visit = {booking.visit: booking for booking in plan.bookings}
    files: dict[str, bytes] = {}
    steps: list[Json] = []
    for case in sorted(request.requests, key=lambda one: _first_start(one, by_visit)):
        before: list[int] = []
        for visit in case.visits:
            booking = by_visit.get(visit.id)
            if booking is None or (visit.id, booking.practitioner, booking.unit, booking.start) in facts:
                continue
            number = len(steps) + 1
            name = f"{number:04}-{visit.id}.json"
            files[name] = _as_file(_body(booking))
            steps.append(_step(number, name, booking, zone, before))
            before = [number, *before]
    files[STEPS] = _as_file(steps)
    files[UNDO] = _as_file([_undo(step) for step in reversed(steps)])
    return files


def _first_start(case: Request, by_visit: Mapping[str, Booking]) -> tuple[str, str]:
    starts = [by_visit[visit.id].start.isoformat() for visit in case.visits if visit.id in by_visit]
    return min(starts, default=""), case.id


def _body(booking: Booking) -> Json:
    """What ``POST /Appointment`` takes; the slot's and the patient's ids there are to be filled in."""
    return {
        "resourceType": "Appointment",
        "status": "booked",
        "slot": [{"reference": "Slot/{slot}"}],
        "participant": [{"actor": {"reference": f"Patient/{{{booking.patient}}}"}, "status": "accepted"}],
    }


def _step(number: int, body: str, booking: Booking, zone: ZoneInfo, before: list[int]) -> Json:
    start = instant(booking.start, zone)
    return {
        "step": number,
        "request": booking.request,
        "visit": booking.visit,
        "find_slot": {
            "practitioner": booking.practitioner,
            "unit": booking.unit,
            "start": start,
            "end": instant(booking.end, zone),
        },
        "call": {"method": "POST", "path": "/Appointment", "body": body},
        "if_it_fails_undo": before,
    }


def _undo(step: Json) -> Json:
    return {
        "step": step["step"],
        "request": step["request"],
        "call": {
            "method": "PATCH",
            "path": f"/Appointment/{{id of step {step['step']}}}",
            "headers": {
                "Content-Type": "application/json-patch+json",
                "If-Match": f"{{ETag of step {step['step']}}}",
            },
            "body": _CANCEL,
        },
    }


def _as_file(value: object) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
