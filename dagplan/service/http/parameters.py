"""Values that parameters of the address have, where FastAPI does not read them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import TypeAdapter, ValidationError

from dagplan.models import Problem
from dagplan.models.fields import Text
from dagplan.models.validation import as_input_error
from dagplan.service.operations.offering import MOMENT, Free
from dagplan.words.messages.boards import BoardFaults
from dagplan.words.messages.service_answers import AnswerFaults

from .problems import invalid

BoardName = Annotated[
    str, Query(alias="name", max_length=200, description="What the planner calls it; never a patient's.")
]

_TEXT: TypeAdapter[str] = TypeAdapter(Text)


def free_of(text: str) -> Free:
    """A person and two local times.

    Raises
    ------
    RefusalError
        422, if it is something else.
    """
    parts = text.split(",")
    try:
        practitioner, start, end = (part.strip() for part in parts)
        times: tuple[datetime, ...] = tuple(map(MOMENT.validate_python, (start, end)))
    except (ValueError, ValidationError):
        raise invalid([Problem.of("?free", AnswerFaults.FREE())]) from None
    return practitioner, times[0], times[1]


def time_of(text: str) -> datetime:
    """A local time.

    Raises
    ------
    RefusalError
        422, if it is something else.
    """
    try:
        return MOMENT.validate_python(text)
    except ValidationError:
        raise invalid([Problem.of("?start", BoardFaults.WRONG_TIME())]) from None


def name_of(text: str) -> str:
    """A name of a board, which may be empty.

    Raises
    ------
    InputError
        If it holds what no text of the contract may.
    """
    if not text.strip():
        return ""
    try:
        return _TEXT.validate_python(text)
    except ValidationError as error:
        raise as_input_error(error, lambda _: "?name") from error
