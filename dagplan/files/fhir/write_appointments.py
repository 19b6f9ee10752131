"""Bookings as FHIR Appointments: existing ones, those that a plan proposes, and those that it cancels.

An Appointment that stays where it is is the same one, under the id and ``fullUrl`` it was read with. One that moves
is cancelled, and the one proposed in its place says so; a proposal of ours keeps its id, the new in the old's place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dagplan.models.booked import Booking, FormerBooking
from dagplan.models.history import standing, stood_before
from dagplan.models.plan import Plan
from dagplan.models.request import PlanRequest, Request

from .appointment_names import Name, name_of, own_name
from .elements import complex_extension, filled, identifier, instant, reference, simple
from .names import CANCELLATION_REASONS, LINK, LOCKED, PREVIOUS, REPLACES, REVISION, Json

Places = Mapping[str, tuple[Request, int]]
"""The request of each visit, and its place in the sequence."""
Entry = tuple[str, Json]
"""A ``fullUrl`` and its resource."""


def existing_appointments(request: PlanRequest, places: Places, zone: ZoneInfo) -> Iterator[Entry]:
    """What is booked already."""
    locked = {fact.visit: fact.locked for fact in request.bookings}
    bookings = standing(request)
    writer = _Writer(places, zone, _named(bookings))
    for one in bookings:
        yield writer.entry(one, "booked", locked=locked[one.visit])


def planned_appointments(request: PlanRequest, plan: Plan, places: Places, zone: ZoneInfo) -> Iterator[Entry]:
    """The bookings of a plan with history: proposed, but for those that are booked already just so.

    After them those that stood before and don't any more, cancelled.
    """
    facts = {(one.visit, one.practitioner, one.unit, one.start): one.locked for one in request.bookings}
    writer = _Writer(places, zone, _named(plan.bookings))
    cancelled = _cancelled(plan.former, writer.names)
    replaced: dict[str, list[Name]] = defaultdict(list)
    for name, gone in cancelled:
        replaced[gone.visit].append(name)
    for one in plan.bookings:
        locked = facts.get((one.visit, one.practitioner, one.unit, one.start))
        status = "booked" if locked or stood_before(plan, one) else "proposed"
        made = None if one.source else plan.run.made[min(one.revision, len(plan.run.made) - 1)]
        yield writer.entry(
            one,
            status,
            locked=locked if status == "booked" else None,
            replaced=replaced[one.visit],
            made=made,
        )
    for name, gone in cancelled:
        yield writer.cancelled(name, gone, moved=gone.visit in writer.names)


@dataclass(frozen=True)
class _Writer:
    """Appointments of one Bundle, in which each visit's has a name."""

    places: Places
    zone: ZoneInfo
    names: Mapping[str, Name]

    def entry(
        self,
        booking: Booking,
        status: str,
        *,
        locked: bool | None,
        replaced: Iterable[Name] = (),
        made: datetime | None = None,
    ) -> Entry:
        """A booking that stands."""
        case, position = self.places[booking.visit]
        own = [*simple(LOCKED, "Boolean", locked), *simple(REVISION, "UnsignedInt", booking.revision or None)]
        own += [part for name in replaced for part in simple(REPLACES, "Reference", _reference(name))]
        name = self.names[booking.visit]
        return name.url, self._appointment(
            name,
            booking,
            status,
            case.visits[position].competence,
            made,
            extension=[*self._link(case, position), *own],
            supportingInformation=[reference("RequestGroup", case.id)] if case.linked else [],
        )

    def cancelled(self, name: Name, gone: FormerBooking, *, moved: bool) -> Entry:
        """A booking that doesn't stand any more, where it was."""
        text = (
            "The visit is booked at another time, place or person." if moved else "The visit is not booked any more."
        )
        reason = {"coding": [{"system": CANCELLATION_REASONS, "code": "prov"}], "text": text}
        return name.url, self._appointment(name, gone, "cancelled", gone.competence, None, cancelationReason=reason)

    def _appointment(
        self, name: Name, booking: Booking, status: str, competence: str | None, made: datetime | None, **more: Any
    ) -> Json:
        actors = [
            reference("Patient", booking.patient),
            reference("PractitionerRole", booking.practitioner, booking.unit),
            reference("Location", booking.unit),
            *(reference("Device", item) for item in booking.equipment),
        ]
        answer = "needs-action" if status == "proposed" else "accepted"
        updated = f"{made:%Y-%m-%dT%H:%M:%SZ}" if made else None
        asked = booking.visit in self.places
        based_on = [reference("ServiceRequest", booking.request, booking.visit)] if asked else []
        return {
            "resourceType": "Appointment",
            "id": name.id,
            **filled(
                {
                    "meta": filled({"versionId": name.version, "lastUpdated": updated}),
                    "extension": more.pop("extension", []),
                    "identifier": [identifier("visit", booking.visit)],
                    "status": status,
                    "cancelationReason": more.pop("cancelationReason", None),
                    "serviceType": [{"text": competence}] if competence else [],
                    **more,
                    "start": instant(booking.start, self.zone),
                    "end": instant(booking.end, self.zone),
                    "minutesDuration": booking.minutes,
                    "basedOn": based_on,
                    "participant": [{"actor": actor, "required": "required", "status": answer} for actor in actors],
                }
            ),
        }

    def _link(self, case: Request, position: int) -> list[Json]:
        """Group, role, place in the sequence, the primary; and from the second on the appointment before."""
        if not case.linked:
            return []
        visit = case.visits[position]
        primary = next((self.names.get(one.id) for one in case.visits if one.role == "primary"), None)
        link = complex_extension(
            LINK,
            simple("group", "Reference", reference("RequestGroup", case.id)),
            simple("role", "Code", visit.role),
            simple("sequence", "PositiveInt", position + 1),
            simple("size", "PositiveInt", len(case.visits)),
            simple("primary", "Reference", _reference(primary) if primary else None),
        )
        before = self.names.get(case.visits[position - 1].id) if position else None
        return link + simple(PREVIOUS, "Reference", _reference(before) if before else None)


def _named(bookings: Iterable[Booking]) -> dict[str, Name]:
    """What each visit's Appointment is called; if one is said to be of two visits, the second has a name of ours."""
    names: dict[str, Name] = {}
    taken: set[str] = set()
    for one in bookings:
        name = name_of(one)
        names[one.visit] = own_name(one.request, one.visit) if name.url in taken else name
        taken.add(names[one.visit].url)
    return names


def _cancelled(former: Iterable[FormerBooking], names: Mapping[str, Name]) -> list[tuple[Name, FormerBooking]]:
    """The Appointments that stand no more, each where it stood last; not those that are put in their own place."""
    live = {name.url for name in names.values()}
    last = {name_of(one).url: one for one in sorted(former, key=lambda one: (one.until, one.start))}
    return [(name_of(one), one) for url, one in last.items() if url not in live]


def _reference(name: Name) -> Json:
    return {"reference": name.url, "type": "Appointment"}
