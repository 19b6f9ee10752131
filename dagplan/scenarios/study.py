"""A study: a base request, named scenarios and grids, and seeds to repeat with (``dagplan.study/1``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from math import prod
from typing import Annotated, Any, Literal

from pydantic import Field

from dagplan.models import InputError, PlanRequest, Problem
from dagplan.models.fields import Id, StrictModel, Text
from dagplan.words.messages.study_faults import StudyFaults

BASE_SCENARIO = "base"
LARGEST_STUDY = 100_000
"""Cases at most: scenarios and grid cells, times seeds."""

_NAMES_TOLD = 8

LongText = Annotated[str, Field(strict=True, max_length=4000)]
Seed = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]
GridValue = Annotated[int, Field(strict=True)] | Annotated[float, Field(strict=True)] | Text
Changes = tuple[dict[str, Any], ...]


class Scenario(StrictModel):
    """One named list of changes to the base."""

    name: Id = Field(description="Short name, unique in the study; `base` is the base itself.")
    text: LongText = Field("", description="What the scenario means, for the report.")
    changes: Changes = Field(
        min_length=1, description="Changes of the contract's vocabulary, or the short forms of docs/studies.md."
    )


class Grid(StrictModel):
    """Scenarios that multiply out: one for each combination of the values."""

    name: Id = Field(description="Short name; the scenarios are called name.1, name.2, …")
    text: LongText = Field("", description="What the grid means, for the report.")
    values: dict[Id, Annotated[tuple[GridValue, ...], Field(min_length=1)]] = Field(
        min_length=1, description="The values of each parameter."
    )
    changes: Changes = Field(
        min_length=1, description='Changes in which "$duration" stands for the value of the parameter duration.'
    )


class StudyFile(StrictModel):
    """A study (``dagplan.study/1``)."""

    schema_: Literal["dagplan.study/1"] = Field(
        "dagplan.study/1", alias="schema", description="Name and version of this form."
    )
    name: Text = Field(description="The study's title.")
    question: LongText = Field("", description="What is to be found out, for the report.")
    base: Text = Field(description="Path of the base request, any input form, from the study file's folder.")
    seeds: Annotated[tuple[Seed, ...], Field(min_length=1)] = Field(
        (0,), description="Every scenario is planned once with each seed."
    )
    settings: dict[str, Any] = Field({}, description="Settings of every plan of the study; `seed` comes from seeds.")
    scenario: tuple[Scenario, ...] = Field((), description="The scenarios.")
    grid: tuple[Grid, ...] = Field((), description="The grids.")


@dataclass(frozen=True)
class Study:
    """A study with what its file names: all that decides the results.

    Parameters
    ----------
    file
        The study file.
    base
        The base request.
    others
        Further inputs that changes take demand from, by path as written.
    """

    file: StudyFile
    base: PlanRequest
    others: Mapping[str, PlanRequest] = field(default_factory=dict)


def size_of(read: StudyFile) -> int:
    """Cases of a study: the base, scenarios and grid cells, times seeds."""
    cells = sum(prod(map(len, grid.values.values())) for grid in read.grid)
    return (1 + len(read.scenario) + cells) * len(read.seeds)


def scenario_names(read: StudyFile) -> Iterator[str]:
    """The base, the scenarios and the grids' cells, in the order of the study."""
    yield BASE_SCENARIO
    for scenario in read.scenario:
        yield scenario.name
    for grid in read.grid:
        for number in range(1, prod(map(len, grid.values.values())) + 1):
            yield cell_name(grid, number)


def cell_name(grid: Grid, number: int) -> str:
    """The name of a grid's cell, counted from 1."""
    return f"{grid.name}.{number}"


def check_scenario(read: StudyFile, name: str, place: str) -> None:
    """See that a study has a scenario of a name.

    Raises
    ------
    InputError
        If not, with the place and the names that come nearest.
    """
    names = list(scenario_names(read))
    if name not in names:
        near = get_close_matches(name, names, n=_NAMES_TOLD, cutoff=0.0) if len(names) > _NAMES_TOLD else names
        said = StudyFaults.NO_SCENARIO(scenario=name, near=near)
        raise InputError([Problem.of(place, said, "unknown_scenario")])
