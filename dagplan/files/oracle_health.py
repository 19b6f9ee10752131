"""A plan as calls to Oracle Health Millennium's FHIR R4 interface: what to book, move and cancel, in order.

No interface books a chain whole. Millennium books one visit at a time: an Appointment with status ``booked``, exactly
one Slot of its own (which says who, where and when) and exactly one participant, the patient, who has accepted
(https://docs.oracle.com/en/industries/health/millennium-platform-apis/mfrap/op-appointment-post.html). So the Slot is
looked for first. An Appointment moves by having its Slot replaced, in one call: at no time has the patient two, or
none. It is cancelled by its status; both ask for the version that was read, ``If-Match``
(https://docs.oracle.com/en/industries/health/millennium-platform-apis/mfrap/op-appointment-id-patch.html).

Each step looks first: what is done already is passed over, so a run that broke off can be begun again, and what
somebody else has changed stops it. If a step fails, those of its group before it are undone.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dagplan.models.booked import Booking
from dagplan.models.clock import load_zone
from dagplan.models.history import history_of
from dagplan.models.plan import Plan
from dagplan.models.request import PlanRequest

from .asked import places_in
from .changeover import Change, changes_of, in_order
from .fhir.appointment_names import name_of_source
from .fhir.elements import instant
from .file_names import file_name

KIND = "dagplan.plan/1 oracle"
STEPS, UNDO = "steps.json", "undo.json"
_CANCEL = [{"op": "replace", "path": "/status", "value": "cancelled"}]
_SLOT = [{"op": "replace", "path": "/slot", "value": [{"reference": "Slot/{slot}"}]}]
Json = dict[str, Any]


def plan_files(request: PlanRequest, plan: Plan) -> dict[str, bytes]:
    """The calls of a plan, by file name.

    ``steps.json`` lists them: what to look at first, the slot to look for, the call with the file of its body, and
    which steps to undo if it fails. ``undo.json`` has the call that undoes each step, the last first.

    Raises
    ------
    InputError
        If the plan books what the request does not ask for.
    """
    places_in(request, plan)
    zone = load_zone(request.time_zone)
    files: dict[str, bytes] = {}
    steps: list[Json] = []
    undo: list[Json] = []
    for group in in_order(changes_of(request, history_of(request, plan))):
        before: list[int] = []
        for change in group:
            number = len(steps) + 1
            name = f"{number:04}-{file_name(change.one.visit)}.json"
            files[name] = _as_file(_body(change))
            steps.append({**_step(number, change, name, zone), "if_it_fails_undo": before})
            undo.insert(0, _undo(number, change, zone))
            before = [number, *before]
    files[STEPS] = _as_file(steps)
    files[UNDO] = _as_file(undo)
    return files


def _body(change: Change) -> Json | list[Json]:
    """What the call takes; the slot's and the patient's ids there are to be filled in."""
    if change.do == "book":
        return _new(change.one)
    return _CANCEL if change.do == "cancel" else _SLOT


def _new(booking: Booking) -> Json:
    return {
        "resourceType": "Appointment",
        "status": "booked",
        "slot": [{"reference": "Slot/{slot}"}],
        "participant": [{"actor": {"reference": f"Patient/{{{booking.patient}}}"}, "status": "accepted"}],
    }


def _step(number: int, change: Change, body: str, zone: ZoneInfo) -> Json:
    made: Json = {"step": number, "do": change.do, "request": change.one.request, "visit": change.one.visit}
    look: list[Json] = []
    if change.old and change.old.source:
        made["appointment"] = change.old.source
        look.append({"method": "GET", "path": f"/Appointment/{name_of_source(change.old.source).id}"})
    look.append({"method": "GET", "path": _search(change, zone)})
    made["look_first"] = look
    goals = [one for one in (change.new, change.later) if one]
    gone = [] if change.new else [{"all_are": {"status": "cancelled"}}]
    made["done_if"] = [*gone, *({"one_is": _booked(one, zone)} for one in goals)]
    made["go_on_if"] = {"one_is": _booked(change.old, zone)} if change.old else {"none_is": {"status": "booked"}}
    made["otherwise"] = "stop"
    if change.new:
        made["find_slot"] = _where(change.new, zone)
    if change.do == "book":
        made["call"] = {"method": "POST", "path": "/Appointment", "body": body}
    else:
        headers = _headers("{ETag of the one to go on with}")
        path = "/Appointment/{id of the one to go on with}"
        made["call"] = {"method": "PATCH", "path": path, "headers": headers, "body": body}
    return made


def _undo(number: int, change: Change, zone: ZoneInfo) -> Json:
    made: Json = {"step": number, "request": change.one.request, "visit": change.one.visit}
    if change.old:
        made["find_slot"] = _where(change.old, zone)
    if change.do == "cancel":
        return {**made, "call": {"method": "POST", "path": "/Appointment", "body": _new(change.one)}}
    call = {
        "method": "PATCH",
        "path": f"/Appointment/{{id of step {number}}}",
        "headers": _headers(f"{{ETag of step {number}}}"),
        "body": _CANCEL if change.do == "book" else _SLOT,
    }
    return {**made, "call": call}


def _headers(version: str) -> Json:
    return {"Content-Type": "application/json-patch+json", "If-Match": version}


def _booked(booking: Booking, zone: ZoneInfo) -> Json:
    return {"status": "booked", **_where(booking, zone)}


def _where(booking: Booking, zone: ZoneInfo) -> Json:
    return {
        "practitioner": booking.practitioner,
        "unit": booking.unit,
        "start": instant(booking.start, zone),
        "end": instant(booking.end, zone),
    }


def _search(change: Change, zone: ZoneInfo) -> str:
    """The patient's booked appointments where it was and shall be; in UTC, since a plus in a URL is a blank."""
    starts = [one.start for one in (change.old, change.new, change.later) if one]
    since, until = (_in_utc(moment, zone) for moment in (min(starts), max(starts) + timedelta(minutes=1)))
    return f"/Appointment?patient={{{change.one.patient}}}&date=ge{since}&date=lt{until}&status=booked"


def _in_utc(local: datetime, zone: ZoneInfo) -> str:
    return local.replace(tzinfo=zone).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _as_file(value: object) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
