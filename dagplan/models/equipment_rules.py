"""The rules of equipment, and of who takes the visits of one request: part of the rule book."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dagplan.words.messages.violations import Violations

from .breach import Breach, at_once
from .case import Case
from .competences import competence_key
from .people import asks_of_people, different_pairs, same_pairs
from .plan import Booking
from .windows import by_date


def equipment(case: Case) -> Iterator[Breach]:
    """Each visit has one item of each kind that it needs, at its unit, and no other."""
    for request, booked in case.begun:
        for position, booking in booked:
            visit = request.visits[position]
            if not visit.equipment and not booking.equipment:
                continue
            held: dict[str, list[str]] = defaultdict(list)
            for one in booking.equipment:
                item = case.items.get(one)
                if item is None:
                    yield Breach((visit.id,), Violations.NO_SUCH_ITEM(visit=visit.id, item=one), (one,))
                elif item.unit != booking.unit:
                    said = Violations.ITEM_ELSEWHERE(visit=visit.id, unit=booking.unit, item=one, other=item.unit)
                    yield Breach((visit.id,), said, (one,))
                    held[competence_key(item.kind)]  # named, though not to be had
                else:
                    held[competence_key(item.kind)].append(one)
            needed = {competence_key(kind): kind for kind in visit.equipment}
            for key, kind in needed.items():
                if key not in held:
                    yield Breach((visit.id,), Violations.NO_ITEM(visit=visit.id, kind=kind))
                elif len(held[key]) > 1:
                    said = Violations.TOO_MANY_ITEMS(visit=visit.id, kind=kind, items=held[key])
                    yield Breach((visit.id,), said, tuple(held[key]))
            for key, items in held.items():
                if key not in needed and items:
                    said = Violations.ITEM_NOT_NEEDED(visit=visit.id, items=items)
                    yield Breach((visit.id,), said, tuple(items))


def equipment_free(case: Case) -> Iterator[Breach]:
    """No item serves a visit while it is not to be had."""
    busy = case.equipment_busy
    for item, booking in _held(case) if busy else ():
        for day, (start, end) in by_date(booking.start, booking.end, booking.start.date(), booking.end.date()):
            for low, high in busy.get((item, day), ()):
                if low < end and start < high:
                    said = Violations.ITEM_BUSY(item=item, visit=booking.visit, start=booking.start)
                    yield Breach((booking.visit,), said, (item,))


def equipment_once(case: Case) -> Iterator[Breach]:
    """An item of equipment serves one visit at a time."""
    yield from at_once(_held(case))


def _held(case: Case) -> list[tuple[str, Booking]]:
    """Each item that is named, with the booking that names it; once also where it is named twice."""
    return [(item, one) for one in case.bookings if one.equipment for item in dict.fromkeys(one.equipment)]


def same_practitioner(case: Case) -> Iterator[Breach]:
    """Visits that ask for the same person have the same."""
    yield from _people(case, same=True)


def different_practitioner(case: Case) -> Iterator[Breach]:
    """Visits that ask for another person have another."""
    yield from _people(case, same=False)


def _people(case: Case, *, same: bool) -> Iterator[Breach]:
    for request, booked in case.begun:
        if len(booked) < 2 or not asks_of_people(request):
            continue
        at = dict(booked)
        for first, second in same_pairs(request) if same else different_pairs(request):
            if first not in at or second not in at:
                continue
            one, other = at[first], at[second]
            if (one.practitioner == other.practitioner) == same:
                continue
            if same:
                said = Violations.TWO_PEOPLE(
                    one=one.visit, other=other.visit, first=one.practitioner, second=other.practitioner
                )
            else:
                said = Violations.ONE_PERSON(one=one.visit, other=other.visit, practitioner=one.practitioner)
            yield Breach((one.visit, other.visit), said, (request.id,))
