"""Tables of cells -> the request: what a folder of CSV files and a workbook have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from dagplan.models.errors import InputError, Location, Problem
from dagplan.models.fields import is_id
from dagplan.models.privacy import REFUSAL, looks_like_identity_number
from dagplan.models.request import PlanRequest

from .columns import (
    SETTING_KEYS,
    SETTINGS,
    TABLES,
    VISITS,
    Table,
    is_left_out,
    value_of,
)
from .headings import column_name, setting_name
from .places import in_words, shown
from .typed_cells import Kind, text_of

Row = tuple[int, Sequence[object]]
"""The row's number as a spreadsheet shows it, from 1, and its cells: text, or what a spreadsheet holds."""


@dataclass
class Record:
    """One row: its number in the file, its values by column, blank cells left out."""

    row: int
    values: dict[str, Any]


@dataclass
class Sheets:
    """All tables of one input, with what is needed to say where each value stands."""

    names: Mapping[str, str]
    """What each table's file or sheet is called in problems."""
    joint: str = ": "
    """What stands between that name and the row."""
    headings: dict[tuple[str, str], str] = field(default_factory=dict)
    """By table and column: the heading as it stands in the file, where it is not the contract's."""
    records: dict[str, list[Record]] = field(default_factory=dict)
    setting_rows: dict[tuple[str, ...], int] = field(default_factory=dict)
    visit_rows: list[list[int]] = field(default_factory=list)
    """The rows of each request's visits, in sequence."""
    problems: list[Problem] = field(default_factory=list)

    def problem(self, table: str, row: int | None, column: str | None, message: str, code: str) -> None:
        """Note a problem with its place."""
        self.problems.append(Problem(self.cell(table, row, column), message, code))

    def cell(self, table: str, row: int | None, column: str | None = None) -> str:
        """A place in words: ``visits.csv: row 3, column duration``."""
        where = [f"row {row}"] if row else []
        where += [f"column {shown(self.headings.get((table, column), column))}"] if column else []
        return f"{self.names[table]}{self.joint}{', '.join(where)}" if where else self.names[table]

    def place(self, location: Location) -> str:
        """Where a value of the request stands."""
        path = tuple(str(step) for step in location if isinstance(step, str))
        indices = [step for step in location if isinstance(step, int)]
        table = path[0] if path else ""
        if table not in self.records or table == SETTINGS.name:
            return self._setting_place(path)
        if not indices:
            return self.names[table]
        column = path[1] if len(path) > 1 else None
        if column == VISITS.name and table == "requests" and len(indices) > 1:
            row = self.visit_rows[indices[0]][indices[1]]
            return self.cell(VISITS.name, row, path[2] if len(path) > 2 else None)
        row = self.records[table][indices[0]].row
        return self.cell(table, row, None if column == VISITS.name else column)

    def _setting_place(self, path: tuple[str, ...]) -> str:
        key = next((key for key, (where, _kind) in SETTING_KEYS.items() if where == path), None)
        row = self.setting_rows.get(path)
        if row:
            return self.cell(SETTINGS.name, row, "value")
        return f"{self.names[SETTINGS.name]}{self.joint}key {key}" if key else self.names[SETTINGS.name]


def request_from(
    tables: Mapping[str, Sequence[Row]], names: Mapping[str, str], found: list[Problem], joint: str = ": "
) -> PlanRequest:
    """A request from the rows of its tables.

    Parameters
    ----------
    tables
        The rows of each table, the header first. A table that is missing or unreadable is left out.
    names
        What each table is called in problems.
    found
        The problems found so far: tables that could not be read.
    joint
        What stands between a table's name and a row.

    Raises
    ------
    InputError
        With ``found`` and every further problem, each with its table, row and column.
    """
    sheets = Sheets(names, joint, problems=list(found))
    for table in TABLES:
        if table.name in tables:
            sheets.records[table.name] = records_of(table, tables[table.name], sheets)
    data = _settings(sheets)
    for table in TABLES:
        if table not in (SETTINGS, VISITS):
            data[table.name] = [record.values for record in sheets.records.get(table.name, ())]
            sheets.records.setdefault(table.name, [])
    if "requests" in tables:
        _attach_visits(sheets)
    lacking = {table.name for table in TABLES if table.required and table.name not in tables}
    try:
        request = PlanRequest.model_validate(data)
    except ValidationError as error:
        sheets.problems += _not_of_lacking(in_words(error, sheets.place, sheets.problems), lacking)
    if sheets.problems:
        raise InputError(sorted(dict.fromkeys(sheets.problems), key=_by_place))
    return request


def _by_place(problem: Problem) -> list[str]:
    """File by file and row by row: row 10 comes after row 9."""
    return [part.zfill(9) if part.isdigit() else part for part in re.split(r"(\d+)", problem.place)]


def _not_of_lacking(problems: list[Problem], lacking: set[str]) -> list[Problem]:
    """Without what only follows from a table that is lacking, which is a problem of its own already."""
    follow_ups = {"unknown_id", "too_short"} if lacking else set()
    if SETTINGS.name in lacking:
        follow_ups.add("missing")
    return [problem for problem in problems if problem.code not in follow_ups]


