"""The rows of a table -> its entries, each value by its column, with what is needed to say where each stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dagplan.models.errors import MOST_TOLD, Location, Place, Problem
from dagplan.models.fields import is_id
from dagplan.models.privacy import looks_like_identity_number
from dagplan.words import Said
from dagplan.words.messages.file_faults import FileFaults
from dagplan.words.messages.table_faults import TableFaults

from .blanks import is_blank, one_line, plain
from .cell_values import LEFT_OUT, NotRead, value_of
from .columns import LISTS, SETTING_KEYS, SETTINGS, VISITS, Table
from .headings import COLUMN_TITLES, column_name
from .places import TableName, shown
from .table_area import Row
from .typed_cells import Kind, text_of

NOT_READ = object()
"""Stands for a cell that is a problem already: no model takes it, so that the entry is known to be broken."""


@dataclass
class Record:
    """One row: its number in the file, its values by column, blank cells left out."""

    row: int
    values: dict[str, Any]


@dataclass
class Sheets:
    """All tables of one input, with what is needed to say where each value stands."""

    names: Mapping[str, TableName]
    """What each table's file or sheet is called in problems."""
    headings: dict[tuple[str, str], str] = field(default_factory=dict)
    """By table and column: the heading as it stands in the file, where it is not the contract's."""
    missing: dict[tuple[str, str], int] = field(default_factory=dict)
    """By table and column that is needed and has no heading: the row of the headings."""
    records: dict[str, list[Record]] = field(default_factory=dict)
    setting_rows: dict[tuple[str, ...], int] = field(default_factory=dict)
    visit_rows: list[list[int]] = field(default_factory=list)
    """The rows of each request's visits, in sequence."""
    problems: list[Problem] = field(default_factory=list)
    untold: int = 0
    """How many more problems there are: a million of them need not be held."""
    not_read: int = 0
    """How many cells are problems already, so that the model's own complaint of them is none."""

    def problem(self, table: str, row: int | None, column: str | None, said: Said, code: str | None = None) -> None:
        """Note a problem with its place; of those that will not be told only the count."""
        if len(self.problems) < MOST_TOLD:
            self.problems.append(Problem.of(self.cell(table, row, column), said, code))
        else:
            self.untold += 1

    def cell(self, table: str, row: int | None, column: str | None = None) -> Place:
        """A place in words: ``visits.csv: row 3, column duration``."""
        if column:
            row = self.missing.get((table, column), row)
        return self.names[table].at(row, self.heading(table, column) if column else None)

    def heading(self, table: str, column: str) -> str:
        """What a column is called in the file."""
        return shown(self.headings.get((table, column), column))

    def place(self, location: Location) -> Place:
        """Where a value of the request stands."""
        path = tuple(str(step) for step in location if isinstance(step, str))
        indices = [step for step in location if isinstance(step, int)]
        table = path[0] if path else ""
        if table not in self.records or table == SETTINGS.name:
            return self._setting_place(path)
        if not indices:
            return self.names[table].at()
        column = path[1] if len(path) > 1 else None
        if column == VISITS.name and table == "requests" and len(indices) > 1:
            row = self.visit_rows[indices[0]][indices[1]]
            return self.cell(VISITS.name, row, path[2] if len(path) > 2 else None)
        row = self.records[table][indices[0]].row
        return self.cell(table, row, None if column == VISITS.name else column)

    def _setting_place(self, path: tuple[str, ...]) -> Place:
        key = next((key for key, (where, _kind) in SETTING_KEYS.items() if where == path), None)
        row = self.setting_rows.get(path)
        if row:
            return self.cell(SETTINGS.name, row, "value")
        name = self.names[SETTINGS.name]
        return name.key(key) if key else name.at()


