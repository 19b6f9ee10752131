"""The cases of a study: every scenario and grid cell, times every seed, each a request that can be planned."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import product
from random import Random
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dagplan.models import InputError, PlanRequest, Problem, apply
from dagplan.models.clock import load_zone
from dagplan.models.errors import json_path
from dagplan.models.fields import zone_for_reading
from dagplan.models.validation import as_input_error
from dagplan.version import __version__
from dagplan.words import Said
from dagplan.words.messages.study import StudyPage
from dagplan.words.messages.study_faults import StudyFaults

from .problem_names import of_cell, of_scenario
from .short_forms import FormRefusedError, spelled_out
from .short_vocabulary import ScenarioChange
from .study import BASE_SCENARIO, Study, cell_name

_FORM: TypeAdapter[Any] = TypeAdapter(ScenarioChange)


@dataclass(frozen=True)
class Variant:
    """The base changed as a scenario or a grid cell says.

    Attributes
    ----------
    name
        The scenario's name; of a grid cell, the grid's with a number.
    values
        A grid cell's value of each parameter.
    said
        What changed, a sentence a change.
    """

    name: str
    text: str
    grid: str | None
    values: Mapping[str, Any]
    request: PlanRequest
    said: tuple[Said, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The same in English."""
        return tuple(map(str, self.said))


@dataclass(frozen=True)
class Case:
    """One variant with one seed: one plan to make."""

    variant: Variant
    seed: int

    @property
    def key(self) -> str:
        """Unique in the study, and fit for the name of a file."""
        return f"{self.variant.name}.seed-{self.seed}"

    @property
    def request(self) -> PlanRequest:
        """The request with the seed, to be planned by one worker."""
        settings = self.variant.request.settings.model_copy(update={"seed": self.seed, "workers": 1})
        return self.variant.request.model_copy(update={"settings": settings})

    @cached_property
    def hash(self) -> str:
        """SHA-256 of all that decides the plan: the request with its settings, and the program's version."""
        words = f"{__version__}\n{self.request.model_dump_json(by_alias=True)}"
        return "sha256:" + hashlib.sha256(words.encode()).hexdigest()


def variants_of(study: Study) -> Iterator[Variant]:
    """The base, every scenario and every grid cell, one at a time.

    Raises
    ------
    InputError
        With every problem: its place in the study file (``$.scenario[2].changes[0].dates``).
    """
    problems: list[Problem] = []
    for make in _makers(study):
        try:
            yield make()
        except InputError as error:
            problems += error.told
    if problems:
        raise InputError(dict.fromkeys(problems))


def _makers(study: Study) -> Iterator[Callable[[], Variant]]:
    """A function for the base, every scenario and every grid cell that makes it; its problems say whose they are."""
    base = study.base
    if study.file.settings:
        try:
            base = apply(base, _differing(base, study.file.settings)).request
        except InputError as error:
            in_settings = error.elsewhere(
                lambda one: replace(one, place=one.place.replace("$.changes[0]", "$.settings"))
            )
            raise in_settings from error
    yield lambda: Variant(BASE_SCENARIO, str(StudyPage.BASE_TEXT()), None, {}, base, ())
    for index in range(len(study.file.scenario)):
        yield partial(_of_scenario, study, base, index)
    for index, grid in enumerate(study.file.grid):
        for number, combination in enumerate(product(*grid.values.values()), 1):
            yield partial(_of_cell, study, base, index, number, combination)


def _of_scenario(study: Study, base: PlanRequest, index: int) -> Variant:
    scenario = study.file.scenario[index]
    whole = Variant(scenario.name, scenario.text, None, {}, base, ())
    try:
        return _changed(study, whole, scenario.changes, ("scenario", index), neutral_is_fine=False)
    except InputError as error:
        raise error.elsewhere(of_scenario(scenario.name)) from error


