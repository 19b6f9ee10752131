"""The file of policies: read whole, or every fault at its place and nothing of a refused value."""

from __future__ import annotations

import json
import tomllib
from datetime import date

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan.models import InputError
from dagplan.models.plan import to_json
from dagplan.simulation.moments import Moments
from dagplan.simulation.policies import Inflow, PoliciesFile, Policy
from dagplan.simulation.policies_file import _fields, policies_schema, read_policies
from dagplan.simulation.policy_checks import problems_of
from dagplan.simulation.roster import Roster
from tests.places import EXAMPLES, ROOT
from tests.simulation.worlds import two_people
from tests.thorough import some

HEAD = 'name = "A year"\nbase = "base.json"\n'
ONE = '[[policy]]\nname = "as-today"\n'


def written(tmp_path, text=HEAD + ONE, base=None):
    (tmp_path / "base.json").write_text(to_json(base or two_people()), "utf-8")
    path = tmp_path / "p.toml"
    path.write_text(text, "utf-8")
    return path


def problems(path):
    """Each with its place in the file, and its code; and all that is said."""
    with pytest.raises(InputError) as caught:
        read_policies(path)
    told = caught.value.told
    return {(one.place.rpartition(": ")[2], one.code) for one in told}, str(caught.value)


def test_the_least_that_a_file_may_be(tmp_path):
    world = read_policies(written(tmp_path))
    assert (world.weeks, world.first, world.arrivals) == (64, date(2026, 10, 5), ())
    assert [one.name for one in world.file.policy] == ["as-today"]
    assert world.base == two_people()


def test_the_shipped_example_is_read_and_follows_the_schema():
    path = EXAMPLES / "lungmottagning.policies.toml"
    assert len(read_policies(path).file.policy) == 5
    jsonschema.Draft202012Validator(policies_schema()).validate(json.loads(_as_json(path)))


def _as_json(path):
    return json.dumps(tomllib.loads(path.read_text("utf-8")), default=str)


def test_the_committed_schema_is_the_models():
    committed = json.loads((ROOT / "schemas" / "dagplan.policies-1.schema.json").read_text("utf-8"))
    assert committed == policies_schema(), "write it anew with `dagplan schema policies`"
    validator = jsonschema.Draft202012Validator(committed)
    validator.check_schema(committed)
    assert list(validator.iter_errors({"name": "x", "base": "b", "policy": []}))
    assert list(
        validator.iter_errors(
            {
                "name": "x",
                "base": "b",
                "policy": [{"name": "p", "change": [{"from": "2026-10-05", "changes": [{"kind": "no-such"}]}]}],
            }
        )
    )


def test_every_field_of_the_schema_is_described():
    schema = policies_schema()
    for model in (schema, *schema["$defs"].values()):
        for name, field in model.get("properties", {}).items():
            said = field.get("description") or "$ref" in field
            assert said or name == "kind", f"{model.get('title')}.{name}"


FAULTS = f"""{HEAD}first_date = 2026-10-06
seeds = [1, 2, 1]
settings = {{ time_limit = -1.0, seed = 3 }}
[demand]
weekdays = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
season = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
priorities = {{ urgent = 0.0 }}
kind = [
    {{ competences = ["nurse", "physician"], season = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] }},
    {{ competences = ["NURSE", "physician"], priorities = {{ routine = 0 }} }},
    {{ competences = ["physician", "nurse"] }},
]
[illness]
days = {{ "1" = 0.0 }}
[patients]
no_show = [{{ days = 1, share = 0.1 }}, {{ days = 1, share = 0.2 }}]
[[policy]]
name = "a"
notice = 28
plan_on = []
settings = {{ aim = "cheap", max_moved = 3, freeze_before = "2026-10-05T00:00" }}
reserve = [
    {{ weekday = "monday", competence = "nurse", minutes = 30, until = 28 }},
    {{ weekday = "monday", competence = "carpenter", minutes = 30 }},
]
[[policy]]
name = "a"
settings = {{ weights = {{ wait = -1 }} }}
[[policy.change]]
from = 2026-11-02
[[policy.change.changes]]
kind = "remove_availability"
practitioner = "nobody"
start = "2026-10-05T09:00"
end = "2026-10-05T10:00"
[[policy.change]]
from = 2026-11-02
changes = [{{ kind = "no_such" }}]
"""


