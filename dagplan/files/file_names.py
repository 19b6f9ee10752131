"""Names of files made from ids: safe on every system, and read back to the same id.

File systems disagree on what is one name: Windows and macOS take ``Ab`` and ``aB`` for the same, macOS also the two
ways to write ``ä``; Windows reserves ``con`` and takes no dot at the end; most stop at 255 bytes or units. So

* small letters that every system leaves alone, digits, ``_``, ``.`` and ``-`` stand as they are: ``läk-1``;
* a capital letter is followed by ``~``: ``Ab`` is ``A~b``, and stays so when a system changes its case;
* any other character, also a mark above or below a letter, a dot at the end, and the first letter of a reserved name
  are ``+``, its number in hexadecimal, ``+``: ``con`` is ``+63+on``;
* what is then too long is ``++`` and all characters packed into the letters a to z and the digits 2 to 7.

What Windows reserves: https://learn.microsoft.com/windows/win32/fileio/naming-a-file.
"""

from __future__ import annotations

import base64
import re
import unicodedata

CAPITAL, NUMBER, PACKED = "~", "+", "++"
LONGEST = 200
"""Bytes of a name before its ending, however its letters are composed; 255 is what most systems take."""

_KEPT = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_.-")
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters that show nothing, and that some file systems pass over."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$|clock\$)(?:\..*)?")
_TOKEN = re.compile(r"\+([0-9a-f]+)\+|(.)~|(.)", re.DOTALL | re.IGNORECASE)
_BITS = 18
"""Of a character that is packed: the first four planes of Unicode, where all letters are."""
_VARIANTS, _SURROGATES = 0xE0100, 0xD800
"""Marks that pick a variant lie beyond them; packed they take numbers that no character has."""


def file_name(one_id: str) -> str:
    """The name of an id's file, without an ending.

    Two ids never have one name, also where a file system takes no account of case or of how letters are composed.

    Examples
    --------
    >>> file_name("läk-1"), file_name("Ab"), file_name("con"), file_name("a.")
    ('läk-1', 'A~b', '+63+on', 'a+2e+')
    """
    name = "".join(map(_written, one_id))
    if _RESERVED.fullmatch(unicodedata.normalize("NFKC", one_id).casefold()):
        name = _numbered(one_id[0]) + "".join(map(_written, one_id[1:]))
    if name.endswith("."):
        name = name[:-1] + _numbered(".")
    forms = (unicodedata.normalize(form, name).encode() for form in ("NFC", "NFD"))
    return name if max(map(len, forms)) <= LONGEST else PACKED + _packed(one_id)


def id_of(name: str) -> str:
    """The id that a name was made from, whatever a file system did to its case and to the composition of its letters.

    Examples
    --------
    >>> id_of("A~B~"), id_of("a~b~"), id_of("+63+on"), id_of(file_name("Å" * 64)) == "Å" * 64
    ('AB', 'AB', 'con', True)
    """
    name = unicodedata.normalize("NFC", name)
    if name.startswith(PACKED):
        return _unpacked(name.removeprefix(PACKED))
    return unicodedata.normalize("NFC", "".join(map(_read, _TOKEN.finditer(name))))  # as ids are


def _written(character: str) -> str:
    """A character of an id: itself, a capital with its mark, or its number."""
    if _left_alone(character):
        return character
    small = character.lower()
    if len(small) == 1 and small.upper() == character and _left_alone(small) and small.isalpha():
        return character + CAPITAL
    return _numbered(character)


def _left_alone(character: str) -> bool:
    """Whether no system takes the character for another one."""
    if character.isascii():
        return character in _KEPT
    alone = character.isalpha() and character not in _FILLERS
    return alone and unicodedata.normalize("NFKC", _folded(character)) == character


def _folded(character: str) -> str:
    """Without case; by way of the capital, for what a system does that compares capitals (a dotless i is an I)."""
    return character.upper().casefold()


def _numbered(character: str) -> str:
    return f"{NUMBER}{ord(character):x}{NUMBER}"


def _read(token: re.Match[str]) -> str:
    number, capital, plain = token.groups()
    if number:
        return chr(int(number, 16))
    return capital.upper() if capital else _folded(plain)


def _packed(text: str) -> str:
    """The characters as one number, a 1 before them so that none is lost, in letters that have no case."""
    number = 1
    for character in text:
        code = ord(character)
        number = number << _BITS | (code if code < _VARIANTS else code - _VARIANTS + _SURROGATES)
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.b32encode(data).decode().rstrip("=").lower()


def _unpacked(text: str) -> str:
    data = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    number, characters = int.from_bytes(data, "big"), []
    while number > 1:
        code = number & ((1 << _BITS) - 1)
        characters.append(chr(code + _VARIANTS - _SURROGATES if 0xD800 <= code <= 0xDFFF else code))
        number >>= _BITS
    return "".join(reversed(characters))
