"""JSON with nothing odd in it, read in one go.

Reading with an eye on every value takes ten times as long. So a file is read by pydantic's parser first, and then it
is proven that this parser let nothing through that has to be told; if that can't be, ``json_file`` looks closely.
"""

from __future__ import annotations

import json
import math
from itertools import chain
from typing import Any

from pydantic_core import from_json

MAX_DEPTH = 64
"""Objects and lists within each other; the contract needs a dozen."""
MOST_DIGITS = 4300
"""Of a whole number: what Python reads."""
_BLANKS = b" \t\r\n"
_LOOKED_INTO = {dict, list, float}


def plain_object(raw: bytes) -> dict[str, Any] | None:
    """The top object of a JSON text; None if it is anything but an object with nothing odd in it.

    Odd are fields that stand twice, numbers that are none or past all bounds, half characters, deep nesting.

    Examples
    --------
    >>> plain_object(b'{"a": [1, 2]}'), plain_object(b'{"a": 1, "a": 2}'), plain_object(b'{"a": NaN}')
    ({'a': [1, 2]}, None, None)
    """
    try:
        text = _as_utf8(raw)
        data = from_json(text, allow_inf_nan=False)
    except ValueError:
        return None
    # With the blanks taken out, each name of a field is followed by '":'. Where a text holds that too there are more
    # of them than names, as there are where a name stands twice: then nothing is proven.
    if not isinstance(data, dict) or text.translate(None, _BLANKS).count(b'":') != _count_names(data):
        return None
    return data


def _as_utf8(raw: bytes) -> bytes:
    encoding = json.detect_encoding(raw)
    if encoding == "utf-8":
        return raw
    return raw.decode(encoding).encode()


def _count_names(data: dict[str, Any]) -> int:
    """How many names of fields there are; -1 if anything is endless or nested too deep."""
    names, depth = 0, 0
    level: list[Any] = [data]
    while level:
        depth += 1
        objects = [value for value in level if type(value) is dict]
        lists = [value for value in level if type(value) is list]
        if depth > MAX_DEPTH or not all(math.isfinite(value) for value in level if type(value) is float):
            return -1
        names += sum(map(len, objects))
        parts = chain(chain.from_iterable(map(dict.values, objects)), chain.from_iterable(lists))
        level = [part for part in parts if type(part) in _LOOKED_INTO]
    return names
