"""The file of policies, read with the base that it names and every change that it makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dagplan.files.arrivals_table import read_arrivals
from dagplan.models import InputError, PlanRequest, Problem, apply
from dagplan.models.arguments import PATH, takes
from dagplan.models.clock import load_zone
from dagplan.models.errors import MORE_PROBLEMS, Location, json_path
from dagplan.models.fields import zone_for_reading
from dagplan.models.schema import REFERENCE, finished, with_union
from dagplan.models.validation import as_input_error
from dagplan.scenarios.short_forms import FormRefusedError, spelled_out
from dagplan.scenarios.short_vocabulary import ScenarioChange
from dagplan.scenarios.study_file import in_toml

from .policies import PoliciesFile, Policy
from .policy_checks import problems_of, problems_of_base, problems_of_people
from .year import World

_FORM: TypeAdapter[Any] = TypeAdapter(ScenarioChange)
_NONE = "not-said-"
"""What stands where a name or a path must be and none is that could be used."""


@takes(path=PATH)
def read_policies(path: str | Path) -> World:
    """Read a file of policies and the base that it names.

    Raises
    ------
    InputError
        With every problem and its place.
    TypeError
        If an argument is not what is wanted.
    """
    from dagplan import files
    from dagplan.files.places import reading, shown_path

    name = shown_path(path)
    with reading(path):
        raw = Path(path).read_bytes()
    read, problems = _fields(in_toml(raw, name))
    problems += problems_of(read)
    if read.base == _NONE:
        raise InputError(_in(name, problems))
    try:
        base = files.read_request(Path(path).parent / read.base)
    except InputError as error:
        raise InputError([*_in(name, problems), *error.told]) from error
    problems += problems_of_base(read, base)
    versions: dict[str, tuple[tuple[date, PlanRequest], ...]] = {}
    for number, policy in enumerate(read.policy):
        try:
            versions[policy.name] = tuple(_versions(base, policy, number))
        except InputError as error:
            problems += error.told
    problems += problems_of_people(read, versions)
    in_place = _in(name, problems)
    world = World(read, base, versions)
    if read.demand.arrivals is not None:
        try:
            likes = {one.id for one in base.requests}
            found = read_arrivals(
                Path(path).parent / read.demand.arrivals, likes, world.first, load_zone(base.time_zone)
            )
            world = replace(world, arrivals=found)
        except InputError as error:
            in_place += error.told
    if in_place:
        raise InputError(in_place)
    return world


def _fields(written: dict[str, Any]) -> tuple[PoliciesFile, list[Problem]]:
    """The file, and the problems that its fields have by themselves: what has one is left out."""
    try:
        return PoliciesFile.model_validate(written), []
    except ValidationError as error:
        problems = list(as_input_error(error).told)
        faulty = [one["loc"] for one in error.errors(include_url=False, include_input=False)]
    return PoliciesFile.model_validate(_without(written, faulty)), problems


def _without(written: dict[str, Any], faulty: list[tuple[str | int, ...]]) -> dict[str, Any]:
    """The fields without those that hold a fault; a policy that holds one keeps its place, and nothing else."""
    left = dict(written)
    for place in faulty:
        field, within = str(place[0]), place[1] if len(place) > 1 else None
        value = left.get(field)
        if field == "policy" and isinstance(within, int) and isinstance(value, list):
            value = list(value)
            value[within] = {"name": f"{_NONE}{within}"}
            left[field] = value
        elif within is not None and isinstance(value, dict):
            left[field] = {name: one for name, one in value.items() if name != within}
        else:
            left.pop(field, None)
    return {"name": _NONE, "base": _NONE, "policy": [{"name": _NONE}], **left}


def _in(name: str, problems: Iterable[Problem]) -> list[Problem]:
    return [one if one.code == MORE_PROBLEMS else replace(one, place=f"{name}: {one.place}") for one in problems]


def policies_schema() -> dict[str, Any]:
    """The JSON Schema of ``dagplan.policies/1``, with the short forms and the contract's changes spelled out."""
    schema = with_union(PoliciesFile.model_json_schema(mode="validation"), "ScenarioChange", ScenarioChange)
    schema["$defs"]["DatedChanges"]["properties"]["changes"]["items"] = {
        "$ref": REFERENCE.format(model="ScenarioChange")
    }
    return finished(schema)


def _versions(base: PlanRequest, policy: Policy, number: int) -> Iterator[tuple[date, PlanRequest]]:
    """The pattern of the weeks, and each that follows it, from which date on."""
    pattern = base.model_copy(update={"bookings": ()})
    yield date.min, pattern
    problems: list[Problem] = []
    for at, dated in enumerate(policy.change):
        for index, written in enumerate(dated.changes):
            where = ("policy", number, "change", at, "changes", index)
            try:
                pattern = _changed(pattern, written, where)
            except InputError as error:
                problems += error.told
        yield dated.since, pattern
    if problems:
        raise InputError(problems)


def _changed(pattern: PlanRequest, written: dict[str, Any], where: Location) -> PlanRequest:
    try:
        with zone_for_reading(load_zone(pattern.time_zone)):
            form = _FORM.validate_python(written)
        return apply(pattern, spelled_out(form, pattern, {})).request
    except ValidationError as error:
        raise as_input_error(error, lambda at: json_path((*where, *at[1:]))) from error
    except FormRefusedError as error:
        at = (*where, error.field) if error.field else where
        raise InputError([Problem.of(json_path(at), error.said, "form_refused")]) from error
    except InputError as error:
        raise error.elsewhere(lambda one: replace(one, place=json_path(where))) from error
