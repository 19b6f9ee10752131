"""Tables of cells -> the request: what a folder of CSV files and a workbook have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from dagplan.models.aims import AIMS, with_aim
from dagplan.models.errors import MORE_PROBLEMS, InputError, Problem, more_problems
from dagplan.models.fields import is_id
from dagplan.models.request import PlanRequest
from dagplan.models.validation import as_input_error
from dagplan.words import Said
from dagplan.words.messages.input_faults import ValueFaults
from dagplan.words.messages.table_faults import TableFaults

from .cell_values import LEFT_OUT, NotRead, value_of
from .columns import SETTING_KEYS, SETTINGS, TABLES, VISITS
from .headings import CODE_TITLES, setting_name
from .informing import hold_bookings, stating
from .places import TableName, in_words
from .records import NOT_READ, Record, Sheets, records_of
from .table_area import Row


def request_from(
    tables: Mapping[str, Sequence[Row]], names: Mapping[str, TableName], found: list[Problem]
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

    Raises
    ------
    InputError
        With ``found`` and every further problem, each with its table, row and column.
    """
    sheets = Sheets(names, problems=list(found))
    for table in TABLES:
        if table.name in tables:
            sheets.records[table.name] = records_of(table, tables[table.name], sheets)
    data = _settings(sheets)
    for table in TABLES:
        if table not in (SETTINGS, VISITS):
            data[table.name] = [stating(table, record.values) for record in sheets.records.get(table.name, ())]
            sheets.records.setdefault(table.name, [])
    if "requests" in tables:
        _attach_visits(sheets)
        hold_bookings(sheets, data.get("time_zone"))
    lacking = {table.name for table in TABLES if table.required and table.name not in tables}
    if any(record.values.get("request") is NOT_READ for record in sheets.records.get(VISITS.name, ())) or (
        (VISITS.name, "request") in sheets.missing
    ):
        lacking.add(VISITS.name)
    try:
        request = PlanRequest.model_validate(data)
    except ValidationError as error:
        sheets.problems += _not_of_lacking(_of_model(error, sheets), lacking)
    if sheets.problems:
        counted = [more_problems(sheets.untold)] if sheets.untold else []
        raise InputError([*sorted(dict.fromkeys(sheets.problems), key=_by_place), *counted])
    return request


def _of_model(error: ValidationError, sheets: Sheets) -> list[Problem]:
    """What the model says of the values; the cells that were not read are counted once, here or there."""
    told = in_words(error, sheets.place, sheets.problems)
    found = [problem for problem in told if problem.code != MORE_PROBLEMS]
    again = len(as_input_error(error).problems) - len(found)
    more = sum(problem.count for problem in told if problem.code == MORE_PROBLEMS)
    sheets.untold += max(0, more - max(0, sheets.not_read - again))
    return found


def _by_place(problem: Problem) -> list[str]:
    """File by file and row by row: row 10 comes after row 9."""
    return [part.zfill(9) if part.isdigit() else part for part in re.split(r"(\d+)", problem.place)]


def _not_of_lacking(problems: list[Problem], lacking: set[str]) -> list[Problem]:
    """Without what only follows from a table that is lacking, which is a problem of its own already."""
    follow_ups = {"unknown_id", "too_short"} if lacking else set()
    if SETTINGS.name in lacking:
        follow_ups.add("missing")
    return [problem for problem in problems if problem.code not in follow_ups]


def _settings(sheets: Sheets) -> dict[str, Any]:
    """The top fields and the settings of the request, from keys and values."""
    data: dict[str, Any] = {}
    for record in sheets.records.get(SETTINGS.name, ()):
        word = record.values.get("key", "")
        key = setting_name(word) if isinstance(word, str) else None
        if key is None:
            if word is not NOT_READ:
                said = TableFaults.NO_SUCH_KEY() if word else TableFaults.KEY_NEEDED()
                sheets.problem(SETTINGS.name, record.row, "key", said, "unknown_key")
            continue
        path, kind = SETTING_KEYS[key]
        if path in sheets.setting_rows:
            said = TableFaults.REPEATED_KEY(key=key, row=sheets.setting_rows[path])
            sheets.problem(SETTINGS.name, record.row, "key", said)
            continue
        sheets.setting_rows[path] = record.row
        cell = record.values.get("value")
        value = cell if cell is NOT_READ else value_of(cell, kind)
        if value is LEFT_OUT:
            continue
        if isinstance(value, NotRead):
            sheets.problem(SETTINGS.name, record.row, "value", value.said, value.code)
            value = NOT_READ
        inner = data
        for step in path[:-1]:
            inner = inner.setdefault(step, {})
        inner[path[-1]] = value
    _take_aim(data, sheets)
    return data


_AIMS = tuple(f"{CODE_TITLES[aim][0]} ({aim})" for aim in AIMS)
"""What may stand there, in both languages, as titles of sheets are told."""


def _take_aim(data: dict[str, Any], sheets: Sheets) -> None:
    """Put the weights of an aim in its place; those that stand in the table themselves are kept."""
    settings = data.get("settings", {})
    aim = settings.pop("aim", NOT_READ)
    if aim is NOT_READ:
        return
    if aim not in AIMS:
        row = sheets.setting_rows["settings", "aim"]
        sheets.problem(SETTINGS.name, row, "value", ValueFaults.CHOICE(allowed=_AIMS), "literal_error")
        return
    settings["weights"] = with_aim(settings.get("weights", {}), aim, over=False)


def _attach_visits(sheets: Sheets) -> None:
    """Give each request its visits, in the order of ``sequence`` where it stands, else of the rows."""
    requests = sheets.records["requests"]
    grouped: dict[str, list[Record]] = {}
    for record in requests:
        grouped.setdefault(str(record.values.get("id")), [])
    all_known = all(isinstance(record.values.get("id"), str) for record in requests)
    for record in sheets.records.get(VISITS.name, ()):
        owner = record.values.get("request")
        if isinstance(owner, str):
            if owner in grouped:
                grouped[owner].append(record)
            elif all_known:
                sheets.problem(VISITS.name, record.row, "request", _no_request(owner), "unknown_id")
        elif owner is None and (VISITS.name, "request") not in sheets.missing:
            sheets.problem(VISITS.name, record.row, "request", TableFaults.REQUIRED(), "missing")
    for record in requests:
        visits = _in_sequence(grouped.pop(str(record.values.get("id")), []), sheets)
        sheets.visit_rows.append([visit.row for visit in visits])
        record.values["visits"] = [
            {name: value for name, value in visit.values.items() if name not in ("request", "sequence")}
            for visit in visits
        ]


def _no_request(owner: str) -> Said:
    return TableFaults.NO_REQUEST(request=owner) if is_id(owner) else TableFaults.NO_SUCH_REQUEST()


def _in_sequence(visits: list[Record], sheets: Sheets) -> list[Record]:
    """One request's visits in their sequence: all of them are numbered, or none is."""
    numbers: dict[int, Record] = {}
    some_have_one = any("sequence" in visit.values for visit in visits)
    for visit in visits:
        number = visit.values.get("sequence")
        if number is None and some_have_one:
            said = TableFaults.NUMBER_ALL()
        elif number is NOT_READ:
            continue
        elif number in numbers:
            said = TableFaults.REPEATED_NUMBER(number=number, row=numbers[number].row)
        else:
            if number is not None:
                numbers[number] = visit
            continue
        sheets.problem(VISITS.name, visit.row, "sequence", said, "sequence")
    return [numbers[number] for number in sorted(numbers)] if len(numbers) == len(visits) else visits
