"""Models that the documented call makes of our schemas: strictly typed, and they give back what they read."""

from __future__ import annotations

import json
import re
import shlex
import sys
import tomllib
import warnings
from pathlib import Path
from types import ModuleType

import pytest
from datamodel_code_generator.__main__ import main as generate
from mypy import api
from pydantic import TypeAdapter, ValidationError

from dagplan.models import PlanRequest, apply
from dagplan.models.plan import to_json
from tests.build import asked, linked, read
from tests.models.test_schema import with_later_fields, written
from tests.places import EXAMPLES, ROOT

SCHEMAS = ROOT / "schemas"
DOCUMENTS = sorted(path.name.removeprefix("dagplan.").split("-")[0] for path in SCHEMAS.glob("*.schema.json"))


def documented():
    """The flags that the page gives."""
    page = (ROOT / "docs" / "wrapping.md").read_text("utf-8")
    (call,) = re.findall(r"^datamodel-codegen (.*?)^```", page, re.M | re.S)
    lines = call.strip().split("\n")
    assert all(line.endswith(" \\") for line in lines[:-1]), "pasted into a shell, it has to be one call"
    return shlex.split(call.replace("\\\n", " "))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A module of models for each document, by its name."""
    folder = tmp_path_factory.mktemp("models")
    found = {}
    for document in DOCUMENTS:
        flags = documented()
        flags[flags.index("--input") + 1] = str(SCHEMAS / f"dagplan.{document}-1.schema.json")
        flags[flags.index("--output") + 1] = str(folder / f"{document}_models.py")
        with warnings.catch_warnings(action="ignore"):
            assert generate(flags) == 0
        found[document] = _imported(folder / f"{document}_models.py")
    return found


def _imported(path: Path):
    module = ModuleType(f"generated_{path.stem}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module  # where pydantic looks for what annotations name
    exec(compile(path.read_text("utf-8"), path, "exec"), module.__dict__)
    return module


def given_back(model, data):
    adapter = TypeAdapter(model)
    return json.loads(adapter.dump_json(adapter.validate_json(json.dumps(data)), by_alias=True, exclude_unset=True))


def test_there_is_a_schema_of_every_document():
    assert DOCUMENTS == ["changes", "difference", "explanation", "offers", "plan", "policies", "request", "study"]


def test_they_pass_a_strict_type_checker(made):
    files = [module.__file__ for module in made.values()]
    cache = ROOT / ".mypy_cache" / "generated"  # without our settings and plugins, as anybody would
    said, trouble, _ = api.run(["--strict", "--cache-dir", str(cache), "--config-file=", *files])
    assert (said.strip(), trouble) == (f"Success: no issues found in {len(files)} source files", "")


def test_what_is_written_comes_back_also_with_fields_that_come_later(made):
    for name, document in written().items():
        kind = name.removesuffix("-1")
        model = getattr(
            made[kind], {"plan": "Plan", "explanation": "Explanation", "offers": "Offers"}.get(kind, "Difference")
        )
        data = json.loads(to_json(document))
        assert given_back(model, data) == data
        later = with_later_fields(data)
        assert given_back(model, later) == later


def test_requests_come_back_and_can_be_read(made):
    for path in (EXAMPLES / "asthma.request.json", EXAMPLES / "vardcentral-week.request.json"):
        data = json.loads(path.read_text("utf-8"))
        again = given_back(made["request"].PlanRequest, data)
        assert again == data
        assert PlanRequest.model_validate(again) == PlanRequest.model_validate(data)
    with pytest.raises(ValidationError, match="colour"):
        made["request"].PlanRequest.model_validate({**data, "colour": "blue"})


def test_changes_made_with_them_are_applied_as_they_are(made):
    models = made["changes"]
    changes = [
        models.SetSettings(kind="set_settings", weights=models.Weights(wait=2)),
        models.SetVisit(kind="set_visit", visit="a", preferred="nurse"),
        models.DropRequest(kind="drop_request", request="r1"),
    ]
    data = json.loads(TypeAdapter(models.Changes).dump_json(changes, by_alias=True, exclude_unset=True))
    assert data[0] == {"kind": "set_settings", "weights": {"wait": 2}}
    assert data[1] == {"kind": "set_visit", "visit": "a", "preferred": "nurse"}
    assert apply(read(asked(linked())), data).request.requests == ()


def test_a_study_comes_back(made):
    for path in EXAMPLES.glob("*.study.toml"):
        data = tomllib.loads(path.read_text("utf-8"))
        assert given_back(made["study"].StudyFile, data) == data
