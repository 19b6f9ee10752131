"""The JSON Schema of each contract version is in the repository, and does not drift."""

from __future__ import annotations

import json

import jsonschema
import pytest

from dagplan import PlanRequest, plan
from dagplan.models.plan import to_json
from dagplan.models.schema import explanation_schema, plan_schema, request_schema
from tests.instances import tiny
from tests.places import DATA, ROOT

SCHEMAS = {"request-1": request_schema, "plan-1": plan_schema, "explanation-1": explanation_schema}


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
                assert field.get("description"), f"{model.get('title')}.{name}"


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
