"""Where minutes are short: of each competence and kind of equipment at each unit on each date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from .bookings import locked_in
from .competences import competence_key, competence_keys
from .equipment import items_by_kind
from .explanation import Bottleneck
from .limits import DATES, UNITS, within
from .plan import Plan
from .request import PlanRequest, Visit
from .view import PlanView
from .windows import Span, Where, equipment_busy_spans, merge, subtract

Spot = tuple[str, str, date]
"""Competence or kind of equipment, unit, date."""
Wanted = Callable[[Visit], Iterable[str]]
"""The words of what a visit needs."""


def bottlenecks(request: PlanRequest, plan: Plan) -> tuple[Bottleneck, ...]:
    """The spots where more is wanted than is left, the shortest of minutes first."""
    view = PlanView(plan, request)
    found = [*_of_people(request, view), *(_of_equipment(request, view) if request.equipment else ())]
    return tuple(sorted(found, key=lambda one: (-one.missing, one.date, one.unit, one.competence)))


def _of_people(request: PlanRequest, view: PlanView) -> Iterator[Bottleneck]:
    skilled: dict[str, set[str]] = defaultdict(set)
    for person in request.practitioners:
        for key in competence_keys(person.competences):
            skilled[key].add(person.id)
    for spot, waiting in _waiting(request, view, lambda visit: (visit.competence,)).items():
        competence, unit, day = spot
        places: list[Where] = [(person, unit, day) for person in skilled[competence_key(competence)]]
        there = sum(view.minutes_free(*place) for place in places)
        taken = sum(view.minutes_booked(*place) for place in places)
        yield from _short(spot, there, taken, waiting, of_equipment=False)


def _of_equipment(request: PlanRequest, view: PlanView) -> Iterator[Bottleneck]:
    """An item is of use only while anybody works at its unit."""
    wanted = _waiting(request, view, lambda visit: visit.equipment)
    stock = items_by_kind(request)
    away = equipment_busy_spans(request, {day for _, _, day in wanted})
    open_at: dict[tuple[str, date], list[Span]] = defaultdict(list)
    for (_person, unit, day), spans in view.hours.free.items():
        open_at[unit, day] += spans
    for spot, waiting in wanted.items():
        kind, unit, day = spot
        items = {item.id for item in stock.get((unit, competence_key(kind)), ())}
        hours = merge(open_at[unit, day])
        there = sum(end - start for item in items for start, end in subtract(hours, away.get((item, day), ())))
        taken = sum(one.minutes for one in view.booked_at(unit, day) if not items.isdisjoint(one.equipment))
        yield from _short(spot, there, taken, waiting, of_equipment=True)


def _short(spot: Spot, there: int, taken: int, waiting: int, *, of_equipment: bool) -> Iterator[Bottleneck]:
    """The bottleneck at a spot, if more waits than is left."""
    missing = waiting - max(0, there - taken)
    if missing > 0:
        word, unit, day = spot
        yield Bottleneck(
            competence=word,
            of_equipment=of_equipment,
            unit=unit,
            date=day,
            available=there,
            booked=taken,
            waiting=waiting,
            missing=missing,
        )


def _waiting(request: PlanRequest, view: PlanView, wanted: Wanted) -> dict[Spot, int]:
    """Minutes of unbooked visits by spot, only where somebody works at all."""
    locked = {visit: (fact.unit, fact.start.date()) for visit, fact in locked_in(request).items()}
    open_at: dict[str, list[date]] = defaultdict(list)
    for unit, day in sorted({(unit, day) for _person, unit, day in view.hours.free}):
        open_at[unit].append(day)
    waiting: dict[Spot, int] = defaultdict(int)
    written: dict[str, str] = {}  # each word as it is written first
    for _entry, case in view.unbooked:
        if case is None:
            continue
        of_units, of_dates = within(UNITS, request, case), within(DATES, request, case)
        for unit in (one.id for one in request.units):
            if not all(limit.holds(of, unit) for limit, of in of_units):
                continue
            for day in open_at[unit]:
                joins = all(locked.get(visit.id, (unit, day)) == (unit, day) for visit in case.visits)
                if joins and all(limit.holds(of, day) for limit, of in of_dates):
                    for visit in case.visits:
                        if visit.id not in view.by_visit:
                            for word in wanted(visit):
                                waiting[written.setdefault(competence_key(word), word), unit, day] += visit.duration
    return waiting
