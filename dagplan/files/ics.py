"""A plan as iCalendar (RFC 5545): one calendar of all, or one a practitioner and one an item of equipment.

Times are written in UTC. A calendar shows them in its own zone, and nobody's table of clock changes has to be right
but its own: a VTIMEZONE made for Europe/Stockholm by the library used here begins summer time an hour late.

There is no METHOD: a file is what the calendar holds, not a message of an organizer to attendees (RFC 5546 asks for
both in PUBLISH, REQUEST and CANCEL, and one method would be that of all events in the file). So DTSTAMP and
LAST-MODIFIED are the same (RFC 5545, 3.8.7.2).
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from dagplan.models.booked import Booking, FormerBooking
from dagplan.models.clock import load_zone
from dagplan.models.dates_in_words import Language
from dagplan.models.history import history_of, stood_before
from dagplan.models.plan import Plan
from dagplan.models.request import PlanRequest
from dagplan.models.view import PlanView
from dagplan.words import Said, Value
from dagplan.words.messages.calendar_words import CalendarWords

from .asked import places_in
from .file_names import file_name

if TYPE_CHECKING:
    from icalendar import Calendar, Event

OF_AN_ITEM = "equipment="
"""Before the name of an item's file; no name made from an id has this sign, so it is no person's."""
_Booked = TypeVar("_Booked", bound=Booking)
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://dagplan.example/calendar")


def plan_bytes(request: PlanRequest, plan: Plan, language: Language = "sv") -> bytes:
    """All bookings of a plan in one calendar, and those that stood before and are of visits not booked any more."""
    calendars = _Calendars(request, plan, language)
    return calendars.of(calendars.plan.bookings, calendars.plan.former, "Dagplan")


def plan_files(request: PlanRequest, plan: Plan, language: Language = "sv") -> dict[str, bytes]:
    """A calendar for each practitioner and each item with bookings, now or before, by a file name from the id."""
    calendars = _Calendars(request, plan, language)
    people = calendars.each(_people, calendars.view.person_name)
    items = calendars.each(_items, calendars.item_names.get) if request.equipment else {}
    return {
        **{f"{file_name(person)}.ics": data for person, data in people.items()},
        **{f"{OF_AN_ITEM}{file_name(item)}.ics": data for item, data in items.items()},
    }


class _Calendars:
    def __init__(self, request: PlanRequest, plan: Plan, language: Language) -> None:
        self.plan = history_of(request, plan)
        self.zone = load_zone(request.time_zone)
        self.language = language
        self.places = places_in(request, plan)
        self.view = PlanView(self.plan, request)
        self.item_names = {item.id: item.name for item in request.equipment}
        self.changed: dict[str, int] = defaultdict(int)
        for one in self.plan.bookings:
            self.changed[one.request] = max(self.changed[one.request], one.revision)
        for gone in self.plan.former:
            self.changed[gone.request] = max(self.changed[gone.request], gone.until)

    def each(self, whose: Callable[[Booking], Iterable[str]], name: Callable[[str], str | None]) -> dict[str, bytes]:
        """A calendar for each of those whose bookings they are, now or before, in order of their ids."""
        now, before = _grouped(self.plan.bookings, whose), _grouped(self.plan.former, whose)
        return {
            one: self.of(now.get(one, ()), before.get(one, ()), name(one) or one)
            for one in sorted(now.keys() | before.keys())
        }

    def of(self, bookings: Iterable[Booking], former: Iterable[FormerBooking], name: str) -> bytes:
        """A calendar of these bookings; an event that stood before and is in none of them is cancelled."""
        from icalendar import Calendar

        made: Calendar = Calendar()
        made.add("prodid", "-//dagplan//dagplan//EN")
        made.add("version", "2.0")
        made.add("calscale", "GREGORIAN")
        made.add("x-wr-calname", name)
        events = {_uid(booking): self._event(booking) for booking in bookings}
        latest = {_uid(one): one for one in sorted(former, key=lambda one: (one.until, one.start))}
        cancelled = (self._cancelled(one) for uid, one in latest.items() if uid not in events)
        for event in (*events.values(), *cancelled):
            made.add_component(event)
        data: bytes = made.to_ical()
        return data

    def _event(self, booking: Booking) -> Event:
        case, position = self.places[booking.visit]
        size = len(case.visits)
        what: dict[str, Value] = {"patient": booking.patient, "competence": case.visits[position].competence}
        if case.linked:
            event = self._begun(booking, CalendarWords.LINKED_VISIT(**what, place=position + 1, size=size))
        else:
            event = self._begun(booking, CalendarWords.VISIT(**what))
        self._revised(event, self._last_change(booking))
        event.add("description", self._description(booking))
        for item in self._items_of(booking):
            event.add("resources", item)
        event.add("status", "CONFIRMED" if stood_before(self.plan, booking) else "TENTATIVE")
        event.add("transp", "OPAQUE")
        for other, at in self.view.sequence(case) if case.linked else ():
            if at and other.id != booking.visit and "primary" in {booking.role, other.role}:
                relation = "PARENT" if other.role == "primary" else "CHILD"
                event.add("related-to", _uid(at), parameters={"RELTYPE": relation})
        return event

    def _cancelled(self, one: FormerBooking) -> Event:
        """The event where it was; what is said in words and as free time is for calendars that know no status."""
        event = self._begun(one, CalendarWords.CANCELLED(patient=one.patient, what=one.competence or one.visit))
        self._revised(event, one.until)
        now = self.view.by_visit.get(one.visit)
        whither = (
            CalendarWords.MOVED(start=f"{now.start:%Y-%m-%d %H:%M}", practitioner=now.practitioner)
            if now
            else CalendarWords.GONE()
        )
        event.add("description", self._lines(CalendarWords.REQUEST(request=one.request), whither))
        event.add("status", "CANCELLED")
        event.add("transp", "TRANSPARENT")
        return event

    def _begun(self, booking: Booking, summary: Said) -> Event:
        from icalendar import Event

        event: Event = Event()
        event.add("uid", _uid(booking))
        event.add("dtstart", self._in_utc(booking.start))
        event.add("dtend", self._in_utc(booking.end))
        event.add("summary", summary.told(self.language))
        event.add("location", self.view.unit_name(booking.unit) or booking.unit)
        event.add("class", "CONFIDENTIAL")
        return event

    def _revised(self, event: Event, number: int) -> None:
        """The number of the plan that an event is as it is since, and when that was made."""
        event.add("sequence", number)
        event.add("dtstamp", self.plan.run.made[number])
        event.add("last-modified", self.plan.run.made[number])

    def _last_change(self, booking: Booking) -> int:
        """Since which plan its event is as it is: it says where the others of its request are, and whether it stands.

        A booking of one plan that is in the next as well has become one that stood before.
        """
        latest = len(self.plan.run.made) - 1
        return min(latest, max(booking.revision + 1, self.changed[booking.request]))

    def _description(self, booking: Booking) -> str:
        case, _position = self.places[booking.visit]
        lines = [CalendarWords.REQUEST(request=case.id)]
        lines.append(CalendarWords.LINKED() if case.linked else CalendarWords.ALONE())
        for number, (visit, at) in enumerate(self.view.sequence(case) if case.linked else (), 1):
            said: dict[str, Value] = {
                "number": number,
                "times": f"{at.start:%H:%M}–{at.end:%H:%M} " if at else "",
                "competence": visit.competence,
                "role": CalendarWords.PRIMARY() if visit.role == "primary" else CalendarWords.SECONDARY(),
            }
            said |= {"practitioner": self.view.called(at.practitioner)} if at else {}
            lines.append(_STEPS[at is not None, visit.id == booking.visit](**said))
        items = self._items_of(booking)
        if items:
            lines.append(CalendarWords.EQUIPMENT(practitioner=self.view.called(booking.practitioner), items=items))
        return self._lines(*lines)

    def _items_of(self, booking: Booking) -> list[str]:
        """What a visit's items are called."""
        return [self.item_names.get(item) or item for item in booking.equipment]

    def _lines(self, *lines: Said) -> str:
        return "\n".join(line.told(self.language) for line in lines)

    def _in_utc(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.zone).astimezone(UTC)


_STEPS = {
    (False, False): CalendarWords.STEP,
    (False, True): CalendarWords.STEP_HERE,
    (True, False): CalendarWords.STEP_WITH,
    (True, True): CalendarWords.STEP_WITH_HERE,
}
"""By whether it is booked, and whether it is the visit of the event."""


def _people(booking: Booking) -> Iterable[str]:
    return (booking.practitioner,)


def _items(booking: Booking) -> Iterable[str]:
    return dict.fromkeys(booking.equipment)


def _grouped(bookings: Iterable[_Booked], whose: Callable[[Booking], Iterable[str]]) -> dict[str, list[_Booked]]:
    groups: dict[str, list[_Booked]] = defaultdict(list)
    for one in bookings:
        for owner in whose(one):
            groups[owner].append(one)
    return groups


def _uid(booking: Booking) -> str:
    """The same for a visit however often it is planned; another for the same ids of another patient."""
    return f"{uuid.uuid5(_NAMESPACE, f'{booking.patient}/{booking.request}/{booking.visit}')}@dagplan.example"
