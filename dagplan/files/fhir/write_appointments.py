"""Bookings as FHIR Appointments: existing ones, and those a plan proposes, with their link and order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from dagplan.models.bookings import booking_of
from dagplan.models.plan import Booking
from dagplan.models.request import PlanRequest, Request

from .elements import complex_extension, identifier, instant, reference, resource, simple
from .names import LINK, LOCKED, PREVIOUS, Json


def existing_appointments(request: PlanRequest, zone: ZoneInfo) -> Iterator[Json]:
    """What is booked already, in the order of the request."""
    places = {visit.id: (case, index) for case in request.requests for index, visit in enumerate(case.visits)}
    booked = {booking.visit for booking in request.bookings}
    for fact in request.bookings:
        case, position = places[fact.visit]
        booking = booking_of(case, position, fact.practitioner, fact.unit, fact.start)
        yield _appointment(case, position, booking, "booked", zone, booked, locked=fact.locked)


def planned_appointments(request: PlanRequest, bookings: Iterable[Booking], zone: ZoneInfo) -> Iterator[Json]:
    """A plan's bookings: proposed, but for those that are booked already just so."""
    bookings = tuple(bookings)
    cases = {case.id: case for case in request.requests}
    facts = {fact.visit: fact for fact in request.bookings}
    booked = {booking.visit for booking in bookings}
    for booking in bookings:
        case = cases[booking.request]
        position = next(index for index, visit in enumerate(case.visits) if visit.id == booking.visit)
        fact = facts.get(booking.visit)
        where = (booking.practitioner, booking.unit, booking.start)
        stands = fact is not None and where == (fact.practitioner, fact.unit, fact.start)
        status, locked = ("booked", fact.locked) if fact and stands else ("proposed", None)
        yield _appointment(case, position, booking, status, zone, booked, locked=locked)


def _appointment(
    case: Request,
    position: int,
    booking: Booking,
    status: str,
    zone: ZoneInfo,
    booked: set[str],
    *,
    locked: bool | None,
) -> Json:
    visit = case.visits[position]
    actors = [
        reference("Patient", case.patient),
        reference("PractitionerRole", booking.practitioner, booking.unit),
        reference("Location", booking.unit),
    ]
    answer = "accepted" if status == "booked" else "needs-action"
    return resource(
        "Appointment",
        case.id,
        visit.id,
        extension=[*_link(case, position, booked), *simple(LOCKED, "Boolean", locked)],
        identifier=[identifier("visit", visit.id)],
        status=status,
        serviceType=[{"text": visit.competence}],
        supportingInformation=[reference("RequestGroup", case.id)] if case.linked else [],
        start=instant(booking.start, zone),
        end=instant(booking.end, zone),
        minutesDuration=visit.duration,
        basedOn=[reference("ServiceRequest", case.id, visit.id)],
        participant=[{"actor": actor, "required": "required", "status": answer} for actor in actors],
    )


def _link(case: Request, position: int, booked: set[str]) -> list[Json]:
    """Group, role, place in the sequence, the primary; and from the second on the appointment before."""
    if not case.linked:
        return []
    visit = case.visits[position]
    primary = next((one.id for one in case.visits if one.role == "primary"), None)
    link = complex_extension(
        LINK,
        simple("group", "Reference", reference("RequestGroup", case.id)),
        simple("role", "Code", visit.role),
        simple("sequence", "PositiveInt", position + 1),
        simple("size", "PositiveInt", len(case.visits)),
        simple("primary", "Reference", reference("Appointment", case.id, primary) if primary in booked else None)
        if primary
        else [],
    )
    before = case.visits[position - 1].id if position else None
    if before in booked:
        link += simple(PREVIOUS, "Reference", reference("Appointment", case.id, str(before)))
    return link
