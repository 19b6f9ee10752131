"""Every fix is tried before it is offered: its changes applied, its bookings held against the whole rule book.

It is tried on a small request that has all that the rules could speak of: the requests of the patients in question
with their bookings, the people in question, and what else is booked with these people as time that is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dagplan.models import InputError, PlanRequest, apply
from dagplan.models.plan import Booking
from dagplan.models.request import Busy
from dagplan.models.rulebook import RULES, Case


class Verifier:
    """Tries fixes on the bookings of one plan.

    Parameters
    ----------
    asked
        The request.
    bookings
        The plan's bookings.
    """

    def __init__(self, asked: PlanRequest, bookings: Sequence[Booking]) -> None:
        self.asked = asked
        self.bookings = bookings
        self.cases = {case.id: case for case in asked.requests}
        self.of_patient: dict[str, list[str]] = {}
        for case in asked.requests:
            self.of_patient.setdefault(case.patient, []).append(case.id)

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
        patients = {one.patient for one in new.values()}
        related = {number for patient in patients for number in self.of_patient[patient]}
        people = {one.practitioner for one in new.values()}
        let_in = {one.request for one in placement}
        kept = [one for one in self.bookings if one.visit not in new and one.request not in let_in]
        taken = tuple(
            Busy(practitioner=one.practitioner, start=one.start, end=one.end)
            for one in kept
            if one.request not in related and one.practitioner in people
        )
        own = [one for one in kept if one.request in related]
        people |= {one.practitioner for one in own}
        try:
            changed = apply(self._small(related, people, taken), changes).request
        except InputError:
            return False
        after = (*own, *new.values())
        before = {message for message, _ in _breaches(changed, own)}
        return not any(
            message not in before and not visits.isdisjoint(new) for message, visits in _breaches(changed, after)
        )

    def _small(self, requests: set[str], people: set[str], taken: tuple[Busy, ...]) -> PlanRequest:
        """The part of the request that the rules could speak of."""
        asked = self.asked
        cases = tuple(case for case in asked.requests if case.id in requests)
        visits = {visit.id for case in cases for visit in case.visits}
        return asked.model_copy(
            update={
                "availability": tuple(one for one in asked.availability if one.practitioner in people),
                "busy": tuple(one for one in asked.busy if one.practitioner in people) + taken,
                "requests": cases,
                "bookings": tuple(one for one in asked.bookings if one.visit in visits),
            }
        )


def _breaches(request: PlanRequest, bookings: Sequence[Booking]) -> list[tuple[str, set[str]]]:
    case = Case(request, tuple(bookings))
    return [
        (breach.message, set(breach.visits))
        for rule in RULES
        if rule.id not in ("locked_stand", "few_moved")
        for breach in rule.find(case)
    ]
