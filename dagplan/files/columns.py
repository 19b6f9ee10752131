"""The tables of a request: their names, their columns, and what kind of value stands in a cell.

The names are the contract's; what else they may be called is in ``headings``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from .headings import CODES, normalised
from .typed_cells import Kind, text_of

LIST_SEPARATOR = "|"

_WHOLE = re.compile(r"([+-]?\d{1,15})(?:[.,]0*)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(:\d{2}(?:\.0+)?)?", re.ASCII)
_LISTED = re.compile(r"[,;\n]")
_FLAGS = {
    **dict.fromkeys(("true", "1", "ja", "yes", "sant"), True),
    **dict.fromkeys(("false", "0", "nej", "no", "falskt"), False),
}
_LEFT_OUT = object()


@dataclass(frozen=True)
class Table:
    """One table: its name, its columns in order, and whether an input needs it."""

    name: str
    columns: Mapping[str, Kind]
    required: bool = False


UNITS = Table("units", {"id": "text", "name": "text", "kind": "code"}, required=True)
PRACTITIONERS = Table("practitioners", {"id": "text", "name": "text", "competences": "list"}, required=True)
AVAILABILITY = Table("availability", {"practitioner": "text", "unit": "text", "start": "moment", "end": "moment"})
BUSY = Table("busy", {"practitioner": "text", "start": "moment", "end": "moment"})
REQUESTS = Table(
    "requests",
    {
        "id": "text",
        "patient": "text",
        "units": "list",
        "priority": "code",
        "earliest": "date",
        "latest": "date",
        "target": "date",
        "not_before": "clock",
        "not_after": "clock",
        "excluded_dates": "list",
        "min_wait": "whole",
        "max_wait": "whole",
        "same_day_as": "list",
    },
    required=True,
)
VISITS = Table(
    "visits",
    {
        "request": "text",
        "sequence": "whole",
        "id": "text",
        "role": "code",
        "duration": "whole",
        "competence": "text",
        "practitioners": "list",
        "preferred": "text",
        "min_wait": "whole",
        "max_wait": "whole",
        "booking_mode": "code",
        "visit_type": "text",
        "visit_form": "text",
    },
    required=True,
)
BOOKINGS = Table(
    "bookings", {"visit": "text", "practitioner": "text", "unit": "text", "start": "moment", "locked": "flag"}
)
SETTINGS = Table("settings", {"key": "text", "value": "raw"}, required=True)

PLAN_BOOKINGS = Table(
    "bookings",
    {
        "request": "text",
        "visit": "text",
        "patient": "text",
        "role": "code",
        "unit": "text",
        "practitioner": "text",
        "start": "moment",
        "end": "moment",
    },
    required=True,
)
"""A plan's own bookings, which say all that a plan has to state."""

TABLES: tuple[Table, ...] = (SETTINGS, UNITS, PRACTITIONERS, AVAILABILITY, BUSY, REQUESTS, VISITS, BOOKINGS)

_PRIORITIES = ("routine", "urgent", "asap", "stat")
_WEIGHTS = ("day_deviation", "wait", "not_preferred", "moved", "apart")

SETTING_KEYS: Mapping[str, tuple[tuple[str, ...], Kind]] = {
    "schema": (("schema",), "text"),
    "time_zone": (("time_zone",), "text"),
    "first_date": (("first_date",), "date"),
    "last_date": (("last_date",), "date"),
    "grid": (("settings", "grid"), "whole"),
    "time_limit": (("settings", "time_limit"), "number"),
    "seed": (("settings", "seed"), "whole"),
    "workers": (("settings", "workers"), "whole"),
    "deterministic": (("settings", "deterministic"), "flag"),
    "max_moved": (("settings", "max_moved"), "whole"),
    "freeze_before": (("settings", "freeze_before"), "moment"),
    **{f"weights.unbooked.{one}": (("settings", "weights", "unbooked", one), "whole") for one in _PRIORITIES},
    **{f"weights.{word}": (("settings", "weights", word), "whole") for word in _WEIGHTS},
}
"""Each key of the settings table, with its place in the request and its kind."""


def value_of(cell: object, kind: Kind) -> object:
    """What a cell says, or ``LEFT_OUT``; a cell that can't be understood stays text, for the model to judge.

    >>> value_of("30,0", "whole"), value_of(" a | b ", "list"), value_of("Nej", "flag"), value_of("Primär", "code")
    (30, ['a', 'b'], False, 'primary')
    """
    if kind == "raw" or (kind == "number" and isinstance(cell, float)):
        return cell
    text = (cell if isinstance(cell, str) else text_of(cell, kind)).strip()
    if kind == "list":
        return _list(text)
    return _READ[kind](text) if text else _LEFT_OUT


def _list(cell: str) -> list[str]:
    """Items between ``|``, or where there is none between ``,``, ``;`` or lines; ``a,b|`` is one item."""
    if LIST_SEPARATOR not in cell:
        return [part.strip() for part in _LISTED.split(cell)] if cell else []
    return [part.strip() for part in cell.removesuffix(LIST_SEPARATOR).split(LIST_SEPARATOR)]


def _whole(cell: str) -> object:
    match = _WHOLE.fullmatch(cell)
    return int(match[1]) if match else cell


def _number(cell: str) -> object:
    return float(cell.replace(",", ".")) if _NUMBER.fullmatch(cell) else cell


def _flag(cell: str) -> object:
    return _FLAGS.get(cell.lower(), cell)


@lru_cache(maxsize=1024)
def _code(cell: str) -> object:
    return CODES.get(normalised(cell), cell)


def _clock(cell: str) -> object:
    """``9:30``, ``9.30`` as Swedes write it, and ``09:30:00`` are clock times."""
    match = _CLOCK.fullmatch(cell)
    return f"{match[1]:0>2}:{match[2]}{match[3] or ''}" if match else cell


def _moment(cell: str) -> object:
    """A date and a clock time with ``T`` or blanks between them; an offset may follow."""
    day, clock = cell[:10], cell[10:]
    return f"{day}T{_clock(clock.lstrip(' T'))}" if clock[:1] in ("T", " ") else cell


_READ: Mapping[str, Callable[[str], object]] = {
    "text": str,
    "code": _code,
    "date": str,
    "whole": _whole,
    "number": _number,
    "flag": _flag,
    "clock": _clock,
    "moment": _moment,
}


def is_left_out(value: object) -> bool:
    """Whether a value is that of a blank cell."""
    return value is _LEFT_OUT


def cell_of(value: object) -> str:
    """A value of a request or plan as the text of a cell, with decimal comma.

    >>> cell_of(("a", "b")), cell_of(0.5), cell_of(30.0), cell_of(None), cell_of(True)
    ('a|b', '0,5', '30', '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(value, list | tuple):
        text = LIST_SEPARATOR.join(map(str, value))
        return f"{text}{LIST_SEPARATOR}" if len(value) == 1 and _LISTED.search(text) else text
    return str(value)
