"""A booking system that takes the calls of ``.oracle`` as Oracle Health documents them, and nothing else.

A Slot is there only while its person is free; an Appointment has a version; nobody is booked twice at one time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from tests.moments import utc


class StoppedError(Exception):
    """A step was not done: something is not as it should be."""


@dataclass
class Appointment:
    """One Appointment, and how often it has been changed."""

    id: str
    patient: str
    practitioner: str
    unit: str
    competence: str
    start: str
    end: str
    status: str = "booked"
    version: int = 0

    @property
    def where(self):
        names = ("practitioner", "unit", "competence", "start", "end")
        return {name: getattr(self, name) for name in names}


@dataclass
class Millennium:
    """The system, with a log of what it was asked to write."""

    appointments: dict[str, Appointment] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    breaks_after: int | None = None

    def put(self, patient, where, one_id=None):
        one = Appointment(one_id or f"m{len(self.appointments)}", patient, **where)
        self.appointments[one.id] = one
        return one

    @property
    def booked(self):
        return {(one.patient, *one.where.values()) for one in self.appointments.values() if one.status == "booked"}

    def run(self, files, *, crashes=False):
        """All steps in order, as docs/fhir.md tells; when one fails, what is listed there is undone.

        ``crashes``: the program that runs the steps dies instead, and undoes nothing.
        """
        undo = {one["step"]: one for one in files["undo.json"]}
        done: dict[int, str] = {}
        for step in files["steps.json"]:
            try:
                seen = self._seen(step)
                reached = next((one for one in step["done_if"] if self._holds(one, seen)), None)
                if reached is not None:
                    done[step["step"]] = self._one_of(reached, seen)
                elif self._holds(step["go_on_if"], seen):
                    self._may_write()
                    body = files[step["call"]["body"]]
                    found = self._one_of(step["go_on_if"], seen)
                    done[step["step"]] = self._call(step["call"], body, step.get("find_slot"), found)
                else:
                    raise StoppedError("somebody has changed it")
            except StoppedError:
                for number in () if crashes else step["if_it_fails_undo"]:
                    self.undo(undo[number], done[number])
                raise
        return done

    def undo(self, entry, one_id):
        """One call of ``undo.json``."""
        self._call(entry["call"], entry["call"]["body"], entry.get("find_slot"), one_id)

    def _may_write(self):
        if self.breaks_after is not None and len(self.written) >= self.breaks_after:
            raise StoppedError("the line is dead")

    def _holds(self, condition, seen):
        ((how, wanted),) = condition.items()
        are = [self._is(one, wanted) for one in seen]
        return {"one_is": any(are), "all_are": all(are), "none_is": not any(are)}[how]

    def _one_of(self, condition, seen):
        wanted = condition.get("one_is")
        return next((one.id for one in seen if wanted and self._is(one, wanted)), "")

    @staticmethod
    def _is(one, wanted):
        return wanted.items() <= {"status": one.status, **one.where}.items()

    def _seen(self, step):
        """What the calls of ``look_first`` give."""
        seen = {}
        for call in step["look_first"]:
            assert call["method"] == "GET"
            url = urlsplit(call["path"])
            if not url.query:
                one_id = url.path.removeprefix("/Appointment/")
                seen[one_id] = self.appointments[one_id]
                continue
            query = parse_qsl(url.query)
            (patient,) = (value.strip("{}") for name, value in query if name == "patient")
            assert [value[:2] for name, value in query if name == "date"] == ["ge", "lt"]
            since, until = (value[2:] for name, value in query if name == "date")
            assert ("status", "booked") in query
            for one in self.appointments.values():
                if (one.patient, one.status) == (patient, "booked") and since <= utc(one.start) < until:
                    seen[one.id] = one
        return list(seen.values())

    def _call(self, call, body, wanted, one_id):
        self.written.append(f"{call['method']} {call['path']}")
        if call["method"] == "POST":
            assert call["path"] == "/Appointment"
            assert set(body) == {"resourceType", "status", "slot", "participant"}
            assert body["status"] == "booked"
            assert len(body["slot"]) == 1
            (participant,) = body["participant"]
            assert participant["status"] == "accepted"
            patient = participant["actor"]["reference"].removeprefix("Patient/").strip("{}")
            self._free(patient, wanted)
            return self.put(patient, wanted).id
        assert call["method"] == "PATCH"
        assert call["headers"]["Content-Type"] == "application/json-patch+json"
        assert call["headers"]["If-Match"].startswith("{ETag of")
        assert call["path"].startswith("/Appointment/{id of")
        found = self.appointments[one_id]
        (operation,) = body
        assert operation["op"] == "replace"
        if operation["path"] == "/status":
            assert operation["value"] == "cancelled"
            assert found.status == "booked"
            found.status = "cancelled"
        else:
            assert (operation["path"], operation["value"]) == ("/slot", [{"reference": "Slot/{slot}"}])
            self._free(found.patient, wanted, leaving=found)
            for name, value in wanted.items():
                setattr(found, name, value)
        found.version += 1
        return found.id

    def _free(self, patient, where, leaving=None):
        """A Slot is given only while its person is free, also of the Appointment that would move into it."""
        for one in self.appointments.values():
            if one.status == "booked" and utc(one.start) < utc(where["end"]) and utc(where["start"]) < utc(one.end):
                if one.practitioner == where["practitioner"]:
                    raise StoppedError(f"{one.practitioner} has no slot at {where['start']}")
                if one.patient == patient and one is not leaving:
                    raise StoppedError(f"{patient} is booked twice at {where['start']}")
