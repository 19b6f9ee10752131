"""What a study is made of: its file and the inputs that it names, sent along or those of earlier plans."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pydantic import ValidationError

from dagplan.models import InputError, PlanRequest, Problem
from dagplan.scenarios.cases import Variant
from dagplan.scenarios.study import BASE_SCENARIO, Grid, Scenario, Study, StudyFile
from dagplan.scenarios.study_file import checked_cases, in_toml, inputs_of, study_in
from dagplan.service.limits import Limits
from dagplan.words.messages.study_orders import StudyOrderFaults

from .bodies import MOST_CHANGES, StudyBody
from .document import BODY, JSON, WHOLE, Document, in_body, json_body, opened, part
from .growth import most_requests

STUDY = "study"
"""Name of the document of a job with the study and all its inputs."""
TOML = "application/toml"
FORMS = (JSON, TOML)
"""In which a study can be sent: JSON with its inputs, or the study file, which names earlier plans."""
_MOST_INPUTS = 20
_MOST_TOML_BYTES = 1_000_000


def earlier_plans(body: bytes, form: str = JSON) -> tuple[str, ...]:
    """The ids of earlier plans whose requests a study takes; where it can't be read, none."""
    try:
        sent = _sent(body, form)
        named = inputs_of(StudyFile.model_validate(sent.study))
    except (InputError, ValidationError):
        return ()
    return tuple(one for one in named if one not in sent.inputs)[:_MOST_INPUTS]


def study_to_run(body: bytes, form: str, earlier: Mapping[str, Document], limits: Limits, most_cases: int) -> bytes:
    """A study with all its inputs in one, as JSON: each of its cases can be planned, within the limits.

    Parameters
    ----------
    body, form
        As it was sent.
    earlier
        The requests of earlier plans by their ids.
    limits
        How large the plan of a case may be.
    most_cases
        How many cases it may have.

    Raises
    ------
    InputError
        With every problem and its place in the body.
    """
    sent = _sent(body, form)
    top = BODY if form == TOML else f"{BODY}.study"

    def read(name: str) -> PlanRequest:
        if name in sent.inputs:
            given = part(sent.inputs[name], "inputs", name)
        elif name in earlier:
            given = replace(earlier[name], place=f"{top}.base")
        else:
            raise InputError([Problem.of(f"{top}.base", StudyOrderFaults.NO_INPUT(), "unknown_input")])
        request = opened(given).request
        if found := limits.problems(request):
            raise InputError(replace(one, place=f"{given.place}{one.place[1:]}") for one in found)
        return request

    def at(path: str) -> str:
        return f"{top}{path[1:]}"

    study = study_in(sent.study, at, read, most_cases)
    if beyond := dict(_beyond_before(study, limits)):  # before any is made: copies of copies fill any memory
        raise InputError(replace(one, place=at(place)) for place, one in beyond.items())
    longest = 0.0
    for case in checked_cases(study, at):
        request = case.variant.request
        longest = max(longest, request.settings.time_limit)
        if too_large := limits.problems(request)[:1]:
            beyond.setdefault(_place_of(case.variant, study.file, too_large[0]), too_large[0])
    if beyond:  # the base comes first; what is too large in it is so in every scenario
        told = [*beyond.items()][:1] if "$.settings.time_limit" in beyond else beyond.items()
        raise InputError(replace(one, place=at(place)) for place, one in told)
    inputs = {name: one.model_dump(mode="json", by_alias=True) for name, one in study.others.items()}
    written = study.file.model_dump(mode="json", by_alias=True)
    whole = {"study": written, "inputs": inputs, "longest": longest}
    return json.dumps(whole, ensure_ascii=False).encode()


def _beyond_before(study: Study, limits: Limits) -> Iterator[tuple[str, Problem]]:
    """The scenarios and grids that may come to more requests than are taken, with their places in the study."""
    sizes = {name: len(one.requests) for name, one in study.others.items()}
    entries: list[tuple[str, Scenario | Grid]] = [
        (f"$.scenario[{i}]", one) for i, one in enumerate(study.file.scenario)
    ]
    entries += [(f"$.grid[{i}]", one) for i, one in enumerate(study.file.grid)]
    for place, entry in entries:
        if (count := len(entry.changes)) > MOST_CHANGES:
            said = StudyOrderFaults.TOO_MANY_CHANGES(count=count, most=MOST_CHANGES)
            yield f"{place}.changes", Problem.of("", said, "too_many")
        values = entry.values if isinstance(entry, Grid) else {}
        most = most_requests(len(study.base.requests), entry.changes, values, sizes)
        for one in limits.beyond(most, 0, 0.0):
            yield place, one


def _place_of(variant: Variant, study: StudyFile, problem: Problem) -> str:
    """Where in a study a scenario or grid is; of the base, its own place: the study's settings are in it."""
    if variant.name == BASE_SCENARIO:
        return problem.place
    name = variant.grid or variant.name
    places = {one.name: f"$.scenario[{index}]" for index, one in enumerate(study.scenario)}
    return (places | {one.name: f"$.grid[{index}]" for index, one in enumerate(study.grid)})[name]


def study_of(whole: bytes) -> tuple[Study, float]:
    """The study that ``study_to_run`` made, and the longest time limit of its cases in seconds."""
    data = json.loads(whole)
    file = StudyFile.model_validate(data["study"])
    inputs = {name: PlanRequest.model_validate(one) for name, one in data["inputs"].items()}
    return Study(file, inputs[file.base], inputs), data["longest"]


def _sent(body: bytes, form: str) -> StudyBody:
    if form == TOML:
        if len(body) > _MOST_TOML_BYTES:
            said = StudyOrderFaults.LARGE_FILE(most=_MOST_TOML_BYTES)
            raise InputError([Problem.of(WHOLE, said, "too_large")])
        with in_body():
            return StudyBody(study=in_toml(body, WHOLE))
    return json_body(StudyBody, body)
