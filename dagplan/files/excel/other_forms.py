"""What a file is that is no workbook of our form, from its first bytes or its parts, and what to do about it."""

from __future__ import annotations

from collections.abc import Container

from dagplan.words import Said
from dagplan.words.messages.table_faults import WorkbookFaults

_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OLD = "Workbook".encode("utf-16-le")
_PARTS = (
    ("xl/workbook.bin", WorkbookFaults.BINARY),
    ("content.xml", WorkbookFaults.OPEN_DOCUMENT),
    ("Index/Document.iwa", WorkbookFaults.NUMBERS),
)
_HEADS = (
    (
        (b"<html", b"<!doctype html", b"<table", b"<body", b"<head", b"<meta"),
        WorkbookFaults.WEB_PAGE,
    ),
    ((b"mime-version",), WorkbookFaults.WEB_PAGE),
    ((b"<?xml", b"<workbook"), WorkbookFaults.XML_FILE),
    ((b"%pdf",), WorkbookFaults.PDF),
)


def what_it_is(data: bytes, parts: Container[str]) -> Said:
    """Why this can't be read, in words.

    Parameters
    ----------
    data
        The file.
    parts
        The names in it, if it is an archive.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # the old container, which also holds what has a password
        if _LOCKED in data:
            return WorkbookFaults.PASSWORD()
        return WorkbookFaults.OLD() if _OLD in data else WorkbookFaults.OLD_OR_PASSWORD()
    for name, say in _PARTS:
        if name in parts:
            return say()
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for beginnings, say in _HEADS:
        if head.startswith(beginnings):
            return say()
    return WorkbookFaults.NO_WORKBOOK()
