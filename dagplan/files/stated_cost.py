"""What a plan of tables or resources says that it costs: true for the bookings it was written with, and no others.

Such a plan is read from its bookings, and without its request nothing can be reckoned of them. So the cost is
written beside them with a mark of theirs; where somebody has changed the bookings since, it is not known.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from dagplan.models.plan import Booking, Plan

BOOKINGS_MARK = "bookings_mark"
"""What it is called where names are those of the contract."""
_DIGITS = 16
_AS_LETTERS = str.maketrans("0123456789", "ghjkmnpqrs")


def bookings_mark(bookings: Iterable[Booking]) -> str:
    """A mark that is another one when a visit is booked at another place, with other items, or not at all.

    It has letters only: with digits, one in some hundred has the shape of a personal identity number, and the plan
    that it stands in would be refused.

    >>> bookings_mark(())
    'mfnkcdahrcjbaagc'
    """
    return _digest(bookings).translate(_AS_LETTERS)


def _digest(bookings: Iterable[Booking]) -> str:
    """What a mark was before it had letters only, and is in files that were written then."""
    places = json.dumps(sorted(map(_place, bookings)))
    return hashlib.sha256(places.encode()).hexdigest()[:_DIGITS]


def stated_cost(plan: Plan, cost: object, mark: object) -> int | None:
    """The cost that stands beside a plan's bookings; None if there is none, or if it is that of others."""
    if mark not in (bookings_mark(plan.bookings), _digest(plan.bookings)):
        return None
    try:
        return int(str(cost))
    except ValueError:
        return None


def _place(one: Booking) -> tuple[str, ...]:
    whose = one.visit, one.request, one.patient
    return *whose, one.practitioner, one.unit, str(one.start), str(one.end), *sorted(one.equipment)
