"""What differs between two plans (``dagplan.difference/1``): bookings moved, added and dropped, and for whom.

A visit is known by its id, request and patient. An id that stands for another patient in the new plan is another
visit: the one is dropped, the other added.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from .fields import Id, LocalDateTime, StrictModel, is_empty
from .plan import Booking, Cost, Plan

Aspect = Literal["person", "unit", "date", "time", "equipment"]


class Place(StrictModel):
    """Where and when a visit is booked, and with whom."""

    practitioner: Id = Field(description="Id of the practitioner.")
    unit: Id = Field(description="Id of the care unit.")
    start: LocalDateTime = Field(description="Start, local time.")
    end: LocalDateTime = Field(description="End, local time.")
    equipment: tuple[Id, ...] = Field((), description="Ids of its items, in order of id.", exclude_if=is_empty)


class Move(StrictModel):
    """A visit that both plans book, not at the same place."""

    visit: Id = Field(description="Id of the visit.")
    request: Id = Field(description="Id of the request.")
    patient: Id = Field(description="Pseudonym of the patient.")
    before: Place = Field(description="Where the old plan has it.")
    after: Place = Field(description="Where the new plan has it.")
    changed: tuple[Aspect, ...] = Field(
        description="What is another: person, unit, date, time (of the clock, of the start or the end), equipment."
    )


Moved = Annotated[
    tuple[Move, ...], Field(description="Visits that moved, ordered by the new start, practitioner and visit.")
]
Added = Annotated[
    tuple[Booking, ...],
    Field(description="Bookings of the new plan alone, ordered as those of a plan, then by visit."),
]
Dropped = Annotated[
    tuple[Booking, ...],
    Field(description="Bookings of the old plan alone, ordered as those of a plan, then by visit."),
]


class PatientDifference(StrictModel):
    """What differs for one patient."""

    patient: Id = Field(description="Pseudonym of the patient.")
    moved: Moved
    added: Added
    dropped: Dropped


class PractitionerDifference(StrictModel):
    """What differs for one practitioner."""

    practitioner: Id = Field(description="Id of the practitioner.")
    moved: Moved
    added: Added
    dropped: Dropped


class CostDifference(StrictModel):
    """What the two plans cost: as each says itself, or both reckoned for one request."""

    before: Cost | None = Field(description="Cost of the old plan; null where it is not known.")
    after: Cost | None = Field(description="Cost of the new plan; null where it is not known.")


class Difference(StrictModel):
    """From an old plan to a new one (``dagplan.difference/1``)."""

    schema_: Literal["dagplan.difference/1"] = Field(
        "dagplan.difference/1", alias="schema", description="Name and version of this form."
    )
    moved: Moved
    added: Added
    dropped: Dropped
    unchanged: int = Field(ge=0, description="Number of bookings that stand as they were.")
    booked_requests: tuple[Id, ...] = Field(description="Requests that became booked, in order of id.")
    unbooked_requests: tuple[Id, ...] = Field(description="Requests that are no longer booked, in order of id.")
    cost: CostDifference = Field(description="Cost before and after.")
    by_patient: tuple[PatientDifference, ...] = Field(description="The same by patient, in order of id.")
    by_practitioner: tuple[PractitionerDifference, ...] = Field(
        description="The same by practitioner, in order of id; a move from one to another stands with both."
    )

    @property
    def same_bookings(self) -> bool:
        """Whether every booking stands as it was."""
        return not (self.moved or self.added or self.dropped)


def difference(
    old: Plan, new: Plan, *, cost: CostDifference | None = None, unbooked_known: bool = True
) -> Difference:
    """What differs between two plans of the same visits.

    Parameters
    ----------
    old, new
        Any two plans. A visit that a plan books more than once (which no conforming plan does) is counted as
        often as it stands there.
    cost
        What they cost, where that is not what they say: a plan read from its bookings alone does not say it.
    unbooked_known
        Whether both plans say which requests are unbooked. Otherwise a request has become booked or unbooked only
        where another number of its visits is booked.

    Returns
    -------
    Difference
        ``unchanged``, moved and dropped bookings are together those of the old plan; ``unchanged``, moved and
        added ones those of the new. Swapped plans give the same with before and after, added and dropped swapped.
    """
    before, after = _by_visit(old.bookings), _by_visit(new.bookings)
    moved: list[Move] = []
    added: list[Booking] = []
    dropped: list[Booking] = []
    for visit in before.keys() | after.keys():
        was, now = _apart(before.get(visit, []), after.get(visit, []))
        moved += map(move_between, was, now)
        dropped += was[len(now) :]
        added += now[len(was) :]
    moved.sort(key=_order_of_move)
    added.sort(key=_order)
    dropped.sort(key=_order)
    whole_before, whole_after = _booked_whole(old), _booked_whole(new)
    same = set() if unbooked_known else _as_many_booked(old, new)
    return Difference(
        moved=tuple(moved),
        added=tuple(added),
        dropped=tuple(dropped),
        unchanged=len(old.bookings) - len(moved) - len(dropped),
        booked_requests=tuple(sorted(whole_after - whole_before - same)),
        unbooked_requests=tuple(sorted(whole_before - whole_after - same)),
        cost=cost or CostDifference(before=old.objective.cost, after=new.objective.cost),
        by_patient=_by_patient(moved, added, dropped),
        by_practitioner=_by_practitioner(moved, added, dropped),
    )


VisitKey = tuple[str, str, str]
Item = TypeVar("Item")


def _by_visit(bookings: Iterable[Booking]) -> dict[VisitKey, list[Booking]]:
    groups: dict[VisitKey, list[Booking]] = defaultdict(list)
    for booking in sorted(bookings, key=_order):
        groups[booking.visit, booking.request, booking.patient].append(booking)
    return groups


def _apart(was: list[Booking], now: list[Booking]) -> tuple[list[Booking], list[Booking]]:
    """One visit's bookings before and after, without those that stand as they were."""
    places_before, places_after = Counter(map(_place, was)), Counter(map(_place, now))
    return _beyond(was, places_after), _beyond(now, places_before)


