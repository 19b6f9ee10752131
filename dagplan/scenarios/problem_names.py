"""A problem of a study says which scenario it is of, by its name: places count them, and people don't."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dagplan.models import Problem
from dagplan.models.fields import Id
from dagplan.words.messages.study_faults import StudyFaults
from dagplan.words.registry import said_of

_ENTRY = re.compile(r"\$\.(scenario|grid)\[(\d+)\]")
_NAME: TypeAdapter[str] = TypeAdapter(Id)


def of_scenario(name: str) -> Callable[[Problem], Problem]:
    """What says which scenario a problem is of."""

    def told(problem: Problem) -> Problem:
        said = StudyFaults.IN_SCENARIO(problem=said_of(problem.params) or problem.message, scenario=name)
        return replace(problem, message=str(said), params=said.params)

    return told


def of_cell(name: str, values: Mapping[str, Any]) -> Callable[[Problem], Problem]:
    """What says which cell of a grid a problem is of, and for which values it is one."""
    listed = [StudyFaults.CELL_VALUE(name=parameter, value=value) for parameter, value in values.items()]

    def told(problem: Problem) -> Problem:
        what = said_of(problem.params) or problem.message
        said = StudyFaults.IN_CELL(problem=what, scenario=name, values=listed)
        return replace(problem, message=str(said), params=said.params)

    return told


def named(problem: Problem, study: Mapping[str, Any]) -> Problem:
    """The problem with the name of the scenario or grid that its place is in, where that has one that can be told.

    Parameters
    ----------
    problem
        Anything wrong with a study.
    study
        The study file as it was read: whatever stands there.
    """
    found = _ENTRY.search(problem.place)
    entries = study.get(found[1]) if found else None
    if found is None or not isinstance(entries, list) or int(found[2]) >= len(entries):
        return problem
    entry = entries[int(found[2])]
    try:
        name = _NAME.validate_python(entry.get("name") if isinstance(entry, Mapping) else None)
    except ValidationError:
        return problem  # a refused value is not repeated
    if found[1] == "scenario":
        return of_scenario(name)(problem)
    said = StudyFaults.IN_GRID(problem=said_of(problem.params) or problem.message, grid=name)
    return replace(problem, message=str(said), params=said.params)
