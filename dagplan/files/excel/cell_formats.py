"""Which cells of a sheet show a clock time: readers give a moment at midnight as a date, whatever is seen of it."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

from .cell_places import column_number

_BUILT_IN = frozenset((18, 19, 20, 21, 22, 32, 33, 34, 35, 45, 46, 47, 55, 56))
"""Number formats with clock times that every spreadsheet knows by number (ECMA-376, 18.8.30)."""
_NO_SIGN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])([^>]*)>")
_PLACE = re.compile(rb'\sr="([A-Z]+)(\d+)"')
_STYLE = re.compile(rb'\ss="(\d+)"')


def clock_styles(styles: bytes) -> frozenset[int]:
    """The numbers of the cell styles that show hours."""
    if not styles:
        return frozenset()
    sheet = Xml.fromstring(styles)
    shown = set(_BUILT_IN)
    for form in sheet.iterfind("{*}numFmts/{*}numFmt"):
        number = int(form.get("numFmtId", "0"))
        shown.discard(number)
        if shows_clock(form.get("formatCode", "")):
            shown.add(number)
    formats = sheet.iterfind("{*}cellXfs/{*}xf")
    return frozenset(number for number, form in enumerate(formats) if int(form.get("numFmtId", "0")) in shown)


def shows_clock(code: str) -> bool:
    """Whether a number format shows hours.

    >>> shows_clock("yyyy-mm-dd hh:mm"), shows_clock("[$-41D]hh.mm;@"), shows_clock('yyyy-mm-dd" h"')
    (True, True, False)
    """
    return "h" in _NO_SIGN.sub("", code).lower()


def cells_with(styles: frozenset[int], sheet: bytes) -> set[tuple[int, int]]:
    """The places of the cells that have one of these styles: row and column, from 1."""
    found = set()
    for cell in _CELL.finditer(sheet):
        style, place = _STYLE.search(cell[1]), _PLACE.search(cell[1])
        if style and place and int(style[1]) in styles:
            found.add((int(place[2]), column_number(place[1].decode())))
    return found
