"""The kinds of values that fields hold: ids, local times, whole minutes, and the strict base model.

All times are local wall-clock times of the request's time zone, to the minute. A value with an offset
is converted to that zone while it is read; whether a local time exists is judged with the whole request
(`validation`), where the zone is known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from dagplan.words.messages.input_faults import ValueFaults

from .privacy import looks_like_identity_number, without_uuids
from .refusals import refusal

PARAMS = (
    "What the message says, for other languages: `text` is the code of its sentence, the others are its values by "
    "name; a value may be a message itself."
)
"""What the contract says of the field ``params``, wherever there is a message."""

DEFAULT_ZONE = "Europe/Stockholm"
_ID_SHAPE = (
    r"^[^\u0000-\u0040\u005b-\u0060\u007b-\u00a9]"
    r"[^\u0000-\u002c\u002f\u003a-\u0040\u005b-\u005e\u0060\u007b-\u00a9]{0,63}$"
)
"""What JSON Schema can say of an id in every dialect of patterns: of ASCII only what an id may hold."""
_PLAIN_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
_LONGEST_ID = 64
# Most values by far are of these shapes, and are judged by one look. With at most nine digits nothing is a number of
# a person (``privacy``).
_COMMON_ID = re.compile(r"[A-Za-z][A-Za-z_.-]*+(?:[0-9][A-Za-z_.-]*+){0,9}+")
_COMMON_TEXT = re.compile(r"[ -/:-~À-ÖØ-öø-ÿ]*+(?:[0-9][ -/:-~À-ÖØ-öø-ÿ]*+){0,9}+")
_COMMON_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LONGEST_LOOKED_AT = 1000
"""Longer texts are no ids in any form, and are never repeated: whose number they hold does not matter."""
_PAST_IDENTITY_NUMBERS = 10**13
_END_OF_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})T24:00(:00(?:\.0+)?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK = re.compile(r"\d{2}:\d{2}(:00)?", re.ASCII)
_DATETIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:00(\.0+)?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_reading_zone: ContextVar[ZoneInfo | None] = ContextVar("dagplan_reading_zone", default=None)


def is_empty(value: object) -> bool:
    """Whether a later field holds nothing: then it is not written, and what is written stays what it was."""
    return not value


class StrictModel(BaseModel):
    """The base of every model of the contract: frozen, no unknown fields, no values in error texts.

    What ``model_dump`` and ``model_dump_json`` give has the contract's names (``schema``, not ``schema_``), and is
    read back as it is.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        allow_inf_nan=False,
        validate_default=False,
        serialize_by_alias=True,
    )


Model = TypeVar("Model", bound=StrictModel)


def judged(model: type[Model], values: dict[str, Any]) -> Model:
    """A model of values that have been judged before: nothing is validated.

    A tenth of the time that validation takes. All instances share one set of field names, which alone would take more
    memory than the values; models are frozen, and a copy gets a set of its own.
    """
    made = model.__new__(model)
    names, defaults = _fields_of(model)
    _set(made, "__dict__", defaults | values)
    _set(made, "__pydantic_fields_set__", names)
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", None)
    return made


def share_names(made: StrictModel) -> None:
    """Let a model that was read share the one set of field names of its kind too."""
    _set(made, "__pydantic_fields_set__", _fields_of(type(made))[0])


_set = object.__setattr__


@cache
def _fields_of(model: type[StrictModel]) -> tuple[set[str], dict[str, Any]]:
    """The names of a model's fields, and all of them in their order with what those are that may be left out."""
    fields = model.model_fields
    return set(fields), {name: None if one.is_required() else one.default for name, one in fields.items()}


@contextmanager
def zone_for_reading(zone: ZoneInfo) -> Iterator[None]:
    """Convert times with an offset to this zone while the block reads."""
    token = _reading_zone.set(zone)
    try:
        yield
    finally:
        _reading_zone.reset(token)


def _refuse_identity_number(text: str) -> str:
    if looks_like_identity_number(text):
        raise refusal("identity_number", ValueFaults.IDENTITY_NUMBER)
    return text


def is_id(text: str) -> bool:
    """Whether a text is an id: a letter of any alphabet, then at most 63 letters, digits, ``_``, ``.`` or ``-``.

    Examples
    --------
    >>> is_id("l\u00e4k-1"), is_id("1-r"), is_id("two words")
    (True, False, False)
    """
    if _PLAIN_ID.fullmatch(text):
        return True
    if text.isascii() or len(text) > _LONGEST_ID or not text[0].isalpha():
        return False
    if not unicodedata.is_normalized("NFC", text):
        return False
    # Some alphabets write vowels as marks on the letter before.
    return all(
        one.isalpha() or one in "_.-" or (one.isascii() and one.isdigit()) or unicodedata.category(one)[0] == "M"
        for one in text
    )


def _to_id(value: Any) -> Any:
    """An id in normal form C, so that one name typed on two machines is one id; what is no text stays as it is.

    Identity numbers are refused first, before the shape has a chance to complain of something else.
    """
    if isinstance(value, str):
        if len(value) <= _LONGEST_ID and _COMMON_ID.fullmatch(value):
            return value
        if len(value) <= _LONGEST_LOOKED_AT:
            _refuse_identity_number(value)
            if is_id(text := unicodedata.normalize("NFC", value)):
                return text
        raise refusal("string_pattern_mismatch", ValueFaults.NO_ID)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _PAST_IDENTITY_NUMBERS:
        _refuse_identity_number(str(value))
    return value


