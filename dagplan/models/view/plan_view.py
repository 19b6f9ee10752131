"""A plan with its request, as its readers look things up in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from dagplan.models.entries import Equipment, Visit
from dagplan.models.history import history_of
from dagplan.models.plan import Booking, Plan, Unbooked
from dagplan.models.request import PlanRequest, Request

from .call_list import CallList, call_list
from .figures import Share, Shares, missing_percent, shares_of
from .hours import Hours
from .names import NamesOfThings

SATURDAY = 5
"""As ``date.weekday`` counts."""
MOST_WITH_EMPTY_DAYS = 62
"""Planned dates of which all weekdays are shown, also those on which nobody works."""


class Place(NamedTuple):
    """Which of how many visits of its request a visit is, from 1.

    ``asked``: so the request has it; else it is the order in time of what is booked, for a visit that the request
    does not ask for or where there is no request.
    """

    number: int
    size: int
    asked: bool


class PlanView:
    """What is told of a plan, each thing found once and only when asked for.

    Parameters
    ----------
    plan
        The plan.
    request
        What it answers: gives names, competences, sequences and hours. Left out, the plan's ids stand alone.
    """

    def __init__(self, plan: Plan, request: PlanRequest | None = None) -> None:
        self.plan = plan
        self.request = request
        self.hours = Hours(request)

    # names

    def unit_name(self, unit: str) -> str | None:
        """The name of a care unit, where it has one."""
        return self._unit_names.get(unit)

    def person_name(self, practitioner: str) -> str | None:
        """The name of a practitioner, where there is one."""
        return self._person_names.get(practitioner)

    def called(self, practitioner: str) -> str:
        """What a practitioner is called: the name, or the id."""
        return self.person_name(practitioner) or practitioner

    def unit_called(self, unit: str) -> str:
        """What a care unit is called: the name, or the id."""
        return self.unit_name(unit) or unit

    def item_name(self, item: str) -> str:
        """What an item of equipment is called: its name, or the id."""
        known = self.items.get(item)
        return (known.name if known else None) or item

    @cached_property
    def names(self) -> NamesOfThings:
        """The names that stand for ids in sentences."""
        return NamesOfThings(self.request)

    @cached_property
    def items(self) -> Mapping[str, Equipment]:
        """The items of equipment that the request has, by id."""
        return {one.id: one for one in self.request.equipment} if self.request else {}

    @cached_property
    def _unit_names(self) -> dict[str, str | None]:
        return {one.id: one.name for one in self.request.units} if self.request else {}

    @cached_property
    def _person_names(self) -> dict[str, str | None]:
        return {one.id: one.name for one in self.request.practitioners} if self.request else {}

    # who is where

    @cached_property
    def in_time(self) -> Sequence[Booking]:
        """All bookings in order of time."""
        return sorted(self.plan.bookings, key=lambda one: (one.start, one.end, one.practitioner))

    @cached_property
    def by_visit(self) -> Mapping[str, Booking]:
        """The booking of each visit."""
        return {booking.visit: booking for booking in self.plan.bookings}

    @cached_property
    def by_day(self) -> Mapping[date, Sequence[Booking]]:
        """The bookings of each date that has any, in order of time."""
        days: dict[date, list[Booking]] = defaultdict(list)
        for booking in self.in_time:
            days[booking.start.date()].append(booking)
        return days

    @cached_property
    def days(self) -> Sequence[date]:
        """The dates on which somebody works or is booked."""
        return sorted({day for _unit, day in self._people})

    @cached_property
    def calendar(self) -> Sequence[date]:
        """These dates, and the other weekdays that may be planned: that nobody works then is worth to be seen.

        Only of a period of two months at most: of a longer one what is empty would bury the rest.
        """
        found = set(self.days)
        if self.request:
            count = (self.request.last_date - self.request.first_date).days + 1
            planned = (self.request.first_date + timedelta(days=number) for number in range(count))
            found |= {day for day in planned if day.weekday() < SATURDAY} if count <= MOST_WITH_EMPTY_DAYS else set()
        return sorted(found)

    def units_on(self, days: Iterable[date]) -> list[str]:
        """The units where somebody works or is booked, in the request's order; those it doesn't know last."""
        wanted = set(days)
        return sorted({unit for unit, day in self._people if day in wanted}, key=self.unit_rank)

    def people_at(self, unit: str, days: Iterable[date]) -> list[str]:
        """The people who work or are booked at a unit, in the request's order; those it doesn't know last."""
        found: set[str] = set()
        for day in days:
            found |= self._people.get((unit, day), set())
        return sorted(found, key=self.person_rank)

    def booked_at(self, unit: str, day: date) -> Sequence[Booking]:
        """A unit's bookings on a date, in order of time."""
        return self._at.get((unit, day), ())

    def items_at(self, unit: str, day: date) -> list[str]:
        """The items that visits at a unit have on a date, in the request's order; those it doesn't know last."""
        rank = {item: number for number, item in enumerate(self.items)}
        found = {item for booking in self.booked_at(unit, day) for item in booking.equipment}
        return sorted(found, key=lambda item: (rank.get(item, len(rank)), item))

    def minutes_booked(self, person: str, unit: str, day: date) -> int:
        """Booked minutes of a person."""
        return self._minutes.get((person, unit, day), 0)

    def minutes_free(self, person: str, unit: str, day: date) -> int:
        """Minutes of a person before anything is booked."""
        return self.hours.minutes(person, unit, day)

    def unit_rank(self, unit: str) -> tuple[int, str]:
        """Where a unit comes among others."""
        return self._unit_ranks.get(unit, len(self._unit_ranks)), unit

    def person_rank(self, practitioner: str) -> tuple[int, str]:
        """Where a person comes among others."""
        return self._person_ranks.get(practitioner, len(self._person_ranks)), practitioner

    @cached_property
    def _unit_ranks(self) -> dict[str, int]:
        return {unit: number for number, unit in enumerate(self._unit_names)}

    @cached_property
    def _person_ranks(self) -> dict[str, int]:
        return {person: number for number, person in enumerate(self._person_names)}

    @cached_property
    def _at(self) -> dict[tuple[str, date], list[Booking]]:
        found: dict[tuple[str, date], list[Booking]] = defaultdict(list)
        for booking in self.in_time:
            found[booking.unit, booking.start.date()].append(booking)
        return found

    @cached_property
    def _people(self) -> dict[tuple[str, date], set[str]]:
        found: dict[tuple[str, date], set[str]] = defaultdict(set)
        for person, unit, day in self.hours.free:
            found[unit, day].add(person)
        for booking in self.plan.bookings:
            found[booking.unit, booking.start.date()].add(booking.practitioner)
        return found

    @cached_property
    def _minutes(self) -> dict[tuple[str, str, date], int]:
        found: dict[tuple[str, str, date], int] = defaultdict(int)
        for booking in self.plan.bookings:
            found[booking.practitioner, booking.unit, booking.start.date()] += booking.minutes
        return found

    # what hangs together

    @cached_property
    def cases(self) -> Mapping[str, Request]:
        """What was asked for, by the request's id."""
        return {one.id: one for one in self.request.requests} if self.request else {}

    @cached_property
    def of_request(self) -> Mapping[str, Sequence[Booking]]:
        """The bookings of each request that has any, in order of time."""
        found: dict[str, list[Booking]] = defaultdict(list)
        for booking in self.in_time:
            found[booking.request].append(booking)
        return found

    @cached_property
    def joined(self) -> Sequence[str]:
        """The requests with more than one visit booked, in order of time."""
        return [request for request, bookings in self.of_request.items() if len(bookings) > 1]

    def competence(self, booking: Booking) -> str | None:
        """What the visit asks for, where the request knows it."""
        found = self._asked_for.get(booking.visit)
        return found[0].visits[found[1]].competence if found else None

    def place(self, booking: Booking) -> Place:
        """Which of how many visits it is."""
        if found := self._asked_for.get(booking.visit):
            return Place(found[1] + 1, len(found[0].visits), asked=True)
        visits = [one.visit for one in self.of_request.get(booking.request, ())]
        if booking.visit not in visits:  # cancelled, and not asked for any more
            return Place(1, 1, asked=False)
        return Place(visits.index(booking.visit) + 1, len(visits), asked=False)

    def others(self, booking: Booking) -> list[Booking]:
        """The other booked visits of its request, in order of time."""
        return [one for one in self.of_request[booking.request] if one.visit != booking.visit]

    def sequence(self, case: Request) -> list[tuple[Visit, Booking | None]]:
        """The visits of a request in the order asked for, each with where it is booked."""
        return [(visit, self.by_visit.get(visit.id)) for visit in case.visits]

    @cached_property
    def _asked_for(self) -> Mapping[str, tuple[Request, int]]:
        return visits_asked_for(self.request) if self.request else {}

    # what it changed

    @cached_property
    def calls(self) -> CallList:
        """Whom to tell of what changed since the plan before, or since the bookings that it was made from."""
        return call_list(history_of(self.request, self.plan) if self.request else self.plan)

    @cached_property
    def moved_from(self) -> Mapping[str, Booking]:
        """Where each visit was that moved, by its id."""
        return {one.booking.visit: one.before for one in self.calls.changes("moved") if one.before}

    # what it is worth

    @cached_property
    def unbooked(self) -> Sequence[tuple[Unbooked, Request | None]]:
        """What is not booked, with what was asked for where that is known."""
        return [(entry, self.cases.get(entry.request)) for entry in self.plan.unbooked]

    @cached_property
    def shares(self) -> Shares:
        """How much of what was asked for is booked; without a request only of all, as the plan has it."""
        if self.request:
            every = self.cases.values()
            whole = {case.id for case in every if all(visit.id in self.by_visit for visit in case.visits)}
            return shares_of(every, whole)
        lacking = {entry.request for entry in self.plan.unbooked}
        booked = len(self.of_request.keys() - lacking)
        nothing = Share(0, 0)
        return Shares(Share(booked, booked + len(lacking)), nothing, nothing, ())

    @property
    def missing_percent(self) -> float | None:
        """What it can be missing of what is possible, in per cent, rounded up; None if no plan is better."""
        return missing_percent(self.plan)

    @property
    def terms(self) -> Mapping[str, int]:
        """The cost of each term, in the contract's order."""
        terms: dict[str, int] = self.plan.objective.terms.model_dump()
        return terms


def visits_asked_for(request: PlanRequest) -> dict[str, tuple[Request, int]]:
    """The request of each visit, and its place in the sequence from 0."""
    return {visit.id: (case, index) for case in request.requests for index, visit in enumerate(case.visits)}
