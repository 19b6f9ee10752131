"""The kinds of terms that the objective adds up: what a term counts, as data that checker and solver both read.

What a term of these kinds counts for one request depends on nothing that another request gets. So a new term is a
function that gives its data and its name in a list of ``cost``: the search, the bound and the models of CP-SAT work
on the data (``solver.instance.translate``), and know no term by name. Four terms have a shape of their own and are
stated in each room by hand: ``unbooked``, ``wait``, ``moved`` and ``apart`` (``docs/extending.md`` says why).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from .booked import Booking
from .clock import minute_of_day
from .entries import Request, Visit
from .request import PlanRequest

Of = TypeVar("Of", bound=Hashable)


class People(NamedTuple):
    """What a visit counts with whom: some people by name, and everybody else."""

    named: tuple[tuple[str, int], ...]
    others: int

    def of(self, person: str) -> int:
        """So much with one person."""
        for name, amount in self.named:
            if name == person:
                return amount
        return self.others


Steps = tuple[tuple[int, int], ...]
"""What a visit counts by the minute of the day at which it starts: from each minute on so much, in order of time;
nothing before the first."""


@dataclass(frozen=True)
class OfDate(Generic[Of]):
    """Counted once for a booked request: by its date.

    Attributes
    ----------
    name
        Of the weight and of the term.
    of
        All of a request that it depends on: requests in which that is the same share what is reckoned of dates.
    amount
        So much on a date, from 0.
    """

    name: str
    of: Callable[[PlanRequest, Request], Of]
    amount: Callable[[Of, date], int]

    def count(self, asked: PlanRequest, case: Request, day: date) -> int:
        """So much for a request on a date."""
        return self.amount(self.of(asked, case), day)


@dataclass(frozen=True)
class OfPeople:
    """Counted for each booked visit: by its practitioner. ``of`` is None for a visit that it never counts for."""

    name: str
    of: Callable[[Request, Visit], People | None]

    def count(self, case: Request, visit: Visit, booking: Booking) -> int:
        """So much for a visit that is booked so."""
        people = self.of(case, visit)
        return 0 if people is None else people.of(booking.practitioner)


@dataclass(frozen=True)
class OfClock:
    """Counted for each booked visit: by the clock time of its start. ``of`` is empty where it never counts."""

    name: str
    of: Callable[[Request, Visit], Steps]

    def count(self, case: Request, visit: Visit, booking: Booking) -> int:
        """So much for a visit that is booked so."""
        minute, amount = minute_of_day(booking.start), 0
        for first, so_much in self.of(case, visit):
            if first > minute:
                break
            amount = so_much
        return amount
