"""Items of equipment, and the time in which they are not to be had, as FHIR resources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from dagplan.models.booked import Booking
from dagplan.models.request import Equipment, PlanRequest

from .elements import identifier, instant, reference, resource
from .names import Json

_OWN = "#equipment"
"""Before the id of an item in names made of ids: what can be no id itself, so that no person's is the same."""


def item_resource(item: Equipment) -> Json:
    """An item: a Device of its kind, at its unit. Whether it is a thing or a room the contract doesn't say."""
    return resource(
        "Device",
        item.id,
        identifier=[identifier("equipment", item.id)],
        type={"text": item.kind},
        deviceName=[{"name": item.name, "type": "user-friendly-name"}] if item.name else [],
        owner=reference("Organization", item.unit),
        location=reference("Location", item.unit),
    )


def lost_item_resources(request: PlanRequest, bookings: Iterable[Booking]) -> Iterator[Json]:
    """Items that bookings name and the request has lost: so that references lead somewhere."""
    known = {item.id for item in request.equipment}
    for one in dict.fromkeys(item for booking in bookings for item in booking.equipment if item not in known):
        yield resource("Device", one, identifier=[identifier("equipment", one)], status="inactive")


def item_time_resources(request: PlanRequest, zone: ZoneInfo) -> Iterator[Json]:
    """When items are not to be had: a schedule for each, and its slots."""
    for item in dict.fromkeys(span.equipment for span in request.equipment_busy):
        yield resource("Schedule", _OWN, item, actor=[reference("Device", item)])
    seen: Counter[tuple[str, ...]] = Counter()
    for span in request.equipment_busy:
        parts: tuple[str, ...] = (_OWN, span.equipment, f"{span.start:%Y-%m-%dT%H:%M}", f"{span.end:%Y-%m-%dT%H:%M}")
        seen[parts] += 1
        if seen[parts] > 1:  # the same time twice is no error, but two resources
            parts = (*parts, str(seen[parts]))
        yield resource(
            "Slot",
            *parts,
            schedule=reference("Schedule", _OWN, span.equipment),
            status="busy-unavailable",
            start=instant(span.start, zone),
            end=instant(span.end, zone),
        )
