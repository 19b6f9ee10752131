"""Requests and their visits laid out for the kernel."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from dagplan.solver.instance.bits import WHOLE_DAY, starts_of_free
from dagplan.solver.instance.demand import NO_BOUND, Request, Visit
from dagplan.solver.search.move_budget import in_sequence

from .sheet import Numbers, Rows, Sheet
from .structures import VISIT

_FAR = 1 << 20
"""More slots than any day has: for waits without a bound."""

_NOWHERE = -2
"""A person, place or slot that is none of the instance's."""


def lay_visits(sheet: Sheet, everyone: Sequence[Request]) -> None:
    """All visits, with what they ask of people and equipment."""
    visits: list[tuple[int, ...]] = []
    first, scarce = [0], []
    needs, held, clash = Rows(), Rows(), Rows()
    stocks: dict[int, list[int]] = {}
    for stock in sheet.instance.stocks:
        for item in stock.equipment:
            stocks.setdefault(item, []).append(stock.index)
    for number, request in enumerate(everyone):
        groups = _groups(request) if request.visits.asks_of_people else {}
        clash.add(_clashes(request, groups))
        scarce += [visit.position for visit in request.visits.scarce_first(sheet.instance.kinds)]
        for visit in request.visits:
            visits.append(_visit(sheet, number, request, visit, groups.get(visit.position, -1)))
            needs.add([sheet.equipment[kind] for kind in (() if visit.fixed is not None else visit.needs)])
            held.add([stock for item in visit.held for stock in stocks.get(item, ())])
        first.append(len(visits))
    clashes = [at // 2 for at in clash.first]
    sheet.put(
        visit=np.array(visits, dtype=VISIT),
        visit_first=first,
        scarce=scarce,
        need_first=needs.first,
        need=needs.items,
        held_first=held.first,
        held=held.items,
        clash_first=clashes,
        clash=clash.items,
    )
    sheet.numbers.update(
        visits=len(visits),
        needs=len(needs.items),
        kinds=len(sheet.kinds),
        equipment=len(sheet.equipment),
        lengths=len(sheet.lengths),
        most_visits=max((len(one.visits) for one in everyone), default=1),
    )
    preferences = [one for _, one in sheet.preferences.values()]
    clock = Rows()
    for preference in preferences:
        clock.add(preference.clock)
    sheet.put(
        person_cost=[[one.of_person(person) for person in sheet.people] for one in preferences],
        clock_first=clock.first,
        clock_cost=[cost for cost, _ in clock.items],
        clock_slots=sheet.slots.laid([sheet.slots.of(minutes) for _, minutes in clock.items]),
    )
    sheet.numbers["most_clock"] = max((len(one.clock) for one in preferences), default=0)


def _visit(sheet: Sheet, number: int, request: Request, visit: Visit, group: int) -> tuple[int, ...]:
    grid, slots = sheet.slots.grid, sheet.slots
    before = request.visits[visit.position - 1] if visit.position else None
    after = request.visits[visit.position + 1] if visit.position + 1 < len(request.visits) else None
    asked = 0 if before is None else before.duration + visit.least
    latest = _FAR
    if before is not None and visit.most < NO_BOUND:
        latest = (before.duration + visit.most) // grid
    first, last = 0, slots.count - 1
    if before is not None and before.fixed is not None:
        first = max(first, -(-(before.fixed + asked) // grid) - slots.first)
        if visit.most < NO_BOUND:
            last = min(last, (before.fixed + before.duration + visit.most) // grid - slots.first)
    if after is not None and after.fixed is not None:
        last = min(last, (after.fixed - after.least - visit.duration) // grid - slots.first)
        if after.most < NO_BOUND:
            first = max(first, -(-(after.fixed - after.most - visit.duration) // grid) - slots.first)
    preference = -1
    if visit.preference is not None and visit.fixed is None:
        preference, _ = sheet.preferences.setdefault(id(visit.preference), (len(sheet.preferences), visit.preference))
    free = visit.fixed is None
    person = place = slot = _NOWHERE
    if visit.existing is not None:
        who, unit, day, start = visit.existing
        person = sheet.people.get(who, _NOWHERE)
        place = sheet.place_of.get((unit, day), _NOWHERE)
        at = slots.at(start)
        slot = at if at >= 0 else _NOWHERE
    return (
        number,
        visit.duration,
        -(-visit.duration // grid),
        sheet.kinds[visit.kind] if free else -1,
        -1 if visit.fixed is None else visit.fixed,
        int(free and before is not None and before.fixed is None),
        -(-asked // grid),
        min(latest, _FAR),
        asked,
        first,
        last,
        preference,
        int(visit.existing is not None),
        person,
        place,
        slot,
        group if free else -1,
        sheet.lengths[visit.duration] if free and visit.needs else -1,
    )


def lay_dates(sheet: Sheet, everyone: Sequence[Request]) -> None:
    """The sets of dates and of units that requests are limited to."""
    dates, units = Rows(), Rows()
    for request in everyone:
        if id(request.days) not in sheet.date_sets:
            sheet.date_sets[id(request.days)]
            dates.add(request.days)
        if request.units not in sheet.unit_sets:
            sheet.unit_sets[request.units]
            units.add([sheet.units[unit] for unit in request.units])
    cost_on = np.full((len(dates.first) - 1, max(1, sheet.days)), -1, dtype=np.int64)
    has_unit = np.zeros((len(units.first) - 1, max(1, len(sheet.units))), dtype=np.uint8)
    for number in range(len(dates.first) - 1):
        for day, cost in dates.items[dates.first[number] : dates.first[number + 1]]:
            cost_on[number, day] = cost
    for number in range(len(units.first) - 1):
        has_unit[number, units.items[units.first[number] : units.first[number + 1]]] = 1
    sheet.put(
        date_first=dates.first,
        date_day=[day for day, _ in dates.items],
        date_cost=[cost for _, cost in dates.items],
        cost_on=cost_on,
        unit_first=units.first,
        unit=units.items,
        has_unit=has_unit,
    )
    sheet.numbers.update(date_sets=len(dates.first) - 1, unit_sets=len(units.first) - 1)


def lay_requests(sheet: Sheet, everyone: Sequence[Request]) -> None:
    """Everything else of requests."""
    instance = sheet.instance
    patients = Numbers()
    partners: list[list[int]] = [[] for _ in everyone]
    for number, request in enumerate(everyone):
        for other in request.partners:
            partners[number].append(sheet.number[other])
            partners[sheet.number[other]].append(number)
    partner, busy = Rows(), Rows()
    patient_starts: list[int] = []
    clear = lru_cache(maxsize=None)(
        lambda minutes, duration: sheet.slots.of(starts_of_free(WHOLE_DAY & ~minutes, duration))
    )
    for number, request in enumerate(everyone):
        partner.add(partners[number])
        days = []
        for day in instance.busy_days.get(request.patient, ()):
            days.append((day, len(patient_starts)))
            minutes = instance.patient_busy[request.patient, day]
            patient_starts += [clear(minutes, visit.duration) for visit in request.visits]
        busy.add(days)
    sheet.put(
        unbooked=[one.unbooked_cost for one in everyone],
        minutes=[one.minutes for one in everyone],
        least_wait=[sum(visit.least for visit in one.visits[1:]) for one in everyone],
        dates=[sheet.date_sets[id(one.days)] for one in everyone],
        at_units=[sheet.unit_sets[one.units] for one in everyone],
        patient=[patients[one.patient] if one.patient in instance.shared_patients else -1 for one in everyone],
        partner_first=partner.first,
        partner=partner.items,
        busy_first=busy.first,
        busy_day=[day for day, _ in busy.items],
        busy_starts=[at for _, at in busy.items],
        patient_starts=sheet.slots.laid(patient_starts),
        stays=[_stays(sheet, one) for one in everyone],
        stands=[one.stands for one in everyone],
        simple=[one.simple for one in everyone],
        asks=[one.visits.asks_of_people for one in everyone],
    )
    sheet.numbers["patients"] = len(patients)


def _stays(sheet: Sheet, request: Request) -> int:
    """The place where a request is booked whole and by all rules that don't depend on others; -1 for none."""
    where = {visit.existing[1:3] for visit in request.free if visit.existing is not None}
    if len(where) != 1 or any(visit.existing is None for visit in request.free):
        return -1
    unit, day = where.pop()
    if unit not in request.units or day not in request.day_cost:
        return -1
    starts = [visit.fixed if visit.existing is None else visit.existing[3] for visit in request.visits]
    people = [-1 if visit.existing is None else visit.existing[0] for visit in request.visits]
    if not in_sequence(request, [start or 0 for start in starts]):
        return -1
    if request.visits.asks_of_people and not request.visits.agree(people):
        return -1
    return sheet.place_of.get((unit, day), -1)


def _groups(request: Request) -> dict[int, int]:
    """Of each visit that asks anything of others' people its group: those with the same person are in one."""
    members = {
        tuple(sorted({visit.position, *visit.same})) for visit in request.free if visit.same or visit.different
    }
    return {position: number for number, group in enumerate(sorted(members)) for position in group}


def _clashes(request: Request, groups: dict[int, int]) -> list[int]:
    """Pairs of groups that different people take, one after the other."""
    pairs = {
        (groups[visit.position], groups[other])
        for visit in request.free
        for other in visit.different
        if other in groups and groups[visit.position] > groups[other]
    }
    return [number for pair in sorted(pairs) for number in pair]
