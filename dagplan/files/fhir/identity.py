"""Ids: a FHIR id for each thing of ours, the same every time, and an id of ours for each resource of others."""

from __future__ import annotations

import re
import uuid

from dagplan.models.fields import is_id
from dagplan.models.privacy import looks_like_identity_number

from .names import HSA_ID, KINDS, OLD_HSA_ID, Json, id_system

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://dagplan.example/fhir")
_UUID = re.compile(r"(?<![0-9a-z])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-z])", re.IGNORECASE)
_HEX_AS_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


def fhir_id(*parts: str) -> str:
    """The UUID of a thing of ours, made from its kind and its ids; none looks like an identity number.

    About one UUID in two thousand has ten digits in a row that read as a date and four more: the next is taken.

    Examples
    --------
    >>> fhir_id("Patient", "p1") == fhir_id("Patient", "p1") != fhir_id("Patient", "p2")
    True
    """
    name = "/".join(parts)
    made = str(uuid.uuid5(NAMESPACE, name))
    turn = 1
    while looks_like_identity_number(made):
        turn += 1
        made = str(uuid.uuid5(NAMESPACE, f"{name}#{turn}"))
    return made


def without_uuids(text: str) -> str:
    """A text for the guard: no identity number hides in a whole UUID, but some look like one.

    >>> without_uuids("urn:uuid:20261208-4567-5abc-8def-0123456789ab")
    'urn:uuid:'
    """
    return _UUID.sub("", text)


def our_id(resource: Json) -> str | None:
    """The id by which the contract knows a resource: of our own system, the HSA-id, any identifier, the FHIR id.

    What does not begin with a letter gets ``id-`` before it. None: nothing in it can be an id.
    """
    identifiers = [one for one in resource.get("identifier", ()) if isinstance(one, dict) and one.get("value")]
    by_system = {one.get("system"): one["value"] for one in reversed(identifiers)}
    ours = by_system.get(id_system(KINDS.get(resource.get("resourceType", ""), "")))
    wanted = [ours, by_system.get(HSA_ID), by_system.get(OLD_HSA_ID), *by_system.values(), resource.get("id")]
    return next((made for one in wanted if one and (made := as_our_id(str(one)))), None)


def as_our_id(value: str) -> str | None:
    """A value as an id of the contract, or None.

    >>> as_our_id("r1-ecg"), as_our_id("4711"), as_our_id("two words")
    ('r1-ecg', 'id-4711', None)
    """
    if _UUID.fullmatch(value) and looks_like_identity_number(value):
        value = value.lower().replace("-", "").translate(_HEX_AS_LETTERS)
    made = value if value[:1].isalpha() else f"id-{value}"
    return made if is_id(made) else None
