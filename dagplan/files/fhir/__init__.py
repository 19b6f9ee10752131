"""FHIR R4: a request as a Bundle in and out, a plan as a Bundle of Appointments (docs/fhir.md).

What reads and writes them is imported when it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .read_bundle import plan_from_bundle, plan_reading_from, reading_from, request_from
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
_WRITTEN = frozenset({"plan_bundle", "plan_bytes", "request_bundle", "request_bytes"})


def is_bundle(data: dict[str, Any]) -> bool:
    """Whether a JSON object says that it is a resource of FHIR."""
    return "resourceType" in data


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module 'dagplan.files.fhir' has no attribute {name!r}")
    return getattr(import_module(".write_bundle" if name in _WRITTEN else ".read_bundle", __name__), name)
