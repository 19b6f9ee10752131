"""The small parts that FHIR resources are made of."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from dagplan.models.errors import InputError, Problem
from dagplan.words.messages.file_faults import FileFaults

from .identity import fhir_id
from .names import MINUTES, Json, id_system


def resource(kind: str, *parts: str, **elements: Any) -> Json:
    """A resource with its id; elements that are None or empty are left out."""
    return {"resourceType": kind, "id": fhir_id(kind, *parts), **filled(elements)}


def filled(elements: Json) -> Json:
    """Without what is None or empty: FHIR knows no empty element."""
    return {name: value for name, value in elements.items() if value not in (None, [], {}, ())}


def reference(kind: str, *parts: str) -> Json:
    """A reference to another resource of the same Bundle."""
    return {"reference": f"urn:uuid:{fhir_id(kind, *parts)}", "type": kind}


def identifier(kind: str, value: str) -> Json:
    """An id of ours: ``kind`` is unit, patient, visit, …."""
    return {"system": id_system(kind), "value": value}


def coded(system: str, code: str | None) -> list[Json]:
    """One coded concept in a list, or none."""
    return [{"coding": [{"system": system, "code": code}]}] if code else []


def minutes(count: int | None) -> Json | None:
    """A quantity of minutes."""
    return None if count is None else {"value": count, **MINUTES}


def simple(url: str, kind: str, value: Any) -> list[Json]:
    """An extension with a value (``kind`` as in ``valueDate``), or none."""
    if value is None:
        return []
    return [{"url": url, f"value{kind}": value.isoformat() if isinstance(value, date | time) else value}]


def complex_extension(url: str, *parts: list[Json]) -> list[Json]:
    """An extension made of extensions, or none if all are left out."""
    inner = [one for part in parts for one in part]
    return [{"url": url, "extension": inner}] if inner else []


def instant(local: datetime, zone: ZoneInfo) -> str:
    """A local time as an instant, with the offset of its zone.

    >>> instant(datetime(2026, 12, 8, 9, 30), ZoneInfo("Europe/Stockholm"))
    '2026-12-08T09:30:00+01:00'
    """
    made = local.replace(tzinfo=zone)
    offset = made.utcoffset()
    if offset is not None and offset.total_seconds() % 60:
        raise InputError([Problem.of("$", FileFaults.NO_INSTANT(time=f"{local:%Y-%m-%d %H:%M}"))])
    return made.isoformat()
