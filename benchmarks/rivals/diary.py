"""Requests booked one after another, each at its earliest clock time: plain Python, no look ahead."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from dagplan.models.clock import at_minute
from dagplan.models.request import ExistingBooking, Request
from dagplan.models.windows import Span, subtract

from .openings import Openings, Place


class Diary:
    """What is free, and what is booked so far."""

    def __init__(self, openings: Openings) -> None:
        self.openings = openings
        self.free = {where: list(spans) for where, spans in openings.windows.items()}
        self.patients: dict[tuple[str, date], list[Span]] = defaultdict(list)
        self.bookings: list[ExistingBooking] = []

    def book(self, case: Request, places: Iterable[Place], people: Sequence[str] | None = None) -> bool:
        """Book a request whole at the first of these places with room.

        Parameters
        ----------
        case
            The request.
        places
            Dates and units, in the order they are tried.
        people
            The one person for each visit; None: whoever is eligible.
        """
        for place in places:
            options = [self._starts(case, position, place, people) for position in range(len(case.visits))]
            starts = earliest_in_sequence(case, options) if all(options) else None
            if starts is not None:
                for position, start in enumerate(starts):
                    self._take(case, position, place, options[position][start], start)
                return True
        return False

    def _starts(self, case: Request, position: int, place: Place, people: Sequence[str] | None) -> dict[int, str]:
        """The person who could take a visit at each start."""
        day, unit = place
        length = case.visits[position].duration
        busy = self.patients.get((case.patient, day), ())
        eligible = self.openings.eligible(case, position, place) if people is None else [people[position]]
        found: dict[int, str] = {}
        for person in eligible:
            for free in self.free[person, unit, day]:
                for start in self.openings.starts(case, position, free):
                    if not any(low < start + length and start < high for low, high in busy):
                        found.setdefault(start, person)
        return found

    def _take(self, case: Request, position: int, place: Place, person: str, start: int) -> None:
        day, unit = place
        visit = case.visits[position]
        span = start, start + visit.duration
        self.free[person, unit, day] = subtract(self.free[person, unit, day], [span])
        self.patients[case.patient, day].append(span)
        self.bookings.append(
            ExistingBooking(visit=visit.id, practitioner=person, unit=unit, start=at_minute(day, start))
        )


def earliest_in_sequence(case: Request, options: Sequence[Iterable[int]]) -> list[int] | None:
    """The earliest start of each visit such that the waits are kept; None if they can't be."""
    alive = [sorted(starts) for starts in options]
    for position in range(len(alive) - 2, -1, -1):
        alive[position] = [
            start for start in alive[position] if _next_start(case, position, start, alive[position + 1]) is not None
        ]
    if not alive[0]:
        return None
    chosen = [alive[0][0]]
    for position in range(len(alive) - 1):
        following = _next_start(case, position, chosen[-1], alive[position + 1])
        assert following is not None  # alive[position] holds only starts with a next one
        chosen.append(following)
    return chosen


def _next_start(case: Request, position: int, start: int, later: list[int]) -> int | None:
    end = start + case.visits[position].duration
    least, most = case.waits_before(position + 1)
    index = bisect_left(later, end + least)
    if index == len(later) or (most is not None and later[index] > end + most):
        return None
    return later[index]
