"""The tables of a request: their names, their columns, and what kind of value stands in a cell.

The names are the contract's. Other headings (Swedish ones, say) are one more entry in ``HEADINGS``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

LIST_SEPARATOR = "|"
Kind = Literal["text", "list", "whole", "number", "flag", "date", "clock", "moment"]

_WHOLE = re.compile(r"([+-]?\d{1,15})(?:[.,]0*)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?", re.ASCII)
_SHORT_HOUR = re.compile(r"\d:")
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


UNITS = Table("units", {"id": "text", "name": "text", "kind": "text"}, required=True)
PRACTITIONERS = Table("practitioners", {"id": "text", "name": "text", "competences": "list"}, required=True)
AVAILABILITY = Table("availability", {"practitioner": "text", "unit": "text", "start": "moment", "end": "moment"})
BUSY = Table("busy", {"practitioner": "text", "start": "moment", "end": "moment"})
REQUESTS = Table(
    "requests",
    {
        "id": "text",
        "patient": "text",
        "units": "list",
        "priority": "text",
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
        "role": "text",
        "duration": "whole",
        "competence": "text",
        "practitioners": "list",
        "preferred": "text",
        "min_wait": "whole",
        "max_wait": "whole",
        "booking_mode": "text",
        "visit_type": "text",
        "visit_form": "text",
    },
    required=True,
)
BOOKINGS = Table(
    "bookings", {"visit": "text", "practitioner": "text", "unit": "text", "start": "moment", "locked": "flag"}
)
SETTINGS = Table("settings", {"key": "text", "value": "text"}, required=True)

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
    "max_moved": (("settings", "max_moved"), "whole"),
    "freeze_before": (("settings", "freeze_before"), "moment"),
    **{f"weights.unbooked.{one}": (("settings", "weights", "unbooked", one), "whole") for one in _PRIORITIES},
    **{f"weights.{word}": (("settings", "weights", word), "whole") for word in _WEIGHTS},
}
"""Each key of the settings table, with its place in the request and its kind."""

HEADINGS: Mapping[str, str] = {}
"""Other headings and setting keys, in lower case, with the contract's name of each."""


def contract_name(heading: str) -> str:
    """The contract's name of a heading: trimmed, whatever its case."""
    word = heading.strip().lower()
    return HEADINGS.get(word, word)


def value_of(cell: str, kind: Kind) -> object:
    """What a cell says, or ``LEFT_OUT``; a cell that can't be understood stays text, for the model to judge.

    >>> value_of("30,0", "whole"), value_of(" a | b ", "list"), value_of("Nej", "flag")
    (30, ['a', 'b'], False)
    """
    cell = cell.strip()
    if kind == "list":
        return [part.strip() for part in cell.split(LIST_SEPARATOR)] if cell else []
    return _READ[kind](cell) if cell else _LEFT_OUT


def _whole(cell: str) -> object:
    match = _WHOLE.fullmatch(cell)
    return int(match[1]) if match else cell


def _number(cell: str) -> object:
    return float(cell.replace(",", ".")) if _NUMBER.fullmatch(cell) else cell


def _flag(cell: str) -> object:
    return _FLAGS.get(cell.lower(), cell)


def _clock(cell: str) -> object:
    return f"0{cell}" if _SHORT_HOUR.match(cell) else cell


def _moment(cell: str) -> object:
    """A date and a clock time with ``T`` or blanks between them."""
    day, clock = cell[:10], cell[10:]
    return f"{day}T{_clock(clock.lstrip(' T'))}" if clock[:1] in ("T", " ") else cell


_READ: Mapping[Kind, Callable[[str], object]] = {
    "text": str,
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
        return LIST_SEPARATOR.join(map(str, value))
    return str(value)
