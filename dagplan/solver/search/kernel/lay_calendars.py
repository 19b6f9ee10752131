"""People's time, equipment and dates laid out for the kernel."""

from __future__ import annotations

from typing import Any

import numpy as np

from dagplan.solver.instance.bits import MINUTES_A_DAY, first_minute, grid_mask, span_mask, starts_of_free

from .sheet import Rows, Sheet


def lay_places(sheet: Sheet) -> None:
    """Units on dates, and who is there when."""
    instance, slots = sheet.instance, sheet.slots
    at = np.full(sheet.unit_days, -1, dtype=np.int32)
    here = Rows()
    for number, (unit, day) in enumerate(sheet.places):
        at[sheet.unit_day(unit, day)] = number
        here.add([segment.index for segment in instance.segments_at[unit, day]])
    sheet.put(
        place_at=at,
        place_unit=[sheet.units[unit] for unit, _ in sheet.places],
        place_day=[day for _, day in sheet.places],
        here_first=here.first,
        here=here.items,
        segment_person=[sheet.people[one.person] for one in instance.segments],
        segment_place=[sheet.place_of[one.unit, one.day] for one in instance.segments],
        segment_free=slots.laid([slots.of(one.mask) for one in instance.segments]),
    )


def lay_candidates(sheet: Sheet) -> None:
    """Who can take each kind of visit where, and from when."""
    instance, slots = sheet.instance, sheet.slots
    places = len(sheet.places)
    of_person: dict[int, list[Any]] = {}
    for segment in instance.segments:
        of_person.setdefault(segment.person, []).append(segment)
    rows: list[int] = []
    segments: list[int] = []
    starts: list[int] = []
    for kind, number in sheet.kinds.items():
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
                rows.append(number * places + sheet.place_of[segment.unit, segment.day])
                segments.append(segment.index)
                starts.append(found)
    row = np.array(rows, dtype=np.int64)
    order = np.argsort(row, kind="stable")
    count = np.bincount(row, minlength=len(sheet.kinds) * places)
    sheet.put(
        candidate_first=np.concatenate([[0], np.cumsum(count)]),
        candidate=np.array(segments, dtype=np.int32)[order],
        starts=slots.laid(starts).reshape(-1, slots.words)[order],
    )
    sheet.numbers["most_candidates"] = int(count.max()) if count.size else 0


def lay_stocks(sheet: Sheet) -> None:
    """Equipment."""
    instance, slots = sheet.instance, sheet.slots
    table: dict[int, list[int]] = {}
    for (unit, day, kind), stocks in instance.stocks_at.items():
        if kind in sheet.equipment and (unit, day) in sheet.place_of:
            key = sheet.place_of[unit, day] * len(sheet.equipment) + sheet.equipment[kind]
            table[key] = [stock.index for stock in stocks]
    rows = Rows()
    for key in range(len(sheet.places) * len(sheet.equipment)):
        rows.add(table.get(key, ()))
    sheet.put(
        stock_first=rows.first,
        stock=rows.items,
        stock_count=[stock.count for stock in instance.stocks],
        stock_from=[_outside(sheet, stock.minutes)[0] for stock in instance.stocks],
        stock_until=[_outside(sheet, stock.minutes)[1] for stock in instance.stocks],
        stock_free=slots.laid([slots.of(stock.minutes) for stock in instance.stocks]),
        stock_starts=slots.laid(
            [slots.of(starts_of_free(stock.minutes, length)) for stock in instance.stocks for length in sheet.lengths]
        ),
    )
    sheet.numbers["stocks"] = len(instance.stocks)


def _outside(sheet: Sheet, minutes: int) -> tuple[int, int]:
    """The slot from which an item is free before the first, and that at which it is taken after the last."""
    grid, first = sheet.slots.grid, sheet.slots.first
    midnight = -(-MINUTES_A_DAY // grid)
    taken = ~minutes & grid_mask(grid)
    before = -(-(taken & span_mask(0, first * grid)).bit_length() // grid)
    end = first + sheet.slots.count
    after = min(midnight, end) + first_minute(taken >> end * grid | 1 << max(0, midnight - end) * grid) // grid
    return before - first, after - first


def lay_evenness(sheet: Sheet) -> None:
    """The dates of each unit, and what is available on them."""
    evenness = sheet.instance.evenness
    column = np.full(max(1, sheet.unit_days), -1, dtype=np.int32)
    rows = Rows()
    for unit in sheet.units:
        dates = None if evenness is None else evenness.units.get(unit)
        rows.add(() if dates is None else zip(dates.available, dates.locked, strict=True))
        for day, at in () if dates is None else dates.column.items():
            column[sheet.unit_day(unit, day)] = at
    sheet.put(
        column=column,
        open_first=rows.first,
        open_minutes=[available for available, _ in rows.items],
        locked_minutes=[locked for _, locked in rows.items],
    )
