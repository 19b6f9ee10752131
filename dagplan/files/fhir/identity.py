"""Ids: a FHIR id for each thing of ours, the same every time, and what of ours an id of others becomes."""

from __future__ import annotations

import unicodedata
import uuid

from dagplan.models.fields import is_id
from dagplan.models.privacy import looks_like_identity_number, without_uuids

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://dagplan.example/fhir")
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


def as_our_id(value: str) -> str | None:
    """A value as an id of the contract, or None. What does not begin with a letter gets ``id-`` before it.

    >>> as_our_id("r1-ecg"), as_our_id("4711"), as_our_id("two words")
    ('r1-ecg', 'id-4711', None)
    """
    if value and not without_uuids(value) and looks_like_identity_number(value):
        value = value.lower().replace("-", "").translate(_HEX_AS_LETTERS)
    value = unicodedata.normalize("NFC", value)
    made = value if value[:1].isalpha() else f"id-{value}"
    return made if is_id(made) else None


def marked(made: str, *origin: str) -> str:
    """An id that another thing has too, told apart by its origin: always the same mark for the same one.

    >>> marked("n1", "https://ehr.example/fhir/Practitioner/n1")
    'n1-lnjbppkh'
    """
    letters = uuid.uuid5(NAMESPACE, "\\n".join(origin)).hex[:8].translate(_HEX_AS_LETTERS)
    return f"{made[:55]}-{letters}"
