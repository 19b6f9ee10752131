"""First come, first served: the way it is done by hand.

Each request, in the order they came, is booked whole at its earliest date and clock time, with whoever is free.
It keeps every rule and looks at no term of the objective: not at the target, the wait or the preferred person.
"""

from __future__ import annotations

from dagplan import PlanRequest
from dagplan.models.request import ExistingBooking

from .diary import Diary
from .openings import Openings


def solve(request: PlanRequest, seconds: float) -> list[ExistingBooking]:
    """Book what finds a place."""
    openings = Openings(request)
    diary = Diary(openings)
    for case in openings.requests:
        diary.book(case, openings.places(case))
    return diary.bookings


def size(request: PlanRequest) -> int:
    """No variables: it is never too large."""
    return 0
