"""The names of FHIR R4, and ours where R4 has no element: systems, extensions, codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
"""A JSON object."""

OURS = "https://dagplan.example/fhir"
"""The root of our own names. ``.example`` is reserved and never leads anywhere (RFC 2606)."""

LINK = f"{OURS}/StructureDefinition/link"
VISIT = f"{OURS}/StructureDefinition/visit"
NEED = f"{OURS}/StructureDefinition/need"
LOCKED = f"{OURS}/StructureDefinition/locked"
REVISION = f"{OURS}/StructureDefinition/revision"
PREVIOUS = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.previousAppointment"
"""The element ``Appointment.previousAppointment`` of R5, as an extension in R4."""
REPLACES = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.replaces"
"""The element ``Appointment.replaces`` of R5, as an extension in R4."""
CANCELLATION_REASONS = "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason"

ROLE_CODES = f"{OURS}/CodeSystem/visit-role"
KIND_CODES = f"{OURS}/CodeSystem/unit-kind"
UCUM = "http://unitsofmeasure.org"
MINUTES: Mapping[str, str] = {"unit": "min", "system": UCUM, "code": "min"}

HSA_ID = "urn:oid:1.2.752.29.4.19"
OLD_HSA_ID = "urn:oid:1.2.752.129.2.1.4.1"
PERSONAL_NUMBERS: Mapping[str, str] = {
    "urn:oid:1.2.752.129.2.1.3.1": "personnummer",
    "urn:oid:1.2.752.129.2.1.3.3": "samordningsnummer",
    "http://electronichealth.se/identifier/personnummer": "personnummer",
    "http://electronichealth.se/identifier/samordningsnummer": "samordningsnummer",
}
"""Identifier systems that hold identity numbers, whatever the value looks like."""


def id_system(kind: str) -> str:
    """The identifier system of our ids of one kind: ``unit``, ``patient``, ``visit``, …."""
    return f"{OURS}/id/{kind}"


KINDS: Mapping[str, str] = {
    "Organization": "unit",
    "Practitioner": "practitioner",
    "Patient": "patient",
    "Device": "equipment",
    "Location": "equipment",
    "RequestGroup": "request",
    "ServiceRequest": "visit",
}
"""Resources that stand for a thing of the contract with an id of its own."""

EQUIPMENT = ("Device", "Location")
"""Resources that may be an item of equipment."""

READ: tuple[str, ...] = (
    "Parameters",
    "Organization",
    "Location",
    "Device",
    "Practitioner",
    "PractitionerRole",
    "Schedule",
    "Slot",
    "Patient",
    "RequestGroup",
    "ServiceRequest",
    "Appointment",
)
"""The resources that are read; any other in a Bundle is judged for privacy, and told to be passed over."""

OF_R5: Mapping[str, str] = {"RequestOrchestration": "RequestGroup"}
"""Resources of FHIR R5 that can't be passed over without changing what is asked, and what R4 calls them."""

WAITING = ("active",)
"""Statuses of what waits to be booked: a draft is "not yet complete or ready for action" (R4), others are over."""
HOLDING = ("pending", "booked", "arrived", "fulfilled", "checked-in")
"""Statuses of an Appointment that takes the time of those who take part."""
STANDING = ("proposed", *HOLDING)
"""Statuses of an Appointment that books a visit which waits; the others are cancelled, missed, waiting or slips."""
FACTS = ("booked", "arrived", "fulfilled", "checked-in")
"""Statuses of an Appointment that is a fact, where our extension doesn't say otherwise."""
