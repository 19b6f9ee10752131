"""The JSON Schema of each contract version is in the repository, and does not drift."""

from __future__ import annotations

import json

import jsonschema
import pytest

from dagplan import PlanRequest, explain, plan, suggest
from dagplan.models import read_changes
from dagplan.models.difference import difference
from dagplan.models.offer import Offers
from dagplan.models.plan import to_json
from dagplan.models.schema import (
    changes_schema,
    difference_schema,
    explanation_schema,
    offers_schema,
    plan_schema,
    request_schema,
)
from tests.build import asked, linked, read, single, window
from tests.instances import tiny
from tests.places import DATA, ROOT

READ = {"request-1": request_schema, "changes-1": changes_schema}
WRITTEN = {
    "plan-1": plan_schema,
    "explanation-1": explanation_schema,
    "difference-1": difference_schema,
    "offers-1": offers_schema,
}
SCHEMAS = READ | WRITTEN


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_the_models(name):
    committed = json.loads((ROOT / "schemas" / f"dagplan.{name}.schema.json").read_text("utf-8"))
    assert committed == SCHEMAS[name](), (
        f"the models no longer match schemas/dagplan.{name}.schema.json: if fields were added, write it anew with "
        f"`dagplan schema {name.split('-')[0]}`; if a meaning changed, that is a new version"
    )


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_valid_2020_12(name):
    schema = SCHEMAS[name]()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)


def test_every_field_is_described():
    for make in SCHEMAS.values():
        schema = make()
        for model in (schema, *schema["$defs"].values()):
            for name, field in model.get("properties", {}).items():
                assert field.get("description") or name == "kind", f"{model.get('title')}.{name}"


def parts(value):
    """Every object within a value, itself among them."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [part for one in inner for part in parts(one)]
    return [value, *found] if isinstance(value, dict) else found


@pytest.mark.parametrize("name", READ)
def test_what_is_read_is_strict(name):
    schema = SCHEMAS[name]()
    models = [one for one in parts(schema) if one.get("type") == "object" and "properties" in one]
    assert models
    assert all(one["additionalProperties"] is False for one in models)


def written():
    """A document of each kind that is written, with something in each of its lists."""
    times = {"availability": [window("nurse", "08:00", "09:00"), window("doctor", "08:00", "09:30")]}
    request = read(asked(linked(), single("r2", duration=60), single("r3", duration=60), **times))
    made = plan(request)
    other = plan(read(asked(linked(), single("r2", duration=60))))
    return {
        "plan-1": made,
        "explanation-1": explain(request, made, seconds=2),
        "difference-1": difference(made, other),
        "offers-1": Offers(offers=tuple(suggest(request, "r1"))),
    }


def with_later_fields(value):
    """The same with a field more in every object, but for versions by name of program."""
    if isinstance(value, list):
        return [with_later_fields(one) for one in value]
    if not isinstance(value, dict):
        return value
    later = {name: one if name == "versions" else with_later_fields(one) for name, one in value.items()}
    return later | {"later": {"and": ["more"]}}


def test_what_is_written_follows_its_schema_also_with_fields_that_come_later():
    for name, document in written().items():
        validator = jsonschema.Draft202012Validator(SCHEMAS[name]())
        data = json.loads(to_json(document))
        assert len(parts(data)) > 5
        validator.validate(data)
        validator.validate(with_later_fields(data))


def test_words_that_may_become_more_are_examples_where_they_are_written():
    reason = plan_schema()["$defs"]["Reason"]["properties"]["limits"]["items"]
    assert "enum" not in reason
    assert "earliest" in reason["examples"]
    assert "enum" not in difference_schema()["$defs"]["Move"]["properties"]["changed"]["items"]


def test_changes_follow_their_schema_and_nothing_else_does():
    validator = jsonschema.Draft202012Validator(changes_schema())
    away = {
        "kind": "remove_availability",
        "practitioner": "n",
        "start": "2026-12-08T08:00",
        "end": "2026-12-08T12:00",
    }
    right = [
        away,
        {"kind": "set_settings", "weights": {"wait": 2}},
        {"kind": "set_visit", "visit": "v", "preferred": None},
    ]
    validator.validate(right)
    assert len(read_changes(right)) == 3
    for wrong in ({}, [{"request": "r-1"}], [{**away, "because": "ill"}], [{"kind": "drop_request"}]):
        assert list(validator.iter_errors(wrong))


def test_requests_and_plans_follow_their_schema():
    request_validator = jsonschema.Draft202012Validator(request_schema())
    plan_validator = jsonschema.Draft202012Validator(plan_schema())
    for seed in range(15):
        asked = tiny(seed)
        request_validator.validate(asked)
        made = plan(PlanRequest.model_validate(asked))
        plan_validator.validate(json.loads(to_json(made)))
    data = DATA
    request_validator.validate(json.loads((data / "asthma.request.json").read_text("utf-8")))
    plan_validator.validate(json.loads((data / "asthma.plan.json").read_text("utf-8")))


def test_the_schema_refuses_what_the_models_refuse():
    validator = jsonschema.Draft202012Validator(request_schema())
    for broken in ({"first_date": 1}, {**tiny(1), "extra": 1}, {**tiny(1), "settings": {"grid": 0}}):
        assert list(validator.iter_errors(broken))
