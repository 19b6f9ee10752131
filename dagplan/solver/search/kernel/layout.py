"""An instance laid out for the kernel: everything a number in an array (see ``kernel.h`` for what each one is)."""

from __future__ import annotations

import ctypes
from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dagplan.solver.instance.bits import MINUTES_A_DAY, WHOLE_DAY, first_minute, grid_mask, span_mask, starts_of_free
from dagplan.solver.instance.demand import NO_BOUND, Preference, Request, Visit
from dagplan.solver.instance.instance import Instance
from dagplan.solver.search.move_budget import in_sequence

from .slots import Slots
from .structures import LAYOUT_ARRAYS, VISIT, LayoutStructure

Array = NDArray[Any]

_FAR = 1 << 20
"""More slots than any day has: for waits without a bound."""

_NOWHERE = -2
"""A person, place or slot that is none of the instance's."""


class _Rows:
    """Rows of different length in one array: what has been added, and where each row begins."""

    def __init__(self) -> None:
        self.items: list[Any] = []
        self.first = [0]

    def add(self, row: Iterable[Any]) -> None:
        self.items.extend(row)
        self.first.append(len(self.items))


class _Numbers(dict[Any, int]):
    """Numbers from 0 for things, in the order in which they are first asked for."""

    def __missing__(self, key: Hashable) -> int:
        self[key] = len(self)
        return self[key]


