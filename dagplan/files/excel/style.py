"""What our workbooks are made of: cells, headings, lists, pages; and the one way in which a text gets into a cell."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from textwrap import wrap
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from dagplan.files.csv_text import escaped

from .looks import ENTRY, INK, MOMENT, ORDINARY, PLAIN, Look, dress

_LINE_POINTS = 15
_LETTERS_A_DIGIT = 1.1
"""Widths are told in digits; letters of a sentence take a little less."""
_HIGHEST_POINTS = 409
"""No row may be higher."""
NEEDED, OPTIONAL, BAND = "1F4E79", "DCE6F1", "F5F8FB"

_HEADING = Look(bold=True, ink="FFFFFF", paper=NEEDED, edges="heading", down="center")
_LIGHT_HEADING = replace(_HEADING, ink=INK, paper=OPTIONAL)


def put(sheet: Worksheet, row: int, column: int, value: Any, look: Look | None = PLAIN) -> Cell:
    """Write a value; a text stays a text, whatever it begins with.

    Characters that no workbook can hold become the replacement character.
    """
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell), "a merged cell has its value in its first corner"
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("�", escaped(value))
        cell.data_type = "s"
    else:
        cell.value = value
    if look is not None:
        dress(cell, look)
    return cell


def heading(
    sheet: Worksheet, row: int, column: int, title: str, *, needed: bool = True, centred: bool = False
) -> Cell:
    """The heading of a column."""
    look = _HEADING if needed else _LIGHT_HEADING
    return put(sheet, row, column, title, replace(look, across="center", wrap=True) if centred else look)


def table(
    sheet: Worksheet, titles: Sequence[str], rows: Iterable[Sequence[Any]], formats: Sequence[str | None] = ()
) -> None:
    """A list with headings in row 1. ``formats`` are the number formats of the columns."""
    for column, title in enumerate(titles, 1):
        heading(sheet, 1, column, title)
    looks = [replace(ENTRY, form=form or ORDINARY) for form in formats] or [ENTRY] * len(titles)
    wrapped = replace(ENTRY, wrap=True)
    last = 1
    for last, row in enumerate(rows, 2):
        for column, (value, look) in enumerate(zip(row, looks, strict=True), 1):
            long = isinstance(value, str) and len(value) > 30
            put(sheet, last, column, None if value == "" else value, wrapped if long else look)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(titles))}{max(last, 2)}"
    fit_widths(sheet, len(titles), most=60)
    fit_heights(sheet)
    print_on_a4(sheet)


def join(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
    """Merge cells, each with the look it has; one cell alone stays as it is."""
    if (top, left) != (bottom, right):
        sheet.merged_cells.add(f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}")


def fit_widths(
    sheet: Worksheet, columns: int, *, least: float = 9, most: float = 40, rows: int = 300, top: int = 1
) -> None:
    """Columns as wide as what stands in their first rows from the headings on; what is merged has room as it is."""
    merged = {one.coord.partition(":")[0] for one in sheet.merged_cells.ranges}
    for number in range(1, columns + 1):
        widest = 0
        for (cell,) in sheet.iter_rows(top, min(sheet.max_row, rows), number, number):
            value = None if cell.coordinate in merged else cell.value
            if hasattr(value, "hour") and hasattr(value, "year"):
                length = len(cell.number_format.partition("]")[2] or MOMENT)
            else:
                length = max(map(len, str(value or "").splitlines()), default=0)
            widest = max(widest, length + (3 if cell.row == top else 1))
        sheet.column_dimensions[get_column_letter(number)].width = min(max(widest, least), most)


def fit_heights(sheet: Worksheet) -> None:
    """Rows as high as the broken lines in them: not every program finds that by itself."""
    for number, row in enumerate(sheet.iter_rows(2), 2):
        lines = 1
        for column, cell in enumerate(row, 1):
            if cell.value and cell.alignment.wrap_text:
                width = int(_LETTERS_A_DIGIT * sheet.column_dimensions[get_column_letter(column)].width)
                lines = max(lines, sum(max(1, len(wrap(line, width))) for line in str(cell.value).splitlines()))
        if lines > 1:
            sheet.row_dimensions[number].height = min(lines * _LINE_POINTS, _HIGHEST_POINTS)


def print_on_a4(sheet: Worksheet, header_rows: str = "1:1") -> None:
    """Landscape A4, as wide as one page, with the headings on each page and its number below."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = header_rows
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    footer = sheet.oddFooter
    for part, text in ((footer.left, "&A"), (footer.right, "&P / &N")) if footer else ():
        if part is not None:
            part.text = text


def to_bytes(workbook: Workbook) -> bytes:
    """The workbook as a file, without its author's name."""
    workbook.properties.creator = "dagplan"
    goal = io.BytesIO()
    workbook.save(goal)
    return goal.getvalue()
