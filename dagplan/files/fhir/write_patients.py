"""Patients, and the time in which they have something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from dagplan.models.request import PlanRequest

from .elements import identifier, instant, reference, resource
from .names import Json


def patient_resource(patient: str) -> Json:
    """A patient: the pseudonym, and nothing else."""
    return resource("Patient", patient, identifier=[identifier("patient", patient)])


def patient_busy_resources(request: PlanRequest, zone: ZoneInfo) -> Iterator[Json]:
    """Time in which patients have something else: booked Appointments in which nobody but the patient takes part."""
    seen: Counter[tuple[str, ...]] = Counter()
    for span in request.patient_busy:
        parts: tuple[str, ...] = ("busy", span.patient, f"{span.start:%Y-%m-%dT%H:%M}", f"{span.end:%Y-%m-%dT%H:%M}")
        seen[parts] += 1
        if seen[parts] > 1:  # the same time twice is no error, but two resources
            parts = (*parts, str(seen[parts]))
        yield resource(
            "Appointment",
            *parts,
            status="booked",
            start=instant(span.start, zone),
            end=instant(span.end, zone),
            participant=[{"actor": reference("Patient", span.patient), "required": "required", "status": "accepted"}],
        )
