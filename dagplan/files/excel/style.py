"""How our workbooks look, and the one way in which a text gets into a cell."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from dagplan.files.csv_text import escaped

INK, FAINT, LINE = "1B2A3A", "6B7A8A", "C9D3DD"
NEEDED, OPTIONAL, BAND = "1F4E79", "DCE6F1", "F5F8FB"
FONT = "Calibri"

DATE, CLOCK, MOMENT = "yyyy-mm-dd", "hh:mm", "yyyy-mm-dd hh:mm"

HAIR = Side(style="thin", color=LINE)
TEXT = Font(name=FONT, size=11, color=INK)
BOLD = Font(name=FONT, size=11, bold=True, color=INK)
TITLE = Font(name=FONT, size=16, bold=True, color=INK)
SMALL = Font(name=FONT, size=9, color=FAINT)
WRAPPED = Alignment(horizontal="left", vertical="top", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="top")
UNDERLINED = Border(bottom=HAIR)


def fill(colour: str) -> PatternFill:
    """A cell's background."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def put(sheet: Worksheet, row: int, column: int, value: Any, font: Font | None = TEXT) -> Cell:
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
    if font is not None:
        cell.font = font
    return cell


def heading(sheet: Worksheet, row: int, column: int, title: str, *, needed: bool = True) -> Cell:
    """The heading of a column."""
    cell = put(sheet, row, column, title, Font(name=FONT, size=11, bold=True, color="FFFFFF" if needed else INK))
    cell.fill = fill(NEEDED if needed else OPTIONAL)
    cell.alignment = Alignment(vertical="center")
    cell.border = Border(bottom=HAIR, right=HAIR)
    return cell


def table(
    sheet: Worksheet, titles: Sequence[str], rows: Iterable[Sequence[Any]], formats: Sequence[str | None] = ()
) -> int:
    """A list with headings in row 1; gives the last row. ``formats`` are the number formats of the columns."""
    for column, title in enumerate(titles, 1):
        heading(sheet, 1, column, title)
    last = 1
    for last, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            if value is None or value == "":
                continue
            cell = put(sheet, last, column, value)
            cell.border = UNDERLINED
            cell.alignment = WRAPPED if isinstance(value, str) and len(value) > 30 else LEFT
            if column <= len(formats) and formats[column - 1]:
                cell.number_format = formats[column - 1] or ""
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(titles))}{max(last, 2)}"
    fit_widths(sheet, len(titles), most=60)
    print_on_a4(sheet)
    return last


def fit_widths(sheet: Worksheet, columns: int, *, least: float = 9, most: float = 40, rows: int = 300) -> None:
    """Columns as wide as what stands in their first rows."""
    for number in range(1, columns + 1):
        widest = 0
        for (cell,) in sheet.iter_rows(1, min(sheet.max_row, rows), number, number):
            value = cell.value
            length = 16 if hasattr(value, "hour") and hasattr(value, "year") else len(str(value or ""))
            widest = max(widest, length + (3 if cell.row == 1 else 1))
        sheet.column_dimensions[get_column_letter(number)].width = min(max(widest, least), most)


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