def _beyond(bookings: list[Booking], places: Counter[Place]) -> list[Booking]:
    """The bookings for which none of these places is left."""
    left = places.copy()
    found = []
    for booking in bookings:
        place = _place(booking)
        if left[place]:
            left[place] -= 1
        else:
            found.append(booking)
    return found


def _place(booking: Booking) -> Place:
    return Place(
        practitioner=booking.practitioner,
        unit=booking.unit,
        start=booking.start,
        end=booking.end,
        equipment=tuple(sorted(booking.equipment)),
    )


def move_between(was: Booking, now: Booking) -> Move:
    """A visit's way from one booking to another."""
    same: dict[Aspect, bool] = {
        "person": was.practitioner == now.practitioner,
        "unit": was.unit == now.unit,
        "date": was.start.date() == now.start.date(),
        "time": was.start.time() == now.start.time() and was.end - was.start == now.end - now.start,
        "equipment": sorted(was.equipment) == sorted(now.equipment),
    }
    return Move(
        visit=now.visit,
        request=now.request,
        patient=now.patient,
        before=_place(was),
        after=_place(now),
        changed=tuple(aspect for aspect, stays in same.items() if not stays),
    )


def _order(booking: Booking) -> tuple[datetime | str, ...]:
    """Start, practitioner, visit; the rest tells apart what no conforming plan holds."""
    key = (booking.start, booking.practitioner, booking.visit, booking.unit, booking.end)
    return *key, booking.request, booking.patient, *sorted(booking.equipment)


def _order_of_move(move: Move) -> tuple[datetime | str, ...]:
    after, before = move.after, move.before
    new = (after.start, after.practitioner, move.visit, after.unit, after.end)
    old = (before.start, before.practitioner, before.unit, before.end)
    return *new, *old, move.request, move.patient, *after.equipment, "", *before.equipment


def _booked_whole(plan: Plan) -> set[str]:
    """Requests with every visit booked: one that keeps only its locked visits is listed as unbooked too."""
    return {booking.request for booking in plan.bookings} - {entry.request for entry in plan.unbooked}


def _as_many_booked(old: Plan, new: Plan) -> set[str]:
    """Requests of which both plans book as many visits."""
    before, after = (Counter(booking.request for booking in plan.bookings) for plan in (old, new))
    return {request for request, number in before.items() if after[request] == number}


def _by_patient(moved: list[Move], added: list[Booking], dropped: list[Booking]) -> tuple[PatientDifference, ...]:
    moves = _grouped(moved, lambda one: {one.patient})
    new, old = (_grouped(some, lambda one: {one.patient}) for some in (added, dropped))
    return tuple(
        PatientDifference(patient=who, moved=moves.get(who, ()), added=new.get(who, ()), dropped=old.get(who, ()))
        for who in sorted(moves.keys() | new.keys() | old.keys())
    )


def _by_practitioner(
    moved: list[Move], added: list[Booking], dropped: list[Booking]
) -> tuple[PractitionerDifference, ...]:
    moves = _grouped(moved, lambda one: {one.before.practitioner, one.after.practitioner})
    new, old = (_grouped(some, lambda one: {one.practitioner}) for some in (added, dropped))
    return tuple(
        PractitionerDifference(
            practitioner=who, moved=moves.get(who, ()), added=new.get(who, ()), dropped=old.get(who, ())
        )
        for who in sorted(moves.keys() | new.keys() | old.keys())
    )


def _grouped(items: Iterable[Item], whose: Callable[[Item], set[str]]) -> dict[str, tuple[Item, ...]]:
    """Each one's items, their order kept."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        for who in whose(item):
            groups[who].append(item)
    return {who: tuple(group) for who, group in groups.items()}
