"""Hours that come again each week, with dates on which they are others -> windows on the planned dates.

A row of exceptions that names somebody stands instead of that person's week on its dates: several rows together, none
where it has no hours. One that names nobody is for all: the hours are cut to it, or none where it has no hours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dagplan.words import Said
from dagplan.words.messages.table_faults import TableFaults

from .columns import AVAILABILITY, EXCEPTIONS, PRACTITIONERS, UNITS, WEEKLY
from .ledger import NOT_READ, Record, Sheets

MOST_WINDOWS = 1_000_000
"""More than any region's year has."""


@dataclass(frozen=True)
class _Hours:
    """When one row has somebody at a unit, with breaks; clock times as texts, in which 24:00 comes last."""

    record: Record
    practitioner: Any
    unit: Any
    start: str
    end: str
    breaks: Sequence[str]

    def spans(self, within: tuple[str, str] = ("00:00", "24:00")) -> Iterator[tuple[str, str]]:
        """The times between the breaks, cut to what they have to lie within."""
        start, last = max(self.start, within[0]), min(self.end, within[1])
        for one in sorted(self.breaks):
            begins, ends = one.split("-")
            if start < min(begins, last):
                yield start, min(begins, last)
            start = max(start, ends)
        if start < last:
            yield start, last

    def at(self, day: date, within: tuple[str, str] = ("00:00", "24:00")) -> Iterator[Record]:
        """The windows of a date."""
        for start, end in self.spans(within):
            values = {"practitioner": self.practitioner, "unit": self.unit}
            values |= {"start": f"{day}T{start}", "end": f"{day}T{end}"}
            yield Record(self.record.row, values, self.record.table)


def expand(sheets: Sheets, first: Any, last: Any) -> None:
    """Put the windows of the weekly hours with those of dates.

    Parameters
    ----------
    sheets
        What was read; what is wrong with the rows of the week or of exceptions is noted there.
    first, last
        The planned dates as they were read, if they were.
    """
    week = _Week(sheets)
    days = _days(first, last)
    if not days:
        return
    if len(days) * max(1, len(week.rows)) > MOST_WINDOWS:
        sheets.problem(WEEKLY.name, None, None, TableFaults.TOO_MANY_WINDOWS(most=MOST_WINDOWS), "too_large")
        return
    windows = sheets.records.setdefault(AVAILABILITY.name, [])
    windows += [window for day in days for window in week.on(day)]


def _days(first: Any, last: Any) -> list[date]:
    if not isinstance(first, str) or not isinstance(last, str):
        return []
    try:
        begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return []
    return [begins + timedelta(days=number) for number in range((ends - begins).days + 1)]


