"""Where each patient stands: waiting, booked, over; and what is kept of those that are over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from sys import intern
from typing import Any, Literal

from dagplan.models.booked import Booking
from dagplan.models.request import ExistingBooking, Priority, Visit

from .demand import Arrival, id_of

End = Literal["served", "missed", "withdrawn"]


@dataclass
class Case:
    """A patient who is not through yet.

    Attributes
    ----------
    arrival
        What was asked for.
    ahead
        The visits to book together now; what comes after them waits in ``later``.
    gives_up
        On this date, if they are not through before.
    bookings
        By visit, of ``ahead``.
    booked_on
        When these were given the time that they have.
    not_before
        No visit before this date: another had to come first.
    not_on
        Dates on which the patient can't come.
    moves
        Visits that were given another time than the one before, by the unit.
    journeys
        Dates on which the patient has been there.
    asked_again
        Whether the patient has asked for another time.
    """

    arrival: Arrival
    ahead: tuple[Visit, ...]
    later: tuple[Visit, ...]
    gives_up: date
    bookings: dict[str, ExistingBooking] = field(default_factory=dict)
    booked_on: date | None = None
    not_before: date | None = None
    not_on: tuple[date, ...] = ()
    moves: int = 0
    journeys: int = 0
    asked_again: bool = False

    @property
    def request_id(self) -> str:
        """What the planner calls what is to be booked together now."""
        return id_of(self.arrival, self.ahead)

    @property
    def visit_date(self) -> date | None:
        """When they come next; None: not booked."""
        return min((one.start.date() for one in self.bookings.values()), default=None)


@dataclass(frozen=True, slots=True)
class Over:
    """A patient who is through: of a night's run there are a million."""

    number: int
    arrived: datetime
    kind: str
    priority: Priority
    end: End
    date: date
    moves: int
    journeys: int

    @property
    def plain(self) -> dict[str, Any]:
        """The same in plain objects."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return {**fields, "arrived": self.arrived.isoformat(), "date": self.date.isoformat()}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Over:
        """A patient from plain objects; words that many share are kept once."""
        words = {name: intern(plain[name]) for name in ("kind", "priority", "end")}
        arrived, on = datetime.fromisoformat(plain["arrived"]), date.fromisoformat(plain["date"])
        return cls(**{**plain, **words, "arrived": arrived, "date": on})

    @property
    def waited(self) -> int:
        """Days from asking to the last visit, or to giving up."""
        return (self.date - self.arrived.date()).days


class Ledger:
    """Everybody who has asked.

    Attributes
    ----------
    cases
        Those who are not through, by the number of their arrival.
    arrived
        How many have asked so far.
    """

    def __init__(self) -> None:
        self.cases: dict[int, Case] = {}
        self.arrived = 0
        self._of_visit: dict[str, int] = {}

    def admit(self, case: Case) -> None:
        """Somebody has asked."""
        self.cases[case.arrival.number] = case
        self.arrived += 1
        self._know(case)

    def _know(self, case: Case) -> None:
        self._of_visit.update({visit.id: case.arrival.number for visit in case.ahead})

    def waiting(self) -> Iterator[Case]:
        """Those who have no time."""
        return (case for case in self.cases.values() if not case.bookings)

    def booked(self) -> Iterator[Case]:
        """Those who have one."""
        return (case for case in self.cases.values() if case.bookings)

    def take_in(self, bookings: Iterable[Booking | ExistingBooking], on: date) -> int:
        """Let bookings stand; how many visits of patients who had another time were moved.

        A booking that is gone makes its patient wait again.
        """
        found: dict[int, dict[str, ExistingBooking]] = {}
        for one in bookings:
            number = self._of_visit.get(one.visit)
            if number is not None and number in self.cases:
                found.setdefault(number, {})[one.visit] = _standing(one)
        moved = 0
        for number, case in self.cases.items():
            moved += self._put(case, found.get(number, {}), on)
        return moved

    def _put(self, case: Case, bookings: Mapping[str, ExistingBooking], on: date) -> int:
        if bookings == case.bookings:
            return 0
        other = sum(
            1 for visit, one in case.bookings.items() if visit not in bookings or _time(bookings[visit]) != _time(one)
        )
        case.moves += other
        case.bookings = dict(bookings)
        case.booked_on = on if bookings else None
        return other

    def book(self, case: Case, bookings: Iterable[Booking | ExistingBooking], on: date) -> None:
        """Let one patient have a time."""
        self._put(case, {one.visit: _standing(one) for one in bookings}, on)

    def free(self, case: Case) -> None:
        """Take the time back that a patient has."""
        case.bookings = {}
        case.booked_on = None

    def come(self, case: Case, on: date) -> Over | None:
        """A patient has been there; who needs no more is over."""
        case.journeys += 1
        if not case.later:
            return self.end(case, "served", on)
        for visit in case.ahead:
            del self._of_visit[visit.id]
        case.ahead, case.later = case.later[:1], case.later[1:]
        case.not_before = date.fromordinal(on.toordinal() + 1)
        self.free(case)
        self._know(case)
        return None

    def end(self, case: Case, end: End, on: date) -> Over:
        """A patient is through."""
        arrival = case.arrival
        for visit in case.ahead:
            del self._of_visit[visit.id]
        del self.cases[arrival.number]
        return Over(
            arrival.number, arrival.moment, arrival.kind, arrival.priority, end, on, case.moves, case.journeys
        )


def _standing(one: Booking | ExistingBooking) -> ExistingBooking:
    return ExistingBooking(
        visit=one.visit, practitioner=one.practitioner, unit=one.unit, start=one.start, equipment=one.equipment
    )


def _time(one: ExistingBooking) -> tuple[datetime, str]:
    return one.start, one.unit
