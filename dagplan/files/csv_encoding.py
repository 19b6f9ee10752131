"""The bytes of a text file -> its letters: by what the bytes say, else by which encoding makes words of them.

A file names its encoding only by a byte order mark. Without one it is UTF-8 if it can be; else it is of one of the
encodings that Windows, DOS and old Macs write western letters in. Read in the wrong one, an ``ö`` becomes a quotation
mark or a box within a word, which no text has: so the right one is told apart.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from dagplan.models.errors import InputError, Problem
from dagplan.words import Said
from dagplan.words.messages.table_faults import TableFaults

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as UTF-16's mark does: looked for first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHERS = ("cp850", "mac_roman")
"""DOS's other western encoding, cp437, has the same letters at the same places as cp850."""
_SWEDISH = frozenset("åäöÅÄÖ")
_WESTERN = frozenset("éÉèüÜæøÆØ")
_ALONE = frozenset("–—‘’•…€£§°±½¼¾²³µ·×÷«»©®™\u00a0\u00ad")
"""Signs that stand between words and after figures."""
_QUOTES = frozenset("“”„")
_LOOKED_AT = 65_536
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def decoded(data: bytes, name: str, beside: Iterable[bytes] = ()) -> str:
    """The text of a file.

    Parameters
    ----------
    data
        The file as it is.
    name
        The file's name in problems.
    beside
        Files from the same hand: they tell what this one leaves open.

    Raises
    ------
    InputError
        If it is no text, or its encoding can't be told.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data.removeprefix(mark), encoding, name, TableFaults.NO_TEXT_BY_MARK())
    if wide := _wide(data):
        return _strictly(data, wide, name, TableFaults.NO_TEXT_BY_LOOKS(encoding=wide.upper())).lstrip("\ufeff")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for sample in ([data], [data, *map(_unlike_utf8, beside)]):
        if likely := _one_byte(b"\n".join(sample)):
            return _strictly(data, likely, name, TableFaults.NO_TEXT_IN_ENCODING(encoding=likely))
    raise InputError([Problem.of(name, TableFaults.NO_TEXT())])


def _one_byte(data: bytes) -> str | None:
    """The encoding of one byte a letter that makes the most of the bytes; None if it isn't plain which."""
    usual = _worth(data, "cp1252")
    (best, encoding), (second, _other) = sorted(((_worth(data, one), one) for one in _OTHERS), reverse=True)
    if usual >= max(best, 0):
        return "cp1252"
    return encoding if usual < 0 < best and second < best else None


def _unlike_utf8(data: bytes) -> bytes:
    """A file that may be of the same encoding: none that tells its own."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return b"" if _wide(data) or any(data.startswith(mark) for mark, _encoding in _MARKS) else data
    return b""


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: nearly every second byte, or three of four, are NUL."""
    head = data[: _LOOKED_AT - _LOOKED_AT % 4]
    head = head[: len(head) - len(head) % 2]
    empty = "".join("0" if head[at::4].count(0) > len(head) // 8 else "x" for at in range(4))
    return {
        "x0x0": "utf-16-le",
        "0x0x": "utf-16-be",
        "x000": "utf-32-le",
        "000x": "utf-32-be",
    }.get(empty)


def _strictly(data: bytes, encoding: str, name: str, otherwise: Said) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError([Problem.of(name, otherwise, "not_text")]) from error


def _worth(data: bytes, encoding: str) -> float:
    """How much like a Swedish text the bytes are: points for letters that are usual, off for signs that are not."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return -len(data)
    points = 0.0
    opened, closed = 0, 0
    for match in _NOT_ASCII.finditer(text):
        at, one = match.start(), match[0]
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        in_word = before.isalpha() and after.isalpha()
        if one in _QUOTES and not in_word:
            opened, closed = opened + after.isalnum(), closed + before.isalnum()
        elif one.isalpha():
            odd = before.isdigit() or (one.isupper() and (before.islower() or (before.isalpha() and after.islower())))
            points += -1 if odd else 1 if one in _SWEDISH else 0.5 if one in _WESTERN else 0
        elif one not in _ALONE or (in_word and one not in "’\u00a0\u00ad"):
            points -= 2
        elif one == "\u00a0":
            points += 0.5
    return points + 2 * min(opened, closed) - abs(opened - closed)