def records_of(table: Table, rows: Sequence[Row], sheets: Sheets) -> list[Record]:
    """The rows below the header, each value by its column."""
    columns = _header(table, rows[0], sheets)
    kinds = {position: table.columns[column] if column else "text" for position, column in columns.items()}
    records = []
    for number, cells in rows[1:]:
        values: dict[str, Any] = {}
        for position, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            kind: Kind = kinds.get(position, "text")
            text = cell if isinstance(cell, str) else text_of(cell, kind)
            column = columns.get(position)
            if position not in columns and text.strip():
                message = f"cell {position + 1} has no heading above it"
                sheets.problem(table.name, number, None, message, "no_heading")
            if looks_like_identity_number(text) and not _is_number(kind, text):
                sheets.problem(table.name, number, column, REFUSAL, "identity_number")
            if column is None:
                continue
            value = value_of(cell if kind == "raw" else text, kind)
            if not is_left_out(value):
                values[column] = value
        for position, column in columns.items():
            if column is not None and kinds[position] == "list":
                values.setdefault(column, [])
        records.append(Record(number, values))
    return records


def _is_number(kind: Kind, text: str) -> bool:
    return kind in ("whole", "number") and not isinstance(value_of(text, kind), str)


def _header(table: Table, row: Row, sheets: Sheets) -> dict[int, str | None]:
    """The column at each position; None where the heading is not known."""
    number, cells = row
    columns: dict[int, str | None] = {}
    for position, cell in enumerate(cells):
        heading = text_of(cell, "text").strip()
        if not heading:
            continue
        name = column_name(heading, table.columns)
        columns[position] = None
        if name not in table.columns:
            message = f"there is no such column; the columns are {', '.join(table.columns)}"
            sheets.problem(table.name, number, heading, message, "unknown_column")
        elif name in columns.values():
            sheets.problem(table.name, number, name, "this column stands more than once", "repeated_column")
        else:
            columns[position] = name
            if heading.lower() != name:
                sheets.headings[table.name, name] = heading
    return columns


def _settings(sheets: Sheets) -> dict[str, Any]:
    """The top fields and the settings of the request, from keys and values."""
    data: dict[str, Any] = {}
    for record in sheets.records.get(SETTINGS.name, ()):
        key = setting_name(str(record.values.get("key", "")))
        if key not in SETTING_KEYS:
            message = "there is no such key" if key else "a key is needed"
            sheets.problem(SETTINGS.name, record.row, "key", message, "unknown_key")
            continue
        path, kind = SETTING_KEYS[key]
        if path in sheets.setting_rows:
            message = f"the key {key} stands more than once, first in row {sheets.setting_rows[path]}"
            sheets.problem(SETTINGS.name, record.row, "key", message, "repeated_key")
            continue
        sheets.setting_rows[path] = record.row
        value = value_of(record.values.get("value", ""), kind)
        if is_left_out(value):
            continue
        inner = data
        for step in path[:-1]:
            inner = inner.setdefault(step, {})
        inner[path[-1]] = value
    return data


def _attach_visits(sheets: Sheets) -> None:
    """Give each request its visits, in the order of ``sequence`` where it stands, else of the rows."""
    requests = sheets.records["requests"]
    grouped: dict[str, list[Record]] = {}
    for record in requests:
        grouped.setdefault(str(record.values.get("id")), [])
    for record in sheets.records.get(VISITS.name, ()):
        owner = record.values.get("request")
        if owner is None:
            sheets.problem(VISITS.name, record.row, "request", "this field is required", "missing")
        elif owner in grouped:
            grouped[owner].append(record)
        elif not looks_like_identity_number(owner):
            sheets.problem(VISITS.name, record.row, "request", _no_request(owner), "unknown_id")
    for record in requests:
        visits = _in_sequence(grouped.pop(str(record.values.get("id")), []), sheets)
        sheets.visit_rows.append([visit.row for visit in visits])
        record.values["visits"] = [
            {name: value for name, value in visit.values.items() if name not in ("request", "sequence")}
            for visit in visits
        ]


def _no_request(owner: str) -> str:
    return f"there is no request {owner}" if is_id(owner) else "there is no such request"


def _in_sequence(visits: list[Record], sheets: Sheets) -> list[Record]:
    """One request's visits in their sequence: all of them are numbered, or none is."""
    numbers: dict[int, Record] = {}
    for visit in visits:
        number = visit.values.get("sequence")
        if number is None and any("sequence" in other.values for other in visits):
            message = "number all visits of a request, or none"
        elif number is not None and not isinstance(number, int):
            message = "write a whole number"
        elif number in numbers:
            message = f"the number {number} stands twice in this request, first in row {numbers[number].row}"
        else:
            if number is not None:
                numbers[number] = visit
            continue
        sheets.problem(VISITS.name, visit.row, "sequence", message, "sequence")
    return [numbers[number] for number in sorted(numbers)] if len(numbers) == len(visits) else visits
