"""What a cell says, by the kind of its column: a value of the contract, nothing, or why it can't be understood."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import get_args

from dagplan.models.dates_in_words import long_date
from dagplan.models.privacy import looks_like_identity_number
from dagplan.words import Said
from dagplan.words.messages.table_faults import CellFaults

from .blanks import UNSEEN, is_blank, one_line, plain
from .columns import LIST_SEPARATOR, LISTS
from .doubtful import clock_meanings, date_meanings
from .durations import minutes_in, seconds_in
from .headings import code_name
from .typed_cells import Kind, When, as_typed, said_of, text_of
from .weekdays import span_in, weekdays_in
from .written_times import DASHES, clock_in, date_in, first_minute, last_minute, moment_in, without_midnight

_WHOLE = re.compile(
    r"([+-]?\d{1,3}(?: \d{3})+|[+-]?\d{1,15})(?:[.,]0{1,2}|[.,]0{4,})?(?: ?min(?:uter|utes|\.)?)?", re.ASCII
)
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?", re.ASCII)
_LISTED = re.compile(r"[,;\n]")
_FLAGS = {
    **dict.fromkeys(("true", "1", "ja", "yes", "sant", "x"), True),
    **dict.fromkeys(("false", "0", "nej", "no", "falskt"), False),
}
LEFT_OUT = object()
"""The value of a blank cell."""


@dataclass(frozen=True)
class NotRead:
    """Why a cell can't be understood: what to write instead, and what stands there where that may be said."""

    said: Said
    code: str

    @property
    def message(self) -> str:
        """The same in English."""
        return str(self.said)


_CLOCK = CellFaults.CLOCK(), "clock_time"
_DATE_OR_MORE = CellFaults.DATE_OR_MORE(), "local_time"
_WANTED: Mapping[Kind, tuple[Said, str]] = {
    "id": (CellFaults.ID(), "string_pattern_mismatch"),
    **dict.fromkeys(("whole", "minutes"), (CellFaults.WHOLE(), "int_type")),
    **dict.fromkeys(("number", "seconds"), (CellFaults.NUMBER(), "float_type")),
    "flag": (CellFaults.FLAG(), "bool_type"),
    "date": (CellFaults.DATE(), "local_date"),
    "dates": (CellFaults.DATES(separator=LIST_SEPARATOR), "local_date"),
    "weekdays": (CellFaults.WEEKDAYS(), "weekdays"),
    "spans": (CellFaults.SPANS(separator=LIST_SEPARATOR), "clock_time"),
    "clock": _CLOCK,
    "last_clock": _CLOCK,
    "moment": (CellFaults.MOMENT(), "local_time"),
    "from": _DATE_OR_MORE,
    "until": _DATE_OR_MORE,
}
"""What to write instead, and the code of the problem, which is that of the model's own."""


def value_of(cell: object, kind: Kind) -> object:
    """What a cell says: a value of the contract, ``LEFT_OUT``, or ``NotRead``.

    Words are not judged: whether there is such a unit, role or priority is for the model to say.

    >>> value_of("30,0", "whole"), value_of(" a | b ", "ids"), value_of("Nej", "flag"), value_of("Primär", "code")
    (30, ['a', 'b'], False, 'primary')
    >>> value_of("9,3", "clock").message
    'write a clock time as HH:MM; here stands 9,3, which may mean 09:30 or 09:18'
    """
    if kind == "raw" or (kind in ("number", "seconds") and isinstance(cell, float)):
        return LEFT_OUT if is_blank(cell) else cell
    text = text_of(cell, kind)
    if text is None:
        return _not_read(cell, kind)
    if is_blank(text):
        return [] if kind in LISTS else LEFT_OUT
    if kind == "id" and not isinstance(cell, str):
        return _not_read(cell, kind)  # an id of digits
    value = _READ[kind](text)
    if value is None and kind in _TIMES and UNSEEN.search(text):  # what is not seen may stand for the blank
        value = _READ[kind](UNSEEN.sub(" ", text))
    return _not_read(cell, kind) if value is None else value


def _not_read(cell: object, kind: Kind) -> NotRead:
    if isinstance(cell, date) and kind in ("id", "ids", "text", "texts", "code", "weekdays", "spans"):
        day = cell.date() if isinstance(cell, datetime) else cell
        return NotRead(CellFaults.DATE_FOR_A_WORD(day=f"{day}"), "date_for_a_word")
    if kind == "moment" and (alone := date_in(plain(text_of(cell, kind) or ""))):
        return NotRead(CellFaults.NO_CLOCK_TIME(day=alone), "no_clock_time")
    wanted, code = _WANTED.get(kind, (CellFaults.TEXT(), "string_type"))
    cell = as_typed(cell, kind)
    found = _shown(cell, kind) if isinstance(cell, str) else said_of(cell)
    if not found:
        return NotRead(wanted, code)
    if meanings := _meanings(cell, kind):
        return NotRead(CellFaults.MAY_MEAN(wanted=wanted, found=found, meanings=meanings), code)
    as_number = kind in ("whole", "minutes") and isinstance(cell, date | timedelta)
    say = CellFaults.WANTED_AS_NUMBER if as_number else CellFaults.WANTED
    return NotRead(say(wanted=wanted, found=found), code)