def test_every_fault_is_told_at_its_place_in_one_go(tmp_path):
    found, said = problems(written(tmp_path, FAULTS))
    places = {place for place, _ in found}
    assert places >= {
        "$.first_date",
        "$.seeds[2]",
        "$.settings.time_limit",
        "$.settings.seed",
        "$.demand.weekdays",
        "$.demand.season",
        "$.demand.priorities",
        "$.demand.kind[0].season",
        "$.demand.kind[1].competences",
        "$.demand.kind[1].priorities",
        "$.demand.kind[2].competences",
        "$.illness.days",
        "$.patients.no_show[1].days",
        "$.policy[0].notice",
        "$.policy[0].plan_on",
        "$.policy[0].settings.aim",
        "$.policy[0].settings.max_moved",
        "$.policy[0].settings.freeze_before",
        "$.policy[0].reserve[0].until",
        "$.policy[0].reserve[1].competence",
        "$.policy[1].name",
        "$.policy[1].settings.weights.wait",
        "$.policy[1].change[1].from",
    }
    assert any(place.startswith("$.policy[1].change[0].changes[0]") for place in places)
    assert any(place.startswith("$.policy[1].change[1].changes[0]") for place in places)
    assert len(found) == 25
    assert "cheap" not in said
    assert "carpenter" not in said


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (HEAD, "$.policy"),
        (HEAD + ONE + "horizont = 7\n", "$.policy[0].horizont"),
        (HEAD + ONE + 'plan_on = ["måndag"]\n', "$.policy[0].plan_on[0]"),
        (HEAD + ONE + "linked = 1\n", "$.policy[0].linked"),
        (HEAD + "[demand]\nseason = [1.0]\n" + ONE, "$.demand.season"),
        (HEAD + "[demand]\nper_week = 0\n" + ONE, "$.demand.per_week"),
        (HEAD + "[patients]\nanother_time = 1.5\n" + ONE, "$.patients.another_time"),
        (HEAD + '[illness]\ndays = { "0" = 1.0 }\n' + ONE, "$.illness.days"),
        (HEAD + "weeks = 0\n" + ONE, "$.weeks"),
        (HEAD + ONE + "escalate = { stat = 3 }\n", "$.policy[0].escalate"),
        (HEAD + ONE + "escalate = { routine = 0 }\n", "$.policy[0].escalate.routine"),
        (HEAD + "[[demand.kind]]\ncompetences = []\n" + ONE, "$.demand.kind[0].competences"),
        (HEAD + "[[demand.kind]]\nper_week = 3.0\n" + ONE, "$.demand.kind[0].competences"),
        (HEAD + "seeds = []\n" + ONE, "$.seeds"),
    ],
)
def test_what_a_field_does_not_take(tmp_path, text, place):
    found, _ = problems(written(tmp_path, text))
    assert len(found) == 1
    assert next(iter(found))[0].startswith(place)


def test_faults_of_a_field_and_faults_between_fields_are_told_together(tmp_path):
    """What is right of the file is judged as if the rest were not there: no fault is told that is none."""
    text = f"""{HEAD}seeds = [1, 1]
weeks = "many"
[demand]
trend = 99.0
weekdays = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
[[policy]]
name = "a"
horizon = "long"
notice = 99
[[policy]]
name = "b"
notice = 28
reserve = [{{ weekday = "monday", competence = "carpenter", minutes = 30 }}]
[[policy]]
name = "b"
"""
    found, _ = problems(written(tmp_path, text))
    assert {place for place, _ in found} == {
        "$.weeks",
        "$.seeds[1]",
        "$.demand.trend",
        "$.demand.weekdays",
        "$.policy[0].horizon",
        "$.policy[1].notice",
        "$.policy[1].reserve[0].competence",
        "$.policy[2].name",
    }
    (tmp_path / "base.json").unlink()
    with pytest.raises(InputError) as caught:
        read_policies(tmp_path / "p.toml")
    assert [one.place.rpartition("/")[2] for one in caught.value.told][-1] == "base.json"
    assert len(caught.value.told) == 8


