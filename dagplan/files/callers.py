"""A patient calls: a request that is not in the input yet, from a JSON file; and offers as they were written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from dagplan.models.errors import InputError, Location, Problem, json_path
from dagplan.models.offer import Offers
from dagplan.models.request import PlanRequest
from dagplan.words.messages.input_faults import FitFaults

from .json_file import read_object
from .places import in_words, shown_path
from .sources import Readable, source_of


def with_callers(request: PlanRequest, given: Sequence[Readable]) -> PlanRequest:
    """The request with those of some files added, in their order.

    Parameters
    ----------
    request
        Stays as it is.
    given
        JSON files, each with one object as in ``requests[]`` of the contract.

    Raises
    ------
    InputError
        With every problem of every file, each with its place: ``caller.json: $.visits[0].duration``.
    """
    entries: list[dict[str, Any]] = []
    names: list[str] = []
    problems: list[Problem] = []
    for one in given:
        source = source_of(one)
        try:
            entry, found = read_object(source)
        except InputError as error:
            problems += error.told
            continue
        problems += found
        entries.append(entry)
        names.append(shown_path(source.name))
    before = len(request.requests)

    def place(location: Location) -> str:
        number = location[1] if location[:1] == ("requests",) and len(location) > 1 else None
        if not isinstance(number, int) or number < before:
            return json_path(location)
        return f"{names[number - before]}: {json_path(location[2:])}"

    taken = {case.id for case in request.requests}, {visit.id for case in request.requests for visit in case.visits}
    for name, entry in zip(names, entries, strict=True):
        problems += _used_already(entry, name, *taken)
    whole = request.model_dump(by_alias=True)
    whole |= {"requests": [*whole["requests"], *entries], "earlier": None}
    try:
        made = type(request).model_validate(whole)
    except ValidationError as error:
        found = in_words(error, place, problems)
        # What stands in the input is as it was: of two that have an id the new one is wrong.
        problems += [one for one in found if not one.place.startswith("$")]
        problems = problems or found
    if problems:
        raise InputError(problems)
    return made.model_copy(update={"earlier": request.earlier})


def _used_already(entry: dict[str, Any], name: str, requests: set[str], visits: set[str]) -> Iterator[Problem]:
    """Ids of a new request that the input has already."""
    found: list[tuple[Location, object, set[str]]] = [(("id",), entry.get("id"), requests)]
    own = entry.get("visits")
    for at, visit in enumerate(own if isinstance(own, list) else ()):
        found.append((("visits", at, "id"), visit.get("id") if isinstance(visit, dict) else None, visits))
    for location, value, taken in found:
        if isinstance(value, str) and value in taken:
            yield Problem.of(f"{name}: {json_path(location)}", FitFaults.USED_TWICE(id=value), "duplicate_id")


def read_offers(given: Readable) -> Offers:
    """Read offers that were written as JSON before.

    Raises
    ------
    InputError
        With every problem and its place.
    """
    source = source_of(given)
    data, problems = read_object(source)
    try:
        found = Offers.model_validate(data)
    except ValidationError as error:
        problems += in_words(error, lambda where: f"{shown_path(source.name)}: {json_path(where)}", problems)
    if problems:
        raise InputError(problems)
    return found
