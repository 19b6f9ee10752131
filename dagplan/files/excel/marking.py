"""A workbook written back with its problems: red cells with a note, and a sheet that lists them all.

The copy repeats no identity number: whatever looks like one is taken out of it, wherever it stands.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dagplan.files.columns import TABLES
from dagplan.files.headings import column_name, normalised, table_name
from dagplan.files.places import HIDDEN, reading, shown, shown_path
from dagplan.models.dates_in_words import Language
from dagplan.models.errors import InputError, Problem
from dagplan.models.privacy import looks_like_identity_number

from . import guard
from .notes import note
from .style import put, table, to_bytes

MAX_BYTES = 32 * 2**20
"""Of the sheets to mark: a workbook that is changed is held in memory whole, at about fifty times its size."""
_RED = PatternFill("solid", start_color="F8B4B4", end_color="F8B4B4")

_PLACE = re.compile(r"(?:, row (?P<row>\d+))?(?:, column (?P<column>.+))?", re.DOTALL)


def marked_bytes(path: str | Path, problems: Iterable[Problem], language: Language = "sv") -> bytes:
    """The workbook at ``path`` with its problems marked.

    Pictures and charts do not come along; values, formulas, formats and notes do.

    Raises
    ------
    InputError
        If the workbook can't be read at all, or is too large to be marked.
    """
    name, found = shown_path(path), list(problems)
    safe = guard.load(path)
    if sum(map(len, safe.sheets.values())) > MAX_BYTES:
        raise InputError([Problem(name, "is too large to be written back with marks", "too_large")])
    with reading(path):
        data = Path(path).read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl does not keep
        workbook = _loaded(data, name)
    for sheet in workbook.worksheets:
        place = f"{name}: sheet {shown(sheet.title)}"
        for problem in found:
            if problem.place.startswith(place) and (match := _PLACE.fullmatch(problem.place[len(place) :])):
                _mark(sheet, match["row"], match["column"], problem.message)
        _take_out_identity_numbers(sheet)
    _list(workbook, found, language)
    return to_bytes(workbook)


def _loaded(data: bytes, name: str) -> Workbook:
    try:
        return load_workbook(io.BytesIO(data))
    except Exception as error:
        message = "can't be written back with marks: its inside is broken; save it anew in Excel"
        raise InputError([Problem(name, message, "not_a_workbook")]) from error


def _mark(sheet: Worksheet, row: str | None, column: str | None, message: str) -> None:
    """Make a cell red and note the message on it; the row's first cell where there is no column."""
    header = next((number for number, cells in enumerate(sheet.iter_rows(values_only=True), 1) if any(cells)), 1)
    cell = sheet.cell(int(row) if row else header, _position(sheet, header, column))
    if not isinstance(cell, Cell):  # a merged cell is marked in its first corner
        owner = next(one for one in sheet.merged_cells.ranges if cell.coordinate in one)
        cell = sheet.cell(owner.min_row, owner.min_col)
    assert isinstance(cell, Cell)
    cell.fill = _RED
    before = f"{cell.comment.text}\n" if cell.comment and cell.comment.author == "dagplan: problem" else ""
    cell.comment = Comment(before + message, "dagplan: problem", height=120, width=320)


def _position(sheet: Worksheet, header: int, column: str | None) -> int:
    if column is None:
        return 1
    columns = next((one.columns for one in TABLES if one.name == table_name(sheet.title)), {})
    wanted = (normalised(column), column_name(column, columns))
    for cell in sheet[header]:
        heading = str(cell.value or "")
        if heading and (normalised(heading) == wanted[0] or column_name(heading, columns) == wanted[1]):
            return int(cell.column or 1)
    return 1


def _take_out_identity_numbers(sheet: Worksheet) -> None:
    if looks_like_identity_number(sheet.title):
        sheet.title = HIDDEN.strip("()")
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell, Cell):
                if cell.comment and looks_like_identity_number(cell.comment.text):
                    cell.comment = None
                if isinstance(cell.value, str | int | float) and looks_like_identity_number(_text(cell.value)):
                    put(sheet, cell.row, cell.column, HIDDEN, None)
                    cell.fill = _RED


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.0f}"


def _list(workbook: Workbook, problems: Iterable[Problem], language: Language) -> None:
    """The sheet of problems, first in the workbook; reading passes it by."""
    for title in ("Problem", "Problems"):
        if title in workbook.sheetnames:
            workbook.remove(workbook[title])
    sheet = workbook.create_sheet(note(("Problem", "Problems"), language), 0)
    titles = (note(("Plats", "Place"), language), note(("Vad som är fel", "What is wrong"), language))
    table(sheet, titles, [(problem.place.split(": ", 1)[-1], problem.message) for problem in problems])
    workbook.active = 0
    for other in workbook.worksheets[1:]:
        other.sheet_view.tabSelected = False
