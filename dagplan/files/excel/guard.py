"""A workbook's bytes, judged before anything reads them: whole, of ordinary size, and nothing but tables.

What is read of it is unpacked here, piece by piece and counted, and handed on in an archive of our own with the
names that readers expect: whatever the sender's archive claims of its sizes, no reader sees more than was counted.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from xml.etree import ElementTree as Xml
from xml.parsers.expat import ExpatError

from dagplan.files.places import shown_path
from dagplan.files.sources import Readable, source_of
from dagplan.models.errors import InputError, Problem
from dagplan.words.messages.file_faults import FileFaults
from dagplan.words.messages.table_faults import WorkbookFaults

from .cell_places import placed
from .other_forms import what_it_is
from .package import MAX_PART_BYTES, Package, UnfitError, links_part, packed

Read = TypeVar("Read")
MAX_FILE_BYTES = 64 * 2**20
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOOK, _TEXTS, _STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
_READ = {"styles": (_STYLES, MAX_PART_BYTES), "sharedStrings": (_TEXTS, None)}
"""What is read besides the sheets: its name for readers, and how long it may be."""


@dataclass(frozen=True)
class Workbook:
    """What was found in a workbook, safe to read."""

    data: bytes
    """The bytes of the safe archive."""
    sheets: Mapping[str, bytes]
    """The XML of each sheet, by the name on its tab."""
    texts: bytes
    """The XML of the texts that cells share."""
    styles: bytes
    """The XML of the styles."""
    from_1904: bool
    """Whether day 0 is the first of January 1904."""


def load(given: Readable) -> Workbook:
    """Read a workbook's bytes and judge them.

    Raises
    ------
    InputError
        If it is no whole workbook, or of no ordinary size.
    """
    return opened(given, _repacked)


def ending_of(given: Readable) -> str:
    """The ending that a workbook has by what is in it: ``.xlsm`` if it has macros, else ``.xlsx``."""
    return opened(given, lambda package, book: ".xlsm" if b"macroEnabled" in package.type_of(book) else ".xlsx")


def opened(given: Readable, read: Callable[[Package, str], Read]) -> Read:
    """What a function reads from a workbook's archive, given the part with the list of its sheets.

    Raises
    ------
    InputError
        If it is no whole workbook, or of no ordinary size.
    """
    source = source_of(given)
    data = source.read(MAX_FILE_BYTES)
    try:
        if len(data) > MAX_FILE_BYTES:
            raise UnfitError(WorkbookFaults.TOO_LARGE(most=MAX_FILE_BYTES // 2**20), "too_large")
        return _judged(data, read)
    except UnfitError as unfit:
        raise InputError([Problem.of(shown_path(source.name), unfit.said, unfit.code)]) from None


def _judged(data: bytes, read: Callable[[Package, str], Read]) -> Read:
    if not data:
        raise UnfitError(FileFaults.EMPTY(), "empty_file")
    try:
        package = Package(data)
        book = package.book()
        if book is None:
            raise UnfitError(what_it_is(data, package.entries), "not_a_workbook")
        return read(package, book)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        broken = data.startswith(b"PK")
        what = WorkbookFaults.CUT_SHORT() if broken else what_it_is(data, {})
        raise UnfitError(what, "not_a_workbook") from error
    except (Xml.ParseError, ExpatError) as error:
        raise UnfitError(WorkbookFaults.BROKEN_INSIDE(), "not_a_workbook") from error


def _repacked(package: Package, book: str) -> Workbook:
    parts = {_BOOK: package.read_xml(book)}
    sheets: dict[str, bytes] = {}
    targets = []
    for link in package.links(book):
        if link.kind in _READ:
            name, most = _READ[link.kind]
            parts[name] = package.read_xml(link.part, most)
            targets.append((link.id, link.kind, name))
    names: dict[str, str] = {}
    for number, (title, link) in enumerate(package.sheets(book), 1):
        if link.kind != "worksheet":  # a chart on a sheet of its own: named, but not read
            targets.append((link.id, link.kind, f"xl/other/{number}.xml"))
            continue
        if link.part not in names:
            name = names[link.part] = f"xl/worksheets/sheet{number}.xml"
            parts[name] = placed(package.read_xml(link.part, None))
        targets.append((link.id, link.kind, names[link.part]))
        sheets[title] = parts[names[link.part]]
    parts[links_part(_BOOK)] = _links(targets)
    parts[links_part("")] = _links([("rId1", "officeDocument", _BOOK)])
    from_1904 = _from_1904(Xml.fromstring(parts[_BOOK]))
    return Workbook(packed(parts), sheets, parts.get(_TEXTS, b""), parts.get(_STYLES, b""), from_1904)


def _links(targets: list[tuple[str, str, str]]) -> bytes:
    """The relationships of the workbook, written as the most of programs do."""
    root = Xml.Element("Relationships", xmlns="http://schemas.openxmlformats.org/package/2006/relationships")
    for name, kind, part in dict.fromkeys(targets):
        Xml.SubElement(root, "Relationship", Id=name, Type=f"{_KINDS}/{kind}", Target=f"/{part}")
    written: bytes = Xml.tostring(root, "utf-8", xml_declaration=True)
    return written


def _from_1904(book: Xml.Element) -> bool:
    properties = book.find("{*}workbookPr")
    return properties is not None and properties.get("date1904", "0") in ("1", "true", "on")
