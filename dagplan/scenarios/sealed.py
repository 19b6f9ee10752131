"""JSON files that tell whether anything in them was changed: their first field is a checksum of all that follows."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from dagplan.words import Said
from dagplan.words.messages.study_faults import Damages

_FIRST = re.compile(rb'\{\n {1,2}"checksum": "(sha256:[0-9a-f]{64})",')


class SealBrokenError(Exception):
    """A file that is not as it was written; ``said`` says in what way."""

    def __init__(self, said: Said) -> None:
        self.said = said
        super().__init__(said)


def sealed(record: Mapping[str, Any], indent: int) -> bytes:
    """A record as the bytes of a JSON file.

    Examples
    --------
    >>> opened(sealed({"a": 1}, indent=1))["a"]
    1
    """
    text = json.dumps(record, indent=indent, ensure_ascii=False) + "\n"
    rest = text[1:].encode()
    return b'{\n%b"checksum": "%b",%b' % (b" " * indent, _checksum(rest), rest)


def opened(data: bytes) -> dict[str, Any]:
    """The record in the bytes of a file.

    Raises
    ------
    SealBrokenError
        If a single byte of it is another than was written.
    """
    if not data:
        raise SealBrokenError(Damages.EMPTY())
    first = _FIRST.match(data)
    if first is None:
        raise SealBrokenError(Damages.NO_CHECKSUM())
    if first[1] != _checksum(data[first.end() :]):
        raise SealBrokenError(Damages.CHANGED())
    found = json.loads(data)
    assert isinstance(found, dict)
    return found


def _checksum(data: bytes) -> bytes:
    return b"sha256:" + hashlib.sha256(data).hexdigest().encode()
