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
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dagplan.models.booked import Booking, FormerBooking
from dagplan.models.clock import load_zone
from dagplan.models.history import history_of
from dagplan.models.plan import Plan
from dagplan.models.request import PlanRequest

from .asked import places_in
from .changeover import Change, changes_of, in_order
from .fhir.appointment_names import name_of_source
from .fhir.elements import instant
from .file_names import file_name

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
    places = places_in(request, plan)
    writer = _Writer(
        load_zone(request.time_zone), {visit: case.visits[at].competence for visit, (case, at) in places.items()}
    )
    files: dict[str, bytes] = {}
    steps: list[Json] = []
    undo: list[Json] = []
    for group in in_order(changes_of(request, history_of(request, plan))):
        before: list[int] = []
        for change in group:
            number = len(steps) + 1
            name = f"{number:04}-{file_name(change.one.visit)}.json"
            files[name] = _as_file(_body(change))
            steps.append({**writer.step(number, change, name), "if_it_fails_undo": before})
            undo.append(writer.undo(number, change))
            before = [number, *before]
    files[STEPS] = _as_file(steps)
    files[UNDO] = _as_file(undo[::-1])
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


@dataclass(frozen=True)
class _Writer:
    """Steps with instants of a zone, and the competence of each visit, which a Slot is of."""

    zone: ZoneInfo
    competences: Mapping[str, str]

    def step(self, number: int, change: Change, body: str) -> Json:
        """What to look at, when it is done or can be done, and the call."""
        made: Json = {"step": number, "do": change.do, "request": change.one.request, "visit": change.one.visit}
        look: list[Json] = []
        if change.old and change.old.source:
            made["appointment"] = change.old.source
            look.append({"method": "GET", "path": f"/Appointment/{name_of_source(change.old.source).id}"})
        made["look_first"] = [*look, {"method": "GET", "path": self._search(change)}]
        goals = [{"one_is": self._booked(one)} for one in (change.new, change.later) if one]
        made["done_if"] = goals if change.new else [{"all_are": {"status": "cancelled"}}, *goals]
        made["go_on_if"] = {"one_is": self._booked(change.old)} if change.old else {"none_is": {"status": "booked"}}
        made["otherwise"] = "stop"
        if change.new:
            made["find_slot"] = self._where(change.new)
        if change.do == "book":
            made["call"] = {"method": "POST", "path": "/Appointment", "body": body}
        else:
            made["call"] = _patch("the one to go on with", body)
        return made

    def undo(self, number: int, change: Change) -> Json:
        """The call that takes a step back."""
        made: Json = {"step": number, "request": change.one.request, "visit": change.one.visit}
        if change.old:
            made["find_slot"] = self._where(change.old)
        if change.do == "cancel":
            return {**made, "call": {"method": "POST", "path": "/Appointment", "body": _new(change.one)}}
        return {**made, "call": _patch(f"step {number}", _CANCEL if change.do == "book" else _SLOT)}

    def _booked(self, booking: Booking) -> Json:
        return {"status": "booked", **self._where(booking)}

    def _where(self, booking: Booking) -> Json:
        was = booking.competence if isinstance(booking, FormerBooking) else None
        word = was or self.competences.get(booking.visit)
        return {
            "practitioner": booking.practitioner,
            "unit": booking.unit,
            **({"competence": word} if word else {}),
            "start": instant(booking.start, self.zone),
            "end": instant(booking.end, self.zone),
        }

    def _search(self, change: Change) -> str:
        """The patient's booked appointments where it was and shall be; in UTC, since a plus in a URL is a blank."""
        starts = [one.start for one in (change.old, change.new, change.later) if one]
        since, until = (self._in_utc(moment) for moment in (min(starts), max(starts) + timedelta(minutes=1)))
        return f"/Appointment?patient={{{change.one.patient}}}&date=ge{since}&date=lt{until}&status=booked"

    def _in_utc(self, local: datetime) -> str:
        return local.replace(tzinfo=self.zone).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _patch(whose: str, body: str | list[dict[str, Any]]) -> Json:
    headers = {"Content-Type": "application/json-patch+json", "If-Match": f"{{ETag of {whose}}}"}
    return {"method": "PATCH", "path": f"/Appointment/{{id of {whose}}}", "headers": headers, "body": body}


def _as_file(value: object) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