class Layout:
    """The arrays, and what the numbers in them stand for.

    Attributes
    ----------
    requests
        Indices of the instance's requests, in order.
    number
        Where each stands among them.
    slots
        Of the day.
    places
        (unit, date) of each place.
    place_of
        The number of each place.
    visit_first, need_first
        As in ``kernel.h``.
    structure
        ``struct layout``; valid as long as this object is.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.slots = Slots(instance)
        self.requests = sorted(instance.requests)
        self.number = {index: number for number, index in enumerate(self.requests)}
        self.places = list(instance.segments_at)
        self.place_of = {place: number for number, place in enumerate(self.places)}
        self._arrays: dict[str, Array] = {}
        self._numbers: dict[str, int] = {}
        everyone = [instance.requests[index] for index in self.requests]
        self._units = _Numbers()
        for unit in sorted({unit for unit, _ in self.places} | {u for one in everyone for u in one.units}):
            self._units[unit]
        if instance.evenness is not None:
            for unit in instance.evenness.units:
                self._units[unit]
        self.days = len(instance.dates)
        self._people = {
            person: number for number, person in enumerate(sorted({one.person for one in instance.segments}))
        }
        self._lay_places()
        self._lay_visits(everyone)
        self._lay_dates(everyone)
        self._lay_requests(everyone)
        self._lay_candidates()
        self._lay_stocks()
        self._lay_evenness()
        self.visit_first = self._arrays["visit_first"].tolist()
        self.need_first = self._arrays["need_first"].tolist()
        weights = instance.weights
        self.structure = LayoutStructure()
        for name, number in (
            self._numbers
            | {
                "grid": self.slots.grid,
                "first_slot": self.slots.first,
                "slots": self.slots.count,
                "requests": len(self.requests),
                "segments": len(instance.segments),
                "places": len(self.places),
                "days": self.days,
                "units": len(self._units),
                "people": len(self._people),
                "evenness": int(instance.evenness is not None),
                "wait": weights.wait,
                "moved": weights.moved,
                "apart": weights.apart,
                "uneven": 0 if instance.evenness is None else instance.evenness.weight,
            }
        ).items():
            setattr(self.structure, name, number)
        for name in LAYOUT_ARRAYS:
            setattr(self.structure, name, self._arrays[name].ctypes.data)

    @property
    def address(self) -> Any:
        """Of the structure, to be handed to the kernel."""
        return ctypes.byref(self.structure)

    def unit_day(self, unit: int, day: int) -> int:
        """Where a unit and date stand in a table of both."""
        return self._units[unit] * self.days + day

    @property
    def unit_days(self) -> int:
        """The size of such a table."""
        return len(self._units) * self.days

    def _put(self, **arrays: Any) -> None:
        for name, values in arrays.items():
            made = np.ascontiguousarray(np.array(values, dtype=LAYOUT_ARRAYS[name]))
            self._arrays[name] = made if made.size else np.zeros(1, dtype=LAYOUT_ARRAYS[name])

    def _lay_places(self) -> None:
        instance, slots = self.instance, self.slots
        at = np.full(self.unit_days, -1, dtype=np.int32)
        here = _Rows()
        for number, (unit, day) in enumerate(self.places):
            at[self.unit_day(unit, day)] = number
            here.add([segment.index for segment in instance.segments_at[unit, day]])
        self._put(
            place_at=at,
            place_unit=[self._units[unit] for unit, _ in self.places],
            place_day=[day for _, day in self.places],
            here_first=here.first,
            here=here.items,
            segment_person=[self._people[one.person] for one in instance.segments],
            segment_place=[self.place_of[one.unit, one.day] for one in instance.segments],
            segment_free=slots.laid([slots.of(one.mask) for one in instance.segments]),
        )

    def _lay_visits(self, everyone: Sequence[Request]) -> None:
        visits: list[tuple[int, ...]] = []
        first, scarce = [0], []
        needs, held, clash = _Rows(), _Rows(), _Rows()
        self._kinds = _Numbers()
        self._equipment = _Numbers()
        self._lengths = _Numbers()
        self._preferences: dict[int, tuple[int, Preference]] = {}
        stocks: dict[int, list[int]] = {}
        for stock in self.instance.stocks:
            for item in stock.equipment:
                stocks.setdefault(item, []).append(stock.index)
        for number, request in enumerate(everyone):
            groups = _groups(request) if request.visits.asks_of_people else {}
            clash.add(_clashes(request, groups))
            scarce += [visit.position for visit in request.visits.scarce_first(self.instance.kinds)]
            for visit in request.visits:
                visits.append(self._visit(number, request, visit, groups.get(visit.position, -1)))
                needs.add([self._equipment[kind] for kind in (() if visit.fixed is not None else visit.needs)])
                held.add([stock for item in visit.held for stock in stocks.get(item, ())])
            first.append(len(visits))
        clashes = [at // 2 for at in clash.first]
        self._put(
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
        self._numbers.update(
            visits=len(visits),
            needs=len(needs.items),
            kinds=len(self._kinds),
            equipment=len(self._equipment),
            lengths=len(self._lengths),
            most_visits=max((len(one.visits) for one in everyone), default=1),
        )
        preferences = [one for _, one in self._preferences.values()]
        clock = _Rows()
        for preference in preferences:
            clock.add(preference.clock)
        self._put(
            person_cost=[[one.of_person(person) for person in self._people] for one in preferences],
            clock_first=clock.first,
            clock_cost=[cost for cost, _ in clock.items],
            clock_slots=self.slots.laid([self.slots.of(minutes) for _, minutes in clock.items]),
        )
        self._numbers["most_clock"] = max((len(one.clock) for one in preferences), default=0)

    def _visit(self, number: int, request: Request, visit: Visit, group: int) -> tuple[int, ...]:
        grid, slots = self.slots.grid, self.slots
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
            preference, _ = self._preferences.setdefault(
                id(visit.preference), (len(self._preferences), visit.preference)
            )
        free = visit.fixed is None
        person = place = slot = _NOWHERE
        if visit.existing is not None:
            who, unit, day, start = visit.existing
            person = self._people.get(who, _NOWHERE)
            place = self.place_of.get((unit, day), _NOWHERE)
            at = slots.at(start)
            slot = at if at >= 0 else _NOWHERE
        return (
            number,
            visit.duration,
            -(-visit.duration // grid),
            self._kinds[visit.kind] if free else -1,
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
            self._lengths[visit.duration] if free and visit.needs else -1,
        )

    def _lay_dates(self, everyone: Sequence[Request]) -> None:
        self._dates = _Numbers()
        self._unit_sets = _Numbers()
        dates, units = _Rows(), _Rows()
        for request in everyone:
            if id(request.days) not in self._dates:
                self._dates[id(request.days)]
                dates.add(request.days)
            if request.units not in self._unit_sets:
                self._unit_sets[request.units]
                units.add([self._units[unit] for unit in request.units])
        cost_on = np.full((len(dates.first) - 1, max(1, self.days)), -1, dtype=np.int64)
        has_unit = np.zeros((len(units.first) - 1, max(1, len(self._units))), dtype=np.uint8)
        for number in range(len(dates.first) - 1):
            for day, cost in dates.items[dates.first[number] : dates.first[number + 1]]:
                cost_on[number, day] = cost
        for number in range(len(units.first) - 1):
            has_unit[number, units.items[units.first[number] : units.first[number + 1]]] = 1
        self._put(
            date_first=dates.first,
            date_day=[day for day, _ in dates.items],
            date_cost=[cost for _, cost in dates.items],
            cost_on=cost_on,
            unit_first=units.first,
            unit=units.items,
            has_unit=has_unit,
        )
        self._numbers.update(date_sets=len(dates.first) - 1, unit_sets=len(units.first) - 1)

    def _lay_requests(self, everyone: Sequence[Request]) -> None:
        instance = self.instance
        patients = _Numbers()
        partners: list[list[int]] = [[] for _ in everyone]
        for number, request in enumerate(everyone):
            for other in request.partners:
                partners[number].append(self.number[other])
                partners[self.number[other]].append(number)
        partner, busy = _Rows(), _Rows()
        patient_starts: list[int] = []
        clear = lru_cache(maxsize=None)(
            lambda minutes, duration: self.slots.of(starts_of_free(WHOLE_DAY & ~minutes, duration))
        )
        for number, request in enumerate(everyone):
            partner.add(partners[number])
            days = []
            for day in instance.busy_days.get(request.patient, ()):
                days.append((day, len(patient_starts)))
                minutes = instance.patient_busy[request.patient, day]
                patient_starts += [clear(minutes, visit.duration) for visit in request.visits]
            busy.add(days)
        self._put(
            unbooked=[one.unbooked_cost for one in everyone],
            minutes=[one.minutes for one in everyone],
            least_wait=[sum(visit.least for visit in one.visits[1:]) for one in everyone],
            dates=[self._dates[id(one.days)] for one in everyone],
            at_units=[self._unit_sets[one.units] for one in everyone],
            patient=[patients[one.patient] if one.patient in instance.shared_patients else -1 for one in everyone],
            partner_first=partner.first,
            partner=partner.items,
            busy_first=busy.first,
            busy_day=[day for day, _ in busy.items],
            busy_starts=[at for _, at in busy.items],
            patient_starts=self.slots.laid(patient_starts),
            stays=[self._stays(one) for one in everyone],
            stands=[one.stands for one in everyone],
            simple=[one.simple for one in everyone],
            asks=[one.visits.asks_of_people for one in everyone],
        )
        self._numbers["patients"] = len(patients)

    def _stays(self, request: Request) -> int:
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
        return self.place_of.get((unit, day), -1)

    def _lay_candidates(self) -> None:
        instance, slots = self.instance, self.slots
        places = len(self.places)
        of_person: dict[int, list[Any]] = {}
        for segment in instance.segments:
            of_person.setdefault(segment.person, []).append(segment)
        rows: list[int] = []
        segments: list[int] = []
        starts: list[int] = []
        for kind, number in self._kinds.items():
            wanted = instance.kinds[kind]
            # Found from the people and not from the places, since most kinds have few people and few places.
            able = sorted(
                (segment for person in wanted.people for segment in of_person.get(person, ())),
                key=lambda one: one.index,
            )
            spans: dict[tuple[int, int], int] = {}
            for segment in able:
                span = segment.start, segment.end
                found = spans.get(span)
                if found is None:
                    minutes = starts_of_free(segment.mask & wanted.hours, wanted.duration)
                    found = spans[span] = slots.of(minutes)
                if found:
                    rows.append(number * places + self.place_of[segment.unit, segment.day])
                    segments.append(segment.index)
                    starts.append(found)
        row = np.array(rows, dtype=np.int64)
        order = np.argsort(row, kind="stable")
        count = np.bincount(row, minlength=len(self._kinds) * places)
        self._put(
            candidate_first=np.concatenate([[0], np.cumsum(count)]),
            candidate=np.array(segments, dtype=np.int32)[order],
            starts=slots.laid(starts).reshape(-1, slots.words)[order],
        )
        self._numbers["most_candidates"] = int(count.max()) if count.size else 0

    def _lay_stocks(self) -> None:
        instance, slots = self.instance, self.slots
        table: dict[int, list[int]] = {}
        for (unit, day, kind), stocks in instance.stocks_at.items():
            if kind in self._equipment and (unit, day) in self.place_of:
                key = self.place_of[unit, day] * len(self._equipment) + self._equipment[kind]
                table[key] = [stock.index for stock in stocks]
        rows = _Rows()
        for key in range(len(self.places) * len(self._equipment)):
            rows.add(table.get(key, ()))
        self._put(
            stock_first=rows.first,
            stock=rows.items,
            stock_count=[stock.count for stock in instance.stocks],
            stock_from=[self._outside(stock.minutes)[0] for stock in instance.stocks],
            stock_until=[self._outside(stock.minutes)[1] for stock in instance.stocks],
            stock_free=slots.laid([slots.of(stock.minutes) for stock in instance.stocks]),
            stock_starts=slots.laid(
                [
                    slots.of(starts_of_free(stock.minutes, length))
                    for stock in instance.stocks
                    for length in self._lengths
                ]
            ),
        )
        self._numbers["stocks"] = len(instance.stocks)

    def _outside(self, minutes: int) -> tuple[int, int]:
        """The slot from which an item is free before the first, and that at which it is taken after the last."""
        grid, first = self.slots.grid, self.slots.first
        midnight = -(-MINUTES_A_DAY // grid)
        taken = ~minutes & grid_mask(grid)
        before = -(-(taken & span_mask(0, first * grid)).bit_length() // grid)
        end = first + self.slots.count
        after = min(midnight, end) + first_minute(taken >> end * grid | 1 << max(0, midnight - end) * grid) // grid
        return before - first, after - first

    def _lay_evenness(self) -> None:
        evenness = self.instance.evenness
        column = np.full(max(1, self.unit_days), -1, dtype=np.int32)
        rows = _Rows()
        for unit in self._units:
            dates = None if evenness is None else evenness.units.get(unit)
            rows.add(() if dates is None else zip(dates.available, dates.locked, strict=True))
            for day, at in () if dates is None else dates.column.items():
                column[self.unit_day(unit, day)] = at
        self._put(
            column=column,
            open_first=rows.first,
            open_minutes=[available for available, _ in rows.items],
            locked_minutes=[locked for _, locked in rows.items],
        )


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


_LOCK = Lock()


def layout_of(instance: Instance) -> Layout:
    """The layout of an instance, made once; to be shared between threads."""
    with _LOCK:
        known = instance.__dict__.get("_layout")
        if not isinstance(known, Layout):
            known = instance.__dict__["_layout"] = Layout(instance)
        return known
