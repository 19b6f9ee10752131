"""Where cells stand, said in one way: ``<c r="B7" ...>``. A cell that doesn't say it is refused: it may be any."""

from __future__ import annotations

import re

from dagplan.words.messages.table_faults import WorkbookFaults

from .package import UnfitError
from .xml_edit import Edits, Tag, tag_text, walk

_UNSAID = re.compile(rb"<(?:\w+:)?c(?=[\s/>])(?:(?![^>]*\sr=\"[A-Z]+\d+\")[^>]*>|[^>]*')")
_ODD_PREFIX = re.compile(rb"<[^\s<>/:]*[^\w\s<>/:][^\s<>/:]*:c[\s/>]")
_PLACE = re.compile(r"[A-Z]{1,7}\d{1,10}", re.ASCII)


def placed(sheet: bytes) -> bytes:
    """The XML of a sheet in which the tag of each cell is written as most programs write it.

    Raises
    ------
    UnfitError
        If a cell doesn't say where it stands, or is written as no program does.
    """
    if _ODD_PREFIX.search(sheet):
        raise UnfitError(WorkbookFaults.ODD_XML(), "not_a_workbook")
    if not _UNSAID.search(sheet):
        return sheet
    edits = Edits(sheet)

    def start(tag: Tag) -> None:
        if tag.name == "c":
            if not _PLACE.fullmatch(tag.attributes.get("r", "")):
                raise UnfitError(WorkbookFaults.NO_PLACES(), "not_a_workbook")
            edits.replace(tag.start, tag.end, tag_text(tag.full_name, tag.attributes, empty=tag.empty))

    walk(sheet, start=start)
    return edits.done()


def column_number(letters: str) -> int:
    """A column's number from 1; ``XFD`` is 16384. Letters that no spreadsheet has give numbers beyond it."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """A column's letters.

    >>> column_letters(1), column_letters(28), column_letters(16384)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