def _meanings(cell: object, kind: Kind) -> tuple[str, ...]:
    """What a cell may have been meant as that can't be told."""
    text = plain(cell) if isinstance(cell, str) else f"{cell:.10g}" if isinstance(cell, float) else ""
    if kind in ("clock", "last_clock"):
        return clock_meanings(text)
    if kind == "date":
        return date_meanings(text.translate(DASHES))
    if kind in ("moment", "from", "until"):
        day, _blank, clock = text.rpartition(" ")
        known, at = date_in(day), clock_in(clock)
        days = (known,) if known else date_meanings(day)
        clocks = (at,) if at else clock_meanings(clock)
        return tuple(f"{one} {clock}" for one in days for clock in clocks) or date_meanings(text)
    return ()


_YEAR = [date(2026, 1, 1) + timedelta(number) for number in range(365)]
_WORDS = {
    word for day in _YEAR for word in f"{long_date('sv', day)} {long_date('en', day)}".split() if word.isalpha()
}
_NAMES = sorted({name for word in _WORDS for name in (word, word[:3])}, key=len, reverse=True)
"""Weekdays and months, whole and in three letters."""
_SAYABLE = re.compile(
    r"(?:[\d .,:/\\+%-]|T(?=\d)|" + "|".join(("klockan", "kl", "[ap]m", *_NAMES)) + r")+",
    re.IGNORECASE,
)


_WITH_UNIT = re.compile(r"[+-]?\d[\d .,:]{0,8} ?[^\W\d_]{1,12}\.?(?: ?\d{1,2} ?[^\W\d_]{0,8})?")
_FEW_WORDS = re.compile(r"[^\W\d_]{1,15}(?:[-–, ]{1,2}[^\W\d_]{1,9}){0,6}")


def _shown(text: str, kind: Kind) -> str:
    """A text that was meant as a number, date or time, if it can be nothing else; of words few."""
    text = plain(text)
    if kind in ("flag", "weekdays"):
        return text if _FEW_WORDS.fullmatch(text) else ""
    telling = sum(map(str.isdigit, text)) <= 8 or re.search(r"\d[:/.]\d|\d{4}-", text)
    if len(text) > 30 or not telling or looks_like_identity_number(text):
        return ""
    return text if _SAYABLE.fullmatch(text) or _WITH_UNIT.fullmatch(text) else ""


def _items(cell: str) -> list[str]:
    """Items between ``|``, or where there is none between ``,``, ``;`` or lines; ``a,b|`` is one item."""
    items = cell.split(LIST_SEPARATOR) if LIST_SEPARATOR in cell else _LISTED.split(cell)
    return [item for item in items if not is_blank(item)]


def _id(cell: str) -> str:
    return plain(cell).translate(DASHES)


def _whole(cell: str) -> object:
    match = _WHOLE.fullmatch(plain(cell))
    return int(match[1].replace(" ", "")) if match else None


def _minutes(cell: str) -> object:
    found = _whole(cell)
    return minutes_in(plain(cell)) if found is None else found


def _seconds(cell: str) -> object:
    found = _number(cell)
    return seconds_in(plain(cell)) if found is None else found


def _number(cell: str) -> object:
    cell = plain(cell)
    return float(cell.replace(",", ".")) if _NUMBER.fullmatch(cell) else None


def _code(cell: str) -> object:
    return code_name(cell) or one_line(cell)


def _date(cell: str) -> str | None:
    return date_in(without_midnight(plain(cell)))


def _dates(cell: str) -> object:
    found = [_date(item) for item in _items(cell)]
    return None if None in found else found


def _spans(cell: str) -> object:
    found = [span_in(plain(item)) for item in _items(cell)]
    return None if None in found else found


def _last_clock(cell: str) -> object:
    """A clock time; 24:00 ends every date, and so is no bound."""
    found = clock_in(plain(cell))
    return LEFT_OUT if found == "24:00" else found


def _from(cell: str) -> object:
    day = date_in(plain(cell))
    return first_minute(day) if day else moment_in(plain(cell))


def _until(cell: str) -> object:
    day = date_in(plain(cell))
    return last_minute(day) if day else moment_in(plain(cell))


_TIMES = get_args(When)
_READ: Mapping[Kind, Callable[[str], object]] = {
    "id": _id,
    "ids": lambda cell: [_id(item) for item in _items(cell)],
    "text": one_line,
    "texts": lambda cell: [one_line(item) for item in _items(cell)],
    "code": _code,
    "whole": _whole,
    "minutes": _minutes,
    "seconds": _seconds,
    "number": _number,
    "flag": lambda cell: _FLAGS.get(plain(cell).lower()),
    "date": _date,
    "dates": _dates,
    "weekdays": lambda cell: weekdays_in(plain(cell)),
    "spans": _spans,
    "clock": lambda cell: clock_in(plain(cell)),
    "last_clock": _last_clock,
    "moment": lambda cell: moment_in(plain(cell)),
    "from": _from,
    "until": _until,
}


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