def records_of(table: Table, rows: Sequence[Row], sheets: Sheets) -> list[Record]:
    """The entries below the headings, which are the first row."""
    columns = _header(table, rows[0], sheets)
    read = {position: column for position, column in columns.items() if column}
    known = {problem.place for problem in sheets.problems}
    unheaded: dict[int, list[int]] = {}
    records = []
    for number, cells in rows[1:]:
        if _is_note(table, read, cells):
            if str(sheets.cell(table.name, number)) not in known:
                _tell_note(table, number, sheets)
            continue
        values: dict[str, Any] = {column: [] for column in read.values() if table.read[column] in LISTS}
        for position, cell in enumerate(cells):
            if is_blank(cell):
                continue
            column = columns.get(position)
            value = _value(cell, table.read[column] if column else "text")
            if position not in columns:
                unheaded.setdefault(position, []).append(number)
            if isinstance(value, NotRead) and (column or value is _IDENTITY):
                sheets.problem(table.name, number, column, value.said, value.code)
            if column and isinstance(value, NotRead):
                sheets.not_read += column in table.columns
                values[column] = NOT_READ
            elif column and value is not LEFT_OUT:
                values[column] = value
        records.append(Record(number, values))
    _tell_unheaded(table, unheaded, sheets)
    return records


_IDENTITY = NotRead(FileFaults.IDENTITY_NUMBER(), "identity_number")


def _value(cell: object, kind: Kind) -> object:
    """What a cell says, unless it looks like somebody's identity number; a count may look like one."""
    value = value_of(cell, kind)
    text = cell if isinstance(cell, str) else text_of(cell, "text")
    if (
        text
        and looks_like_identity_number(text)
        and not (kind in ("whole", "number") and isinstance(value, int | float))
    ):
        return _IDENTITY
    return value


def _is_note(table: Table, columns: Mapping[int, str], cells: Sequence[object]) -> bool:
    """Whether a row says so little that it is a remark: one cell where two more are needed, or no id where one is."""
    filled = [position for position, cell in enumerate(cells) if not is_blank(cell)]
    if len(filled) != 1:
        return False
    column, cell = columns.get(filled[0]), cells[filled[0]]
    lacking = table.filled - {column}
    no_id = column is not None and table.read[column] == "id" and not is_id(plain(str(cell)))
    return len(lacking) > 1 or (no_id and len(lacking) == 1)


def _tell_note(table: Table, row: int, sheets: Sheets) -> None:
    needed = [sheets.heading(table.name, column) for column in table.needed]
    sheets.problem(table.name, row, None, TableFaults.NOTE_IN_TABLE(needed=needed))


def _tell_unheaded(table: Table, unheaded: Mapping[int, list[int]], sheets: Sheets) -> None:
    """One problem for each column without a heading, however long it is."""
    for position, rows in unheaded.items():
        at, below = position + 1, len(rows) - 1
        said = (
            TableFaults.NO_HEADING_NOR_BELOW(position=at, n=below) if below else TableFaults.NO_HEADING(position=at)
        )
        sheets.problem(table.name, rows[0], None, said, "no_heading")


def _header(table: Table, row: Row, sheets: Sheets) -> dict[int, str | None]:
    """The column at each position; None where the heading is not known or stands twice."""
    number, cells = row
    columns: dict[int, str | None] = {}
    for position, cell in enumerate(cells):
        if is_blank(cell):
            continue
        heading = one_line(text_of(cell, "text") or str(TableFaults.A_DATE()))
        name = column_name(heading, table.read)
        columns[position] = None
        if name is None:
            said = TableFaults.UNKNOWN_COLUMN(columns=list(table.columns))
            sheets.problem(table.name, number, heading, said)
        elif name in columns.values():
            as_another = heading != sheets.headings.get((table.name, name), heading)
            said = TableFaults.REPEATED_COLUMN()
            if as_another:
                said = TableFaults.REPEATED_COLUMN_AS(heading=shown(heading))
            sheets.problem(table.name, number, name, said, "repeated_column")
        else:
            columns[position] = name
            if heading != name:
                sheets.headings[table.name, name] = heading
    _tell_missing(table, number, set(columns.values()), sheets)
    return columns


def _tell_missing(table: Table, row: int, given: set[str | None], sheets: Sheets) -> None:
    """One problem for a column that is needed and isn't there, instead of one in each row."""
    swedish = any(
        heading == COLUMN_TITLES[column][0] != COLUMN_TITLES[column][1]
        for (owner, column), heading in sheets.headings.items()
        if owner == table.name
    )
    for column in table.needed:
        if column not in given:
            if swedish:
                sheets.headings[table.name, column] = COLUMN_TITLES[column][0]
            sheets.missing[table.name, column] = row
            sheets.problem(table.name, row, column, TableFaults.MISSING_COLUMN())
