"""All messages of the program, and what was said, from its JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from operator import index
from typing import Any

from .catalogue import Language, current_language
from .message import Message, Said, Value
from .messages import FAMILIES


@cache
def every_message() -> dict[str, Message]:
    """All messages of the program by their codes."""
    return {member.value: member for family in FAMILIES for member in family}


def in_language(params: Mapping[str, Any] | None, message: str, language: Language | None = None) -> str:
    """A message of the contract in a language, or in that of this run; as it stands where it has no values.

    Parameters
    ----------
    params, message
        The two fields of the contract.
    """
    language = language or current_language()
    said = said_of(params) if params and language != "en" else None
    return said.told(language) if said is not None else message


def said_of(params: Any) -> Said | None:
    """What was said, from its JSON; None where that is of another program or version."""
    if not isinstance(params, Mapping):
        return None
    code = every_message().get(str(params.get("text")))
    if code is None or code.places.keys() != params.keys() - {"text"}:
        return None
    try:
        values = {name: _from_json(params[name], kind) for name, kind in code.places.items()}
    except (_UnknownError, TypeError, ValueError):
        return None
    return Said(code, values)


class _UnknownError(Exception):
    """A message within a message is of another program or version."""


def _from_json(value: Any, kind: str) -> Value:
    """The value of a place again; ValueError or TypeError where it is none of that kind. Clock times stay texts."""
    if isinstance(value, Mapping):
        said = said_of(value)
        if said is None:
            raise _UnknownError
        return said
    if kind in _OF_KIND:
        return None if value is None else _OF_KIND[kind](value)
    if isinstance(value, list | tuple):
        return [_from_json(one, kind.partition("-")[2]) for one in value]
    return value  # type: ignore[no-any-return]


_OF_KIND: Mapping[str, Callable[[Any], Value]] = {
    "date": date.fromisoformat,
    "fulldate": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "fullmoment": datetime.fromisoformat,
    "number": index,
    "minutes": index,
}
