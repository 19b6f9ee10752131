"""Where in a sheet the problems stand that name it: a cell for each, with all that is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dagplan.files.blanks import is_blank, one_line
from dagplan.files.columns import ALL_TABLES
from dagplan.files.headings import column_name, table_name
from dagplan.files.places import shown
from dagplan.files.row_groups import rows_in
from dagplan.files.table_area import Area, area_of
from dagplan.models.errors import Problem
from dagplan.words import Language

from .cell_notes import Place
from .sheets import Book

_PLACE = re.compile(r"(?:, rows? (?P<rows>\d+(?:–\d+)?(?:, \d+(?:–\d+)?)*))?(?:, column (?P<column>.+))?", re.DOTALL)


def cells_of(book: Book, title: str, problems: Iterable[Problem], language: Language) -> dict[Place, str]:
    """The messages of a sheet's problems by cell, row and column from 1, in a language.

    A problem of a row stands at its first cell, one of a sheet at its first heading; of merged cells the first.
    """
    place = str(book.place(title).at())
    found: dict[Place, list[str]] = {}
    layout = None
    for problem in problems:
        if problem.place.startswith(place) and (match := _PLACE.fullmatch(problem.place[len(place) :])):
            layout = layout or _Layout(book, title)
            for row in rows_in(match["rows"]) if match["rows"] else [None]:
                at = layout.cell(row, match["column"])
                found.setdefault(at, []).append(problem.message_in(language))
    return {at: "\n".join(dict.fromkeys(messages)) for at, messages in found.items()}


class _Layout:
    """Where the headings of a sheet stand, and its merged cells."""

    def __init__(self, book: Book, title: str) -> None:
        rows, self._merged = book.grid(title)
        self._rows = dict(rows)
        table = next((one for one in ALL_TABLES if one.name == table_name(title)), None)
        self._columns = table.read if table else {}
        area = area_of(table, rows) if table and rows else Area((), rows[0][0] if rows else 1)
        self._header = area.rows[0][0] if area.rows else area.row

    def cell(self, row: int | None, column: str | None) -> Place:
        """The cell of a row and a heading; the first that is filled where nothing is said of them."""
        number = row or self._header
        at = self._position(column) if column else self._first(number)
        for (top, left), (bottom, right) in self._merged:
            if top < number <= bottom + 1 and left < at <= right + 1:
                return top + 1, left + 1
        return number, at

    def _position(self, column: str) -> int:
        """The column with a heading, as it is shown in problems or as the contract calls it."""
        headings = {at: one_line(str(cell)) for at, cell in enumerate(self._rows.get(self._header, ()), 1)}
        name = column_name(column, self._columns)
        exact = (at for at, heading in headings.items() if shown(heading) == column)
        alike = (at for at, heading in headings.items() if name and column_name(heading, self._columns) == name)
        return next(exact, None) or next(alike, None) or self._first(self._header)

    def _first(self, row: int) -> int:
        cells = self._rows.get(row) or self._rows.get(self._header, [])
        return next((at for at, cell in enumerate(cells, 1) if not is_blank(cell)), 1)
