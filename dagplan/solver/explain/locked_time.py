"""Time that locked visits take of people, patients and equipment, and which limit each is to a request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from dagplan.models import PlanRequest
from dagplan.models.plan import Booking, LimitName
from dagplan.models.request import Request
from dagplan.models.windows import by_date
from dagplan.solver.instance.bits import span_mask


@dataclass(frozen=True)
class _Fact:
    """Minutes of a date that a locked visit takes, of which patient and request."""

    minutes: int
    request: str
    patient: str


class LockedTime:
    """The minutes that locked visits take.

    Parameters
    ----------
    asked, facts
        The request, and its locked bookings.
    """

    def __init__(self, asked: PlanRequest, facts: Iterable[Booking]) -> None:
        self._people: dict[tuple[str, date], list[_Fact]] = defaultdict(list)
        self._patients: dict[tuple[str, date], list[_Fact]] = defaultdict(list)
        self._items: dict[tuple[str, date], list[_Fact]] = defaultdict(list)
        for fact in facts:
            for day, span in by_date(fact.start, fact.end, asked.first_date, asked.last_date):
                one = _Fact(span_mask(*span), fact.request, fact.patient)
                self._people[fact.practitioner, day].append(one)
                self._patients[fact.patient, day].append(one)
                for item in fact.equipment:
                    self._items[item, day].append(one)

    def of_person(self, person: str, day: date, case: Request, limits: Collection[LimitName]) -> int:
        """The minutes that are taken of a person by those that are among some limits of a request."""
        return _taken(self._people.get((person, day), ()), case, limits)

    def of_patient(self, day: date, case: Request, limits: Collection[LimitName]) -> int:
        """The same of the request's patient."""
        return _taken(self._patients.get((case.patient, day), ()), case, limits)

    def of_item(self, item: str, day: date, case: Request, limits: Collection[LimitName]) -> int:
        """The same of an item of equipment."""
        return _taken(self._items.get((item, day), ()), case, limits)


def _taken(facts: Iterable[_Fact], case: Request, limits: Collection[LimitName]) -> int:
    minutes = 0
    for fact in facts:
        if _whose(fact, case) in limits:
            minutes |= fact.minutes
    return minutes


def _whose(fact: _Fact, case: Request) -> LimitName:
    """Which limit a locked visit is to a request."""
    if fact.request == case.id:
        return "own_locked"
    return "patient_visits" if fact.patient == case.patient else "locked"
