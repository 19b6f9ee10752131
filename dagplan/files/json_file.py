"""JSON files: the contract as it stands."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dagplan.models.collector import collector_paused
from dagplan.models.errors import MOST_TOLD, InputError, Location, Problem, json_path, more_problems
from dagplan.models.fields import StrictModel
from dagplan.models.plan import Plan, to_json
from dagplan.models.request import PlanRequest
from dagplan.words import Said
from dagplan.words.messages.file_faults import FileFaults, JsonErrors
from dagplan.words.messages.places import Places

from .atomic import write_bytes
from .completion import plan_from
from .places import in_words, shown_path
from .plain_json import MAX_DEPTH, MOST_DIGITS, plain_object
from .reading import Reading
from .sources import Readable, Source, source_of

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_LINE_END = b"\n"
_DOCUMENT = re.compile(r"dagplan\.(\w+)/\d+")


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys came more than once."""

    repeated: tuple[str, ...] = ()


def read_request(given: Readable) -> PlanRequest:
    """Read a request from a JSON file.

    Raises
    ------
    InputError
        With every problem; each place is ``file: $.json.path``, or ``file: line 3, column 7`` in broken JSON.
    """
    source = source_of(given)
    return request_from(*read_object(source), source.name)


def request_from(data: Mapping[str, Any], problems: list[Problem], name: str) -> PlanRequest:
    """The request in a JSON object, as ``read_object`` gave it with what is wrong with the file."""
    _must_be("request", data, name)
    try:
        request = PlanRequest.model_validate(data)
    except ValidationError as error:
        problems += in_words(error, lambda location: _place(name, location), problems)
    if problems:
        raise InputError(problems)
    return request


def read_plan(given: Readable, request: PlanRequest) -> Plan:
    """Read a plan, from any source, for a request.

    What the plan leaves out but for ``bookings`` is derived from its bookings (see ``completion``).
    """
    source = source_of(given)
    return plan_in(*read_object(source), source.name, request)


def plan_reading(data: Mapping[str, Any], problems: list[Problem], name: str, request: PlanRequest) -> Reading[Plan]:
    """The plan in a JSON object, and what it says of itself."""
    plan = plan_in(data, problems, name, request)
    says_cost = "cost" in data.get("objective", {})
    return Reading(plan, cost=plan.objective.cost if says_cost else None, tells_unbooked="unbooked" in data)


def plan_in(data: Mapping[str, Any], problems: list[Problem], name: str, request: PlanRequest) -> Plan:
    """The plan in a JSON object, as ``read_object`` gave it with what is wrong with the file."""
    _must_be("plan", data, name)
    try:
        plan = plan_from(data, request)
    except ValidationError as error:
        problems += in_words(error, lambda location: _place(name, location), problems)
    if problems:
        raise InputError(problems)
    return plan


_OTHER = {
    ("plan", "request"): FileFaults.A_PLAN_FOR_A_REQUEST,
    ("request", "plan"): FileFaults.A_REQUEST_FOR_A_PLAN,
}
_NO_JSON = {one.one: one for one in JsonErrors}


def _must_be(wanted: str, data: Mapping[str, Any], name: str) -> None:
    """Raise one problem, not one a line, where a file is another document of the contract: two that are mixed up."""
    named = _DOCUMENT.fullmatch(str(data.get("schema", "")))
    if named and named[1] != wanted:
        say = _OTHER.get((named[1], wanted))
        said = say() if say else FileFaults.OTHER_DOCUMENT(found=named[1], wanted=wanted)
        raise InputError([Problem.of(_place(name, ("schema",)), said, "other_document")])


def request_bytes(request: PlanRequest) -> bytes:
    """A request as a JSON file."""
    return to_json(request).encode()


def plan_bytes(plan: Plan) -> bytes:
    """A plan as a JSON file."""
    return to_json(plan).encode()


def model_bytes(model: StrictModel) -> bytes:
    """Any document of the contract as a JSON file."""
    return to_json(model).encode()


def write_request(request: PlanRequest, path: str | Path) -> None:
    """Write a request as JSON, whole or not at all."""
    write_bytes(path, request_bytes(request))


def write_plan(plan: Plan, path: str | Path) -> None:
    """Write a plan as JSON, whole or not at all."""
    write_bytes(path, plan_bytes(plan))


