"""The kinds of values that fields hold: ids, local times, whole minutes, and the strict base model.

All times are local wall-clock times of the request's time zone, to the minute. A value with an offset
is converted to that zone while it is read; whether a local time exists is judged with the whole request
(`validation`), where the zone is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from .privacy import REFUSAL, looks_like_identity_number

DEFAULT_ZONE = "Europe/Stockholm"
ID_PATTERN = r"^[A-Za-z][A-Za-z0-9_.-]{0,63}$"

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK = re.compile(r"\d{2}:\d{2}(:00)?", re.ASCII)
_DATETIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:00(\.0+)?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_reading_zone: ContextVar[ZoneInfo | None] = ContextVar("dagplan_reading_zone", default=None)


class StrictModel(BaseModel):
    """The base of every model of the contract: frozen, no unknown fields, no values in error texts."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, allow_inf_nan=False, validate_default=False
    )


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
        raise PydanticCustomError("identity_number", REFUSAL)
    return text


def _guarded_text(value: Any) -> Any:
    """Refuse identity numbers before the pattern has a chance to complain of something else."""
    if isinstance(value, int) and not isinstance(value, bool):
        _refuse_identity_number(str(value))
    return _refuse_identity_number(value) if isinstance(value, str) else value


def _to_local_datetime(value: Any) -> datetime:
    if isinstance(value, str) and _DATETIME.fullmatch(value):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise PydanticCustomError("local_time", "no such date or clock time") from error
    if not isinstance(value, datetime):
        raise PydanticCustomError("local_time", "write a local time to the minute as YYYY-MM-DDTHH:MM")
    if value.tzinfo is not None:
        try:
            value = value.astimezone(_reading_zone.get() or ZoneInfo(DEFAULT_ZONE)).replace(tzinfo=None)
        except OverflowError as error:
            raise PydanticCustomError("local_time", "no such date or clock time") from error
    if value.second or value.microsecond:
        raise PydanticCustomError("local_time", "times are to the minute, without seconds")
    local: datetime = value.replace(fold=0)
    return local


def _to_date(value: Any) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise PydanticCustomError("local_date", "no such date") from error
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise PydanticCustomError("local_date", "write a date as YYYY-MM-DD")


def _to_clock(value: Any) -> time:
    if isinstance(value, str) and _CLOCK.fullmatch(value):
        try:
            return time.fromisoformat(value)
        except ValueError as error:
            raise PydanticCustomError("clock_time", "no such clock time") from error
    if isinstance(value, time) and value.tzinfo is None and not (value.second or value.microsecond):
        return value
    raise PydanticCustomError("clock_time", "write a clock time as HH:MM")


Id = Annotated[
    str,
    BeforeValidator(_guarded_text, json_schema_input_type=str),
    StringConstraints(strict=True, pattern=ID_PATTERN),
]
"""An opaque id: a letter, then at most 63 letters, digits, ``_``, ``.`` or ``-``."""

Text = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=200),
    AfterValidator(_refuse_identity_number),
]
"""A short text, never a patient's."""

LocalDateTime = Annotated[
    datetime,
    BeforeValidator(_to_local_datetime, json_schema_input_type=str),
    PlainSerializer(lambda value: value.isoformat(timespec="minutes"), return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:00(\.0+)?)?(Z|[+-]\d{2}:\d{2})?$",
            "examples": ["2026-12-07T09:30"],
        }
    ),
]
"""A local wall-clock time to the minute, kept without an offset."""

LocalDate = Annotated[
    date,
    BeforeValidator(_to_date, json_schema_input_type=str),
    WithJsonSchema({"type": "string", "format": "date"}),
]
"""A local calendar date."""

ClockTime = Annotated[
    time,
    BeforeValidator(_to_clock, json_schema_input_type=str),
    PlainSerializer(lambda value: value.isoformat(timespec="minutes"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d{2}:\d{2}(:00)?$", "examples": ["09:30"]}),
]
"""A local clock time, on whatever date."""

WholeNumber = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
"""A whole number from 0."""

WaitMinutes = WholeNumber
"""A wait in whole minutes."""

DurationMinutes = Annotated[int, Field(strict=True, ge=1, le=1440)]
"""A duration in whole minutes, within one day."""
