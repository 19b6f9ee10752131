"""Reading a list of changes: every problem at once, each with its place in the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from dagplan.models.clock import load_zone
from dagplan.models.errors import InputError, Problem, json_path
from dagplan.models.fields import DEFAULT_ZONE, zone_for_reading
from dagplan.models.validation import as_input_error
from dagplan.words.messages.changes import ChangeFaults

from .vocabulary import Change

KINDS: tuple[str, ...] = tuple(model.model_fields["kind"].default for model in get_args(get_args(Change)[0]))
"""The names of all kinds of changes, in the contract's order."""

_ONE: TypeAdapter[Change] = TypeAdapter(Change)


def read_changes(data: Any, time_zone: str = DEFAULT_ZONE) -> tuple[Change, ...]:
    """Read a list of changes, from plain objects or ready-made models.

    Parameters
    ----------
    data
        The list.
    time_zone
        IANA name of the request's zone: times with an offset are converted to it.

    Raises
    ------
    InputError
        With every problem, its place counted in the list: ``$.changes[2].factor``.

    Examples
    --------
    >>> read_changes([{"kind": "drop_request", "request": "r-17"}])[0].kind
    'drop_request'
    """
    found, problems = read_each(data, time_zone)
    if problems:
        raise InputError(problem for index in sorted(problems) for problem in problems[index])
    return tuple(change for change in found if change is not None)


def read_each(data: Any, time_zone: str) -> tuple[list[Change | None], dict[int, list[Problem]]]:
    """The changes of a list, None where one can't be read, and the problems of those by index."""
    if not isinstance(data, Sequence) or isinstance(data, str | bytes):
        return [], {0: [Problem.of(json_path(("changes",)), ChangeFaults.NOT_A_LIST(), "tuple_type")]}
    found: list[Change | None] = []
    problems: dict[int, list[Problem]] = {}
    with zone_for_reading(load_zone(time_zone)):
        for index, entry in enumerate(data):
            try:
                found.append(_ONE.validate_python(entry))
            except ValidationError as error:
                found.append(None)
                problems[index] = _problems_of(error, index)
    return found, problems


def _problems_of(error: ValidationError, index: int) -> list[Problem]:
    """The problems of one change; the path loses the kind, which pydantic puts before the field."""
    here = ("changes", index)
    reason = error.errors(include_url=False)[0]["type"]
    if reason == "union_tag_not_found":
        return [Problem.of(json_path((*here, "kind")), ChangeFaults.NO_KIND(), "missing")]
    if reason == "union_tag_invalid":
        return [Problem.of(json_path((*here, "kind")), ChangeFaults.UNKNOWN_KIND(kinds=KINDS), "unknown_kind")]
    found = as_input_error(error, lambda location: json_path((*here, *location[1:]))).told
    # A list is not too short because an entry of it is wrong: pydantic counts only the right ones.
    return [
        one
        for one in found
        if one.code != "too_short" or not any(other.place.startswith(f"{one.place}[") for other in found)
    ]
