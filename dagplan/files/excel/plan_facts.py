"""What a plan's workbook tells beside the plan itself: names, competences, orders and hours, from the request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from dagplan.models.plan import Booking, Plan
from dagplan.models.request import PlanRequest, Request
from dagplan.models.windows import Span, by_date, merge


class Facts:
    """Look-ups in the request that a plan answers; without one, what the plan itself says.

    Parameters
    ----------
    plan
        The plan.
    request
        What was asked for, if it is at hand.
    """

    def __init__(self, plan: Plan, request: PlanRequest | None) -> None:
        self.request = request
        self.cases: Mapping[str, Request] = {one.id: one for one in request.requests} if request else {}
        self._names: dict[str, str | None] = {}
        if request:
            self._names = {unit.id: unit.name for unit in request.units}
            self._names |= {person.id: person.name for person in request.practitioners}
        self._competences = {visit.id: visit.competence for case in self.cases.values() for visit in case.visits}
        self._free: dict[date, dict[tuple[str, str], tuple[Span, ...]]] = defaultdict(dict)
        self._busy: dict[tuple[date, str], list[Span]] = defaultdict(list)
        self._units = {one.id: number for number, one in enumerate(request.units)} if request else {}
        self._people = {one.id: number for number, one in enumerate(request.practitioners)} if request else {}
        self._orders: dict[str, tuple[int, int]] = {}
        self._note_orders(plan)
        if request:
            self._note_hours(request)

    def unit(self, unit: str) -> str:
        """A unit's name, and its id where the two differ."""
        return self._named(unit)

    def person(self, practitioner: str) -> str:
        """A person's name, and the id where the two differ."""
        return self._named(practitioner)

    def competence(self, booking: Booking) -> str:
        """What the visit asks for; empty if that is not known."""
        return self._competences.get(booking.visit, "")

    def order(self, booking: Booking) -> tuple[int, int]:
        """The visit's place in its request, from 1, and how many there are."""
        return self._orders[booking.visit]

    def free(self, day: date) -> Mapping[tuple[str, str], tuple[Span, ...]]:
        """Minutes from midnight in which each person takes visits, by unit and person."""
        return self._free.get(day, {})

    def busy(self, day: date, practitioner: str) -> tuple[Span, ...]:
        """Minutes from midnight that are taken away from a person."""
        return tuple(self._busy.get((day, practitioner), ()))

    def rank(self, where: tuple[str, str]) -> tuple[int, str, int, str]:
        """Units and people in the order of the request; those it doesn't know last."""
        unit, who = where
        return self._units.get(unit, len(self._units)), unit, self._people.get(who, len(self._people)), who

    def _named(self, key: str) -> str:
        name = self._names.get(key)
        return f"{name} ({key})" if name and name != key else key

    def _note_orders(self, plan: Plan) -> None:
        groups: dict[str, list[Booking]] = defaultdict(list)
        for booking in plan.bookings:
            groups[booking.request].append(booking)
        for name, group in groups.items():
            known = [visit.id for visit in self.cases[name].visits] if name in self.cases else []
            visits = [one.visit for one in sorted(group, key=lambda one: (one.start, one.end))]
            visits = known if set(visits) <= set(known) else visits
            for place, visit in enumerate(visits, 1):
                self._orders[visit] = (place, len(visits))

    def _note_hours(self, request: PlanRequest) -> None:
        planned = request.first_date, request.last_date
        windows: dict[date, dict[tuple[str, str], list[Span]]] = defaultdict(lambda: defaultdict(list))
        for window in request.availability:
            for day, span in by_date(window.start, window.end, *planned):
                windows[day][window.unit, window.practitioner].append(span)
        for day, people in windows.items():
            self._free[day] = {where: tuple(merge(spans)) for where, spans in people.items()}
        for busy in request.busy:
            for day, span in by_date(busy.start, busy.end, *planned):
                self._busy[day, busy.practitioner].append(span)
