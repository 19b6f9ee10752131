"""What the XML of a sheet says that its values don't: cells far out, errors of formulas, formulas without a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from dagplan.words import Said
from dagplan.words.messages.table_faults import WorkbookFaults

from .cell_places import column_number

MAX_AREA = 12_000_000
"""Cells between A1 and the last row and column: 100,000 rows of 100 columns, and a little more."""
MAX_TEXT_BYTES = 256 * 2**20
"""Of the texts of all cells together; a text that stands in a million cells is written once in the file."""
MOST_NOTED = 200

_CELL = rb"<(?:\w+:)?c\b"
_WIDE = re.compile(rb'\br="([A-Z]{2,7})(\d+)"')
_DEEP = re.compile(rb'\br="([A-Z]*)(\d{6,})"')
_FILLED = re.compile(_CELL + rb'[^>]*?\br="([A-Z]{2,7})(\d+)"[^>]*[^/>]>')
_TEXT_NUMBER = re.compile(_CELL + rb'(?=[^>]*\bt="s")[^>]*>\s*<(?:\w+:)?v>(\d+)<')
_TEXT_END = re.compile(rb"</(?:\w+:)?si>|<(?:\w+:)?si\s*/>")
_ERROR = re.compile(_CELL + rb'(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})(\d+)"')
_NO_VALUE = re.compile(
    _CELL + rb'[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


@dataclass(frozen=True)
class Oddity:
    """A cell that holds no value although it looks as if; row and column from 1."""

    row: int
    column: int
    said: Said


def too_far_out(sheet: bytes) -> Said | None:
    """Why a sheet is too large to be laid out in memory, if it is.

    Readers lay a sheet out as a rectangle: one cell in the last corner asks for 17 thousand million cells.
    """
    width, depth = 26, 99_999
    for letters, digits in map(re.Match.groups, _DEEP.finditer(sheet)):
        depth = max(depth, int(digits))
        width = max(width, _number(letters)) if letters else width
    if any(_number(match[1]) > width for match in _WIDE.finditer(sheet)):
        width = max([width, *(_number(match[1]) for match in _FILLED.finditer(sheet))])
    if width * depth > MAX_AREA:
        return WorkbookFaults.TOO_FAR_OUT(row=depth, column=width)
    return None


def has_too_much_text(sheets: Iterable[bytes], texts: bytes) -> bool:
    """Whether the sheets repeat the texts of the common list until they fill the memory."""
    ends = [0, *(match.end() for match in _TEXT_END.finditer(texts))]
    sizes = [after - before for before, after in pairwise(ends)]
    longest = max(sizes, default=0)
    total = 0
    for sheet in sheets:
        if longest * sheet.count(b"v>") // 2 <= MAX_TEXT_BYTES // 8:
            continue
        for match in _TEXT_NUMBER.finditer(sheet):
            number = int(match[1])
            total += sizes[number] if number < len(sizes) else 0
        if total > MAX_TEXT_BYTES:
            return True
    return False


def oddities(sheet: bytes) -> Iterator[Oddity]:
    """Cells with an error of a formula, or a formula that was never reckoned; the first of them."""
    for pattern, signs, say in (
        (_ERROR, (b't="e"',), WorkbookFaults.FORMULA_ERROR),
        (_NO_VALUE, (b"<f", b":f"), WorkbookFaults.FORMULA_WITHOUT_VALUE),
    ):
        if not any(sign in sheet for sign in signs):
            continue  # the pattern itself is slow
        for count, match in enumerate(pattern.finditer(sheet)):
            if count == MOST_NOTED:
                break
            yield Oddity(int(match[2]), _number(match[1]), say())


def _number(letters: bytes) -> int:
    return column_number(letters.decode())
