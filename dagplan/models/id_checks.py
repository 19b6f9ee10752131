"""Ids: each stands once, and each that is named stands somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from dagplan.words import Message, Said
from dagplan.words.messages.input_faults import FitFaults

from .draft import Draft
from .errors import Location, json_path
from .findings import Finding


def duplicate_ids(draft: Draft) -> Iterator[Finding]:
    """Ids are unique: units, practitioners, equipment, requests, and visits over all requests."""
    for name, found in draft.ids.items():
        broken = {value: location for value, location in draft.broken[name].items() if value != "*"}
        if len(set(found)) == len(found) and broken.keys().isdisjoint(found):
            continue
        first: dict[str, Location] = dict(broken)
        for location, value in _places_of_ids(draft, name):
            if value in first:
                earlier, later = sorted((first[value], location), key=_indices)
                said = FitFaults.USED_TWICE_FIRST_AT(id=value, place=json_path(earlier))
                yield Finding.of(later, said, "duplicate_id")
            first[value] = min(first.get(value, location), location, key=_indices)


def _indices(location: Location) -> list[int]:
    return [step for step in location if isinstance(step, int)]


def _places_of_ids(draft: Draft, table: str) -> Iterator[tuple[Location, str]]:
    if table == "visits":
        for i, request in draft.requests.items():
            yield from ((("requests", i, "visits", j, "id"), visit.id) for j, visit in enumerate(request.visits))
    else:
        yield from (((table, i, "id"), one.id) for i, one in getattr(draft, table).items())


def unknown_ids(draft: Draft) -> Iterator[Finding]:
    """Every id that is named stands somewhere as a unit, practitioner, item of equipment, request or visit."""
    found = chain(_strangers_in_times(draft), _strangers_of_equipment(draft), _strangers_in_requests(draft))
    for table, location, value in found:
        yield Finding.of(location, no_such(table, value, draft.nearest[table].of(value)), "unknown_id")


def no_such(table: str, value: str, near: Sequence[str] = ()) -> Said:
    """What is said of an id that a table lacks, with those that may have been meant."""
    name, say, say_near = _NO_SUCH[table]
    return say_near(**{name: value, "near": near}) if near else say(**{name: value})


_NO_SUCH: Mapping[str, tuple[str, Message, Message]] = {
    "units": ("unit", FitFaults.NO_UNIT, FitFaults.NO_UNIT_NEAR),
    "practitioners": ("practitioner", FitFaults.NO_PRACTITIONER, FitFaults.NO_PRACTITIONER_NEAR),
    "equipment": ("item", FitFaults.NO_ITEM, FitFaults.NO_ITEM_NEAR),
    "requests": ("request", FitFaults.NO_REQUEST, FitFaults.NO_REQUEST_NEAR),
    "visits": ("visit", FitFaults.NO_VISIT, FitFaults.NO_VISIT_NEAR),
}


def _strangers_in_times(draft: Draft) -> Iterator[tuple[str, Location, str]]:
    """Each id named by a window, an absence or a booking that is none: its table, and where it is named."""
    units, people, visits = (draft.all_ids[name] for name in ("units", "practitioners", "visits"))
    for i, window in draft.availability.items():
        if window.practitioner not in people:
            yield "practitioners", ("availability", i, "practitioner"), window.practitioner
        if window.unit not in units:
            yield "units", ("availability", i, "unit"), window.unit
    for i, busy in draft.busy.items():
        if busy.practitioner not in people:
            yield "practitioners", ("busy", i, "practitioner"), busy.practitioner
    for i, booking in draft.bookings.items():
        if booking.visit not in visits:
            yield "visits", ("bookings", i, "visit"), booking.visit
        if booking.practitioner not in people:
            yield "practitioners", ("bookings", i, "practitioner"), booking.practitioner
        if booking.unit not in units:
            yield "units", ("bookings", i, "unit"), booking.unit


def _strangers_of_equipment(draft: Draft) -> Iterator[tuple[str, Location, str]]:
    """Each id that equipment names, or of equipment that a booking names, that is none."""
    units, items = draft.all_ids["units"], draft.all_ids["equipment"]
    for i, item in draft.equipment.items():
        if item.unit not in units:
            yield "units", ("equipment", i, "unit"), item.unit
    for i, busy in draft.equipment_busy.items():
        if busy.equipment not in items:
            yield "equipment", ("equipment_busy", i, "equipment"), busy.equipment
    for i, booking in draft.bookings.items():
        for j, one in enumerate(booking.equipment):
            if one not in items:
                yield "equipment", ("bookings", i, "equipment", j), one


def _strangers_in_requests(draft: Draft) -> Iterator[tuple[str, Location, str]]:
    """Each id named by a request that is none: its table, and where it is named."""
    units, people, requests = (draft.all_ids[name] for name in ("units", "practitioners", "requests"))
    for i, request in draft.requests.items():
        for j, unit in enumerate(request.units):
            if unit not in units:
                yield "units", ("requests", i, "units", j), unit
        for j, other in enumerate(request.same_day_as):
            if other not in requests:
                yield "requests", ("requests", i, "same_day_as", j), other
        for j, visit in enumerate(request.visits):
            for k, person in enumerate(visit.practitioners):
                if person not in people:
                    yield "practitioners", ("requests", i, "visits", j, "practitioners", k), person
            if visit.preferred is not None and visit.preferred not in people:
                yield "practitioners", ("requests", i, "visits", j, "preferred"), visit.preferred
