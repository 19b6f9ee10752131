"""The bytes of one CSV file <-> rows of text, as Swedish Excel and others write and read them.

Written: UTF-8 with a byte order mark, ``;`` and CRLF; a text that a spreadsheet would take for a formula gets
a ``'`` in front, which is taken off again when it is read.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence

from dagplan.models.errors import InputError, Problem

DELIMITERS = (";", ",", "\t")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

Row = tuple[int, list[str]]
"""The row's number as a spreadsheet shows it, from 1, and its cells."""


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


def rows_of(data: bytes, name: str) -> list[Row]:
    """The rows of a CSV file that are not blank, the header first.

    Parameters
    ----------
    data
        The file as it is.
    name
        The file's name in problems.

    Raises
    ------
    InputError
        If it is no text, is empty, or a quote in it is never closed.
    """
    text = _decoded(data, name)
    if "\0" in text:
        row = len(text[: text.index("\0")].splitlines()) or 1
        message = "a NUL character: this is no text file, or one in UTF-16 without a byte order mark"
        raise InputError([Problem(f"{name}: row {row}", message, "nul_character")])
    first, rest, skipped = _without_hint(text)
    delimiter = first or max(DELIMITERS, key=_header_line(rest).count)
    reader = csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    number = skipped
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise InputError([Problem(f"{name}: row {number}", _in_words(error), "broken_csv")]) from error
        if cells is None:
            break
        if any(cell.strip() for cell in cells):
            rows.append((number, [unescaped(cell) for cell in cells]))
    if not rows:
        message = "the file is empty; its first row must hold the names of the columns"
        raise InputError([Problem(name, message, "empty_file")])
    return rows


def _decoded(data: bytes, name: str) -> str:
    """Text by its byte order mark, else strict UTF-8, else Windows-1252."""
    marked = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    wanted = "its byte order mark" if marked else "UTF-8 or Windows-1252"
    raise InputError([Problem(name, f"is not text in the encoding of {wanted}", "not_text")])


def _without_hint(text: str) -> tuple[str | None, str, int]:
    """Excel's own first line ``sep=;``, if it is there, taken off: delimiter, text, lines taken."""
    match = re.match(r"sep=([;,\t])\r?\n", text)
    return (match[1], text[match.end() :], 1) if match else (None, text, 0)


def _header_line(text: str) -> str:
    return next((line for line in text.splitlines() if line.strip()), "")


def _in_words(error: csv.Error) -> str:
    words = str(error)
    if "unexpected end of data" in words:
        return 'a quote (") is opened in this row and never closed'
    if "field larger" in words:
        return f"a cell is too large: more than {csv.field_size_limit()} characters"
    if "expected after" in words:
        return 'something stands after a closing quote ("); write a quote within a text twice'
    return "the row can't be read as CSV"
