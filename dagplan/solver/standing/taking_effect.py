"""Changes taken to the part of a request that they touch: applied there by the contract's own ``apply``.

The part holds every request that the changes name and those wished on the same date with them, their bookings, the
windows of people whose time changes, and all people, units and items. Whatever such a change may make unfit lies in
that part, so that is valid after it exactly where the whole is (a property test holds it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, get_args

from dagplan.models import Change, InputError, PlanRequest, apply
from dagplan.models.changes.effects import effect
from dagplan.models.changes.reading import read_each
from dagplan.models.changes.vocabulary import (
    AddAvailability,
    AddRequest,
    DropRequest,
    RemoveAvailability,
    SetBooking,
    SetRequest,
    SetVisit,
)
from dagplan.models.changes.workbench import Workbench
from dagplan.models.request import Availability, Request
from dagplan.words import Said

from .register import Delta, Entry, Pair, Register

Quick = SetBooking | AddAvailability | RemoveAvailability | SetRequest | SetVisit | AddRequest | DropRequest
"""The changes of a planner's day; the others touch everything."""

_QUICK = get_args(Quick)
_OF_TIME = (AddAvailability, RemoveAvailability)

_Changes = Sequence[Change | Mapping[str, Any]]


def taken_to_part(
    register: Register, changes: _Changes, is_known: Callable[[date], bool]
) -> tuple[Delta, tuple[Said, ...]] | None:
    """What some changes make different, and what is said of them; None where the whole request is to be changed.

    That is so where a change is of another kind or brings time on a date that is not known, and where the part can't
    take them: only the whole request has the place of what is wrong.
    """
    read, problems = read_each(changes, register.base.time_zone)
    found = [one for one in read if isinstance(one, _QUICK)]
    if problems or len(found) < len(read):
        return None
    if not all(is_known(one.start.date()) for one in found if isinstance(one, AddAvailability)):
        return None
    touched = _touched(register, found)
    if touched is None:
        return None
    cases = tuple(register.cases[one] for one in touched)
    people = frozenset(one.practitioner for one in found if isinstance(one, _OF_TIME))
    part = register.with_parts(
        requests=cases,
        bookings=tuple(
            register.bookings[visit.id] for case in cases for visit in case.visits if visit.id in register.bookings
        ),
        availability=tuple(window for person in sorted(people) for window in register.windows.get(person, ())),
        busy=(),
        patient_busy=(),
        equipment_busy=(),
        earlier=None,
    )
    try:
        applied = apply(part, found)
    except InputError:
        return None
    return _delta(register, part, applied.request, found, people), applied.said


def _touched(register: Register, changes: Iterable[Quick]) -> list[str] | None:
    """The requests there are that some changes name, and those they are wished with; None where one is not known."""
    named: set[str] = set()
    added: set[str] = set()
    visits: set[str] = set()
    for change in changes:
        if isinstance(change, AddRequest):
            own = {visit.id for visit in change.value.visits}
            if change.value.id in register.cases or not own.isdisjoint(register.owners):
                return None
            added.add(change.value.id)
            visits |= own
            named.update(change.value.same_day_as)
        elif isinstance(change, SetBooking | SetVisit):
            if change.visit in register.owners:
                named.add(register.owners[change.visit])
            elif change.visit not in visits:
                return None
        elif isinstance(change, SetRequest | DropRequest):
            named.add(change.request)
            named.update(change.same_day_as or () if isinstance(change, SetRequest) else ())
    found: dict[str, None] = {}
    ahead = sorted(named - added)
    while ahead:
        one = ahead.pop()
        if one in found:
            continue
        if one not in register.cases:
            return None
        found[one] = None
        ahead += register.joined(one)
    return list(found)


def _delta(
    register: Register, before: PlanRequest, after: PlanRequest, changes: list[Quick], people: frozenset[str]
) -> Delta:
    cases = _differing(
        {one.id: one for one in before.requests},
        {one.id: one for one in after.requests},
    )
    bookings = _differing({one.visit: one for one in before.bookings}, {one.visit: one for one in after.bookings})
    return Delta(
        cases=cases,
        bookings=bookings,
        case_order=_case_order(register, cases),
        booking_order=_booking_order(register, changes),
        availability=_availability(register, changes) if people else None,
        people=people,
    )


def _differing(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> dict[str, Pair[Entry]]:
    return {
        one: (before.get(one), after.get(one))
        for one in dict.fromkeys((*before, *after))
        if before.get(one) != after.get(one)
    }


def _case_order(
    register: Register, cases: Mapping[str, Pair[Request]]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """What comes is the last, what goes leaves the others as they are."""
    if all(before is not None and after is not None for before, after in cases.values()):
        return None
    gone = {one for one, (_, after) in cases.items() if after is None}
    order = dict.fromkeys(one for one in register.cases if one not in gone)
    order.update(dict.fromkeys(one for one, (before, _) in cases.items() if before is None))
    return tuple(register.cases), tuple(order)


def _booking_order(register: Register, changes: Iterable[Quick]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """A visit that is unbooked and booked again in one list of changes comes last."""
    order: dict[str, None] | None = None
    for change in changes:
        lost: list[str] = []
        put: list[str] = []
        if isinstance(change, DropRequest):
            case = register.cases.get(change.request)
            lost = [visit.id for visit in case.visits] if case is not None else []
        elif isinstance(change, SetBooking):
            (lost if _takes_away(change) else put).append(change.visit)
        if order is None and (lost or not all(visit in register.bookings for visit in put)):
            order = dict.fromkeys(register.bookings)
        if order is not None:
            for visit in lost:
                order.pop(visit, None)
            order.update(dict.fromkeys(put))
    return None if order is None else (tuple(register.bookings), tuple(order))


def _takes_away(change: SetBooking) -> bool:
    given = (change.practitioner, change.unit, change.start, change.locked, change.equipment)
    return all(one is None for one in given)


def _availability(
    register: Register, changes: Iterable[Quick]
) -> tuple[tuple[Availability, ...], tuple[Availability, ...]]:
    """All windows before and after, in the order that they have in the whole request."""
    bench = Workbench(register.with_parts(requests=(), bookings=(), availability=register.availability))
    for change in changes:
        if isinstance(change, _OF_TIME):
            effect(change, bench)
    return register.availability, tuple(bench.availability)
