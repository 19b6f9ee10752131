"""The parts of a request by id, with the bookings that stand, and one change of it that can be taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from dagplan.models import PlanRequest
from dagplan.models.bookings import booking_as
from dagplan.models.competences import competence_key
from dagplan.models.equipment import with_items
from dagplan.models.fields import judged
from dagplan.models.plan import Booking
from dagplan.models.request import Availability, ExistingBooking, Request, Visit

Entry = TypeVar("Entry")
Pair = tuple[Entry | None, Entry | None]
"""Something before a change and after it; None where there is none."""
Moved = dict[str, Pair[Booking]]
"""By visit the bookings that a change makes others, or locks or unlocks."""


@dataclass(frozen=True)
class Delta:
    """What is different in a request after some changes.

    Attributes
    ----------
    cases, bookings
        The requests and (by visit) bookings that differ, before and after.
    case_order, booking_order
        The ids of all, before and after; None where these are the same.
    availability
        All windows before and after, and ``people`` whose windows differ; None where nobody's do.
    """

    cases: Mapping[str, Pair[Request]]
    bookings: Mapping[str, Pair[ExistingBooking]]
    case_order: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    booking_order: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    availability: tuple[tuple[Availability, ...], tuple[Availability, ...]] | None = None
    people: frozenset[str] = frozenset()

    def back(self) -> Delta:
        """The same the other way round."""
        return replace(
            self,
            cases={one: (after, before) for one, (before, after) in self.cases.items()},
            bookings={one: (after, before) for one, (before, after) in self.bookings.items()},
            case_order=self.case_order and self.case_order[::-1],
            booking_order=self.booking_order and self.booking_order[::-1],
            availability=self.availability and self.availability[::-1],
        )


class Register:
    """What a request holds, by id.

    Attributes
    ----------
    base
        The request as it came: what no quick change touches is read here.
    cases, owners
        The requests by id, in their order; and the request of each visit.
    bookings
        Those of the request by visit, in their order, as they are written.
    stands, full
        The same as they count: locked where they are frozen, and with their items; and as bookings of a plan.
    availability, windows
        All windows, and those of each person.
    busy, patient_busy, equipment_busy
        When each person, patient and item has something else; no quick change touches it.
    kinds
        Of each item, as they are compared.
    of_person, of_patient, of_item
        The visits booked with each person, patient and item, as keys of a dict.
    """

    def __init__(self, request: PlanRequest) -> None:
        self.base = request
        self.cases = {case.id: case for case in request.requests}
        self.owners = {visit.id: case.id for case in request.requests for visit in case.visits}
        self.bookings = {one.visit: one for one in request.bookings}
        self.stands: dict[str, ExistingBooking] = {}
        self.full: dict[str, Booking] = {}
        self.availability = request.availability
        self.windows: dict[str, tuple[Availability, ...]] = _by(request.availability, "practitioner")
        self.busy = _by(request.busy, "practitioner")
        self.patient_busy = _by(request.patient_busy, "patient")
        self.equipment_busy = _by(request.equipment_busy, "equipment")
        self.of_person: dict[str, dict[str, None]] = defaultdict(dict)
        self.of_patient: dict[str, dict[str, None]] = defaultdict(dict)
        self.of_item: dict[str, dict[str, None]] = defaultdict(dict)
        self.kinds = {item.id: competence_key(item.kind) for item in request.equipment}
        self._lacking: set[str] = set()
        self._namers: dict[str, set[str]] = defaultdict(set)
        for case in request.requests:
            for other in case.same_day_as:
                self._namers[other].add(case.id)
        self._refresh(self.bookings)

    @property
    def request(self) -> PlanRequest:
        """The request as it is now."""
        return self.with_parts(
            requests=tuple(self.cases.values()),
            bookings=tuple(self.bookings.values()),
            availability=self.availability,
        )

    def with_parts(self, **parts: Any) -> PlanRequest:
        """The request with other parts, all of which have been judged before."""
        same = {name: getattr(self.base, name) for name in PlanRequest.model_fields}
        return judged(PlanRequest, same | parts)

    def joined(self, request_id: str) -> list[str]:
        """The requests that one is wished on the same date with."""
        case = self.cases.get(request_id)
        named = case.same_day_as if case is not None else ()
        return sorted({*named, *self._namers.get(request_id, ())})

    def hours_of(self, person: str) -> PlanRequest:
        """The request with the time of one person and nothing else."""
        return self.with_parts(
            requests=(),
            bookings=(),
            availability=self.windows.get(person, ()),
            busy=self.busy.get(person, ()),
        )

    def visit(self, visit_id: str) -> tuple[Request, int]:
        """The request of a visit, and its position there."""
        case = self.cases[self.owners[visit_id]]
        return case, next(at for at, one in enumerate(case.visits) if one.id == visit_id)

    def booked(self, case: Request) -> dict[str, Booking]:
        """The bookings of a request, by visit."""
        return {visit.id: self.full[visit.id] for visit in case.visits if visit.id in self.full}

    def put(self, delta: Delta) -> Moved:
        """Make it what it is after a change; what bookings are others now."""
        touched = dict.fromkeys(delta.bookings)
        for request_id, (before, after) in delta.cases.items():
            for case in (before, after):
                touched.update(dict.fromkeys(visit.id for visit in case.visits) if case is not None else {})
            for other in before.same_day_as if before is not None else ():
                self._namers[other].discard(request_id)
            for visit in before.visits if before is not None else ():
                del self.owners[visit.id]
            if after is None:
                del self.cases[request_id]
                continue
            self.cases[request_id] = after
            self.owners.update((visit.id, request_id) for visit in after.visits)
            for other in after.same_day_as:
                self._namers[other].add(request_id)
        for visit_id, (_, booking) in delta.bookings.items():
            if booking is None:
                del self.bookings[visit_id]
            else:
                self.bookings[visit_id] = booking
        if delta.case_order is not None:
            self.cases = {one: self.cases[one] for one in delta.case_order[1]}
        if delta.booking_order is not None:
            self.bookings = {one: self.bookings[one] for one in delta.booking_order[1]}
        if delta.availability is not None:
            self.availability = delta.availability[1]
            theirs = _by((one for one in self.availability if one.practitioner in delta.people), "practitioner")
            self.windows.update({person: theirs.get(person, ()) for person in delta.people})
        return self._refresh(touched)

    def _refresh(self, visits: Iterable[str]) -> Moved:
        """Let the bookings of some visits count as they are written now."""
        moved: Moved = {}
        touched = list(visits)
        locked = {one: self.is_locked(one) for one in touched}
        for visit_id in touched:
            raw = self.bookings.get(visit_id)
            self._count(visit_id, None if raw is None else self._frozen(raw), moved)
        # Which item a booking is given that names none depends on all the others.
        if self._lacking:
            raw_ones = tuple(map(self._frozen, self.bookings.values()))
            given = with_items(self.with_parts(requests=tuple(self.cases.values()), bookings=raw_ones))
            for one in given:
                if one.equipment != self.stands[one.visit].equipment:
                    self._count(one.visit, one, moved)
        return {
            visit_id: (before, after)
            for visit_id, (before, after) in moved.items()
            if before != after or locked.get(visit_id, self.is_locked(visit_id)) != self.is_locked(visit_id)
        }

    def is_locked(self, visit_id: str) -> bool:
        """Whether a visit is booked and its booking stays."""
        stands = self.stands.get(visit_id)
        return stands is not None and stands.locked

    def _frozen(self, booking: ExistingBooking) -> ExistingBooking:
        limit = self.base.settings.freeze_before
        if limit is None or booking.locked or booking.start >= limit:
            return booking
        return booking.model_copy(update={"locked": True})

    def _count(self, visit_id: str, stands: ExistingBooking | None, moved: Moved) -> None:
        """Let the booking of one visit count so."""
        before = self.full.pop(visit_id, None)
        if before is not None:
            del self.of_person[before.practitioner][visit_id]
            del self.of_patient[before.patient][visit_id]
            for item in before.equipment:
                self.of_item[item].pop(visit_id, None)
        after = None
        if stands is None:
            self.stands.pop(visit_id, None)
            self._lacking.discard(visit_id)
        else:
            case, position = self.visit(visit_id)
            after = self.full[visit_id] = booking_as(case, position, stands)
            self.stands[visit_id] = stands
            self.of_person[after.practitioner][visit_id] = None
            self.of_patient[after.patient][visit_id] = None
            for item in after.equipment:
                self.of_item[item][visit_id] = None
            if self._lacks_items(case.visits[position], self.bookings[visit_id]):
                self._lacking.add(visit_id)
            else:
                self._lacking.discard(visit_id)
        moved[visit_id] = moved.get(visit_id, (before, None))[0], after

    def _lacks_items(self, visit: Visit, booking: ExistingBooking) -> bool:
        if not visit.equipment or not self.kinds:
            return False
        named = {self.kinds[item] for item in booking.equipment}
        return any(competence_key(kind) not in named for kind in visit.equipment)


def _by(entries: Iterable[Entry], field: str) -> dict[str, tuple[Entry, ...]]:
    """Entries by whose they are."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for one in entries:
        found[getattr(one, field)].append(one)
    return {whose: tuple(some) for whose, some in found.items()}
