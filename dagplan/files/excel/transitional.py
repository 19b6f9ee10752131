"""A Strict workbook in the words of the Transitional one, which every spreadsheet program reads.

The two are the same format under other names (ISO/IEC 29500-1 and -4). Many programs and libraries know only the
Transitional names, and see no sheets in a Strict workbook.
"""

from __future__ import annotations

import re

_STRICT = b"http://purl.oclc.org/ooxml/"
_OLD = "http://schemas.openxmlformats.org/"
_SPECIAL = {
    "spreadsheetml/main": "spreadsheetml/2006/main",
    "officeDocument/extendedProperties": "officeDocument/2006/extended-properties",
    "officeDocument/customProperties": "officeDocument/2006/custom-properties",
    "officeDocument/relationships/extendedProperties": "officeDocument/2006/relationships/extended-properties",
    "officeDocument/relationships/customProperties": "officeDocument/2006/relationships/custom-properties",
}
_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/([A-Za-z]+)((?:/[\w-]+)*)")
_ONLY_STRICT = re.compile(rb"\s(?:conformance|dateCompatibility)=(?:\"[^\"]*\"|'[^']*')")
"""Attributes of the list of sheets that a Transitional workbook may not have."""


def transitional(xml: bytes) -> bytes:
    """A part of a Strict workbook as one of a Transitional workbook.

    >>> transitional(b'<a xmlns="http://purl.oclc.org/ooxml/drawingml/main"/>').decode()
    '<a xmlns="http://schemas.openxmlformats.org/drawingml/2006/main"/>'
    """
    if _STRICT not in xml:
        return xml
    return _ONLY_STRICT.sub(b"", _NAME.sub(lambda match: _old_name(match[1].decode(), match[2].decode()), xml))


def _old_name(first: str, rest: str) -> bytes:
    return f"{_OLD}{_SPECIAL.get(first + rest, f'{first}/2006{rest}')}".encode()
