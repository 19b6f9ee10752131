"""What a file is that is no workbook of our form, from its first bytes or its parts, and what to do about it."""

from __future__ import annotations

from collections.abc import Container

_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OLD = "Workbook".encode("utf-16-le")
_PARTS = (
    ("xl/workbook.bin", "is a binary workbook (.xlsb); save it as .xlsx"),
    ("content.xml", "is an OpenDocument file (.ods); save it as .xlsx"),
    ("Index/Document.iwa", "is a Numbers document; export it as Excel (.xlsx)"),
)
_HEADS = (
    (
        (b"<html", b"<!doctype html", b"<table", b"<body", b"<head", b"<meta"),
        "is a web page under the name of a workbook",
    ),
    ((b"mime-version",), "is a web page under the name of a workbook"),
    ((b"<?xml", b"<workbook"), "is an XML file under the name of a workbook"),
    ((b"%pdf",), "is a PDF file under the name of a workbook"),
)


def what_it_is(data: bytes, parts: Container[str]) -> str:
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
            return "has a password; save it without one"
        old = "is an old .xls workbook" if _OLD in data else "is an old .xls workbook or has a password"
        return f"{old}; save it as .xlsx" + (" without one" if _OLD not in data else "")
    for name, message in _PARTS:
        if name in parts:
            return message
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for beginnings, message in _HEADS:
        if head.startswith(beginnings):
            return f"{message}; open it in Excel and save it as .xlsx"
    return "is not a workbook (.xlsx)"
