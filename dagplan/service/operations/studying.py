"""What a study is made of: its file and the inputs that it names, sent along or those of earlier plans."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from pydantic import ValidationError

from dagplan.models import InputError, PlanRequest, Problem
from dagplan.scenarios.cases import Case
from dagplan.scenarios.study import BASE_SCENARIO, Study, StudyFile
from dagplan.scenarios.study_file import in_toml, inputs_of, study_in
from dagplan.service.limits import Limits
from dagplan.words.messages.study_orders import StudyOrderFaults

from .bodies import StudyBody
from .document import BODY, JSON, WHOLE, Document, in_body, json_body, opened, part

STUDY = "study"
"""Name of the document of a job with the study and all its inputs."""
TOML = "application/toml"
FORMS = (JSON, TOML)
"""In which a study can be sent: JSON with its inputs, or the study file, which names earlier plans."""
_MOST_INPUTS = 20


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

    longest, beyond = 0.0, dict[str, Problem]()

    def judge(case: Case) -> None:
        nonlocal longest
        longest = max(longest, case.variant.request.settings.time_limit)
        if BASE_SCENARIO not in beyond:  # what is too large already is so in every scenario
            for one in limits.problems(case.variant.request)[:1]:
                beyond.setdefault(case.variant.grid or case.variant.name, one)

    study = study_in(sent.study, lambda path: f"{top}{path[1:]}", read, judge=judge, most=most_cases)
    if beyond:
        raise InputError(
            replace(one, place=f"{top}{_place_of(name, study.file, one)}") for name, one in beyond.items()
        )
    inputs = {name: one.model_dump(mode="json", by_alias=True) for name, one in study.others.items()}
    written = study.file.model_dump(mode="json", by_alias=True)
    whole = {"study": written, "inputs": inputs, "longest": longest}
    return json.dumps(whole, ensure_ascii=False).encode()


def _place_of(name: str, study: StudyFile, problem: Problem) -> str:
    """Where in a study a scenario or grid is; of the base, its own place: the study's settings are in it."""
    if name == BASE_SCENARIO:
        return problem.place[1:]
    places = {one.name: f".scenario[{index}]" for index, one in enumerate(study.scenario)}
    return (places | {one.name: f".grid[{index}]" for index, one in enumerate(study.grid)})[name]


def study_of(whole: bytes) -> tuple[Study, float]:
    """The study that ``study_to_run`` made, and the longest time limit of its cases in seconds."""
    data = json.loads(whole)
    file = StudyFile.model_validate(data["study"])
    inputs = {name: PlanRequest.model_validate(one) for name, one in data["inputs"].items()}
    return Study(file, inputs[file.base], inputs), data["longest"]


def _sent(body: bytes, form: str) -> StudyBody:
    if form == TOML:
        with in_body():
            return StudyBody(study=in_toml(body, WHOLE))
    return json_body(StudyBody, body)
