"""A folder of CSV files, one a table, with the contract's names (docs/csv.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from dagplan.models.errors import InputError, Problem
from dagplan.models.plan import Plan
from dagplan.models.request import PlanRequest
from dagplan.words.messages.table_faults import TableFaults

from .atomic import write_folder
from .cell_values import cell_of
from .columns import ALL_TABLES, BOOKINGS, PLAN_BOOKINGS, SETTINGS
from .csv_text import escaped, rows_of, to_bytes
from .headings import is_free_title, table_name
from .kinds import PLAN_CSV, REQUEST_CSV
from .places import TableName, shown_path
from .plan_table import no_request_for_a_plan, plan_from_rows
from .reading import Reading
from .rows import TableRows, plan_tables, request_tables
from .sources import Readable, Source, source_of
from .stated_cost import BOOKINGS_MARK, stated_cost
from .table_area import Row
from .tabular import request_from

ENDING = ".csv"


def read_request(folder: Readable) -> PlanRequest:
    """Read a request from a folder of CSV files.

    Raises
    ------
    InputError
        With every problem; places are ``folder/file: row 3, column id``, the header being row 1.
    """
    source = source_of(folder)
    held = source.files()
    problems: list[Problem] = []
    files = _files(source, held, problems)
    names = {table.name: _place(source, f"{table.name}{ENDING}") for table in ALL_TABLES}
    data: dict[str, bytes] = {}
    for table in ALL_TABLES:
        if table.name in files:
            file = files[table.name]
            names[table.name] = _place(source, file)
            try:
                data[table.name] = held[file]()
            except InputError as error:
                problems += error.told
        elif table.required:
            problems.append(Problem.of(names[table.name], TableFaults.MISSING_FILE()))
    tables: dict[str, Sequence[Row]] = {}
    for table in ALL_TABLES:
        if table.name in data:
            try:
                tables[table.name] = rows_of(data[table.name], names[table.name], table, data.values())
            except InputError as error:
                problems += error.problems
    return request_from(tables, {table: TableName(name) for table, name in names.items()}, problems)


def plan_reading(folder: Readable, request: PlanRequest) -> Reading[Plan]:
    """Read a plan from the bookings in a folder of CSV files; all else is derived from them."""
    source = source_of(folder)
    held = source.files()
    named = [name for name in held if Path(name).suffix.lower() == ENDING]
    tables = {table_name(Path(name).stem): name for name in reversed(named)}
    with no_request_for_a_plan(tables, shown_path(source.name)):
        file = tables.get(BOOKINGS.name)
        if file is None:
            goal = _place(source, f"{BOOKINGS.name}{ENDING}")
            raise InputError([Problem.of(goal, TableFaults.MISSING_FILE())])
        place = _place(source, file)
        plan = plan_from_rows(rows_of(held[file](), place, PLAN_BOOKINGS), TableName(place), request)
    beside = {name.lower(): name for name in named}
    said: dict[object, object] = {}
    for table in ("objective", "run"):
        if name := beside.get(f"{table}{ENDING}"):
            said |= _pairs(held[name], _place(source, name))
    return Reading(plan, cost=stated_cost(plan, said.get("cost"), said.get(BOOKINGS_MARK)))


def read_plan(folder: Readable, request: PlanRequest) -> Plan:
    """Read a plan from the bookings in a folder of CSV files; all else is derived from them."""
    return plan_reading(folder, request).value


def _pairs(read: Callable[[], bytes], place: str) -> dict[object, object]:
    """The keys and values of a table that nothing but the cost is read from; one that can't be read says nothing."""
    try:
        rows = rows_of(read(), place, SETTINGS)
    except InputError:
        return {}
    return {cells[0]: cells[1] for _number, cells in rows if len(cells) > 1}


def request_files(request: PlanRequest) -> dict[str, bytes]:
    """A request as CSV files by name."""
    return _files_of(request_tables(request))


def plan_files(plan: Plan, request: PlanRequest | None = None) -> dict[str, bytes]:
    """A plan as CSV files by name; with its request the bookings say which of them are locked."""
    return _files_of(plan_tables(plan, request))


def write_request(request: PlanRequest, folder: str | Path) -> None:
    """Write a request as a folder of CSV files, whole or not at all."""
    write_folder(folder, request_files(request), REQUEST_CSV)


def write_plan(plan: Plan, folder: str | Path) -> None:
    """Write a plan as a folder of CSV files, whole or not at all."""
    write_folder(folder, plan_files(plan), PLAN_CSV)


def _files(source: Source, held: Iterable[str], problems: list[Problem]) -> dict[str, str]:
    """The CSV files of the folder by table; hidden files and other endings are not looked at."""
    known = {table.name for table in ALL_TABLES}
    found: dict[str, str] = {}
    for name in held:
        table = table_name(Path(name).stem)
        if Path(name).suffix.lower() != ENDING or name.startswith((".", "~")):
            continue
        if table is None and is_free_title(Path(name).stem):
            continue
        if table is None:
            said = TableFaults.UNKNOWN_FILE(tables=sorted(known))
            problems.append(Problem.of(_place(source, name), said, "unknown_table"))
        elif table in found:
            said = TableFaults.REPEATED_TABLE(other=found[table])
            problems.append(Problem.of(_place(source, name), said))
        else:
            found[table] = name
    return found


def _place(source: Source, name: str) -> str:
    """A file of the folder, in problems."""
    return shown_path(Path(source.name) / name)


def _files_of(tables: Mapping[str, TableRows]) -> dict[str, bytes]:
    return {
        f"{name}{ENDING}": to_bytes(header, ([_cell(value) for value in row] for row in rows))
        for name, (header, rows) in tables.items()
    }


def _cell(value: object) -> str:
    text = cell_of(value)
    return escaped(text) if isinstance(value, str | list) else text
