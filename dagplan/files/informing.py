"""Columns that only inform: what they say again is held against what it follows from, and then put aside.

A plan's sheet of bookings says of each visit whose it is and when it ends; pasted into a request, as it is, this has
to agree with the visits and requests that stand there. A blank cell says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from dagplan.models.clock import load_zone
from dagplan.models.errors import Place
from dagplan.models.fields import DEFAULT_ZONE, LocalDateTime, LocalEnd, is_id, zone_for_reading
from dagplan.words import Said, Value
from dagplan.words.messages.calendar_words import CalendarWords
from dagplan.words.messages.input_faults import ValueFaults
from dagplan.words.messages.table_faults import CellFaults, TableFaults

from .columns import BOOKINGS, VISITS, Table
from .headings import CODE_TITLES
from .ledger import Record, Sheets

_START: TypeAdapter[datetime] = TypeAdapter(LocalDateTime)
_END: TypeAdapter[datetime] = TypeAdapter(LocalEnd)
_ROLES = {"primary": CalendarWords.PRIMARY, "secondary": CalendarWords.SECONDARY}
_LONGEST = 1440
"""Minutes of the longest visit there can be."""


@dataclass(frozen=True)
class _Known:
    """A visit as its own table has it, with the request that it belongs to."""

    case: Record
    visit: Mapping[str, Any]
    row: int


def stating(table: Table, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of an entry but for those that only inform."""
    if table.informing.keys().isdisjoint(values):
        return values
    return {name: value for name, value in values.items() if name not in table.informing}


def hold_bookings(sheets: Sheets, time_zone: object) -> None:
    """Note each cell of the bookings that contradicts what the other tables say of the visit.

    Parameters
    ----------
    sheets
        The tables, with the visits given to their requests.
    time_zone
        What the settings say it is; what is no zone is a problem already.
    """
    told = [
        one for one in sheets.records.get(BOOKINGS.name, ()) if not BOOKINGS.informing.keys().isdisjoint(one.values)
    ]
    if not told:
        return
    known: dict[object, _Known] = {}
    for case, rows in zip(sheets.records["requests"], sheets.visit_rows, strict=True):
        for visit, row in zip(case.values["visits"], rows, strict=True):
            known.setdefault(visit.get("id"), _Known(case, visit, row))
    zone = load_zone(DEFAULT_ZONE)
    with suppress(ValueError):
        zone = load_zone(time_zone) if isinstance(time_zone, str) else zone
    for record in told:
        about = known.get(record.values.get("visit"))
        for column, said, code in _contradictions(record, about, sheets, zone) if about else ():
            sheets.problem(BOOKINGS.name, record.row, column, said, code)


def _contradictions(
    record: Record, about: _Known, sheets: Sheets, zone: ZoneInfo
) -> Iterator[tuple[str, Said, str | None]]:
    """Each column of a booking that says something else, with what is said of it and its code."""
    values, visit = record.values, record.values["visit"]

    def otherwise(found: Value, place: Place, true: Value) -> Said:
        return TableFaults.SAID_OTHERWISE(found=found, visit=visit, place=place, true=true)

    case = about.case.values
    of_visit = sheets.cell(VISITS.name, about.row, "request")
    of_request = sheets.cell("requests", about.case.row, "patient")
    for column, true, place in (("request", case.get("id"), of_visit), ("patient", case.get("patient"), of_request)):
        found = values.get(column)
        if isinstance(found, str) and not is_id(found):
            yield column, CellFaults.ID(), "string_pattern_mismatch"
        elif isinstance(found, str) and isinstance(true, str) and is_id(true) and found != true:
            yield column, otherwise(found, place, true), None
    yield from _of_role(values.get("role"), about, sheets, otherwise)
    yield from _of_end(values, about, zone)


def _of_role(
    found: object, about: _Known, sheets: Sheets, otherwise: Callable[[Value, Place, Value], Said]
) -> Iterator[tuple[str, Said, str | None]]:
    """A role that the visit has not; that the only visit of a request is its primary need not be said there."""
    if not isinstance(found, str):
        return
    if found not in _ROLES:
        yield (
            "role",
            ValueFaults.CHOICE(allowed=[f"{CODE_TITLES[one][0]} ({one})" for one in _ROLES]),
            "literal_error",
        )
        return
    alone = len(about.case.values["visits"]) == 1
    true = about.visit.get("role", "primary" if alone else None)
    if true in _ROLES and true != found:
        yield "role", otherwise(_ROLES[found](), sheets.cell(VISITS.name, about.row, "role"), _ROLES[true]()), None


def _of_end(values: Mapping[str, Any], about: _Known, zone: ZoneInfo) -> Iterator[tuple[str, Said, str | None]]:
    """An end that doesn't fit the start and how long the visit takes."""
    length, given = about.visit.get("duration"), values.get("end")
    if not isinstance(given, str):
        return
    with zone_for_reading(zone):
        try:
            found = _END.validate_python(given)
        except ValidationError:
            yield "end", CellFaults.MOMENT(), "local_time"
            return
        try:
            start = _START.validate_python(values.get("start"))
        except ValidationError:
            return
    if not isinstance(length, int) or not 0 < length <= _LONGEST:
        return
    true = start + timedelta(minutes=length)
    if found != true:
        said = TableFaults.ENDS_OTHERWISE(found=found, visit=values["visit"], length=length, start=start, true=true)
        yield "end", said, None