def _to_text(text: str) -> str:
    """A text in one line that holds no identity number."""
    if _COMMON_TEXT.fullmatch(text):
        return text
    _refuse_identity_number(text)
    if _CONTROL.search(text):
        raise refusal("control_character", ValueFaults.CONTROL_CHARACTER)
    return text


def _to_address(text: str) -> str:
    """The same, where UUIDs may look like identity numbers."""
    _to_text(without_uuids(text))
    return text


def _to_end(value: Any) -> datetime:
    """An end: 24:00 of a date is 00:00 of the next."""
    if isinstance(value, str) and (found := _END_OF_DATE.fullmatch(value)):
        try:
            value = f"{date.fromisoformat(found[1]) + timedelta(days=1)}T00:00{found[3] or ''}"
        except (ValueError, OverflowError) as error:
            raise refusal("local_time", ValueFaults.NO_END) from error
    return _to_local_datetime(value)


def _to_local_datetime(value: Any) -> datetime:
    if isinstance(value, str) and _COMMON_TIME.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError as error:
            raise refusal("local_time", ValueFaults.NO_MOMENT) from error
    if isinstance(value, str) and _END_OF_DATE.fullmatch(value):
        raise refusal("local_time", ValueFaults.ONLY_AN_END)
    if isinstance(value, str) and _DATETIME.fullmatch(value):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise refusal("local_time", ValueFaults.NO_MOMENT) from error
    if not isinstance(value, datetime):
        raise refusal("local_time", ValueFaults.MOMENT)
    if value.tzinfo is not None:
        try:
            value = value.astimezone(_reading_zone.get() or ZoneInfo(DEFAULT_ZONE)).replace(tzinfo=None)
        except OverflowError as error:
            raise refusal("local_time", ValueFaults.NO_MOMENT) from error
    if value.second or value.microsecond:
        raise refusal("local_time", ValueFaults.SECONDS)
    local: datetime = value.replace(fold=0)
    return local


def _to_date(value: Any) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise refusal("local_date", ValueFaults.NO_DATE) from error
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise refusal("local_date", ValueFaults.DATE)


def _to_clock(value: Any) -> time:
    if isinstance(value, str) and _CLOCK.fullmatch(value):
        try:
            return time.fromisoformat(value)
        except ValueError as error:
            raise refusal("clock_time", ValueFaults.NO_CLOCK) from error
    if isinstance(value, time) and value.tzinfo is None and not (value.second or value.microsecond):
        return value
    raise refusal("clock_time", ValueFaults.CLOCK)


Id = Annotated[
    str,
    BeforeValidator(_to_id, json_schema_input_type=str),
    StringConstraints(strict=True),
    WithJsonSchema({"type": "string", "pattern": _ID_SHAPE, "maxLength": _LONGEST_ID, "examples": ["läk-1"]}),
]
"""An opaque id: a letter of any alphabet, then at most 63 letters, digits, ``_``, ``.``, ``-``; in normal form C."""

Text = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=200),
    AfterValidator(_to_text),
]
"""A short text in one line, never a patient's."""

Address = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=200),
    AfterValidator(_to_address),
]
"""The address of something in another system, in one line: a URL or a URN, whose UUIDs may look like anything."""


def _local_time_schema(*examples: str) -> WithJsonSchema:
    """What JSON Schema says of a local time, which may be written with an offset."""
    pattern = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:00(\.0+)?)?(Z|[+-]\d{2}:\d{2})?$"
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": list(examples)})


_to_the_minute = PlainSerializer(lambda value: value.isoformat(timespec="minutes"), return_type=str)

LocalDateTime = Annotated[
    datetime,
    BeforeValidator(_to_local_datetime, json_schema_input_type=str),
    _to_the_minute,
    _local_time_schema("2026-12-07T09:30"),
]
"""A local wall-clock time to the minute, kept without an offset."""

LocalEnd = Annotated[
    datetime,
    BeforeValidator(_to_end, json_schema_input_type=str),
    _to_the_minute,
    _local_time_schema("2026-12-07T16:00", "2026-12-07T24:00"),
]
"""A local wall-clock time at which something ends; ``24:00`` of a date is kept as the next date's 00:00."""

LocalDate = Annotated[
    date,
    BeforeValidator(_to_date, json_schema_input_type=str),
    WithJsonSchema({"type": "string", "format": "date"}),
]
"""A local calendar date."""

ClockTime = Annotated[
    time,
    BeforeValidator(_to_clock, json_schema_input_type=str),
    _to_the_minute,
    WithJsonSchema({"type": "string", "pattern": r"^\d{2}:\d{2}(:00)?$", "examples": ["09:30"]}),
]
"""A local clock time, on whatever date."""


class MayGrow:
    """Marks words to which later versions may add: the schema of what is written has them as examples only."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The words as they may be read, or texts of which these are known."""
        schema = handler(core)
        return {"type": "string", "examples": schema["enum"]} if handler.mode == "serialization" else schema


WholeNumber = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
"""A whole number from 0."""

WaitMinutes = WholeNumber
"""A wait in whole minutes."""

DurationMinutes = Annotated[int, Field(strict=True, ge=1, le=1440)]
"""A duration in whole minutes, within one day."""
