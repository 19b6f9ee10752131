"""What an Appointment is called in a Bundle: as where it was read from, or by an id of ours."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dagplan.models.booked import Booking

from .identity import fhir_id

_ADDRESS = re.compile(
    r"(?:(?P<base>https?://.+?)/|/)?Appointment/(?P<id>[A-Za-z0-9.-]{1,64})(?:/_history/(?P<version>[A-Za-z0-9.-]{1,64}))?"
)
_URN = re.compile(r"urn:(?:uuid|oid):(?P<id>[A-Za-z0-9.-]{1,64})(?:/_history/(?P<version>[A-Za-z0-9.-]{1,64}))?")


@dataclass(frozen=True)
class Name:
    """The id of an Appointment, its ``fullUrl``, and the version that was read."""

    id: str
    url: str
    version: str | None = None
    base: str | None = None
    """The server it is known to be on."""


def own_name(request: str, visit: str) -> Name:
    """What the Appointment of a visit is called that nobody else has named."""
    made = fhir_id("Appointment", request, visit)
    return Name(made, f"urn:uuid:{made}")


def name_of(booking: Booking) -> Name:
    """What a booking's Appointment is called.

    A reference that says neither a server nor a URN keeps its id, under a URN made from it: a ``fullUrl`` is whole.
    """
    return own_name(booking.request, booking.visit) if booking.source is None else name_of_source(booking.source)


def name_of_source(source: str) -> Name:
    """What the Appointment is called that a reference leads to.

    Examples
    --------
    >>> name_of_source("https://ehr.example/fhir/Appointment/77/_history/3")
    Name(id='77', url='https://ehr.example/fhir/Appointment/77', version='3', base='https://ehr.example/fhir')
    >>> name_of_source("Appointment/77").id
    '77'
    """
    if found := _ADDRESS.fullmatch(source):
        base, one, version = found["base"], found["id"], found["version"]
        url = f"{base}/Appointment/{one}" if base else f"urn:uuid:{fhir_id('Appointment', one)}"
        return Name(one, url, version, base)
    if found := _URN.fullmatch(source):
        return Name(found["id"], source.partition("/_history/")[0], found["version"])
    made = fhir_id("Appointment", source)
    return Name(made, f"urn:uuid:{made}")
