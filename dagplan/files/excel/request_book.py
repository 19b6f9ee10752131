"""A request as a workbook to read and fill in: a sheet a table, with notes and drop-down lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, get_args

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dagplan.files.cell_values import cell_of
from dagplan.files.columns import ALL_TABLES, AVAILABILITY, ENGINE, ENGINE_KEYS, SETTING_KEYS, SETTINGS, Table
from dagplan.files.headings import CODE_TITLES, COLUMN_TITLES, SETTING_TITLES, TABLE_TITLES, title_of
from dagplan.files.rows import request_tables
from dagplan.files.typed_cells import Kind
from dagplan.models.dates_in_words import Language
from dagplan.models.request import PlanRequest
from dagplan.words.messages.template_words import TemplateWords

from .choices import add_choices
from .looks import BOLD, CLOCK, DATE, ENTRY, MOMENT, ORDINARY, PLAIN, TITLE, StyledWorkbook
from .notes import COLUMN_NOTES, READ_ME, SHEET_NOTES, note
from .style import BAND, fit_widths, heading, print_on_a4, put, to_bytes

_FORMATS: Mapping[str, str] = {
    "date": DATE,
    **dict.fromkeys(("clock", "last_clock"), CLOCK),
    "moment": MOMENT,
    **dict.fromkeys(("id", "ids", "text", "texts", "code", "dates", "weekdays", "spans"), "@"),
}
_LOOKS = {kind: replace(ENTRY, form=_FORMATS.get(kind, ORDINARY)) for kind in get_args(Kind)}
_TYPED: Mapping[str, Callable[[str], Any]] = {
    "date": date.fromisoformat,
    **dict.fromkeys(("clock", "last_clock"), time.fromisoformat),
    "moment": datetime.fromisoformat,
    **dict.fromkeys(("from", "until"), lambda moment: f"{datetime.fromisoformat(moment):%Y-%m-%d %H:%M}"),
}
"""Ends of absences stand as texts in cells without a format: a cell that shows clock times would show one of a date
that is typed over it, too, and so make of the last whole date its first minute."""


def request_bytes(
    request: PlanRequest,
    language: Language = "sv",
    *,
    aim: str | None = None,
    weekly: Mapping[str, Sequence[Sequence[Any]]] | None = None,
) -> bytes:
    """A request as a workbook.

    Parameters
    ----------
    request, language
        What is written, and the language of titles, headings, notes and words.
    aim
        Stands in the settings, to be chosen anew: the weights are those of this aim.
    weekly
        Rows of the sheets of weekly hours and of exceptions; the request's own windows follow from them.

    Raises
    ------
    InputError
        If a text can't stand in a cell without loss.
    """
    rows: dict[str, Sequence[Sequence[Any]]] = {name: of for name, (_header, of) in request_tables(request).items()}
    settings = [*rows[SETTINGS.name], *([("aim", aim)] if aim is not None else [])]
    rows[SETTINGS.name] = [row for row in settings if row[0] not in ENGINE_KEYS]
    rows[ENGINE.name] = [row for row in settings if row[0] in ENGINE_KEYS]
    if weekly is not None:
        rows |= {AVAILABILITY.name: (), **weekly}
    workbook = StyledWorkbook()
    workbook.remove(workbook.worksheets[0])
    _read_me(workbook.create_sheet(TemplateWords.READ_ME().told(language)), language)
    for table in ALL_TABLES:
        sheet = workbook.create_sheet(title_of(table.name, TABLE_TITLES, language))
        _write(sheet, table, rows.get(table.name, ()), language)
    add_choices(workbook, request, language)
    workbook.active = 0
    return to_bytes(workbook)


def _write(sheet: Worksheet, table: Table, rows: Sequence[Sequence[Any]], language: Language) -> None:
    kinds = list(table.columns.values())
    for position, (column, kind) in enumerate(table.columns.items(), 1):
        name = f"{table.name}.{column}"
        cell = heading(sheet, 1, position, title_of(column, COLUMN_TITLES, language), needed=column in table.needed)
        cell.comment = _comment(note(COLUMN_NOTES[name], language))
        sheet.column_dimensions[get_column_letter(position)].number_format = _FORMATS.get(kind, ORDINARY)
    for number, row in enumerate(rows, 2):
        typed: Sequence[Kind] = [kinds[0], SETTING_KEYS[row[0]][1]] if table in (SETTINGS, ENGINE) else kinds
        for position, (value, kind) in enumerate(zip(row, typed, strict=True), 1):
            if table in (SETTINGS, ENGINE) and position == 1:
                put(sheet, number, 1, title_of(value, SETTING_TITLES, language), ENTRY)
            elif value not in (None, []):
                put(sheet, number, position, _typed(value, kind, language), _LOOKS[kind])
    sheet.row_dimensions[1].height = 22
    sheet.freeze_panes = "B2" if len(kinds) > 4 else "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(kinds))}{max(len(rows) + 1, 2)}"
    sheet.sheet_properties.tabColor = "1F4E79" if table.required else "8EA9C8"
    fit_widths(sheet, len(kinds), least=11)
    print_on_a4(sheet)


def _typed(value: Any, kind: Kind, language: Language) -> Any:
    """A value of the request as a spreadsheet holds it."""
    if isinstance(value, bool):
        return (TemplateWords.YES if value else TemplateWords.NO)().told(language)
    if kind == "code":
        return title_of(value, CODE_TITLES, language)
    if isinstance(value, str) and kind in _TYPED:
        return _TYPED[kind](value)
    return cell_of(value) if isinstance(value, list) else value


def _comment(text: str) -> Comment:
    return Comment(text, "dagplan", height=40 + 18 * (1 + len(text) // 38), width=260)


def _read_me(sheet: Worksheet, language: Language) -> None:
    """What to do, and what each sheet is for."""
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 90
    put(sheet, 1, 1, READ_ME[0]().told(language), TITLE)
    row = 1
    for row, line in enumerate(READ_ME[1:], 3):
        put(sheet, row, 1, line().told(language))
    for row, (table, of) in enumerate(SHEET_NOTES.items(), row + 2):  # noqa: B020
        name = put(sheet, row, 1, title_of(table, TABLE_TITLES, language), replace(BOLD, paper=BAND))
        name.hyperlink = f"#'{name.value}'!A1"
        put(sheet, row, 2, of().told(language), replace(PLAIN, paper=BAND))
    print_on_a4(sheet)
