"""What is not seen in a text: odd blanks, characters without width, line ends. One name, however typed, is one."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = "\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff"
"""Soft hyphens, zero-width blanks and joiners, marks of direction, byte order marks."""
UNSEEN = re.compile(f"[{_UNSEEN}]")
_EDGES = re.compile(rf"^[\s{_UNSEEN}]+|[\s{_UNSEEN}]+$")
_LINE_ENDS = re.compile(r"\s*[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]\s*")


def one_line(text: str) -> str:
    """A text as written, but on one line and without blanks at its ends.

    >>> one_line("  Vårdcentral" + chr(10) + "Åby" + chr(0xA0))
    'Vårdcentral Åby'
    """
    if text.isascii() and text.isprintable():
        return text.strip(" ")
    return _LINE_ENDS.sub(" ", _EDGES.sub("", text))


def plain(text: str) -> str:
    """A text without what is not seen: every blank a plain one, and one at a time; letters in normal form C.

    >>> plain("nurse-1" + chr(0x200B)), plain("2026-12-08" + chr(0x202F) + "08:00")
    ('nurse-1', '2026-12-08 08:00')
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())


def is_blank(cell: object) -> bool:
    """Whether nothing is seen in a cell."""
    if not isinstance(cell, str):
        return cell is None
    return not cell or (not "!" <= cell[0] <= "~" and not one_line(cell))