_NAMES = st.sampled_from(sorted({name for model in (PoliciesFile, Policy, Inflow) for name in model.model_fields}))
_ODD = st.none() | st.booleans() | st.integers(-3, 400) | st.floats(-1, 3) | st.text("a1", max_size=3)
_ANY = st.recursive(_ODD, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3))


@settings(max_examples=some(200))
@given(st.dictionaries(_NAMES, _ANY, max_size=6), st.lists(st.dictionaries(_NAMES, _ANY, max_size=3), max_size=3))
def test_whatever_is_written_is_read_or_refused_with_places(fields, policies):
    read, found = _fields({"name": "n", "base": "b", **fields, "policy": policies or [{"name": "p"}]})
    list(problems_of(read))
    assert all(one.place.startswith("$.") for one in found)
    assert found or read.base == fields.get("base", "b")


def test_a_base_that_is_not_there_and_faults_of_the_file_are_told_together(tmp_path):
    path = written(tmp_path, HEAD + "seeds = [1, 1]\n" + ONE)
    (tmp_path / "base.json").unlink()
    with pytest.raises(InputError) as caught:
        read_policies(path)
    assert [one.place.rpartition("/")[2] for one in caught.value.told] == ["p.toml: $.seeds[1]", "base.json"]


def test_a_base_without_requests_or_people_at_work(tmp_path):
    base = two_people().model_copy(update={"requests": (), "availability": ()})
    found, _ = problems(written(tmp_path, base=base))
    assert {code for place, code in found if place == "$.base"} == {"no_requests", "nobody_at_work"}


def test_arrivals_are_drawn_or_read(tmp_path):
    text = HEAD + '[demand]\narrivals = "a.csv"\nper_week = 3.0\ntrend = 0.1\ntarget_days = { routine = 9 }\n' + ONE
    path = written(tmp_path, text)
    (tmp_path / "a.csv").write_text("moment;like\n2026-10-05T09:00;r9\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_policies(path)
    assert [one.place.rpartition("/")[2] for one in caught.value.told] == [
        "p.toml: $.demand.per_week",
        "p.toml: $.demand.trend",
        "a.csv: row 2, column like",
    ]
    path.write_text(text.replace("per_week = 3.0\ntrend = 0.1\n", ""), "utf-8")
    (tmp_path / "a.csv").write_text("moment;like\n2026-10-05T09:00;r2\n", "utf-8")
    assert [one.like for one in read_policies(path).arrivals] == ["r2"]


def test_a_change_from_a_date_is_made_to_the_pattern_of_the_weeks(tmp_path):
    text = f"""{HEAD}{ONE}
[[policy.change]]
from = 2026-10-12
[[policy.change.changes]]
kind = "add_availability"
practitioner = "nurse"
unit = "u"
start = "2026-10-06T13:00"
end = "2026-10-06T15:00"
"""
    world = read_policies(written(tmp_path, text))
    roster = Roster(world.versions["as-today"], world.first, ())
    tuesdays = [
        len([one for one in roster.hours(date(2026, 10, day)) if one.practitioner == "nurse"]) for day in (6, 13, 20)
    ]
    assert tuesdays == [1, 2, 2]


def test_settings_of_base_file_and_policy_lie_over_one_another(tmp_path):
    base = two_people()
    base = base.model_copy(
        update={"settings": base.settings.model_copy(update={"grid": 10, "time_limit": 77.0, "seed": 9})}
    )
    text = (
        HEAD + "settings = { weights = { wait = 3, moved = 5 } }\n" + ONE + "settings = { weights = { moved = 8 } }\n"
    )
    world = read_policies(written(tmp_path, text, base))
    moments = Moments(Roster(world.versions["as-today"], world.first, ()), world.file.policy[0], world.file.settings)
    found = moments.request(world.first, [], []).settings
    assert (found.grid, found.weights.wait, found.weights.moved, found.weights.day_deviation) == (10, 3, 8, 10)
    assert (found.time_limit, found.seed, found.workers, found.deterministic) == (2.0, 0, 1, True)