def _of_cell(study: Study, base: PlanRequest, index: int, number: int, combination: tuple[Any, ...]) -> Variant:
    grid = study.file.grid[index]
    values = dict(zip(grid.values, combination, strict=True))
    text = ", ".join(f"{name} {value}" for name, value in values.items())
    cell = Variant(cell_name(grid, number), text, grid.name, values, base, ())
    try:
        changes = [_filled(change, values, ("grid", index, "changes")) for change in grid.changes]
        return _changed(study, cell, changes, ("grid", index), neutral_is_fine=True)
    except InputError as error:
        raise error.elsewhere(of_cell(cell.name, values)) from error


def _at(place: str) -> Callable[[Problem], Problem]:
    return lambda one: replace(one, place=place)


def cases_of(study: Study) -> Iterator[Case]:
    """Every case, the base first, one variant in memory at a time."""
    for variant in variants_of(study):
        for seed in study.file.seeds:
            yield Case(variant, seed)


def cases_by_seed(study: Study) -> Iterator[Case]:
    """Every case in the order in which it is run: seed by seed, the scenarios of each in a drawn order.

    How busy the machine is changes while a study runs, and with it what a plan comes to. Run scenario by scenario,
    that looked like effects of scenarios that change nothing; so it falls on all of them alike.
    """
    makers = list(_makers(study))
    for number, seed in enumerate(study.file.seeds):
        for make in Random(number).sample(makers, len(makers)):
            yield Case(make(), seed)


def study_hash(study: Study) -> str:
    """SHA-256 of all that decides the results: prose may change, nothing else.

    Study file, base, further inputs and the program's version count; not the title, question and texts.
    """
    written = study.file.model_dump(mode="json", by_alias=True, exclude={"name", "question"})
    for entry in (*written["scenario"], *written["grid"]):
        entry.pop("text")
    inputs = [request.model_dump_json(by_alias=True) for request in (study.base, *study.others.values())]
    text = json.dumps([__version__, written, inputs], sort_keys=True, default=str)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _differing(base: PlanRequest, settings: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The study's settings as a change, if they are any other than the base's."""
    from dagplan.models.changes import read_changes

    change = {"kind": "set_settings", **settings}
    read = read_changes([change])[0]
    same = all(getattr(base.settings, name) == getattr(read, name) for name in settings)
    return [] if same else [change]


def _changed(
    study: Study, variant: Variant, changes: Any, where: tuple[str, int], *, neutral_is_fine: bool
) -> Variant:
    request, said = variant.request, list[Said]()
    problems: list[Problem] = []
    for index, written in enumerate(changes):
        place = (*where, "changes", index)
        try:
            with zone_for_reading(load_zone(request.time_zone)):
                form = _FORM.validate_python(written)
            spelled = spelled_out(form, request, study.others)
            if not spelled and not neutral_is_fine:
                problems.append(Problem.of(json_path(place), StudyFaults.NO_CHANGE(), "no_change"))
            if spelled:
                applied = apply(request, spelled)
                request = applied.request
                said += applied.said
        except ValidationError as error:
            found = as_input_error(error, lambda at: json_path((*place, *at[1:])))  # noqa: B023 - called at once
            problems += found.told
        except FormRefusedError as error:
            at = (*place, error.field) if error.field else place
            problems.append(Problem.of(json_path(at), error.said, "form_refused"))
        except InputError as error:
            problems += error.elsewhere(_at(json_path(place))).told
    if problems:
        raise InputError(problems)
    return replace(variant, request=request, said=tuple(said) or (StudyPage.NOTHING_CHANGES(),))


def _filled(part: Any, values: Mapping[str, Any], where: tuple[str | int, ...]) -> Any:
    """A change with ``"$name"`` replaced by the value of a parameter, wherever it stands."""
    if isinstance(part, dict):
        return {key: _filled(value, values, where) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_filled(value, values, where) for value in part]
    if isinstance(part, str) and part.startswith("$"):
        if part[1:] not in values:
            said = StudyFaults.UNKNOWN_PARAMETER(parameter=part)
            raise InputError([Problem.of(json_path(where), said, "unknown_parameter")])
        return values[part[1:]]
    return part
