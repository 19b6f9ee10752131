"""A plan as iCalendar (RFC 5545): one calendar of all, or one a practitioner.

Times are written in UTC. A calendar shows them in its own zone, and nobody's table of clock changes has to be right
but its own: a VTIMEZONE made for Europe/Stockholm by the library used here begins summer time an hour late.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from dagplan.models.clock import load_zone
from dagplan.models.dates_in_words import Language
from dagplan.models.plan import Booking, Plan
from dagplan.models.request import PlanRequest, Request

if TYPE_CHECKING:
    from icalendar import Calendar, Event

KIND = "dagplan.plan/1 ics"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://dagplan.example/calendar")
_WORDS: Mapping[str, tuple[str, str]] = {
    "of": ("av", "of"),
    "primary": ("primär", "primary"),
    "secondary": ("sekundär", "secondary"),
    "with": ("hos", "with"),
    "here": ("detta besök", "this visit"),
    "linked": ("Länkade besök, i denna ordning", "Linked visits, in this order"),
    "alone": ("Ett besök för sig", "A visit by itself"),
    "request": ("Vårdbegäran", "Request"),
}


def plan_bytes(request: PlanRequest, plan: Plan, language: Language = "sv") -> bytes:
    """All bookings of a plan in one calendar."""
    return _Calendars(request, plan, language).of(plan.bookings, "Dagplan")


def plan_files(request: PlanRequest, plan: Plan, language: Language = "sv") -> dict[str, bytes]:
    """A calendar for each practitioner with bookings, by file name: ids have no character that a name can't."""
    calendars = _Calendars(request, plan, language)
    people = dict.fromkeys(sorted(booking.practitioner for booking in plan.bookings))
    return {
        f"{person}.ics": calendars.of(
            (one for one in plan.bookings if one.practitioner == person), calendars.names.get(person) or person
        )
        for person in people
    }


class _Calendars:
    def __init__(self, request: PlanRequest, plan: Plan, language: Language) -> None:
        self.zone = load_zone(request.time_zone)
        self.column = 0 if language == "sv" else 1
        self.cases = {case.id: case for case in request.requests}
        self.by_visit = {booking.visit: booking for booking in plan.bookings}
        self.names = {person.id: person.name for person in request.practitioners}
        self.units = {unit.id: unit.name or unit.id for unit in request.units}
        self.facts = {(fact.visit, fact.practitioner, fact.unit, fact.start) for fact in request.bookings}
        # A plan does not say when it was made; the same plan is the same file.
        self.stamp = datetime.combine(request.first_date, time(), tzinfo=UTC)

    def of(self, bookings: Iterable[Booking], name: str) -> bytes:
        """A calendar of these bookings."""
        from icalendar import Calendar

        made: Calendar = Calendar()
        made.add("prodid", "-//dagplan//dagplan//EN")
        made.add("version", "2.0")
        made.add("calscale", "GREGORIAN")
        made.add("x-wr-calname", name)
        for booking in bookings:
            made.add_component(self._event(booking))
        data: bytes = made.to_ical()
        return data

    def _event(self, booking: Booking) -> Event:
        from icalendar import Event

        case = self.cases[booking.request]
        position = next(index for index, visit in enumerate(case.visits) if visit.id == booking.visit)
        size = len(case.visits)
        order = f" ({position + 1} {self._word('of')} {size})" if case.linked else ""
        stands = (booking.visit, booking.practitioner, booking.unit, booking.start) in self.facts
        event: Event = Event()
        event.add("uid", _uid(case, booking.visit))
        event.add("dtstamp", self.stamp)
        event.add("dtstart", self._in_utc(booking.start))
        event.add("dtend", self._in_utc(booking.end))
        event.add("summary", f"{booking.patient}: {case.visits[position].competence}{order}")
        event.add("description", self._description(case, booking))
        event.add("location", self.units[booking.unit])
        event.add("status", "CONFIRMED" if stands else "TENTATIVE")
        event.add("class", "CONFIDENTIAL")
        event.add("transp", "OPAQUE")
        for other in case.visits if case.linked else ():
            if other.id != booking.visit and other.id in self.by_visit and "primary" in {booking.role, other.role}:
                relation = "PARENT" if other.role == "primary" else "CHILD"
                event.add("related-to", _uid(case, other.id), parameters={"RELTYPE": relation})
        return event

    def _description(self, case: Request, booking: Booking) -> str:
        lines = [f"{self._word('request')} {case.id}"]
        lines.append(f"{self._word('linked')}:" if case.linked else f"{self._word('alone')}.")
        for number, visit in enumerate(case.visits if case.linked else (), 1):
            at = self.by_visit.get(visit.id)
            where = f"{at.start:%H:%M}–{at.end:%H:%M} " if at else ""
            whom = f" {self._word('with')} {at.practitioner}" if at else ""
            here = f" ({self._word('here')})" if visit.id == booking.visit else ""
            lines.append(f"{number}. {where}{visit.competence}, {self._word(visit.role or 'secondary')}{whom}{here}")
        return "\n".join(lines)

    def _in_utc(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def _word(self, name: str) -> str:
        return _WORDS[name][self.column]


def _uid(case: Request, visit: str) -> str:
    """The same for a visit however often it is planned; another for the same ids of another patient."""
    return f"{uuid.uuid5(_NAMESPACE, f'{case.patient}/{case.id}/{visit}')}@dagplan.example"
