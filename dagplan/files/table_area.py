"""Where a table stands in a sheet or file: below its title, above its totals.

The headings are the row that holds most names of the table's columns. Above it may stand titles, one cell a row;
below the table, as its last rows, sums that begin with a word such as Summa; and the headings may stand again, as
where each printed page has them. All these are passed over; nothing else is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dagplan.models.fields import is_id
from dagplan.words import Said
from dagplan.words.messages.table_faults import TableFaults

from .blanks import is_blank, plain
from .columns import Table
from .headings import column_name, table_name

Row = tuple[int, Sequence[object]]
"""The row's number as a spreadsheet shows it, from 1, and its cells: text, or what a spreadsheet holds."""

LOOKED_AT = 40
"""Rows among which the headings are looked for, blank ones not counted."""

_TOTAL = re.compile(
    r"(?:(?:del|total)?summa|totalt?|antal|medel(?:värde)?|(?:sub)?total|sum|count|average|utskri(?:ven|vet|ft)|printed)"
    r"(?P<more>[\s:].*)?",
    re.IGNORECASE | re.DOTALL,
)
_FIGURE = re.compile(r"[-+\d .,:/%]+(?: ?(?:st|kr|min|h|tim)\.?)?", re.ASCII)
"""A count, a sum, a share, or a date or clock time of printing."""


@dataclass(frozen=True)
class Area:
    """The rows of a table, the headings first; without any where ``fault`` says why none was found."""

    rows: Sequence[Row]
    row: int = 0
    fault: Said | None = None

    @property
    def message(self) -> str:
        """The same in English."""
        return str(self.fault or "")


def area_of(table: Table, rows: Sequence[Row]) -> Area:
    """The rows of a table among those of its sheet, none of which is blank."""
    at, known = _headings(table, rows[:LOOKED_AT])
    if not known:
        return Area((), rows[0][0], TableFaults.NO_HEADINGS(columns=list(table.columns)))
    if above := [row for row in rows[:at] if not _is_title(row[1], known)]:
        return Area((), rows[at][0], TableFaults.HEADINGS_BELOW(row=above[0][0]))
    headings, *below = rows[at : _end(table, rows, at)]
    again = _words(headings[1])
    return Area([headings, *(row for row in below if not _says(row[1], again))])


def known_headings(table: Table, cells: Sequence[object]) -> int:
    """How many of a row's cells are names of different columns of the table."""
    return len({column_name(cell, table.read) for cell in cells if isinstance(cell, str)} - {None})


def _says(cells: Sequence[object], words: Sequence[str]) -> bool:
    """Whether these words are all that stands in a row; told from the first, since most rows differ there."""
    first = next(cell for cell in cells if not is_blank(cell))
    return isinstance(first, str) and plain(first) == words[0] and _words(cells) == words


def _words(cells: Sequence[object]) -> list[str]:
    return [plain(str(cells[position])) for position in _filled(cells)]


def _headings(table: Table, rows: Sequence[Row]) -> tuple[int, int]:
    """The index of the row with the headings, and how many of them are known."""
    found = [(known_headings(table, cells), len(_filled(cells))) for _number, cells in rows]
    best = max(range(len(rows)), key=found.__getitem__)
    return best, found[best][0]


def _filled(cells: Sequence[object]) -> list[int]:
    return [position for position, cell in enumerate(cells) if not is_blank(cell)]


def _is_title(cells: Sequence[object], known: int) -> bool:
    """One text, also if it stands in several cells; where the table is one column, it may not be an entry of it."""
    texts = {cells[position] for position in _filled(cells)}
    if len(texts) > 1:
        return False
    text = plain(str(texts.pop()))
    return known > 1 or not is_id(text) or table_name(text) is not None


def _end(table: Table, rows: Sequence[Row], at: int) -> int:
    """How many rows are left when the totals at the end are taken off."""
    columns = [column_name(str(cell), table.read) for cell in rows[at][1]]
    end = len(rows)
    while end > at + 1 and _is_total(table, columns, rows[end - 1][1]):
        end -= 1
    return end


def _is_total(table: Table, columns: Sequence[str | None], cells: Sequence[object]) -> bool:
    """Whether a row begins with a word for a sum, holds nothing else but figures, and is no entry of the table."""
    first, *others = _filled(cells)
    word = cells[first]
    if not isinstance(word, str) or not (found := _TOTAL.fullmatch(plain(word))):
        return False
    if not all(not isinstance(cells[at], str) or _FIGURE.fullmatch(plain(str(cells[at]))) for at in others):
        return False
    given = {name for name, cell in zip(columns, cells, strict=False) if name and not is_blank(cell)}
    return found["more"] is not None or bool(others) or not given.issuperset(table.filled)
