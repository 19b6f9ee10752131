"""Every fix is tried before it is offered: its changes applied, its bookings held against the whole rule book.

It is tried on a small request that has all that the rules could speak of: the requests of the patients in question
with their bookings, the people in question, what else is booked with these people as time that is taken, and all
equipment, what others have of it as time in which it is not to be had. How many visits leave their booking is counted
over the whole plan (``allowance``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from dagplan.models import InputError, PlanRequest, apply
from dagplan.models.bookings import frozen, locked_in
from dagplan.models.case import Case
from dagplan.models.entries import EquipmentBusy
from dagplan.models.plan import Booking
from dagplan.models.request import Busy
from dagplan.models.request import Request as AskedRequest
from dagplan.models.rulebook import RULES

from .allowance import Allowance


class Verifier:
    """Tries fixes on the bookings of one plan.

    Parameters
    ----------
    asked
        The request.
    bookings
        The plan's bookings.
    allowance
        What the plan leaves of the visits that may move.
    """

    def __init__(self, asked: PlanRequest, bookings: Sequence[Booking], allowance: Allowance) -> None:
        self.asked = asked
        self.bookings = bookings
        self.allowance = allowance
        self.cases = {case.id: case for case in asked.requests}
        self.of_patient = _grouped(asked.requests, lambda case: case.patient)
        self.people = {person.id: person for person in asked.practitioners}
        self.availability = _grouped(asked.availability, lambda one: one.practitioner)
        self.busy = _grouped(asked.busy, lambda one: one.practitioner)
        self.patient_busy = _grouped(asked.patient_busy, lambda one: one.patient)
        # Which items a booking has that names none depends on all the others: they are named here.
        items = {one.visit: one.equipment for one in frozen(asked).bookings} if asked.equipment else {}
        self.existing = {
            one.visit: one.model_copy(update={"equipment": items[one.visit]}) if items.get(one.visit) else one
            for one in asked.bookings
        }
        self.equipment_busy = _grouped(asked.equipment_busy, lambda one: one.equipment)
        self.locked = bool(locked_in(asked))
        self.by_visit = {one.visit: one for one in bookings}
        self.holding: dict[str, list[Booking]] = defaultdict(list)
        for booking in bookings:
            for item in booking.equipment:
                self.holding[item].append(booking)
        self.booked = _grouped(bookings, lambda one: one.practitioner)
        self.booked_of = _grouped(bookings, lambda one: one.request)

    def holds(
        self,
        changes: Sequence[Mapping[str, Any]],
        placement: Sequence[Booking],
        moved: Sequence[Booking] = (),
    ) -> bool:
        """Whether with these changes a request can be booked so, these visits moved and every other booking kept.

        Parameters
        ----------
        changes
            In the contract's vocabulary.
        placement
            All bookings of the request that is let in.
        moved
            Where the changes move other visits to.
        """
        new = {one.visit: one for one in (*moved, *placement)}
        let_in = {one.request for one in placement}
        related = [case for patient in {one.patient for one in new.values()} for case in self.of_patient[patient]]
        names = {case.id for case in related}
        own = [one for name in names - let_in for one in self.booked_of.get(name, ()) if one.visit not in new]
        people = {one.practitioner for one in (*new.values(), *own)}
        taken = tuple(
            Busy(practitioner=one.practitioner, start=one.start, end=one.end)
            for person in {one.practitioner for one in new.values()}
            for one in self.booked.get(person, ())
            if one.request not in names
        )
        small = self._small(related, people, taken, self._held((*new.values(), *own), names))
        try:
            changed = apply(small, changes).request if changes else small
        except InputError:
            return False
        return (
            not _broken(changed, (*own, *new.values()))
            and self._locked_have_theirs(changes, new)
            and self.allowance.holds(changes, changed, new)
        )

    def _locked_have_theirs(self, changes: Sequence[Mapping[str, Any]], new: Mapping[str, Booking]) -> bool:
        """Whether locked bookings that name no item are given no others than they have in the plan.

        They are given those that are free: another item, or a booking elsewhere, may change which.
        """
        others = any(change["kind"] in ("add_equipment", "set_booking") for change in changes)
        if not others or not self.asked.equipment or not self.locked:
            return True
        try:
            after = locked_in(apply(self.asked, changes).request)
        except InputError:
            return False
        return all(
            set(fact.equipment) <= set((new.get(visit) or self.by_visit[visit]).equipment)
            for visit, fact in after.items()
            if visit in new or visit in self.by_visit
        )

    def _held(self, bookings: Sequence[Booking], names: set[str]) -> tuple[EquipmentBusy, ...]:
        """When the items of some bookings are not to be had, and what other requests have of them."""
        items = dict.fromkeys(item for one in bookings for item in one.equipment)
        away = [span for item in items for span in self.equipment_busy.get(item, ())]
        held = [
            EquipmentBusy(equipment=item, start=one.start, end=one.end)
            for item in items
            for one in self.holding.get(item, ())
            if one.request not in names
        ]
        return (*away, *held)

    def _small(
        self,
        cases: Sequence[AskedRequest],
        people: set[str],
        taken: tuple[Busy, ...],
        held: tuple[EquipmentBusy, ...],
    ) -> PlanRequest:
        """The part of the request that the rules could speak of."""
        visits = [visit for case in cases for visit in case.visits]
        existing = tuple(self.existing[visit.id] for visit in visits if visit.id in self.existing)
        named = people | {one.practitioner for one in existing}
        for visit in visits:
            named |= {*visit.practitioners, *((visit.preferred,) if visit.preferred else ())}
        return self.asked.model_copy(
            update={
                "practitioners": tuple(self.people[person] for person in sorted(named)),
                "availability": tuple(one for person in sorted(people) for one in self.availability.get(person, ())),
                "busy": tuple(one for person in sorted(people) for one in self.busy.get(person, ())) + taken,
                "patient_busy": tuple(
                    one for patient in {case.patient for case in cases} for one in self.patient_busy.get(patient, ())
                ),
                "equipment_busy": held,
                "requests": tuple(cases),
                "bookings": existing,
            }
        )


Item = TypeVar("Item")


def _grouped(items: Iterable[Item], whose: Callable[[Item], str]) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[whose(item)].append(item)
    return groups


def _broken(request: PlanRequest, bookings: Sequence[Booking]) -> bool:
    """Whether bookings break a rule that is not broken by locked ones alone."""
    case = Case(request, tuple(bookings))
    return any(
        not breach.visits or not all(visit in case.locked for visit in breach.visits)
        for rule in RULES
        for breach in rule.find(case)
    )
