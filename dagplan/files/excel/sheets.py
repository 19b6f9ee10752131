"""The rows of a workbook's sheets, with the values as the cells hold them.

python-calamine reads 100,000 rows in about a second where openpyxl needs a quarter of a minute.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from dagplan.files.blanks import is_blank, one_line
from dagplan.files.columns import Table
from dagplan.files.csv_text import unescaped
from dagplan.files.headings import column_name, is_free
from dagplan.files.places import TableName, shown, shown_path
from dagplan.files.sources import Readable, source_of
from dagplan.files.table_area import Area, Row, area_of
from dagplan.models.errors import InputError, Problem
from dagplan.words import Said
from dagplan.words.messages.table_faults import WorkbookFaults

from . import guard
from .cell_formats import cells_with, clock_styles
from .cell_marks import has_too_much_text, oddities, too_far_out

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

FROM_1900_TO_1904 = 1462
"""Days between the two beginnings that spreadsheets count from."""
_OF_DAYS = ("date", "dates", "moment", "from", "until")
MAX_FILLED = 1_000_000
"""Cells that get the value of the merged cell they are part of."""

Range = tuple[tuple[int, int], tuple[int, int]]
"""Top left and bottom right cell; rows and columns from 0."""


class Book:
    """A workbook that is open for reading. Hidden rows, columns and sheets are read as others are.

    Attributes
    ----------
    name
        What the file is called in problems.
    titles
        The names on the tabs.
    hidden
        Those of them that can't be seen.
    """

    def __init__(self, given: Readable) -> None:
        self.name = shown_path(source_of(given).name)
        self._safe = guard.load(given)
        self._judged: dict[str, Said | None] = {}
        if has_too_much_text(self._safe.sheets.values(), self._safe.texts):
            raise InputError([Problem.of(self.name, WorkbookFaults.REPEATS_TEXTS(), "too_large")])
        with self._understood():
            self._book = _opened(self._safe.data)
            self._clocks = clock_styles(self._safe.styles)
            self.titles: Sequence[str] = [one for one in self._book.sheet_names if one in self._safe.sheets]
            self.hidden = {one.name for one in self._book.sheets_metadata if "Hidden" in str(one.visible)}

    def place(self, title: str) -> TableName:
        """What a sheet is called in problems."""
        return TableName(self.name, shown(title))

    def rows(self, title: str, table: Table, problems: list[Problem]) -> Sequence[Row]:
        """The rows of a table in one sheet that are not blank, the headings first, numbered as on the screen.

        What is wrong with its cells is added to ``problems``; a sheet without headings has no rows.
        """
        xml, place = self._safe.sheets[title], self.place(title)
        if too_far := self._too_far(title):
            problems.append(Problem.of(place.at(), too_far, "too_large"))
            return []
        found, merged = self.grid(title)
        area = area_of(table, found) if found else Area(())
        if area.fault:
            problems.append(Problem.of(place.at(area.row), area.fault))
        if not area.rows:
            return []
        rows = [(number, list(cells)) for number, cells in area.rows]
        _fill(rows, merged, place, problems)
        self._understand(xml, rows, table)
        header, numbers = rows[0][1], {number for number, _cells in rows[1:]}
        for oddity in oddities(xml):
            heading = header[oddity.column - 1] if oddity.column <= len(header) else None
            if oddity.row in numbers and not is_blank(heading) and not is_free(str(heading)):
                where = place.at(oddity.row, shown(one_line(str(heading))))
                problems.append(Problem.of(where, oddity.said))
        return rows

    def grid(self, title: str) -> tuple[list[tuple[int, list[Any]]], Sequence[Range]]:
        """The rows of a sheet that are not blank as they are, and its merged cells; nothing of one too far out."""
        if self._too_far(title):
            return [], []
        with self._understood():
            sheet = self._book.get_sheet_by_name(title)
            left = [""] * sheet.start[1] if sheet.start else []  # its rows begin at the first column that is used
            rows = enumerate(sheet.iter_rows(), 1)
            filled = [(number, left + cells) for number, cells in rows if not all(map(is_blank, cells))]
            return filled, sheet.merged_cell_ranges or []

    def _too_far(self, title: str) -> Said | None:
        if title not in self._judged:
            self._judged[title] = too_far_out(self._safe.sheets[title])
        return self._judged[title]

    def is_empty(self, title: str) -> bool:
        """Whether nothing stands in the cells of a sheet."""
        return not self._too_far(title) and not self.grid(title)[0]

    def _understand(self, xml: bytes, rows: list[tuple[int, list[Any]]], table: Table) -> None:
        """Cells as they are seen: texts without the sign that kept them from being formulas, midnights as moments."""
        with_clock: set[tuple[int, int]] | None = None
        days = [table.read.get(column_name(str(cell), table.read) or "") in _OF_DAYS for cell in rows[0][1]]
        for number, cells in rows:
            for at, cell in enumerate(cells):
                if isinstance(cell, str):
                    cells[at] = unescaped(cell) if cell[:1] == "'" else cell
                elif isinstance(cell, date) and not isinstance(cell, datetime):
                    if with_clock is None:
                        with_clock = cells_with(self._clocks, xml)
                    if (number, at + 1) in with_clock:
                        cells[at] = datetime.combine(cell, time())
                elif self._safe.from_1904 and isinstance(cell, float) and at < len(days) and days[at]:
                    cells[at] = cell + FROM_1900_TO_1904

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """Whatever the reader makes of broken XML is one problem; its panics are no ordinary exceptions."""
        try:
            yield
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException as error:
            raise InputError([Problem.of(self.name, WorkbookFaults.CANT_BE_READ(), "not_a_workbook")]) from error


def _opened(data: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(io.BytesIO(data))


def _fill(
    rows: list[tuple[int, list[Any]]], merged: Sequence[Range], place: TableName, problems: list[Problem]
) -> None:
    """Cells merged down a column all hold the value of the first; merged over columns they mean nothing."""
    if not rows:
        return
    by_number = dict(rows)
    header, last = rows[0][0], rows[-1][0]
    filled = 0
    for (top, left), (bottom, right) in merged:
        first = by_number.get(top + 1, ())
        value = first[left] if left < len(first) else ""
        if top + 1 <= header or value == "":
            continue
        if all(is_free(str(cell)) for cell in rows[0][1][left : right + 1]):
            continue
        if right > left:
            said = WorkbookFaults.MERGED_CELLS(first=left + 1, last=right + 1)
            problems.append(Problem.of(place.at(top + 1), said))
            continue
        filled += min(bottom + 1, last) - top
        if filled > MAX_FILLED:
            problems.append(Problem.of(place.at(), WorkbookFaults.TOO_MANY_MERGED(), "too_large"))
            return
        for number in range(top + 2, min(bottom + 1, last) + 1):
            if cells := by_number.get(number):
                cells[left] = value
