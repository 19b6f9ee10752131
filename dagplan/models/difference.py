"""What differs between two plans (``dagplan.difference/1``): bookings moved, added and dropped, and for whom.

A visit is known by its id, request and patient. An id that stands for another patient in the new plan is another
visit: the one is dropped, the other added.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from .arguments import PLAN, YES_OR_NO, of_type, takes
from .difference_form import (
    Aspect,
    CostDifference,
    Difference,
    Move,
    PatientDifference,
    Place,
    PractitionerDifference,
)
from .plan import Booking, Plan

__all__ = [
    "Aspect",
    "CostDifference",
    "Difference",
    "Move",
    "PatientDifference",
    "Place",
    "PractitionerDifference",
    "difference",
    "move_between",
]


COSTS = of_type(CostDifference, "what both plans cost (CostDifference)")


@takes(old=PLAN, new=PLAN, cost=COSTS.or_none(), unbooked_known=YES_OR_NO)
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

    Raises
    ------
    TypeError
        If an argument is not what is wanted.
    """
    before, after = _by_visit(old.bookings), _by_visit(new.bookings)
    moved: list[Move] = []
    added: list[Booking] = []
    dropped: list[Booking] = []
    equipment: list[Move] = []
    for visit in before.keys() | after.keys():
        both = before.get(visit, []), after.get(visit, [])
        was, now = _apart(*both)
        equipment += _reequipped(*both)
        moved += map(move_between, was, now)
        dropped += was[len(now) :]
        added += now[len(was) :]
    moved.sort(key=_order_of_move)
    equipment.sort(key=_order_of_move)
    added.sort(key=_order)
    dropped.sort(key=_order)
    whole_before, whole_after = _booked_whole(old), _booked_whole(new)
    same = set() if unbooked_known else _as_many_booked(old, new)
    return Difference(
        moved=tuple(moved),
        added=tuple(added),
        dropped=tuple(dropped),
        equipment=tuple(equipment),
        unchanged=len(old.bookings) - len(moved) - len(dropped),
        booked_requests=tuple(sorted(whole_after - whole_before - same)),
        unbooked_requests=tuple(sorted(whole_before - whole_after - same)),
        cost=cost or CostDifference(before=old.objective.cost, after=new.objective.cost),
        by_patient=_by_patient(moved, added, dropped, equipment),
        by_practitioner=_by_practitioner(moved, added, dropped, equipment),
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


def _reequipped(was: list[Booking], now: list[Booking]) -> Iterator[Move]:
    """One visit's bookings that stand where they were with other items."""
    items_before, items_after = _items_by_place(was), _items_by_place(now)
    for place in items_before.keys() & items_after.keys():
        before, after = items_before[place], items_after[place]
        alike = Counter(map(_items, before)) & Counter(map(_items, after))
        others = (_without(one, alike) for one in (before, after))
        yield from map(move_between, *others)


def _items_by_place(bookings: list[Booking]) -> dict[Place, list[Booking]]:
    found: dict[Place, list[Booking]] = defaultdict(list)
    for booking in bookings:
        found[_place(booking)].append(booking)
    return found


def _without(bookings: list[Booking], alike: Counter[tuple[str, ...]]) -> list[Booking]:
    """Those left when so many with such items are taken away."""
    left = alike.copy()
    found = []
    for booking in bookings:
        if left[_items(booking)]:
            left[_items(booking)] -= 1
        else:
            found.append(booking)
    return found


def _items(booking: Booking) -> tuple[str, ...]:
    return tuple(sorted(booking.equipment))


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
    return Place(practitioner=booking.practitioner, unit=booking.unit, start=booking.start, end=booking.end)


def _with_items(booking: Booking) -> Place:
    return _place(booking).model_copy(update={"equipment": _items(booking)})


def move_between(was: Booking, now: Booking) -> Move:
    """A visit's way from one booking to another."""
    same: dict[Aspect, bool] = {
        "person": was.practitioner == now.practitioner,
        "unit": was.unit == now.unit,
        "date": was.start.date() == now.start.date(),
        "time": was.start.time() == now.start.time() and was.end - was.start == now.end - now.start,
        "equipment": _items(was) == _items(now),
    }
    return Move(
        visit=now.visit,
        request=now.request,
        patient=now.patient,
        before=_with_items(was),
        after=_with_items(now),
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


def _by_patient(
    moved: list[Move], added: list[Booking], dropped: list[Booking], equipment: list[Move]
) -> tuple[PatientDifference, ...]:
    moves, items = (_grouped(some, lambda one: {one.patient}) for some in (moved, equipment))
    new, old = (_grouped(some, lambda one: {one.patient}) for some in (added, dropped))
    return tuple(
        PatientDifference(
            patient=who,
            moved=moves.get(who, ()),
            added=new.get(who, ()),
            dropped=old.get(who, ()),
            equipment=items.get(who, ()),
        )
        for who in sorted(moves.keys() | new.keys() | old.keys() | items.keys())
    )


def _by_practitioner(
    moved: list[Move], added: list[Booking], dropped: list[Booking], equipment: list[Move]
) -> tuple[PractitionerDifference, ...]:
    moves, items = (
        _grouped(some, lambda one: {one.before.practitioner, one.after.practitioner}) for some in (moved, equipment)
    )
    new, old = (_grouped(some, lambda one: {one.practitioner}) for some in (added, dropped))
    return tuple(
        PractitionerDifference(
            practitioner=who,
            moved=moves.get(who, ()),
            added=new.get(who, ()),
            dropped=old.get(who, ()),
            equipment=items.get(who, ()),
        )
        for who in sorted(moves.keys() | new.keys() | old.keys() | items.keys())
    )


def _grouped(items: Iterable[Item], whose: Callable[[Item], set[str]]) -> dict[str, tuple[Item, ...]]:
    """Each one's items, their order kept."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        for who in whose(item):
            groups[who].append(item)
    return {who: tuple(group) for who, group in groups.items()}
