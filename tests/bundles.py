"""Small Bundles to change one thing in: the world of ``cases/b/B0``, by resource."""

from __future__ import annotations

import json
from collections import Counter
from copy import deepcopy

from dagplan.files import fhir
from dagplan.models import InputError
from tests.places import CASES

EHR = "https://ehr.example/fhir"
OTHER = "https://other.example/fhir"
DAY = "2026-12-08"
B0 = json.loads((CASES / "b" / "B0.json").read_text("utf-8"))


class World:
    """A Bundle with its resources by ``Type/id``; those of other servers by their whole address."""

    def __init__(self):
        self.bundle = deepcopy(B0)

    def __getitem__(self, name):
        (found,) = [one["resource"] for one in self.bundle["entry"] if self._name(one) == name]
        return found

    def __setitem__(self, name, elements):
        self[name].update(elements)

    @staticmethod
    def _name(entry):
        return entry.get("fullUrl", "").removeprefix(f"{EHR}/") if "resource" in entry else ""

    def entry(self, name):
        (found,) = [one for one in self.bundle["entry"] if self._name(one) == name]
        return found

    def place(self, name, *steps):
        """The JSON path of a resource, or of an element in it."""
        index = self.bundle["entry"].index(self.entry(name))
        return f"$.entry[{index}].resource" + "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps)

    def add(self, resource, root=EHR, **entry):
        """Another resource; ``root`` None for one without a fullUrl."""
        url = {} if root is None else {"fullUrl": f"{root}/{resource['resourceType']}/{resource['id']}"}
        self.bundle["entry"].append({**url, "resource": resource, **entry})
        return resource

    def remove(self, *names):
        self.bundle["entry"] = [one for one in self.bundle["entry"] if self._name(one) not in names]

    def read(self):
        """The request, and how often each reason of passing over was told."""
        found = fhir.reading_from(json.loads(json.dumps(self.bundle)), "week.json")
        return found.value, reasons(found.passed_over)

    def refused(self):
        """Every problem as place and message."""
        try:
            self.read()
        except InputError as error:
            return [(one.place.removeprefix("week.json: "), one.message) for one in error.problems]
        raise AssertionError("the Bundle was read")

    def nurse(self, name="n2", root=EHR, **fields):
        """Another practitioner who can do the same."""
        return self.add(
            {"resourceType": "Practitioner", "id": name, "qualification": [{"code": {"text": "ecg"}}], **fields}, root
        )

    def role(self, name, practitioner, root=EHR, **fields):
        return self.add(
            {"resourceType": "PractitionerRole", "id": name, "practitioner": ref(practitioner), **fields}, root
        )

    def unit(self, name, location=None, root=EHR):
        """Another care unit, with a Location of it."""
        self.add({"resourceType": "Organization", "id": name, "name": f"Unit {name}"}, root)
        if location:
            owner = ref(f"Organization/{name}")
            self.add({"resourceType": "Location", "id": location, "managingOrganization": owner}, root)

    def schedule(self, name, *actors, root=EHR, **fields):
        return self.add(
            {"resourceType": "Schedule", "id": name, "actor": [ref(one) for one in actors], **fields}, root
        )

    def slot(self, name, schedule, start, end, status="free", root=EHR, day=DAY, **fields):
        times = {"start": f"{day}T{start}:00+01:00", "end": f"{day}T{end}:00+01:00"}
        return self.add(
            {"resourceType": "Slot", "id": name, "schedule": ref(schedule), "status": status, **times, **fields}, root
        )

    def appointment(self, start, end, *actors, name="a1", status="booked", root=EHR, **fields):
        """An Appointment of these actors, each a reference, a Reference, or a whole participant."""
        resource = {
            "resourceType": "Appointment",
            "id": name,
            "status": status,
            "start": f"{DAY}T{start}:00+01:00",
            "end": f"{DAY}T{end}:00+01:00",
            "participant": [participant(one) for one in actors],
        }
        return self.add({**resource, **fields}, root)

    def asks(self, name, patient="Patient/p1", root=EHR, **fields):
        """Another service request like the first."""
        resource = {**deepcopy(B0["entry"][-1]["resource"]), "id": name, "subject": ref(patient)}
        return self.add({**resource, **fields}, root)


def reasons(passed_over):
    """How often each reason was told."""
    found = Counter()
    for one in passed_over:
        found[one.reason] += one.count
    return dict(found)


def ref(target):
    return target if isinstance(target, dict) else {"reference": target}


def participant(one):
    whole = isinstance(one, dict) and ("actor" in one or "status" in one)
    return one if whole else {"actor": ref(one), "status": "accepted"}


def spans(entries, who="practitioner"):
    """Who, from when until when, as text; in order."""
    return sorted(f"{getattr(one, who)} {one.start:%d %H:%M}-{one.end:%H:%M}" for one in entries)


def windows(request):
    return sorted(
        f"{one.practitioner}@{one.unit} {one.start:%d %H:%M}-{one.end:%H:%M}" for one in request.availability
    )
