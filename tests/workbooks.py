"""Builders of workbooks, ordinary and nasty."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

DAY = "2026-12-07"
SHEETS: dict[str, list[list[Any]]] = {
    "Inställningar": [["Inställning", "Värde"], ["Första datum", DAY], ["Sista datum", "2026-12-08"]],
    "Vårdenheter": [["Id", "Namn"], ["vc-1", "Vårdcentral Åby"]],
    "Vårdpersonal": [["Id", "Kompetenser"], ["nurse", "spirometri, ekg"], ["doctor", "läkare"]],
    "Schema": [["Vårdpersonal", "Vårdenhet", "Start", "Slut"], ["nurse", "vc-1", f"{DAY} 08:00", f"{DAY} 12:00"]],
    "Vårdbegäran": [["Id", "Patient", "Längsta väntan (min)"], ["r1", "p1", 60], ["r2", "p2"]],
    "Besök": [
        ["Vårdbegäran", "Id", "Roll", "Längd", "Kompetens"],
        ["r1", "v1", "Sekundär", 30, "spirometri"],
        ["r1", "v2", "primär", 30, "läkare"],
        ["r2", "v3", None, 30, "läkare"],
    ],
}


def book(path: Path, **changes: list[list[Any]] | None) -> Path:
    """A workbook of ``SHEETS`` with some of them changed, added, or left out (None)."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in {**SHEETS, **changes}.items():
        if rows is not None:
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(row)
    file = path / "week.xlsx"
    workbook.save(file)
    return file


def edited(file: Path, edit: Any) -> Path:
    """The same workbook after ``edit(workbook)``."""
    workbook = load_workbook(file)
    edit(workbook)
    workbook.save(file)
    return file


def repacked(data: bytes, parts: dict[str, bytes]) -> bytes:
    """A workbook with some of its parts replaced or added."""
    goal = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(goal, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in dict.fromkeys((*old.namelist(), *parts)):
            archive.writestr(name, parts.get(name) or old.read(name))
    return goal.getvalue()


def with_texts(data: bytes, texts: bytes) -> bytes:
    """A workbook with a list of texts that cells share."""
    name = "xl/_rels/workbook.xml.rels"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        links = archive.read(name)
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = b'<Relationship Id="rId99" Type="' + kind + b'" Target="sharedStrings.xml"/></Relationships>'
    head = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    links = links.replace(b"</Relationships>", link)
    return repacked(data, {name: links, "xl/sharedStrings.xml": head + texts + b"</sst>"})


def sheet_xml(cells: bytes) -> bytes:
    """The XML of a sheet with these rows."""
    head = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return head + b"<sheetData>" + cells + b"</sheetData></worksheet>"


def text_row(number: int, *texts: str) -> bytes:
    """One row of texts, as XML."""
    cells = "".join(
        f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for column, text in enumerate(texts)
    )
    return f'<row r="{number}">{cells}</row>'.encode()


def rewritten(data: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """A workbook with the name and text of each part changed."""
    goal = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(goal, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            archive.writestr(*change(name, old.read(name)))
    return goal.getvalue()


def strict(data: bytes) -> bytes:
    """The workbook in the words of the Strict form."""

    def change(name: str, text: bytes) -> tuple[str, bytes]:
        for old, new in (
            (b"schemas.openxmlformats.org/spreadsheetml/2006/main", b"purl.oclc.org/ooxml/spreadsheetml/main"),
            (b"schemas.openxmlformats.org/drawingml/2006/", b"purl.oclc.org/ooxml/drawingml/"),
            (b"schemas.openxmlformats.org/officeDocument/2006/", b"purl.oclc.org/ooxml/officeDocument/"),
        ):
            text = text.replace(old, new)
        return name, text.replace(b"<workbook ", b'<workbook conformance="strict" ', 1)

    return rewritten(data, change)


def prefixed(data: bytes) -> bytes:
    """The workbook with a prefix on every tag of its sheets, styles and list of sheets."""

    def change(name: str, text: bytes) -> tuple[str, bytes]:
        if re.search(rb"<(worksheet|workbook|styleSheet|sst)\b", text):
            text = re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1ss:", text).replace(b" xmlns=", b" xmlns:ss=", 1)
        return name, text

    return rewritten(data, change)


def single_quoted(data: bytes) -> bytes:
    """The workbook with its sheets' attributes between single quotes."""

    def change(name: str, text: bytes) -> tuple[str, bytes]:
        return name, re.sub(
            rb"(<[^<>]*>)", lambda tag: tag[0].replace(b'"', b"'"), text
        ) if "sheets/" in name else text

    return rewritten(data, change)


def in_runs(data: bytes) -> bytes:
    """The workbook with its texts in runs, each with a look of its own."""
    runs = r"<\1><\2r><\2t xml:space='preserve'>\3</\2t></\2r><\2r><\2rPr><\2b/></\2rPr><\2t>\4</\2t></\2r></\1>"

    def change(name: str, text: bytes) -> tuple[str, bytes]:
        if "sheets/" not in name:
            return name, text
        return name, re.sub(
            r"<((\w+:)?is)><(?:\w+:)?t[^>]*>([^<&\s])([^<&\s]+)</.*?is>", runs, text.decode()
        ).encode()

    return rewritten(data, change)


def backslashed(data: bytes) -> bytes:
    """The workbook with backslashes in the names of its parts."""
    return rewritten(data, lambda name, text: (name.replace("/", "\\"), text))


def shouted(data: bytes) -> bytes:
    """The workbook with the names of its sheets' parts in capitals, though others point to them in small letters."""
    return rewritten(data, lambda name, text: (name.upper() if "sheets/" in name else name, text))


OTHER_HANDS = (strict, prefixed, single_quoted, in_runs, backslashed, shouted)
"""How other programs write the same workbook."""
