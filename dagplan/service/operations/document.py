"""A document as it was sent, and what it holds; what is wrong with it stands at a JSON path of the body."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pydantic import ValidationError

from dagplan import documents, files
from dagplan.files.json_file import read_object
from dagplan.files.reading import PassedOver
from dagplan.files.sources import Sent
from dagplan.models import InputError, Plan, PlanRequest, Problem
from dagplan.models.errors import Location, json_path
from dagplan.models.fields import StrictModel
from dagplan.models.validation import as_input_error

JSON = documents.MEDIA_TYPES["json"]
BODY = "$"

Model = TypeVar("Model", bound=StrictModel)

WHOLE = "body"
"""What a body is called where a place in it is no JSON path: a row of a workbook, a line of broken JSON."""
# A reader writes where something is as "name: $.path"; a body has no name, and a part of one has a path.
_OF_A_BODY = re.compile(rf"(?:{WHOLE}|(\$[\w.\[\]-]+)): \$")


@dataclass(frozen=True)
class Document:
    """A document as it was sent.

    Attributes
    ----------
    body
        Its bytes.
    form
        Its media type.
    place
        JSON path of it in the body of which it is a part.
    """

    body: bytes
    form: str = JSON
    place: str = BODY

    @property
    def name(self) -> str:
        """What it is called in problems."""
        return WHOLE if self.place == BODY else self.place


@dataclass(frozen=True)
class Opened:
    """A request that was read, with what in its document was passed over."""

    request: PlanRequest
    passed_over: tuple[PassedOver, ...] = ()


def opened(given: Document) -> Opened:
    """The request in a document.

    Raises
    ------
    InputError
        With every problem and its place in the body.
    """
    found: list[PassedOver] = []
    with in_body():
        request = documents.read(given.body, name=given.name, form=given.form, on_passed_over=found.append)
    return Opened(request, tuple(found))


def plan_in(given: Document, request: PlanRequest | None = None) -> Plan:
    """The plan in a document, of a request where that is known.

    Raises
    ------
    InputError
        With every problem and its place in the body.
    """
    with in_body():
        asked = files.nothing_asked() if request is None else request
        return documents.read_plan(
            given.body, asked, name=given.name, form=given.form, on_passed_over=lambda _one: None
        )


def both(request: Document, plan: Document) -> tuple[Opened, Plan]:
    """A request and a plan of it, with the problems of both.

    Raises
    ------
    InputError
        With every problem of either.
    """
    problems: list[Problem] = []
    asked: Opened | None = None
    try:
        asked = opened(request)
    except InputError as error:
        problems += error.told
    made: Plan | None = None
    try:
        made = plan_in(plan, asked.request if asked else None)
    except InputError as error:
        problems += error.told
    if asked is None or made is None:
        raise InputError(problems)
    return asked, made


def part(value: dict[str, Any], *where: str) -> Document:
    """A part of a JSON body that was read, as a document by itself."""
    return Document(json.dumps(value).encode(), JSON, json_path(where))


def json_body(model: type[Model], body: bytes) -> Model:
    """A JSON body as a model.

    Raises
    ------
    InputError
        With every problem of both.
    """
    with in_body():
        data, problems = read_object(Sent(body, WHOLE, "json"))
        try:
            found = of_model(model, data)
        except InputError as error:
            raise InputError([*problems, *error.told]) from error
        if problems:
            raise InputError(problems)
    return found


def of_model(model: type[Model], data: Any, place: str = BODY) -> Model:
    """A model of a part of the body that was read already.

    Raises
    ------
    InputError
        With every problem and its place in the body.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise as_input_error(error, under(place)) from error


def under(place: str) -> Callable[[Location], str]:
    """Writes a location within a part of the body as a JSON path of the body."""
    return lambda location: place + json_path(location)[1:]


@contextmanager
def in_body() -> Iterator[None]:
    """Problems of the block stand at JSON paths of the body."""
    try:
        yield
    except InputError as error:
        raise error.elsewhere(_in_body) from error


def _in_body(problem: Problem) -> Problem:
    params = _renamed(problem.params)
    return replace(
        problem,
        place=_renamed(problem.place),
        message=_renamed(problem.message),
        params=params,
    )


def _renamed(part: Any) -> Any:
    if isinstance(part, str):
        return _OF_A_BODY.sub(lambda found: found[1] or BODY, part)
    if isinstance(part, dict):
        return {name: _renamed(value) for name, value in part.items()}
    return [_renamed(value) for value in part] if isinstance(part, list) else part
