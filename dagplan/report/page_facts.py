"""What the page looks up again and again: names, links, free time and bookings by place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from dagplan.models.dates_in_words import Language
from dagplan.models.plan import Booking, Plan
from dagplan.models.request import PlanRequest, Request
from dagplan.models.windows import free_windows

from .page_words import say


class Facts:
    """A request and its plan, read once.

    Attributes
    ----------
    hue
        A number for each linked request with more than one visit booked, in order of time: neighbours differ.
    """

    def __init__(self, request: PlanRequest, plan: Plan, language: Language) -> None:
        self.language = language
        self.request = request
        self.plan = plan
        self.cases: dict[str, Request] = {case.id: case for case in request.requests}
        self.free = free_windows(request)
        self._order = {person.id: number for number, person in enumerate(request.practitioners)}
        self._names = {unit.id: unit.name for unit in request.units}
        self._names |= {person.id: person.name for person in request.practitioners}
        self._at: dict[tuple[str, date], list[Booking]] = defaultdict(list)
        self._minutes: dict[tuple[str, str, date], int] = defaultdict(int)
        self.of_request: dict[str, list[Booking]] = defaultdict(list)
        self._people: dict[tuple[str, date], set[str]] = defaultdict(set)
        for person, unit, day in self.free:
            self._people[unit, day].add(person)
        for booking in sorted(plan.bookings, key=lambda one: (one.start, one.end, one.practitioner)):
            day = booking.start.date()
            self._at[booking.unit, day].append(booking)
            self._people[booking.unit, day].add(booking.practitioner)
            self._minutes[booking.practitioner, booking.unit, day] += self.length(booking)
            self.of_request[booking.request].append(booking)
        linked = [request for request, visits in self.of_request.items() if len(visits) > 1]
        self.hue = {request: number for number, request in enumerate(linked)}

    @property
    def days(self) -> list[date]:
        """The dates on which somebody works or is booked."""
        return sorted({day for _unit, day in self._people})

    def units_on(self, days: Iterable[date]) -> list[str]:
        """The units where somebody works or is booked, in the request's order."""
        wanted = set(days)
        busy = {unit for unit, day in self._people if day in wanted}
        known = [unit.id for unit in self.request.units if unit.id in busy]
        return known + sorted(busy - set(known))

    def people_at(self, unit: str, days: Iterable[date]) -> list[str]:
        """The people who work or are booked at a unit, in the request's order."""
        found: set[str] = set()
        for day in days:
            found |= self._people.get((unit, day), set())
        return sorted(found, key=lambda person: (self._order.get(person, len(self._order)), person))

    def booked_at(self, unit: str, day: date) -> list[Booking]:
        """A unit's bookings on a date, in order of time."""
        return self._at.get((unit, day), [])

    def minutes_booked(self, person: str, unit: str, day: date) -> int:
        """Booked minutes of a person."""
        return self._minutes.get((person, unit, day), 0)

    def minutes_free(self, person: str, unit: str, day: date) -> int:
        """Minutes of a person before anything is booked."""
        return sum(end - start for start, end in self.free.get((person, unit, day), ()))

    def name(self, one: str) -> str:
        """The name of a unit or person, or the id."""
        return self._names.get(one) or one

    @staticmethod
    def length(booking: Booking) -> int:
        """Minutes of a booking."""
        return int((booking.end - booking.start).total_seconds()) // 60

    def place(self, booking: Booking) -> tuple[int, int] | None:
        """Which of how many linked visits it is; None for a single one."""
        case = self.cases.get(booking.request)
        visits = [visit.id for visit in case.visits] if case else []
        if len(visits) < 2 or booking.visit not in visits:
            return None
        return visits.index(booking.visit) + 1, len(visits)

    def competence(self, booking: Booking) -> str:
        """What the visit asks for; its id where the request does not know it."""
        case = self.cases.get(booking.request)
        found = [visit.competence for visit in case.visits if visit.id == booking.visit] if case else []
        return found[0] if found else booking.visit

    def link(self, booking: Booking) -> str:
        """``secondary 1 of 2`` in the language, nothing for a single visit."""
        place = self.place(booking)
        if place is None:
            return ""
        role = say(self.language, booking.role) if booking.role else ""
        return say(self.language, "link_of", role=role, place=place[0], size=place[1])

    def others(self, booking: Booking) -> list[str]:
        """The other visits it is linked with: when and by whom."""
        if self.place(booking) is None:
            return []
        return [
            f"{'←' if one.start < booking.start else '→'} {one.start:%H:%M} {self.name(one.practitioner)}"
            for one in self.of_request[booking.request]
            if one.visit != booking.visit
        ]

    def told(self, booking: Booking) -> list[str]:
        """A visit in full, one fact a line."""
        lines = [
            f"{booking.start:%H:%M}–{booking.end:%H:%M}  {self.name(booking.practitioner)}",
            f"{self.competence(booking)}, {self.length(booking)} {say(self.language, 'min')}",
            f"{say(self.language, 'patient')} {booking.patient}  ({booking.visit})",
        ]
        link = self.link(booking)
        return [*lines, link, *self.others(booking)] if link else lines
