"""A breach of a rule, and two that are in one another's way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from dagplan.words import Said
from dagplan.words.messages.violations import Violations

from .case import Case
from .plan import Booking

_START, _END = attrgetter("start"), attrgetter("end")
MOST_AT_ONCE = 50
"""So many bookings in each other's way are told pair by pair; of more, each is told with so many others."""


@dataclass(frozen=True)
class Breach:
    """One breach of one rule."""

    visits: tuple[str, ...]
    message: Said
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A rule of the rule book: contract number, rules of the routine, and the function that finds breaches."""

    id: str
    contract: int
    routine: tuple[str, ...]
    find: Callable[[Case], Iterator[Breach]]


def at_once(held: Iterable[tuple[str, Booking]]) -> Iterator[Breach]:
    """Each two bookings that have one person, patient or item at the same time."""
    by_whom: dict[str, list[Booking]] = defaultdict(list)
    for one, booking in held:
        by_whom[one].append(booking)
    for one, bookings in by_whom.items():
        if len(bookings) == 1:
            continue
        bookings.sort(key=_START)
        if all(before.end <= after.start for before, after in pairwise(bookings)):
            continue
        running: list[Booking] = []
        for booking in bookings:
            running = [earlier for earlier in running if earlier.end > booking.start]
            if len(running) > MOST_AT_ONCE:
                running.remove(min(running, key=_END))
            for earlier in running:
                message = Violations.AT_ONCE(who=one, one=earlier.visit, other=booking.visit, start=booking.start)
                yield Breach((earlier.visit, booking.visit), message, (one,))
            running.append(booking)
