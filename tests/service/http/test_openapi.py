"""The OpenAPI document: committed, valid, whole, and true of what the service answers."""

from __future__ import annotations

import json
import re

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.testclient import TestClient

from dagplan.service.http.app import make_app
from dagplan.service.settings import Settings
from tests.places import EXAMPLES, ROOT
from tests.service.http.client import running

COMMITTED = ROOT / "schemas" / "dagplan.service-1.openapi.json"
NULL = {"type": "null"}


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    return make_app(Settings(data=tmp_path_factory.mktemp("data"))).openapi()


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def parameters(document, operation):
    for one in operation["parameters"]:
        yield document["components"]["parameters"][one["$ref"].rpartition("/")[2]] if "$ref" in one else one


def test_the_committed_document_is_that_of_the_routes(document):
    name = COMMITTED.relative_to(ROOT)
    assert json.loads(COMMITTED.read_text("utf-8")) == json.loads(json.dumps(document)), (
        f"the routes are no longer as {name} has them: if something was added, write it anew with "
        f"`dagplan schema service > {name}`; if a meaning changed, that is a new version"
    )


def test_it_is_valid(document):
    assert document["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_its_version_is_that_of_the_paths(document):
    major = document["info"]["version"].split(".")[0]
    assert COMMITTED.name == f"dagplan.service-{major}.openapi.json"
    assert {path.split("/")[1] for path in document["paths"]} == {f"v{major}", "healthz", "readyz", "metrics"}


def test_everything_is_described(document):
    tags = {one["name"] for one in document["tags"]}
    lacking = []
    for name, operation in operations(document):
        lacking += [name] if not operation["summary"] or not operation["description"] else []
        lacking += [(name, "a tag")] if not operation["tags"] or not set(operation["tags"]) <= tags else []
        lacking += [(name, one["name"]) for one in parameters(document, operation) if not one["description"]]
        for status, response in operation["responses"].items():
            if response["description"] in ("", "Successful Response"):
                lacking.append((name, status))
    for name, schema in document["components"]["schemas"].items():
        lacking += [name] if not schema.get("description") else []
        lacking += [
            (name, field)
            for field, one in schema.get("properties", {}).items()
            if not one.get("description") and field != "resourceType"
        ]
    assert not lacking, "\n".join(map(str, lacking))


def test_its_examples_are_what_they_are_examples_of(document):
    found = []
    for name, schema in document["components"]["schemas"].items():
        validator = Draft202012Validator(
            {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        )
        for example in schema.get("examples", ()):
            found.append(name)
            validator.validate(example)
    assert {"PlanRequest", "JobInList", "ProblemDetails"} <= set(found)


def test_operations_make_good_names_for_a_client(document):
    names = [operation["operationId"] for _, operation in operations(document)]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in names)
    assert {"order_plan", "list_plans", "get_plan", "stop_or_delete_plan"} <= set(names)


def test_no_parameter_is_null(document):
    for name, operation in operations(document):
        for one in parameters(document, operation):
            assert NULL not in one["schema"].get("anyOf", []), (name, one["name"])


def test_every_operation_may_answer_with_problem_details_in_a_language(document):
    for name, operation in operations(document):
        content = operation["responses"]["default"]["content"]
        assert content["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/ProblemDetails"}, name
        assert "Accept-Language" in {one["name"] for one in parameters(document, operation)}, name


def headers(document, method, path, status):
    return {name.lower() for name in document["paths"][path][method]["responses"][status]["headers"]}


def test_the_headers_it_promises_are_sent(document, tmp_path):
    """And none of those it knows is sent where it doesn't say so."""
    known = {name.lower() for name in document["components"]["headers"]}
    with TestClient(make_app(Settings(data=tmp_path, workers=0, askers=1)), base_url="http://localhost") as client:

        def sent(answer, method, path):
            status = str(answer.status_code)
            said = headers(document, method, path, status if answer.status_code < 400 else "default")
            found = known & set(answer.headers)
            assert found <= said, (method, path, status)
            return {name for name in said if name not in found}

        body = (EXAMPLES / "asthma.request.json").read_bytes()
        order = {"Content-Type": "application/json", "Idempotency-Key": "k", "Prefer": "respond-async"}
        first = client.post("/v1/plans", content=body, headers=order)
        assert sent(first, "post", "/v1/plans") == {"idempotency-replayed"}
        assert sent(client.post("/v1/plans", content=body, headers=order), "post", "/v1/plans") == set()
        client.post("/v1/plans", content=body, headers={**order, "Idempotency-Key": "l"})
        assert sent(client.get("/v1/plans?limit=1"), "get", "/v1/plans") == set()
        one = first.headers["location"]
        got = client.get(one)
        assert sent(got, "get", "/v1/plans/{job_id}") == set()
        unchanged = client.get(one, headers={"If-None-Match": got.headers["etag"]})
        assert unchanged.status_code == 304
        assert sent(unchanged, "get", "/v1/plans/{job_id}") == set()
        assert sent(client.get(f"{one}0"), "get", "/v1/plans/{job_id}") == {"retry-after"}
        gone = client.delete(one)
        assert sent(gone, "delete", "/v1/plans/{job_id}") == ({"etag"} - set(gone.headers))


def test_the_refusal_that_is_shown_is_what_is_said(document, tmp_path):
    body = json.loads((EXAMPLES / "asthma.request.json").read_bytes())
    body["requests"][0]["visits"][0]["duration"] = 0
    with running(tmp_path) as client:
        answer = client.post("/v1/plans", json=body)
    assert [answer.json()] == document["components"]["schemas"]["ProblemDetails"]["examples"]
