"""The changes that make what stands on a board the bookings of a plan, and what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dagplan.models import Plan
from dagplan.models.plan import Booking
from dagplan.words import Said
from dagplan.words.messages.boards import BoardWords

if TYPE_CHECKING:
    from dagplan.solver import Standing


def as_changes(standing: Standing, plan: Plan) -> tuple[list[dict[str, Any]], Said]:
    """The contract's changes as plain objects, none where all stands so already; and what they do, in a sentence."""
    stands = {one.visit: one for one in standing.bookings}
    planned = {one.visit: one for one in plan.bookings}
    dropped = [{"kind": "set_booking", "visit": visit} for visit in stands if visit not in planned]
    moved, added = [], []
    for visit, one in planned.items():
        was = stands.get(visit)
        if was is None:
            added.append(_booked(one, equipment=bool(one.equipment)))
        elif _place(was) != _place(one):
            moved.append(_booked(one, equipment=frozenset(was.equipment) != frozenset(one.equipment)))
    changes = [*dropped, *moved, *added]
    if not changes:
        return [], BoardWords.AS_PLANNED()
    return changes, BoardWords.ACCEPTED(moved=len(moved), added=len(added), dropped=len(dropped))


def _booked(one: Booking, *, equipment: bool) -> dict[str, Any]:
    place = {"practitioner": one.practitioner, "unit": one.unit, "start": one.start.isoformat(timespec="minutes")}
    more = {"equipment": list(one.equipment)} if equipment else {}
    return {"kind": "set_booking", "visit": one.visit, **place, **more}


def _place(one: Booking) -> tuple[object, ...]:
    return one.practitioner, one.unit, one.start, frozenset(one.equipment)
