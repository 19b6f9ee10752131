"""Bodies that mean harm, each small enough to be taken in."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from dagplan.documents import MEDIA_TYPES

EXAMPLES = Path(__file__).parents[2] / "examples"
JSON, XLSX, CSV, FHIR = (MEDIA_TYPES[name] for name in ("json", "xlsx", "csv", "fhir"))

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a0 "lol">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


def example() -> bytes:
    """A request that nothing is wrong with."""
    return (EXAMPLES / "asthma.request.json").read_bytes()


def zipped(parts: Mapping[str, bytes | Callable[[IO[bytes]], None]]) -> bytes:
    """A zip; a part that is too large to be held is written by a function."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            with archive.open(name, "w", force_zip64=True) as entry:
                if callable(part):
                    part(entry)
                else:
                    entry.write(part)
    return packed.getvalue()


def blanks(gigabytes: float, before: bytes = b"", after: bytes = b"") -> Callable[[IO[bytes]], None]:
    """Writes so much of nothing."""

    def write(entry: IO[bytes]) -> None:
        entry.write(before)
        block = b" " * 1_000_000
        for _ in range(round(gigabytes * 1000)):
            entry.write(block)
        entry.write(after)

    return write


def workbook(sheet: bytes | Callable[[IO[bytes]], None], **others: bytes) -> bytes:
    """A workbook of one sheet, whose XML is given."""
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return zipped(
        {
            "[Content_Types].xml": (
                f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
                f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>'
            ).encode(),
            "_rels/.rels": (
                f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
                f'Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ).encode(),
            "xl/workbook.xml": (
                f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>'
                '<sheet name="requests" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ).encode(),
            "xl/_rels/workbook.xml.rels": (
                f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
                f'Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
            ).encode(),
            "xl/worksheets/sheet1.xml": sheet,
            **{f"xl/{name}": body for name, body in others.items()},
        }
    )


def belittled(packed: bytes, size: int) -> bytes:
    """A zip whose lists say that one part is of 3 MB, whatever it is."""
    true, false = (number.to_bytes(4, "little") for number in (size, 3_000_000))
    assert true in packed
    return packed.replace(true, false)


def sheet(cells: str, before: str = "") -> bytes:
    """The XML of a sheet with these rows."""
    return f'{_HEAD}{before}<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def _text(text: str) -> str:
    return f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'


def cheap() -> dict[str, tuple[Callable[[], bytes], str]]:
    """What makes a body and its media type, by name: those that take no time, and are made when they are sent."""
    deep = 100_000
    good = json.loads(example())
    return {
        "lists in lists": (lambda: b"[" * deep + b"]" * deep, JSON),
        "lists in lists, no end": (lambda: b"[" * deep, JSON),
        "objects in objects": (lambda: b'{"a":' * deep + b"1" + b"}" * deep, JSON),
        "objects in a known field": (lambda: json.dumps(good).replace('"settings"', '"@"', 1).encode(), JSON),
        "deep in a field": (lambda: b'{"units":' + b"[" * deep + b"]" * deep + b"}", JSON),
        "a number of a million digits": (lambda: b'{"settings":{"seed":' + b"9" * 1_000_000 + b"}}", JSON),
        "a fraction of a million digits": (lambda: b'{"settings":{"time_limit":0.' + b"9" * 1_000_000 + b"}}", JSON),
        "an exponent": (lambda: b'{"settings":{"time_limit":1e999999}}', JSON),
        "not a number": (lambda: b'{"settings":{"time_limit":NaN}}', JSON),
        "infinity": (lambda: b'{"settings":{"time_limit":Infinity}}', JSON),
        "a name twice": (lambda: b'{"first_date":"2026-12-08","first_date":"2026-12-09"}', JSON),
        "utf-16": (lambda: json.dumps(good).encode("utf-16"), JSON),
        "utf-32": (lambda: json.dumps(good).encode("utf-32"), JSON),
        "lone surrogate": (lambda: json.dumps({**good, "time_zone": "\ud800"}).encode(), JSON),
        "lone surrogate as a name": (lambda: json.dumps({**good, "\udfff": 1}).encode(), JSON),
        "invalid utf-8": (lambda: b'{"time_zone": "\xff\xfe\xc3("}', JSON),
        "NUL": (lambda: json.dumps({**good, "time_zone": "\x00"}).encode(), JSON),
        "NULs": (lambda: b"\x00" * 1000, JSON),
        "a number": (lambda: b"17", JSON),
        "null": (lambda: b"null", JSON),
        "two documents": (lambda: example() * 2, JSON),
        "a workbook as JSON": (lambda: (EXAMPLES / "vecka.xlsx").read_bytes(), JSON),
        "JSON as a workbook": (lambda: example(), XLSX),
        "JSON as CSV": (lambda: example(), CSV),
        "a workbook as CSV": (lambda: (EXAMPLES / "vecka.xlsx").read_bytes(), CSV),
        "JSON as FHIR": (lambda: example(), FHIR),
        "half a workbook": (lambda: (EXAMPLES / "vecka.xlsx").read_bytes()[:5000], XLSX),
        "the end of a zip": (lambda: b"PK\x05\x06" + b"\x00" * 18, XLSX),
        "billion laughs": (lambda: workbook(sheet(_text("&a9;"), _LAUGHS)), XLSX),
        "billion laughs in the workbook": (
            lambda: workbook(sheet(""), **{"workbook.xml": f"{_LAUGHS}<workbook>&a9;</workbook>".encode()}),
            XLSX,
        ),
        "an entity of the outside": (
            lambda: workbook(sheet(_text("&x;"), '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
            XLSX,
        ),
        "a sheet nested deep": (lambda: workbook(sheet("<row>" * deep)), XLSX),
        "a cell far away": (lambda: workbook(sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), XLSX),
        "a row of no number": (
            lambda: workbook(sheet('<row r="99999999999999999999"><c r="A1"><v>1</v></c></row>')),
            XLSX,
        ),
        "many entries": (lambda: zipped({f"{number}.csv": b"" for number in range(60_000)}), CSV),
        "many entries of a workbook": (lambda: zipped({f"{number}.xml": b"" for number in range(60_000)}), XLSX),
        "names that climb": (lambda: zipped({"../../requests.csv": b"a;b\r\n", "/etc/x.csv": b"a"}), CSV),
    }


def dear() -> dict[str, tuple[bytes, str]]:
    """Those that would take long to read, and whose like was read to the end once."""
    book, table = workbook(blanks(0.3, *sheet("@").split(b"@"))), zipped({"requests.csv": blanks(0.3)})
    return {
        "a million requests": (b'{"requests":[' + b",".join([b'{"id":"r","patient":"p"}'] * 1_000_000) + b"]}", JSON),
        "ten million lists": (b'{"requests":[' + b",".join([b"[]"] * 10_000_000) + b"]}", JSON),
        "four million names": (b"{" + b",".join([b'"a":1'] * 4_000_000) + b"}", JSON),
        "one string": (b'{"time_zone":"' + b"x" * 45_000_000 + b'"}', JSON),
        "300 MB of blanks in a sheet": (book, XLSX),
        "300 MB of blanks as CSV": (table, CSV),
        "300 MB said to be 3": (belittled(table, 300_000_000), CSV),
        "300 MB in a sheet said to be 3": (belittled(book, 300_000_000 + len(sheet(""))), XLSX),
    }
