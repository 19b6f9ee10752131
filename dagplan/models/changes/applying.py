"""Changes applied to a request: a new, validated request, and in words what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from dagplan.models.arguments import REQUEST, takes
from dagplan.models.clock import end_exists, exists_once
from dagplan.models.errors import InputError, Location, Problem, json_path
from dagplan.models.fields import StrictModel
from dagplan.models.findings import Finding
from dagplan.models.request import PlanRequest, Visit
from dagplan.models.validation import as_input_error
from dagplan.words import Said
from dagplan.words.messages.changes import ChangeFaults
from dagplan.words.registry import said_of

from .effects import effect
from .reading import read_each
from .vocabulary import AddEquipment, AddRequest, Change, SetVisit
from .workbench import ChangeRefusedError, Workbench

_NAMED = {
    "practitioner": ChangeFaults.NO_PRACTITIONER,
    "practitioners": ChangeFaults.NO_PRACTITIONER,
    "preferred": ChangeFaults.NO_PRACTITIONER,
    "unit": ChangeFaults.NO_UNIT,
    "units": ChangeFaults.NO_UNIT,
    "request": ChangeFaults.NO_REQUEST,
    "same_day_as": ChangeFaults.NO_REQUEST,
    "visit": ChangeFaults.NO_VISIT,
    "same_practitioner_as": ChangeFaults.NO_VISIT,
    "different_practitioner_from": ChangeFaults.NO_VISIT,
    "equipment": ChangeFaults.NO_ITEM,
}
"""What is wrong with an id in a field of any change if there is no such thing."""
_OF_KINDS = (SetVisit, Visit)
"""What names kinds of equipment, which are words, and no items."""


@dataclass(frozen=True)
class Applied:
    """What came of changes.

    Parameters
    ----------
    request
        The new request, validated.
    said
        One sentence a change, in their order: what changed, from what to what.
    """

    request: PlanRequest
    said: tuple[Said, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The sentences in English."""
        return tuple(map(str, self.said))


@takes(request=REQUEST)
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
    TypeError
        If the request is not a ``PlanRequest``.

    Examples
    --------
    >>> request = PlanRequest.model_validate({"first_date": "2026-12-08", "last_date": "2026-12-08",
    ...     "units": [], "practitioners": [], "availability": [], "requests": []})
    >>> apply(request, [{"kind": "set_settings", "grid": 10}]).words
    ('Settings: grid 5 → 10.',)
    """
    found, problems = read_each(changes, request.time_zone)
    bench = Workbench(request)
    words: list[Said] = []
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
        ChangeFaults.NO_PRACTITIONER: bench.practitioners,
        ChangeFaults.NO_UNIT: bench.units,
        ChangeFaults.NO_REQUEST: bench.requests,
        ChangeFaults.NO_VISIT: bench.owners,
        ChangeFaults.NO_ITEM: bench.equipment,
    }
    unknown = [(place, fault, named) for place, fault, named in _named_ids(change) if named not in known[fault]]
    for place, fault, named in unknown:
        if named not in missed:
            findings.append(Finding.of(place, fault(id=named), "unknown_id"))
    zone = bench.request.time_zone
    for name, exists in (("start", exists_once), ("end", end_exists)):
        local = getattr(change, name, None)
        if local is not None and not exists(zone, local):
            said = ChangeFaults.CLOCK_CHANGE(time=local, zone=zone)
            findings.append(Finding.of((name,), said, "clock_change"))
    if unknown or findings:
        raise ChangeRefusedError(*findings)


def _named_ids(change: Change) -> Iterator[tuple[Location, ChangeFaults, str]]:
    """Each id that a change names, with its place in the change and what is wrong if there is no such thing."""
    yield from _ids_of(change, ())
    if isinstance(change, AddRequest):  # its own same_day_as may name one that is added later
        case = change.value
        yield from ((("value", "units", i), ChangeFaults.NO_UNIT, unit) for i, unit in enumerate(case.units))
        own = {visit.id for visit in case.visits}
        for position, visit in enumerate(case.visits):
            for place, fault, named in _ids_of(visit, ("value", "visits", position)):
                if fault is not ChangeFaults.NO_VISIT or named not in own:
                    yield place, fault, named
    elif isinstance(change, AddEquipment):
        yield from _ids_of(change.value, ("value",))


def _ids_of(model: StrictModel, place: Location) -> Iterator[tuple[Location, ChangeFaults, str]]:
    for field, fault in _NAMED.items():
        value = getattr(model, field, None)
        if field == "equipment" and isinstance(model, _OF_KINDS):
            continue
        if isinstance(value, tuple):
            yield from (((*place, field, i), fault, one) for i, one in enumerate(value))
        elif value is not None:
            yield (*place, field), fault, value


def _ids_to_add(entry: Any) -> Iterator[str]:
    """The ids of a request and its visits, of a person or of an item, that a change would have added."""
    entry = entry.model_dump() if isinstance(entry, StrictModel) else entry
    value = entry.get("value") if isinstance(entry, Mapping) else None
    value = value.model_dump() if isinstance(value, StrictModel) else value
    if isinstance(value, Mapping):
        visits = value.get("visits")
        for one in (value, *(visits if isinstance(visits, list | tuple) else ())):
            if isinstance(one, Mapping) and isinstance(one.get("id"), str):
                yield one["id"]


def _problem(index: int, finding: Finding) -> Problem:
    return Problem(
        json_path(("changes", index, *finding.location)), finding.message, finding.code, params=finding.params
    )


def _unfit_outcome(error: ValidationError, words: list[Said]) -> InputError:
    """What is wrong with the changed request, each problem with the changes that led to it."""

    def after_changes(one: Problem) -> Problem:
        problem = said_of(one.params) or one.message
        if len(words) > 3:
            said = ChangeFaults.UNFIT_AFTER_MORE(
                problem=problem, number=len(words), changes=words[:3], more=len(words) - 3
            )
        else:
            said = ChangeFaults.UNFIT(problem=problem, n=len(words), changes=words)
        return replace(one, message=str(said), params=said.params)

    return as_input_error(error).elsewhere(after_changes)
