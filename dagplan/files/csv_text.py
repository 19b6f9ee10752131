"""The bytes of one CSV file <-> rows of text, as Swedish Excel and others write and read them.

Written: UTF-8 with a byte order mark, ``;`` and CRLF; a text that a spreadsheet would take for a formula gets
a ``'`` in front, which is taken off again when it is read.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice

from dagplan.models.errors import InputError, Problem
from dagplan.words import Said
from dagplan.words.messages.places import Places
from dagplan.words.messages.table_faults import TableFaults

from .blanks import is_blank
from .columns import Table
from .csv_encoding import decoded
from .table_area import LOOKED_AT, Row, area_of, known_headings

DELIMITERS = (";", ",", "\t", "|")
"""What may stand between cells; of equals the first."""
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")
_LOOKED_AT = 65_536
"""Characters of a file among which its headings are looked for."""


def escaped(text: str) -> str:
    """A text cell that no spreadsheet takes for a formula.

    >>> escaped("=1+1"), escaped("r1")
    ("'=1+1", 'r1')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unescaped(cell: str) -> str:
    """The text of a cell that ``escaped`` may have written."""
    return cell[1:] if _ESCAPED.match(cell) else cell


def to_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file with a header row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return codecs.BOM_UTF8 + text.getvalue().encode()


def rows_of(data: bytes, name: str, table: Table, beside: Iterable[bytes] = ()) -> Sequence[Row]:
    """The rows of a table in a CSV file that are not blank, the headings first.

    Parameters
    ----------
    data
        The file as it is.
    name
        The file's name in problems.
    table
        What stands in it: its headings tell what stands between the cells, and where it begins.
    beside
        The other files of the folder, which may tell its encoding.

    Raises
    ------
    InputError
        If it is no text, is empty, has no headings, or a quote in it is never closed.
    """
    text = decoded(data, name, beside)
    if "\0" in text:
        row = len(text[: text.index("\0")].splitlines()) or 1
        raise InputError([Problem.of(Places.ROW(file=name, row=row), TableFaults.NUL_CHARACTER())])
    said, rest = _without_hint(text)
    rows = list(_rows(rest, said or _delimiter(rest, table), name, 1 if said else 0))
    if not rows:
        raise InputError([Problem.of(name, TableFaults.EMPTY_FILE(), "empty_file")])
    area = area_of(table, rows)
    if area.fault:
        raise InputError([Problem.of(Places.ROW(file=name, row=area.row), area.fault)])
    return area.rows


def _rows(text: str, delimiter: str, name: str, number: int) -> Iterator[Row]:
    """The rows that are not blank, numbered from after ``number``."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise InputError(
                [Problem.of(Places.ROW(file=name, row=number), _in_words(error), "broken_csv")]
            ) from error
        if cells is None:
            return
        if not all(map(is_blank, cells)):
            yield number, [unescaped(cell) for cell in cells]


def _delimiter(text: str, table: Table) -> str:
    """What stands between the cells: of what may, that which makes the most of the table's headings in one row."""
    return max(DELIMITERS, key=lambda delimiter: _worth(text[:_LOOKED_AT], delimiter, table))


def _worth(text: str, delimiter: str, table: Table) -> tuple[int, int]:
    """The most headings in one row; where nothing is known of them, the most cells."""
    known, cells = 0, 0
    with suppress(InputError):  # an open quote, where the piece that is looked at ends
        for _number, row in islice(_rows(text, delimiter, "", 0), LOOKED_AT):
            known, cells = max(known, known_headings(table, row)), cells or len(row)
    return (known, 0) if known or cells < 2 else (0, cells)


def _without_hint(text: str) -> tuple[str | None, str]:
    """Excel's own first line ``sep=;``, if it is there, taken off: the delimiter, and the text that is left."""
    match = re.match(r'\ufeff?"?sep=([;,|\t])"?[;,|\t]*(?:\r\n?|\n)', text, re.IGNORECASE)
    return (match[1], text[match.end() :]) if match else (None, text)


def _in_words(error: csv.Error) -> Said:
    words = str(error)
    if "unexpected end of data" in words:
        return TableFaults.OPEN_QUOTE()
    if "field larger" in words:
        return TableFaults.LARGE_CELL(most=csv.field_size_limit())
    if "expected after" in words:
        return TableFaults.AFTER_QUOTE()
    return TableFaults.BROKEN_CSV()