class _Week:
    """The weekly hours and their exceptions."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        units = [one.values.get("id") for one in sheets.records.get(UNITS.name, ())]
        self._only_unit = units[0] if len(units) == 1 else None
        self.rows = [
            (hours, set(record.values["weekdays"]))
            for record in self._records(WEEKLY.name)
            if (hours := self._hours(WEEKLY.name, record)) and self._has(WEEKLY.name, record, "weekdays")
        ]
        self._of_person: dict[tuple[str, Any], list[_Hours]] = defaultdict(list)
        self._of_all: dict[str, list[tuple[Any, tuple[str, str]]]] = defaultdict(list)
        for record in self._records(EXCEPTIONS.name):
            self._take_exception(record)
        self.rows = [row for number, row in enumerate(self.rows) if not self._clashes(row, self.rows[:number])]
        self._known = [
            {one.values.get("id") for one in sheets.records.get(table.name, ())} for table in (PRACTITIONERS, UNITS)
        ]
        self._told: set[tuple[str, int]] = set()

    def on(self, day: date) -> Iterator[Record]:
        """All windows of a date; of a row that names nobody there is the first alone, which is enough to tell it."""
        for window in self._windows(day):
            named = (window.values["practitioner"], window.values["unit"])
            if not all(one in known for one, known in zip(named, self._known, strict=True)):
                if (window.table, window.row) in self._told:
                    continue
                self._told.add((window.table, window.row))
            yield window

    def _clashes(self, row: tuple[_Hours, set[int]], others: Sequence[tuple[_Hours, set[int]]]) -> bool:
        """Whether somebody would be at two units at once every week: told once, and not for each date."""
        hours, weekdays = row
        for other, days in others:
            if other.practitioner != hours.practitioner or other.unit == hours.unit or not days & weekdays:
                continue
            if any(max(a, c) < min(b, d) for a, b in hours.spans() for c, d in other.spans()):
                said = TableFaults.AT_TWO_UNITS(
                    person=hours.practitioner, unit=hours.unit, other=other.unit, row=other.record.row
                )
                self._tell(WEEKLY.name, hours.record, "unit", said, "overlapping_windows")
                return True
        return False

    def _windows(self, day: date) -> Iterator[Record]:
        of_all = self._of_all.get(f"{day}", ())
        changed = {who for at, who in self._of_person if at == f"{day}"}
        for hours, weekdays in self.rows:
            if day.isoweekday() in weekdays and hours.practitioner not in changed:
                limits = [within for unit, within in of_all if unit in (None, hours.unit)]
                for within in limits or [("00:00", "24:00")]:
                    yield from hours.at(day, within)
        for (at, _who), found in self._of_person.items():
            if at == f"{day}":
                for hours in found:
                    yield from hours.at(day)

    def _take_exception(self, record: Record) -> None:
        if not self._has(EXCEPTIONS.name, record, "dates"):
            return
        values = record.values
        given = [name for name in ("start", "end") if values.get(name) is not None]
        who, unit = values.get("practitioner"), values.get("unit")
        if NOT_READ in (who, unit):
            return
        for day in values["dates"]:
            if not given and not values.get("lunch"):  # no hours at all
                if who is None:
                    self._of_all[day].append((unit, ("24:00", "24:00")))
                else:
                    self._of_person[day, who] += []
            elif who is None:
                if self._has(EXCEPTIONS.name, record, "start", "end") and self._in_order(EXCEPTIONS.name, record):
                    self._of_all[day].append((unit, (values["start"], values["end"])))
            elif hours := self._hours(EXCEPTIONS.name, record, day):
                self._of_person[day, who].append(hours)

    def _records(self, table: str) -> Iterator[Record]:
        for record in self._sheets.records.get(table, ()):
            record.table = table
            yield record

    def _hours(self, table: str, record: Record, day: str = "") -> _Hours | None:
        """The hours of a row; None, with what is wrong noted, if it does not say them."""
        values = record.values
        if values.get("unit") is None:
            values["unit"] = self._usual_unit(values.get("practitioner"), day) or self._only_unit
        if not self._has(table, record, "practitioner", "unit", "start", "end") or values["lunch"] is NOT_READ:
            return None
        if not self._in_order(table, record):
            return None
        start, end, breaks = values["start"], values["end"], values["lunch"]
        outside = [one for one in breaks if not start <= one[:5] < one[6:] <= end]
        if outside:
            said = TableFaults.BREAK_OUTSIDE(outside=outside[0], start=start, end=end)
            self._tell(table, record, "lunch", said)
            return None
        return _Hours(record, values["practitioner"], values["unit"], start, end, breaks)

    def _usual_unit(self, who: Any, day: str) -> Any:
        """The one unit at which somebody is on that weekday, or in the week."""
        if not day:
            return None
        own = [(hours.unit, weekdays) for hours, weekdays in self.rows if hours.practitioner == who]
        at = date.fromisoformat(day).isoweekday()
        there = {unit for unit, weekdays in own if at in weekdays} or {unit for unit, _weekdays in own}
        return there.pop() if len(there) == 1 else None

    def _has(self, table: str, record: Record, *columns: str) -> bool:
        """Whether these cells could be read; those that are blank are told."""
        read = True
        for column in columns:
            value = record.values.get(column)
            if value in (None, []) and (table, column) not in self._sheets.missing:
                self._tell(table, record, column, TableFaults.REQUIRED(), "missing")
            read = read and value not in (None, [], NOT_READ)
        return read

    def _in_order(self, table: str, record: Record) -> bool:
        start, end = record.values["start"], record.values["end"]
        if start >= end:
            self._tell(table, record, "end", TableFaults.ENDS_FIRST(start=start, end=end), "reversed_window")
        return bool(start < end)

    def _tell(self, table: str, record: Record, column: str, said: Said, code: str | None = None) -> None:
        """Note a problem once, also where a row is looked at for each of its dates."""
        told = len(self._sheets.problems)
        self._sheets.problem(table, record.row, column, said, code)
        if self._sheets.problems[-1] in self._sheets.problems[:told]:
            self._sheets.problems.pop()
