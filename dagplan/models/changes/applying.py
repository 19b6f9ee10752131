"""Changes applied to a request: a new, validated request, and in words what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from dagplan.models.clock import end_exists, exists_once
from dagplan.models.errors import InputError, Location, Problem, json_path
from dagplan.models.fields import StrictModel
from dagplan.models.findings import Finding
from dagplan.models.request import PlanRequest
from dagplan.models.validation import as_input_error

from .effects import effect
from .reading import read_each
from .vocabulary import AddRequest, Change
from .words import counted, shown
from .workbench import ChangeRefusedError, Workbench

_NAMED = {
    "practitioner": "practitioner",
    "practitioners": "practitioner",
    "preferred": "practitioner",
    "unit": "care unit",
    "units": "care unit",
    "request": "request",
    "same_day_as": "request",
    "visit": "visit",
}
"""What the ids in a field of any change are ids of."""


@dataclass(frozen=True)
class Applied:
    """What came of changes.

    Parameters
    ----------
    request
        The new request, validated.
    words
        One sentence a change, in their order: what changed, from what to what.
    """

    request: PlanRequest
    words: tuple[str, ...]


def apply(request: PlanRequest, changes: Sequence[Change | Mapping[str, Any]]) -> Applied:
    """Apply changes to a request, each to the outcome of those before it.

    Whether the outcome fits together is judged after the last one.

    Parameters
    ----------
    request
        Stays as it is.
    changes
        The contract's changes, as models or as plain objects.

    Raises
    ------
    InputError
        With every problem: changes that can't be read, name something unknown or change nothing
        (``$.changes[2].unit``), or, when there are none of those, what is wrong with the changed request
        (``$.requests[4].max_wait`` in it).

    Examples
    --------
    >>> request = PlanRequest.model_validate({"first_date": "2026-12-08", "last_date": "2026-12-08",
    ...     "units": [], "practitioners": [], "availability": [], "requests": []})
    >>> apply(request, [{"kind": "set_settings", "grid": 10}]).words
    ('Settings: grid 5 → 10.',)
    """
    found, problems = read_each(changes, request.time_zone)
    bench = Workbench(request)
    words = []
    missed: set[str] = set()
    for index, change in enumerate(found):
        if change is not None:
            try:
                _hold_against(change, bench, missed)
                words.append(effect(change, bench))
                continue
            except ChangeRefusedError as refusal:
                problems[index] = [_problem(index, finding) for finding in refusal.findings]
        missed.update(_ids_to_add(changes[index]))
    if problems:
        raise InputError(problem for index in sorted(problems) for problem in problems[index])
    try:
        return Applied(bench.assembled(), tuple(words))
    except ValidationError as error:
        raise _unfit_outcome(error, words) from error


def _hold_against(change: Change, bench: Workbench, missed: set[str]) -> None:
    """Refuse a change that names something unknown, or a time that the clocks skip or repeat.

    What an earlier change failed to add (``missed``) is refused without a word: one slip gives one problem.
    """
    findings: list[Finding] = []
    known = {
        "practitioner": bench.practitioners,
        "care unit": bench.units,
        "request": bench.requests,
        "visit": bench.owners,
    }
    unknown = [(place, word, named) for place, word, named in _named_ids(change) if named not in known[word]]
    for place, word, named in unknown:
        if named not in missed:
            findings.append(Finding(place, f"there is no {word} {named}", "unknown_id"))
    zone = bench.request.time_zone
    for name, exists in (("start", exists_once), ("end", end_exists)):
        local = getattr(change, name, None)
        if local is not None and not exists(zone, local):
            message = f"{shown(local)} does not exist or comes twice: the clocks change then in {zone}"
            findings.append(Finding((name,), message, "clock_change"))
    if unknown or findings:
        raise ChangeRefusedError(*findings)


def _named_ids(change: Change) -> Iterator[tuple[Location, str, str]]:
    """Each id that a change names, with its place in the change and what it is an id of."""
    yield from _ids_of(change, ())
    if isinstance(change, AddRequest):  # its own same_day_as may name one that is added later
        case = change.value
        yield from ((("value", "units", i), "care unit", unit) for i, unit in enumerate(case.units))
        for position, visit in enumerate(case.visits):
            yield from _ids_of(visit, ("value", "visits", position))


def _ids_of(model: StrictModel, place: Location) -> Iterator[tuple[Location, str, str]]:
    for field, word in _NAMED.items():
        value = getattr(model, field, None)
        if isinstance(value, tuple):
            yield from (((*place, field, i), word, one) for i, one in enumerate(value))
        elif value is not None:
            yield (*place, field), word, value


def _ids_to_add(entry: Any) -> Iterator[str]:
    """The ids of a request, and of its visits, that a change would have added."""
    entry = entry.model_dump() if isinstance(entry, StrictModel) else entry
    value = entry.get("value") if isinstance(entry, Mapping) else None
    value = value.model_dump() if isinstance(value, StrictModel) else value
    if isinstance(value, Mapping):
        visits = value.get("visits")
        for one in (value, *(visits if isinstance(visits, list | tuple) else ())):
            if isinstance(one, Mapping) and isinstance(one.get("id"), str):
                yield one["id"]


def _problem(index: int, finding: Finding) -> Problem:
    return Problem(json_path(("changes", index, *finding.location)), finding.message, finding.code)


def _unfit_outcome(error: ValidationError, words: list[str]) -> InputError:
    """What is wrong with the changed request, each problem with the changes that led to it."""
    more = f" … and {len(words) - 3} more" if len(words) > 3 else ""
    after = f"in the request after {counted(len(words), 'change')}: {' '.join(words[:3])}{more}"
    return as_input_error(error).elsewhere(lambda one: replace(one, message=f"{one.message} ({after})"))
