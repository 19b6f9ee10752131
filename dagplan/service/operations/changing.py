"""Changes as they are sent: a list alone, or in an object; what is wrong with one stands where it was sent."""

from __future__ import annotations

import json
from dataclasses import replace

from dagplan.models import InputError, Problem

from .document import BODY, Model, json_body

LIST = "$.changes"
"""Where changes stand in the body, if it is not a list of them, and where the model puts its problems."""


def sent_changes(model: type[Model], body: bytes) -> tuple[Model, str]:
    """A body that is a model with ``changes``, or a list of changes alone; with it, where these stand.

    Raises
    ------
    InputError
        With every problem, at its place in the body.
    """
    alone = _is_list(body)
    here = BODY if alone else LIST
    try:
        return json_body(model, b'{"changes": %b}' % body if alone else body), here
    except InputError as error:
        raise error.elsewhere(lambda one: _in_list(one, here)) from error


def placed(problem: Problem, here: str) -> Problem:
    """A problem of a change where it stands; one of the outcome is told as of the request that was changed."""
    if not problem.place.startswith(LIST):
        return replace(problem, place=f"request: {problem.place}")
    return _in_list(problem, here)


def _in_list(problem: Problem, here: str) -> Problem:
    """A problem of a change where it stands."""
    if not problem.place.startswith(LIST):
        return problem
    return replace(problem, place=f"{here}{problem.place.removeprefix(LIST)}")


def _is_list(body: bytes) -> bool:
    """Whether a body is a list; one that is broken is told of as it is."""
    try:
        return isinstance(json.loads(body), list)
    except (ValueError, RecursionError):
        return False
