"""The rows of a table -> its entries, each value by its column, with what is needed to say where each stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from dagplan.models.fields import is_id
from dagplan.models.nearest import Nearest
from dagplan.models.privacy import looks_like_identity_number
from dagplan.words.messages.file_faults import FileFaults
from dagplan.words.messages.table_faults import CellFaults, TableFaults

from .blanks import is_blank, one_line, plain
from .cell_values import LEFT_OUT, NotRead, value_of
from .columns import CHOICES, EQUIPMENT, LISTS, PRACTITIONERS, UNITS, Table
from .fixed_words import not_among
from .headings import COLUMN_TITLES, column_name, is_free
from .ledger import NOT_READ, Record, Sheets
from .places import shown
from .table_area import Row
from .typed_cells import COUNTS, Kind, text_of


def records_of(table: Table, rows: Sequence[Row], sheets: Sheets) -> list[Record]:
    """The entries below the headings, which are the first row."""
    columns, free = _header(table, rows[0], sheets)
    language = sheets.language(table.name)
    choices = {column: words for column, words in CHOICES.items() if table.read.get(column) == "code"}
    read = {position: column for position, column in columns.items() if column}
    known = {problem.place for problem in sheets.problems}
    unheaded: dict[int, list[int]] = {}
    records = []
    for number, cells in rows[1:]:
        filled = [at for at, cell in enumerate(cells) if at not in free and not is_blank(cell)]
        if _is_note(table, read, cells, filled):
            if str(sheets.cell(table.name, number)) not in known:
                _tell_note(table, number, sheets)
            continue
        values: dict[str, Any] = {column: [] for column in read.values() if table.read[column] in LISTS}
        for position, cell in enumerate(cells):
            if is_blank(cell):
                continue
            column = columns.get(position)
            value = _value(cell, table.read[column] if column else "text")
            if column and isinstance(value, str) and table.read[column] == "id":
                value = _odd_id(table, column, value) or value
            if column and column in choices and isinstance(value, str):
                value = not_among(choices[column], value, language) or value
            if position not in columns:
                unheaded.setdefault(position, []).append(number)
            if isinstance(value, NotRead) and (column or value is _IDENTITY):
                sheets.problem(table.name, number, column, value.said, value.code)
            if column and isinstance(value, NotRead):
                sheets.not_read += column in table.columns
                values[column] = NOT_READ
            elif column and value is not LEFT_OUT:
                values[column] = value
        if filled:
            records.append(Record(number, values))
    _tell_unheaded(table, unheaded, sheets)
    return records


_LONGEST_SHOWN = 30
_IDENTITY = NotRead(FileFaults.IDENTITY_NUMBER(), "identity_number")


def _value(cell: object, kind: Kind) -> object:
    """What a cell says, unless it looks like somebody's identity number; a count may look like one."""
    value = value_of(cell, kind)
    text = cell if isinstance(cell, str) else text_of(cell, "text")
    if text and looks_like_identity_number(text) and not (kind in COUNTS and isinstance(value, int | float)):
        return _IDENTITY
    return value


def _odd_id(table: Table, column: str, word: str) -> NotRead | None:
    """What is said of a word that is no id, and may be repeated: not where it may be a patient's name."""
    if is_id(word) or column == "patient" or len(word) > _LONGEST_SHOWN or looks_like_identity_number(word):
        return None
    of_us = column in ("practitioner", "unit", "preferred") or table in (UNITS, PRACTITIONERS, EQUIPMENT)
    if not of_us and not any(map(str.isdigit, word)):
        return None
    return NotRead(CellFaults.WANTED(wanted=CellFaults.ID(), found=shown(word)), "string_pattern_mismatch")


def _is_note(table: Table, columns: Mapping[int, str], cells: Sequence[object], filled: Sequence[int]) -> bool:
    """Whether a row says so little that it is a remark: one cell where two more are needed, or no id where one is."""
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


def _header(table: Table, row: Row, sheets: Sheets) -> tuple[dict[int, str | None], set[int]]:
    """The column at each position, None where it is none of the table's; and the positions that are the sender's own.

    A heading in brackets is a column of their own.
    """
    number, cells = row
    columns: dict[int, str | None] = {}
    unknown: list[str] = []
    free: set[int] = set()
    for position, cell in enumerate(cells):
        if is_blank(cell):
            continue
        heading = one_line(text_of(cell, "text") or str(TableFaults.A_DATE()))
        name = column_name(heading, table.read)
        columns[position] = None
        if is_free(heading):
            free.add(position)
        elif name is None:
            unknown.append(heading)
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
    meant = _tell_unknown(table, number, unknown, set(columns.values()), sheets)
    _tell_missing(table, number, {*columns.values(), *meant}, sheets, meant)
    return columns, free


def _tell_unknown(
    table: Table, row: int, headings: Sequence[str], given: Collection[str | None], sheets: Sheets
) -> set[str]:
    """One problem for each heading that is not known; the columns that may be meant by them."""
    titles = {sheets.title(table.name, name): name for name in table.columns}
    nearest = Nearest([title for title, name in titles.items() if name not in given])
    meant: set[str] = set()
    for heading in headings:
        near = () if looks_like_identity_number(heading) else nearest.of(heading)
        own = f"[{shown(heading)}]"
        if near:
            said = TableFaults.UNKNOWN_COLUMN_NEAR(near=near, own=own)
        else:
            said = TableFaults.UNKNOWN_COLUMN(columns=list(titles), own=own)
        sheets.problem(table.name, row, heading, said, "unknown_column")
        meant |= {titles[title] for title in near}
    return meant


def _tell_missing(
    table: Table, row: int, given: Collection[str | None], sheets: Sheets, meant: Collection[str]
) -> None:
    """One problem for a column that is needed and isn't there, instead of one in each row; none if it is mistyped."""
    swedish = sheets.language(table.name) == "sv"
    for column in table.needed:
        if column not in given or column in meant:
            if swedish:
                sheets.headings[table.name, column] = COLUMN_TITLES[column][0]
            sheets.missing[table.name, column] = row
        if column in meant:
            sheets.meant.add(str(sheets.cell(table.name, row, column)))
        if column not in given:
            sheets.problem(table.name, row, column, TableFaults.MISSING_COLUMN())
