"""What a model writes is what it reads: through JSON, plain objects and pickles, whatever it holds."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from dagplan import apply, explain, files, plan, suggest, to_bytes
from dagplan.files import Loaded
from dagplan.models import InputError, Plan, PlanRequest, Problem, read_changes
from dagplan.models.changes.vocabulary import ChangeModel, DropRequest
from dagplan.models.difference import Difference, difference
from dagplan.models.explanation import Explanation
from dagplan.models.faults import OutputError
from dagplan.models.fields import StrictModel
from dagplan.scenarios.study import Study, StudyFile
from dagplan.solver import Progress
from dagplan.words.messages.file_faults import FileFaults
from dagplan.words.messages.passed_over import PassedOverWords
from tests.build import asked, linked, read, single, window
from tests.drawn_models import drawn, every_model

FEW = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

FULL = asked(
    linked(),
    single("r2", duration=60, same_day_as=[]),
    single("r3", duration=60),
    availability=[window("nurse", "08:00", "09:00"), window("doctor", "08:00", "09:30")],
)
"""More is asked for than there is time."""


def as_given(one):
    """A change with what was given and nothing else: a field left out is another change than one given as null."""
    if isinstance(one, ChangeModel):
        return {name: _parts_given(getattr(one, name)) for name in one.model_fields_set | {"kind"}}
    return one


def _parts_given(value):
    if isinstance(value, StrictModel):
        return {name: _parts_given(getattr(value, name)) for name in value.model_fields_set}
    return value


def ways(one):
    """The same model again, on every way that a queue may take."""
    kind = type(one)
    yield kind.model_validate(one.model_dump())
    yield kind.model_validate(one.model_dump(mode="json"))
    yield kind.model_validate_json(one.model_dump_json())
    yield kind.model_validate_json(one.model_dump_json(exclude_unset=True))
    yield pickle.loads(pickle.dumps(one))


@pytest.mark.parametrize("kind", every_model(), ids=lambda kind: kind.__name__)
@FEW
@given(data=st.data())
def test_every_model_reads_what_it_writes(kind, data):
    one = data.draw(drawn(kind))
    for again in ways(one):
        assert again == one
        assert as_given(again) == as_given(one)
        assert again.model_dump_json() == one.model_dump_json()


def test_the_names_are_the_contracts():
    for kind in (PlanRequest, Plan, Explanation, Difference, StudyFile):
        assert kind.model_fields["schema_"].serialization_alias or kind.model_fields["schema_"].alias == "schema"
    empty = {"first_date": "2026-12-08", "last_date": "2026-12-08", "units": [], "practitioners": [], "requests": []}
    written = PlanRequest.model_validate(empty).model_dump()
    assert written["schema"] == "dagplan.request/1"
    assert "schema_" not in written
    with pytest.raises(ValueError, match="schema_"):
        PlanRequest.model_validate({**empty, "schema_": "dagplan.request/1"})


def test_a_change_to_nothing_is_written_although_a_request_leaves_it_out():
    (change,) = read_changes([{"kind": "set_settings", "weights": {"uneven": 0}}])
    assert change.model_dump() == {"kind": "set_settings", "weights": {"uneven": 0}}
    assert change.model_dump_json() == '{"kind":"set_settings","weights":{"uneven":0}}'


def test_a_change_made_in_python_has_its_kind_whatever_is_left_out():
    change = DropRequest(request="r-1")
    for left_out in ({}, {"exclude_unset": True}, {"exclude_defaults": True}):
        assert change.model_dump(**left_out) == {"kind": "drop_request", "request": "r-1"}


def test_plans_and_explanations_of_the_engine_are_the_same_again():
    """With fixes and messages, whose values no model judges."""
    request = read(FULL)
    made = plan(request)
    found = explain(request, made, seconds=2)
    assert any(entry.fixes for entry in found.unbooked)
    for one in (request, made, found, difference(made, made), *suggest(request, "r1")):
        for again in ways(one):
            assert again == one


def with_more_in_it(request):
    """A Bundle of a request, with something that no request has."""
    bundle = json.loads(to_bytes(request, "fhir"))
    bundle["entry"].append({"resource": {"resourceType": "Basic", "id": "b-1", "code": {"text": "x"}}})
    return json.dumps(bundle).encode()


def test_what_is_no_model_can_be_sent_too():
    request = read(FULL)
    study = Study(StudyFile.model_validate({"name": "n", "base": "b.json"}), request, {"b.json": request})
    applied = apply(request, [{"kind": "set_settings", "grid": 10}])
    progress = Progress(1.0, 2, 1, 0.5, 1, 0)
    wrong = InputError([Problem.of("$.units", FileFaults.EMPTY())])
    unwritten = OutputError([Problem.of("p.json", FileFaults.EMPTY())])
    reading = files.read(with_more_in_it(request), form="fhir")
    assert reading.passed_over
    for one in (study, applied, progress, reading, Loaded(reading), PassedOverWords.PASSED_OVER):
        assert pickle.loads(pickle.dumps(one)) == one
    for error in (wrong, unwritten):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), again.problems, str(again)) == (type(error), error.problems, str(error))
    with pytest.raises(ValidationError) as caught:
        PlanRequest.model_validate({})
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
