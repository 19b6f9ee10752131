"""What a study is made of, and everything that can be wrong with one that is sent."""

from __future__ import annotations

import json

import pytest

from dagplan import InputError
from dagplan.models.errors import Problem
from dagplan.scenarios.examples import EXAMPLES
from dagplan.service.limits import Limits
from dagplan.service.operations import catalogue
from dagplan.service.operations.document import JSON, Document
from dagplan.service.operations.studying import TOML, earlier_plans, study_of, study_to_run
from tests.build import asked, single

LIMITS = Limits(requests=100, dates=30, seconds=60.0)
ASKED = asked()
SCENARIO = {"name": "longer", "changes": [{"kind": "scale_duration", "competence": "physician", "minutes": 5}]}
STUDY = {
    "name": "Longer",
    "base": "winter",
    "seeds": [1, 2],
    "settings": {"time_limit": 3.0},
    "scenario": [
        {"name": "longer", "changes": [{"kind": "scale_duration", "competence": "physician", "minutes": 5}]}
    ],
}
IN_TOML = b"""
name = "Longer"
base = "Yp0-winter_1"
[[scenario]]
name = "longer"
changes = [{ kind = "scale_duration", competence = "physician", minutes = 5 }]
"""


def sent(study=STUDY, **inputs):
    return json.dumps({"study": study, "inputs": inputs or {"winter": ASKED}}).encode()


def resolved(body, form=JSON, earlier=None, limits=LIMITS, most_cases=100):
    return study_to_run(body, form, earlier or {}, limits, most_cases)


def refused(*args, **kwargs):
    with pytest.raises(InputError) as caught:
        resolved(*args, **kwargs)
    return [(one.place, one.code) for one in caught.value.told if isinstance(one, Problem)]


def test_a_study_is_whole_with_its_inputs():
    study, longest = study_of(resolved(sent()))
    assert study.file.name == "Longer"
    assert study.base.requests[0].id == "r1"
    assert set(study.others) == {"winter"}
    assert longest == 3.0


def test_a_name_that_is_not_sent_along_is_an_earlier_plan():
    study = STUDY | {"base": "Yp0-winter_1"}
    assert earlier_plans(sent(study, other=ASKED)) == ("Yp0-winter_1",)
    assert earlier_plans(IN_TOML, TOML) == ("Yp0-winter_1",)
    assert earlier_plans(sent()) == ()
    assert earlier_plans(b"{") == earlier_plans(b"[[", TOML) == ()
    plan = Document(json.dumps(ASKED).encode(), JSON)
    for body, form in ((sent(study, other=ASKED), JSON), (IN_TOML, TOML)):
        made, _ = study_of(resolved(body, form, {"Yp0-winter_1": plan}))
        assert made.base.requests[0].id == "r1"


def test_demand_may_come_from_another_input():
    more = {"name": "more", "changes": [{"kind": "demand", "from": "autumn"}]}
    study = STUDY | {"scenario": [more]}
    made, _ = study_of(resolved(sent(study, winter=ASKED, autumn=asked(single("r8", "p8")))))
    assert set(made.others) == {"winter", "autumn"}


def changed(*changes):
    return STUDY | {"scenario": [{"name": "other", "changes": list(changes)}]}


NOBODY = changed({"kind": "absence", "practitioners": ["x"]})


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (sent(STUDY | {"base": "summer"}), ("$.study.base", "unknown_input")),
        (sent(STUDY | {"name": 3}), ("$.study.name", "string_type")),
        (sent(STUDY | {"scenario": [SCENARIO, SCENARIO]}), ("$.study.scenario[1].name", "duplicate_name")),
        (sent(NOBODY), ("$.study.scenario[0].changes[0].practitioners", "form_refused")),
        (sent(winter=ASKED | {"x": 1}), ("$.inputs.winter.x", "extra_forbidden")),
        (sent(winter=3), ("$.inputs.winter", "dict_type")),
        (sent(**{"1": ASKED}), ("$.inputs.1.[key]", "string_pattern_mismatch")),
        (b'{"study": {}}', ("$.study.name", "missing")),
        (b'{"inputs": {}}', ("$.study", "missing")),
        (b"{", ("body: line 1, column 2", "broken_json")),
    ],
)
def test_what_is_wrong_stands_at_its_place_in_the_body(body, expected):
    assert expected in refused(body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"name = ", ("body: end of document", "broken_toml")),
        (b"name = x\n", ("body: line 1, column 8", "broken_toml")),
        (b"\xff", ("body", "not_utf8")),
        (b"a." * 50_000 + b"b = 1", ("body: the file", "broken_toml")),
        (b"[" + b"a . " * 50_000 + b"b]", ("body: the file", "broken_toml")),
        (b"#" * 1_000_001, ("body", "too_large")),
        (b"name = 3", ("$.name", "string_type")),
        (IN_TOML, ("$.base", "unknown_input")),
    ],
)
def test_what_is_wrong_with_a_study_file_stands_at_its_place(body, expected):
    assert expected in refused(body, TOML)


def test_every_case_is_within_the_limits():
    assert refused(sent(), limits=Limits(0, 30, 60.0)) == [("$.inputs.winter.requests", "too_many")]
    assert refused(sent(), most_cases=3) == [("$.study.grid", "too_many_cases")]
    ((place, code),) = refused(sent(STUDY | {"settings": {"time_limit": 61.0}}))
    assert (place, code) == ("$.study.settings.time_limit", "too_long")
    many = sent(changed({"kind": "scale_demand", "factor": 3.0, "seed": 0}))
    ((place, code),) = refused(many, limits=Limits(2, 30, 60.0))
    assert (place, code) == ("$.study.scenario[0]", "too_many")


def test_the_example_of_a_study_is_one():
    (name,) = [name for name, one in EXAMPLES.items() if one.study]
    study, longest = study_of(resolved(catalogue.example(name)))
    assert [one.name for one in study.file.scenario] == ["away", "steps-in"]
    assert longest == 1.0


def test_copies_of_copies_are_refused_before_any_is_made():
    more = {"kind": "demand", "factor": 1000.0}
    many = STUDY | {
        "scenario": [],
        "grid": [{"name": "g", "values": {"f": [1, 5000]}, "changes": [{"kind": "demand", "factor": "$f"}]}],
    }
    assert refused(sent(changed(*[more] * 9))) == [("$.study.scenario[0]", "too_many")]
    assert refused(sent(many)) == [("$.study.grid[0]", "too_many")]
    whole = changed({"kind": "demand", "from": "winter"})
    assert refused(sent(whole), limits=Limits(1, 30, 60.0)) == [("$.study.scenario[0]", "too_many")]


def test_a_list_has_not_any_number_of_changes():
    many = changed(*[{"kind": "nothing"}] * 10_001)
    assert refused(sent(many)) == [("$.study.scenario[0].changes", "too_many")]


def test_words_and_numbers_with_points_are_no_deep_keys():
    prose = ". ".join(f"Question {number} of 7.5" for number in range(50))
    study = IN_TOML.replace(b'name = "Longer"', f'name = "Longer"\nquestion = """{prose}"""'.encode())
    plan = Document(json.dumps(ASKED).encode(), JSON)
    assert study_of(resolved(study, TOML, {"Yp0-winter_1": plan}))[0].file.question == prose
