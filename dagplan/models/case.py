"""A request and bookings held against it: what the rules look up, each thing once and only when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter

from .bookings import locked_in, visits_by_day
from .competences import competence_keys
from .cost import terms_by_visit
from .entries import Equipment
from .plan import Booking, Terms
from .request import ExistingBooking, PlanRequest, Request
from .windows import Span, Where, equipment_busy_spans, free_windows, patient_busy_spans

_VISIT, _PRACTITIONER = attrgetter("visit"), attrgetter("practitioner")


@dataclass(frozen=True)
class Case:
    """A request and bookings held against it, with what the rules look up.

    ``bookings`` are those of visits that the request knows, one a visit.
    """

    request: PlanRequest
    bookings: tuple[Booking, ...]

    @cached_property
    def by_visit(self) -> dict[str, Booking]:
        """The booking of each visit."""
        return dict(zip(map(_VISIT, self.bookings), self.bookings, strict=True))

    @cached_property
    def requests(self) -> dict[str, Request]:
        """The requests, by id."""
        return {request.id: request for request in self.request.requests}

    @cached_property
    def locked(self) -> dict[str, ExistingBooking]:
        """The locked (or frozen) booking of each visit that has one."""
        return locked_in(self.request)

    @cached_property
    def windows(self) -> dict[Where, list[Span]]:
        """Free windows at each unit on each date of each person who has a booking."""
        return free_windows(self.request, set(map(_PRACTITIONER, self.bookings)))

    @cached_property
    def competences(self) -> dict[str, frozenset[str]]:
        """Competences of each practitioner, as they are compared."""
        return {person.id: competence_keys(person.competences) for person in self.request.practitioners}

    @cached_property
    def patient_busy(self) -> dict[tuple[str, date], list[Span]]:
        """When patients have something else, on the dates that anything is booked on."""
        if not self.request.patient_busy:
            return {}
        ends = {moment.date() for booking in self.bookings for moment in (booking.start, booking.end)}
        return patient_busy_spans(self.request, ends)

    @cached_property
    def items(self) -> dict[str, Equipment]:
        """The items of equipment, by id."""
        return {item.id: item for item in self.request.equipment}

    @cached_property
    def equipment_busy(self) -> dict[tuple[str, date], list[Span]]:
        """When items are not to be had, on the dates that anything is booked on."""
        if not self.request.equipment_busy:
            return {}
        ends = {moment.date() for booking in self.bookings for moment in (booking.start, booking.end)}
        return equipment_busy_spans(self.request, ends)

    @cached_property
    def begun(self) -> list[tuple[Request, list[tuple[int, Booking]]]]:
        """The requests of which something is booked, with what is, and the positions of these in the sequence."""
        by_visit = self.by_visit
        begun = []
        for request in self.request.requests if by_visit else ():
            booked = [(at, by_visit[visit.id]) for at, visit in enumerate(request.visits) if visit.id in by_visit]
            if booked:
                begun.append((request, booked))
        return begun

    @cached_property
    def whole(self) -> set[str]:
        """The requests of which all is booked."""
        return {request.id for request, booked in self.begun if len(booked) == len(request.visits)}

    @cached_property
    def lacking(self) -> list[str]:
        """The requests that lack a visit or more, in order."""
        whole = self.whole
        return [request.id for request in self.request.requests if request.id not in whole]

    @cached_property
    def terms(self) -> Terms:
        """What the bookings cost."""
        return terms_by_visit(self.request, self.by_visit)

    @cached_property
    def days(self) -> dict[tuple[date, str, str], tuple[str, ...]]:
        """The visits in time order of each date, unit and practitioner."""
        return visits_by_day(self.bookings)

    @cached_property
    def patients(self) -> dict[str, str]:
        """The patient of each booked visit."""
        return {booking.visit: request.patient for request, booked in self.begun for _, booking in booked}