def _place(name: str, location: Location) -> str:
    return f"{shown_path(name)}: {json_path(location)}"


def read_object(given: Readable) -> tuple[dict[str, Any], list[Problem]]:
    """The top object of a JSON file, and what is wrong with the file although it can be read."""
    source = source_of(given)
    raw = _bytes(source)
    name = shown_path(source.name)
    if not raw.strip():
        raise InputError([Problem.of(name, FileFaults.EMPTY())])
    with collector_paused():
        data = plain_object(raw)
        return (data, []) if data is not None else _object_with_oddities(_text(raw, name), name)


def _object_with_oddities(text: str, name: str) -> tuple[dict[str, Any], list[Problem]]:
    """The same, with an eye on each value."""
    if not text.strip():
        raise InputError([Problem.of(name, FileFaults.EMPTY())])
    try:
        data = json.loads(text, object_pairs_hook=_with_repeated, parse_int=_whole_number)
    except json.JSONDecodeError as error:
        place = Places.LINE_COLUMN(file=name, line=error.lineno, column=error.colno)
        known = _NO_JSON.get(error.msg)
        raise InputError([Problem.of(place, FileFaults.BROKEN_JSON(why=known() if known else error.msg))]) from error
    except RecursionError as error:
        raise InputError([_too_deep(name)]) from error
    problems: list[Problem] = []
    broken = more = 0
    for location, said, code in _oddities(data, ()):
        if code == "too_deep":
            raise InputError([_too_deep(name)])
        broken += code == "broken_text"
        if len(problems) < MOST_TOLD:
            problems.append(Problem.of(f"{name}: {json_path(location)}", said, code))
        else:
            more += 1
    problems += [more_problems(more)] if more else []
    if broken or more:
        raise InputError(problems)
    if not isinstance(data, _Object):
        raise InputError([Problem.of(f"{name}: $", FileFaults.NOT_AN_OBJECT()), *problems])
    return data, problems


def _bytes(source: Source) -> bytes:
    if source.is_folder:
        raise InputError([Problem.of(shown_path(source.name), FileFaults.NO_JSON_FILE(), "is_a_folder")])
    return source.read()


def _text(raw: bytes, name: str) -> str:
    try:
        return raw.decode(json.detect_encoding(raw))
    except UnicodeDecodeError as error:
        place = Places.LINE(file=name, line=raw.count(_LINE_END, 0, error.start) + 1)
        raise InputError([Problem.of(place, FileFaults.NOT_UTF8())]) from error


def _with_repeated(pairs: list[tuple[str, Any]]) -> _Object:
    found = _Object(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = [key for key, _value in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
        found.repeated = tuple(dict.fromkeys(twice))
    return found


def _whole_number(digits: str) -> int | float:
    # Python refuses to read thousands of digits with an error that has no place.
    return int(digits) if len(digits) <= MOST_DIGITS else math.inf


def _oddities(value: object, location: Location) -> Iterator[tuple[Location, Said, str]]:
    """What JSON readers let through: keys that come twice, NaN, half characters, endless nesting."""
    if not isinstance(value, _Object | list):
        return
    if len(location) == MAX_DEPTH and value:
        yield location, FileFaults.TOO_DEEP(most=MAX_DEPTH), "too_deep"
        return
    if isinstance(value, _Object):
        for key in filter(_whole_text, value.repeated):
            yield (*location, key), FileFaults.REPEATED_FIELD(), "repeated_field"
        if not all(map(_whole_text, value)):
            yield location, FileFaults.BROKEN_FIELD_NAME(), "broken_text"
            return
    parts: Iterable[tuple[str | int, Any]] = enumerate(value) if isinstance(value, list) else value.items()
    for step, part in parts:
        if isinstance(part, _Object | list):
            yield from _oddities(part, (*location, step))
        elif isinstance(part, float) and not math.isfinite(part):
            yield (*location, step), FileFaults.FINITE_NUMBER(), "finite_number"
        elif isinstance(part, str) and not _whole_text(part):
            yield (*location, step), FileFaults.BROKEN_TEXT(), "broken_text"


def _whole_text(text: str) -> bool:
    return _HALF_CHARACTER.search(text) is None


def _too_deep(name: str) -> Problem:
    return Problem.of(name, FileFaults.TOO_DEEP(most=MAX_DEPTH))
