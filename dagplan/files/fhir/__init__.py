"""FHIR R4: a request as a Bundle in and out, a plan as a Bundle of Appointments (docs/fhir.md)."""

from .read_bundle import is_bundle, plan_from_bundle, plan_reading_from, reading_from, request_from
from .write_bundle import plan_bundle, plan_bytes, request_bundle, request_bytes

__all__ = [
    "is_bundle",
    "plan_bundle",
    "plan_bytes",
    "plan_from_bundle",
    "plan_reading_from",
    "reading_from",
    "request_bundle",
    "request_bytes",
    "request_from",
]
