"""The study file: read with all that it names, and its JSON Schema."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from dagplan.models import InputError, PlanRequest, Problem
from dagplan.models.arguments import FUNCTION, PATH, takes
from dagplan.models.errors import Location, Place, json_path
from dagplan.models.schema import REFERENCE, finished, with_union
from dagplan.models.validation import as_input_error
from dagplan.words.messages.places import Places
from dagplan.words.messages.study_faults import StudyFaults, StudyPlaces

from .cases import Case, cases_of
from .problem_names import named
from .short_vocabulary import ScenarioChange
from .study import BASE_SCENARIO, LARGEST_STUDY, Grid, Scenario, Study, StudyFile, size_of

if TYPE_CHECKING:
    from dagplan.files import Reading


_DEEP_KEY = re.compile(r"""(?<![\w"'-])(?:[\w"'-]++[ \t]*\.[ \t]*){33}""")
"""A key, or the name of a table, of more parts than any study has."""


@takes(path=PATH, on_read=FUNCTION)
def read_study(
    path: str | Path, on_read: Callable[[str, Reading[PlanRequest]], PlanRequest] = lambda _name, found: found.value
) -> Study:
    """Read a study file, its base, and the inputs its changes name.

    Parameters
    ----------
    path
        The study file.
    on_read
        Is given each input's name and what was read of it, to tell what was passed over; returns the request.

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
    data = in_toml(raw, name)

    def at(in_study: str) -> str:
        return f"{name}: {in_study}"

    study = study_in(data, at, lambda written: on_read(written, files.read(Path(path).parent / written)))
    for _case in checked_cases(study, at):
        pass
    return study


def in_toml(raw: bytes, name: str) -> dict[str, Any]:
    """What the bytes of a study file hold, whatever it is.

    Raises
    ------
    InputError
        With the place where they are no TOML.
    """
    try:
        text = raw.decode("utf-8-sig")
        if _DEEP_KEY.search(text):  # what reads it takes the square of a key's depth, in time and memory
            raise RecursionError
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise InputError([Problem.of(name, StudyFaults.NOT_UTF8(), "not_utf8")]) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError([Problem.of(_toml_place(name, error), StudyFaults.BROKEN_TOML(), "broken_toml")]) from error


def study_in(
    data: Any,
    at: Callable[[str], str],
    read_input: Callable[[str], PlanRequest],
    most: int = LARGEST_STUDY,
) -> Study:
    """The study in plain objects, with the inputs that it names; whether its cases can be planned is not judged.

    Parameters
    ----------
    data
        The study file, as it was read.
    at
        Writes a JSON path in it as a place.
    read_input
        The request that is named so: the base, and what changes take demand from.
    most
        Cases at most.

    Raises
    ------
    InputError
        With every problem and its place.
    """

    def place(location: Location) -> str:
        return at(json_path(location))

    try:
        read = StudyFile.model_validate(data)
    except ValidationError as error:
        raise as_input_error(error, place).elsewhere(lambda one: named(one, data)) from error
    problems: list[Problem] = [named(one, data) for one in _name_problems(read, place, most)]
    inputs: dict[str, PlanRequest] = {}
    for written in inputs_of(read):
        try:
            inputs[written] = read_input(written)
        except InputError as error:
            problems += error.told
    if problems:
        raise InputError(problems)
    return Study(read, inputs[read.base], inputs)


def checked_cases(study: Study, at: Callable[[str], str]) -> Iterator[Case]:
    """Every case of a study, one at a time.

    Raises
    ------
    InputError
        After the last one, with everything that is wrong with any, and its place.
    """
    try:
        yield from cases_of(study)
    except InputError as error:
        raise error.elsewhere(lambda one: replace(one, place=at(one.place))) from error


def _toml_place(name: str, error: Exception) -> Place:
    """Where a file is broken, as ``tomllib`` says at the end of its sentence."""
    if found := re.search(r"\(at line (\d+), column (\d+)\)$", str(error)):
        return Places.LINE_COLUMN(file=name, line=int(found[1]), column=int(found[2]))
    at_end = str(error).endswith("(at end of document)")
    return StudyPlaces.END_OF_FILE(file=name) if at_end else StudyPlaces.WHOLE_FILE(file=name)


def _name_problems(read: StudyFile, place: Callable[[Location], str], most: int) -> list[Problem]:
    problems = []
    seen = {BASE_SCENARIO}
    lists: tuple[tuple[str, Sequence[Scenario | Grid]], ...] = (("scenario", read.scenario), ("grid", read.grid))
    for kind, entries in lists:
        for index, entry in enumerate(entries):
            if entry.name in seen:
                at = place((kind, index, "name"))
                problems.append(Problem.of(at, StudyFaults.NAME_TAKEN(), "duplicate_name"))
            seen.add(entry.name)
    cells = {grid.name: prod(map(len, grid.values.values())) for grid in read.grid}
    for index, scenario in enumerate(read.scenario):
        grid, _, number = scenario.name.rpartition(".")
        if grid in cells and re.fullmatch("[1-9][0-9]{0,8}", number) and int(number) <= cells[grid]:
            at = place(("scenario", index, "name"))
            problems.append(Problem.of(at, StudyFaults.NAME_OF_CELL(grid=grid), "duplicate_name"))
    for index, seed in enumerate(read.seeds):
        if seed in read.seeds[:index]:
            problems.append(Problem.of(place(("seeds", index)), StudyFaults.SEED_TWICE(), "duplicate_seed"))
    if "seed" in read.settings:
        at = place(("settings", "seed"))
        problems.append(Problem.of(at, StudyFaults.SEED_IN_SETTINGS(), "seed_in_settings"))
    if size_of(read) > most:
        said = StudyFaults.TOO_MANY_CASES(count=size_of(read), most=most)
        problems.append(Problem.of(place(("grid",)), said, "too_many_cases"))
    return problems


def inputs_of(read: StudyFile) -> list[str]:
    """The inputs that a study names, as they are written there: the base first."""
    entries: list[Scenario | Grid] = [*read.scenario, *read.grid]
    named = (change.get("from") for entry in entries for change in entry.changes if change.get("kind") == "demand")
    return list(dict.fromkeys((read.base, *(one for one in named if isinstance(one, str)))))


def study_schema() -> dict[str, Any]:
    """The JSON Schema of ``dagplan.study/1``, with the short forms and the contract's changes spelled out."""
    schema = with_union(StudyFile.model_json_schema(mode="validation"), "ScenarioChange", ScenarioChange)
    schema["$defs"]["Scenario"]["properties"]["changes"]["items"] = {"$ref": REFERENCE.format(model="ScenarioChange")}
    return finished(schema)
