"""A workbook's bytes, judged before anything reads them: whole, of ordinary size, and nothing but tables.

A workbook is a zip archive of XML. What is read of it is unpacked here, piece by piece and counted, and handed on
in an archive of our own: whatever the sender's archive claims of its sizes, no reader sees more than was counted.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import normpath
from xml.etree import ElementTree as Xml

from dagplan.files.places import reading, shown_path
from dagplan.models.errors import InputError, Problem

MAX_FILE_BYTES = 64 * 2**20
MAX_UNPACKED_BYTES = 256 * 2**20
"""Of all that is read; 100,000 requests with their visits take about 100 MB."""
MAX_PART_BYTES = 16 * 2**20
"""Of a part that is neither a sheet nor the list of texts."""
MAX_PARTS = 5_000

_PIECE = 2**20
_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_LARGE = re.compile(r"/(worksheet|sharedStrings)$")
_READ = re.compile(r"/(worksheet|sharedStrings|styles)$")
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Workbook:
    """What was found in a workbook, safe to read."""

    data: bytes
    """The bytes of the safe archive."""
    sheets: Mapping[str, bytes]
    """The XML of each sheet, by the name on its tab."""
    texts: bytes
    """The XML of the texts that cells share."""


class _UnfitError(Exception):
    """Why a workbook can't be read."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.message, self.code = message, code


def load(path: str | Path) -> Workbook:
    """Read a workbook's bytes and judge them.

    Raises
    ------
    InputError
        If it is no whole workbook, or of no ordinary size.
    """
    with reading(path):
        size = Path(path).stat().st_size
        data = Path(path).read_bytes() if size <= MAX_FILE_BYTES else b""
    try:
        if size > MAX_FILE_BYTES:
            raise _UnfitError(f"is too large: more than {MAX_FILE_BYTES // 2**20} MB", "too_large")
        return _judged(data)
    except _UnfitError as unfit:
        raise InputError([Problem(shown_path(path), unfit.message, unfit.code)]) from None


def _judged(data: bytes) -> Workbook:
    if not data:
        raise _UnfitError("the file is empty", "empty_file")
    if data.startswith(_OLD_OR_LOCKED):
        raise _UnfitError("is an old .xls workbook or has a password; save it as .xlsx without one", "not_a_workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _repacked(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        what = (
            "is cut short or broken; save it anew in Excel" if data.startswith(b"PK") else "is not a workbook (.xlsx)"
        )
        raise _UnfitError(what, "not_a_workbook") from error
    except Xml.ParseError as error:
        raise _UnfitError("its list of sheets is broken; save it anew in Excel", "not_a_workbook") from error


def _repacked(archive: zipfile.ZipFile) -> Workbook:
    names = archive.namelist()
    if len(names) > MAX_PARTS:
        raise _UnfitError(f"has {len(names)} parts: this is no ordinary workbook", "too_large")
    if _BOOK not in names or _LINKS not in names:
        raise _UnfitError("is not a workbook (.xlsx)", "not_a_workbook")
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED_BYTES
    for name in (_BOOK, _LINKS):
        parts[name] = _unpacked(archive, name, MAX_PART_BYTES)
    book, links = Xml.fromstring(parts[_BOOK]), Xml.fromstring(parts[_LINKS])
    targets: dict[str, str] = {}
    for link in links:
        kind, target = link.get("Type", ""), link.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
        if _READ.search(kind) and link.get("TargetMode") != "External" and part in names:
            if part not in parts:
                parts[part] = _unpacked(archive, part, left if _LARGE.search(kind) else min(left, MAX_PART_BYTES))
                left -= len(parts[part])
            if kind.endswith("/worksheet"):
                targets[link.get("Id", "")] = part
    sheets = {
        sheet.get("name", ""): parts[targets[link_id]]
        for sheet in book.iterfind("{*}sheets/{*}sheet")
        if (link_id := next((value for key, value in sheet.items() if key.endswith("}id")), "")) in targets
    }
    properties = book.find("{*}workbookPr")
    if properties is not None and properties.get("date1904", "0") in ("1", "true"):
        raise _UnfitError(
            "counts its days from 1904; turn that off in Excel's settings for this workbook", "dates_from_1904"
        )
    for name in ("[Content_Types].xml", "_rels/.rels"):
        if name in names:
            parts[name] = _unpacked(archive, name, MAX_PART_BYTES)
    texts = next((text for name, text in parts.items() if name.endswith("haredStrings.xml")), b"")
    return Workbook(_packed(parts), sheets, texts)


def _unpacked(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """One part, as long as it is no longer than ``most`` bytes, and plain XML."""
    if archive.getinfo(name).file_size > most:
        raise _UnfitError(_too_large(), "too_large")
    pieces: list[bytes] = []
    size = 0
    with archive.open(name) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > most:
                raise _UnfitError(_too_large(), "too_large")
            pieces.append(piece)
    text = b"".join(pieces)
    if b"\0" in text[:200] or _FORBIDDEN.search(text):
        raise _UnfitError("holds XML that no spreadsheet program writes", "not_a_workbook")
    return text


def _too_large() -> str:
    return f"unpacks to more than {MAX_UNPACKED_BYTES // 2**20} MB: too large, or made to fill the memory"


def _packed(parts: Mapping[str, bytes]) -> bytes:
    goal = io.BytesIO()
    with zipfile.ZipFile(goal, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return goal.getvalue()
