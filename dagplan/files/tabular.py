"""Tables of cells -> the request: what a folder of CSV files and a workbook have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from dagplan.models.aims import AIMS, with_aim
from dagplan.models.errors import MORE_PROBLEMS, InputError, Location, Place, Problem, more_problems
from dagplan.models.fields import is_id
from dagplan.models.id_checks import no_such
from dagplan.models.nearest import Nearest
from dagplan.models.privacy import looks_like_identity_number
from dagplan.models.request import PlanRequest
from dagplan.models.validation import as_input_error
from dagplan.words import Said
from dagplan.words.messages.input_faults import ValueFaults
from dagplan.words.messages.table_faults import CellFaults, TableFaults
from dagplan.words.registry import said_of

from .cell_values import LEFT_OUT, NotRead, cell_of, value_of
from .columns import (
    ALL_TABLES,
    ENGINE,
    EQUIPMENT,
    PRACTITIONERS,
    REQUESTS,
    SETTING_KEYS,
    SETTINGS,
    TABLES,
    UNITS,
    VISITS,
)
from .fixed_words import not_among
from .followups import leave_out_repeated, without_what_follows
from .headings import SETTING_TITLES, setting_name, title_of
from .informing import hold_bookings, stating
from .ledger import NOT_READ, Record, Sheets
from .places import TableName, in_words, shown
from .records import records_of
from .row_groups import in_order
from .table_area import Row
from .weekly import expand


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
    for table in ALL_TABLES:
        if table.name in tables:
            sheets.records[table.name] = records_of(table, tables[table.name], sheets)
    for table in (UNITS, PRACTITIONERS, EQUIPMENT, REQUESTS):
        leave_out_repeated(table, sheets)
    data = _settings(sheets)
    expand(sheets, data.get("first_date"), data.get("last_date"))
    for table in TABLES:
        if table not in (SETTINGS, VISITS):
            data[table.name] = [stating(table, record.values) for record in sheets.records.get(table.name, ())]
            sheets.records.setdefault(table.name, [])
    if REQUESTS.name in tables:
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
        found = without_what_follows(_of_model(error, sheets), sheets, lacking)
        sheets.problems += found
    if sheets.problems:
        counted = [more_problems(sheets.untold)] if sheets.untold else []
        raise InputError([*in_order(sheets.problems), *counted])
    return request


def _of_model(error: ValidationError, sheets: Sheets) -> list[Problem]:
    """What the model says of the values; the cells that were not read are counted once, here or there."""
    found_there: dict[str, Said | str] = {}

    def place(location: Location) -> Place:
        where, value = sheets.place(location), sheets.value(location)
        if isinstance(value, int | float) and not isinstance(value, bool):
            found_there[str(where)] = CellFaults.A_NUMBER(value=cell_of(value))
        elif isinstance(value, str) and not looks_like_identity_number(value):
            found_there[str(where)] = shown(value)
        return where

    told = in_words(error, place, sheets.problems)
    found = [_with_value(problem, found_there) for problem in told if problem.code != MORE_PROBLEMS]
    again = len(as_input_error(error).problems) - len(found)
    more = sum(problem.count for problem in told if problem.code == MORE_PROBLEMS)
    sheets.untold += max(0, more - max(0, sheets.not_read - again))
    return found


def _with_value(problem: Problem, found_there: Mapping[str, Said | str]) -> Problem:
    """A problem of a number out of bounds, or of a time zone, with what stands there; other texts may be private."""
    said = said_of(problem.params)
    if said is None or said.code not in _REPEATED or problem.place not in found_there:
        return problem
    told = CellFaults.WANTED(wanted=said, found=found_there[problem.place])
    return Problem.of(problem.where or problem.place, told, problem.code)


_BOUNDS = (ValueFaults.AT_LEAST, ValueFaults.AT_MOST, ValueFaults.MORE_THAN, ValueFaults.LESS_THAN)
_REPEATED = (*_BOUNDS, ValueFaults.TIME_ZONE)


def _settings(sheets: Sheets) -> dict[str, Any]:
    """The top fields and the settings of the request, from keys and values."""
    data: dict[str, Any] = {}
    for table in (SETTINGS.name, ENGINE.name):
        for record in sheets.records.get(table, ()):
            _take_setting(data, table, record, sheets)
    _take_aim(data, sheets)
    return data


def _take_setting(data: dict[str, Any], table: str, record: Record, sheets: Sheets) -> None:
    word = record.values.get("key", "")
    key = setting_name(word) if isinstance(word, str) else None
    if key is None:
        if word is not NOT_READ:
            sheets.problem(table, record.row, "key", _no_such_key(word, table, sheets), "unknown_key")
        return
    path, kind = SETTING_KEYS[key]
    if path in sheets.setting_rows:
        place = sheets.cell(*sheets.setting_rows[path])
        sheets.problem(table, record.row, "key", TableFaults.REPEATED_KEY(key=word, place=place))
        return
    sheets.setting_rows[path] = table, record.row
    cell = record.values.get("value")
    value = cell if cell is NOT_READ else value_of(cell, kind)
    if value is LEFT_OUT:
        return
    if key == "aim" and isinstance(value, str):
        value = not_among(tuple(AIMS), value, sheets.language(table)) or value
    if isinstance(value, NotRead):
        sheets.problem(table, record.row, "value", value.said, value.code)
        value = NOT_READ
    inner = data
    for step in path[:-1]:
        inner = inner.setdefault(step, {})
    inner[path[-1]] = sheets.settings[path] = value


def _no_such_key(word: str, table: str, sheets: Sheets) -> Said:
    if not word:
        return TableFaults.KEY_NEEDED()
    if looks_like_identity_number(word):
        return TableFaults.NO_SUCH_KEY()
    titles = {title_of(key, SETTING_TITLES, sheets.language(table)): key for key in SETTING_KEYS}
    near = Nearest([*titles, *SETTING_KEYS]).of(word)
    if not near:
        return TableFaults.NO_SUCH_SETTING(setting=shown(word))
    sheets.meant |= {str(sheets.place(SETTING_KEYS[titles.get(one, one)][0])) for one in near}
    return TableFaults.NO_SUCH_SETTING_NEAR(setting=shown(word), near=near)


def _take_aim(data: dict[str, Any], sheets: Sheets) -> None:
    """Put the weights of an aim in its place; those that stand in the table themselves are kept."""
    settings = data.get("settings", {})
    aim = settings.pop("aim", NOT_READ)
    if aim is not NOT_READ:
        settings["weights"] = with_aim(settings.get("weights", {}), aim, over=False)


def _attach_visits(sheets: Sheets) -> None:
    """Give each request its visits, in the order of ``sequence`` where it stands, else of the rows."""
    requests = sheets.records["requests"]
    grouped: dict[str, list[Record]] = {}
    for record in requests:
        grouped.setdefault(str(record.values.get("id")), [])
    nearest = Nearest([one for one in grouped if is_id(one)])
    all_known = all(isinstance(record.values.get("id"), str) for record in requests)
    for record in sheets.records.get(VISITS.name, ()):
        owner = record.values.get("request")
        if isinstance(owner, str):
            if owner in grouped:
                grouped[owner].append(record)
            elif all_known:
                said = _no_request(owner, nearest.of(owner))
                sheets.problem(VISITS.name, record.row, "request", said, "unknown_id")
                sheets.lost[str(record.values.get("id"))] = owner
        elif owner is None and (VISITS.name, "request") not in sheets.missing:
            sheets.problem(VISITS.name, record.row, "request", TableFaults.REQUIRED(), "missing")
    for record in requests:
        visits = _in_sequence(grouped.pop(str(record.values.get("id")), []), sheets)
        sheets.visit_rows.append([visit.row for visit in visits])
        if not visits and record.values.get("id") is NOT_READ:
            sheets.meant.add(str(sheets.cell(REQUESTS.name, record.row)))
        elif not visits and VISITS.name in sheets.records:
            sheets.problem(REQUESTS.name, record.row, None, TableFaults.NO_VISITS(), "too_short")
        record.values["visits"] = [
            {name: value for name, value in visit.values.items() if name not in ("request", "sequence")}
            for visit in visits
        ]


def _no_request(owner: str, near: Sequence[str]) -> Said:
    return no_such(REQUESTS.name, owner, near) if is_id(owner) else TableFaults.NO_SUCH_REQUEST()


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
