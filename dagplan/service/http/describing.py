"""The OpenAPI document: what FastAPI knows of the routes, and what a reader or a generator of clients needs besides.

What holds for every route (the languages, the headers of an answer, the shape of a refusal) is added here by what a
route takes and gives, so that a new one is described as the others are.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from dagplan.models.plan import to_json
from dagplan.scenarios.examples import EXAMPLES

from .read_models import with_bodies

API_VERSION = "1.0"
"""Of what is described, not of the package: minor where something is added, major where a meaning changes."""

ABOUT = """\
Day plans for linked outpatient visits, proven and explained: the contract of Dagplan over HTTP.

Order a plan with `POST /v1/plans`, ask for it with `GET /v1/plans/{job_id}?wait=30` until its `state` is neither
`queued` nor `running`, and read `plan`. Everything that goes wrong is told as problem details (RFC 9457) with a
stable `code`, all problems of an input at once with their JSON paths. Messages are in English or Swedish, as
`Accept-Language` says. A program should pass over fields and codes that it does not know: they may become more
within a version.

What is below `/v1` needs a key (`Authorization: Bearer KEY`), but on loopback where none was ever made."""

TAGS = {
    "plans": "Plans: ordered, followed, stopped, fetched and deleted.",
    "checks": "Any plan, from any source, held against every rule.",
    "boards": "Boards: what stands, asked, changed, taken back, and told apart, by as many as look at it.",
    "studies": "Scenarios of a request: ordered, followed, compared.",
    "webhooks": "Whether you were told.",
    "catalogue": "Ready bodies to begin with, and the schemas of the contract.",
    "health": "For whoever runs the service.",
}
"""What the routes are about, in the order in which they are read."""

_PARAMETERS = {
    "form": "Which kind of file.",
    "name": "One of those that the list has.",
    "job_id": "The `id` that the order was answered with.",
    "board_id": "The `id` that the board was begun with.",
    "limit": "So many in one page at the most.",
    "if-none-match": "An `ETag` from before: where nothing has changed the answer is 304, without a body.",
    "if-match": "An `ETag` from before: where something has changed since, nothing is done (412).",
    "last-event-id": "The id of the last event that was seen: what comes after it is sent.",
}
"""What parameters mean everywhere, where a route says no more."""

_HEADERS = {
    "X-Request-ID": "What this request is called in the log.",
    "ETag": "Of the answer as it is: send it with `If-None-Match` or `If-Match`.",
    "Location": "Path of what was ordered.",
    "Link": '`<…>; rel="next"`: the next page, where there is one.',
    "Idempotency-Replayed": "`true`: this order was accepted before, and nothing new was begun.",
    "Preference-Applied": "`respond-async`, where that was asked for with `Prefer`.",
    "Retry-After": "Seconds until it is worth trying again (429, 503).",
    "Content-Language": "`en` or `sv`: the language of the messages.",
}
_EXAMPLES: dict[str, dict[str, Any]] = {
    "ProblemDetails": {
        "type": "urn:dagplan:problem:invalid_input",
        "title": "Unprocessable Entity",
        "status": 422,
        "code": "invalid_input",
        "detail": "1 thing is wrong with what was sent",
        "problems": [
            {
                "place": "$.requests[0].visits[0].duration",
                "code": "greater_than_equal",
                "message": "must be at least 1",
                "params": {"text": "fault.at_least", "bound": 1},
                "count": 1,
            }
        ],
    },
    "JobInList": {
        "id": "WBEDwCfK0tcJtaw6PsqLZQ",
        "state": "running",
        "stopping": False,
        "created": "2026-11-10T08:30:00.041000Z",
        "begun": "2026-11-10T08:30:00.210000Z",
        "ended": None,
        "attempt": 1,
        "form": "application/json",
        "tags": ["week-46"],
        "parent": None,
        "figures": {
            "seconds": 1.52,
            "requests": 48,
            "booked": 45,
            "unbooked": 3,
            "cost": 4630,
            "lower_bound": 4205,
            "gap": 0.008,
            "status": None,
        },
    },
}
"""What answers look like; a test holds them against their models."""
_MODELS = {
    "Change": "One change of the contract, by its `kind`.",
    "ScenarioChange": "One change of the contract, or a short form of many, by its `kind`.",
    "Id": "An opaque id.",
    "Text": "A line of free text.",
}
_FIELDS = {
    "kind": "Which one it is.",
    "schema": "Which document it is, and of which version.",
    "items": "Those that there are.",
    "message": "For people.",
    "params": "What the message says, for other languages.",
}
"""What models and fields mean that say no more themselves."""
_LANGUAGE = {
    "name": "Accept-Language",
    "in": "header",
    "required": False,
    "description": "`sv` or `en`: the language of every message; English where neither is asked for.",
    "schema": {"type": "string", "examples": ["sv"]},
}
_UNCHANGED = "It is as `If-None-Match` says it was."
_UNSAID = "Successful Response"
"""What FastAPI says of an answer that a route does not describe."""
_METHODS = ("get", "put", "post", "delete", "patch")

_MAKING = threading.Lock()

Json = dict[str, Any]


def described(app: FastAPI) -> Json:
    """The OpenAPI 3.1 document of an application, made when it is first asked for."""
    with _MAKING:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema


def _described(app: FastAPI) -> Json:
    made = get_openapi(
        title=app.title,
        version=API_VERSION,
        summary=app.summary,
        description=ABOUT,
        routes=app.routes,
        webhooks=app.webhooks.routes,
    )
    for hook in made["webhooks"].values():
        hook["post"]["responses"].pop("422", None)
    made["info"]["license"] = {"name": "MIT", "identifier": "MIT"}
    made["servers"] = [{"url": "/", "description": "The service itself."}]
    parts = made.setdefault("components", {})
    _add_models(parts.setdefault("schemas", {}))
    parts["headers"] = {name: {"description": text, "schema": {"type": "string"}} for name, text in _HEADERS.items()}
    parts["parameters"] = {"Accept-Language": _LANGUAGE}
    for method, operation in _operations(made):
        _complete(method, operation, parts["schemas"])
    used = {tag for _, operation in _operations(made) for tag in operation.get("tags", ())}
    made["tags"] = [{"name": name, "description": text} for name, text in TAGS.items() if name in used]
    return made


def _operations(made: Json) -> Iterator[tuple[str, Json]]:
    for path in made["paths"].values():
        for method, operation in path.items():
            if method in _METHODS:
                yield method, operation


def _add_models(schemas: Json) -> None:
    with_bodies(schemas)
    schemas["Bundle"] = {
        "type": "object",
        "title": "Bundle",
        "description": "A FHIR R4 Bundle.",
        "properties": {"resourceType": {"type": "string", "const": "Bundle"}},
        "required": ["resourceType"],
        "additionalProperties": True,
    }
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for name, example in _EXAMPLES.items():
        schemas[name]["examples"] = [example]
    schemas["PlanRequest"]["examples"] = [json.loads(to_json(EXAMPLES["spirometry-first"].make()))]
    for name, schema in schemas.items():
        if text := schema.get("description", _MODELS.get(name)):
            schema["description"] = about(text)
        for field, one in schema.get("properties", {}).items():
            if field in _FIELDS and "description" not in one:
                one["description"] = _FIELDS[field]


def about(docstring: str) -> str:
    r"""A docstring for who does not read our code: without its sections for Python, in Markdown.

    >>> about("A day with ``visits``.\n\nRaises\n------\nValueError\n    Never.")
    'A day with `visits`.'
    """
    return re.split(r"\n\s*\n[A-Z][A-Za-z ]+\n-{3,}\n", docstring)[0].replace("``", "`").strip()


def _complete(method: str, operation: Json, schemas: Json) -> None:
    """Add to what is known of one route what follows from what it takes and gives."""
    text = operation.get("description", "")
    operation["summary"] = re.split(r"[.;](?:\s|$)", text.replace("\n", " "))[0]
    parameters = operation.setdefault("parameters", [])
    for one in parameters:
        one.setdefault("description", _PARAMETERS.get(one["name"].lower(), ""))
        one["schema"] = _never_null(one["schema"])
        one["schema"].pop("description", None)
        if one["in"] == "header":
            one["name"] = one["name"].title()
    taken = {one["name"].lower() for one in parameters}
    parameters.append({"$ref": "#/components/parameters/Accept-Language"})
    responses = operation["responses"] = dict(sorted(operation["responses"].items()))
    responses.pop("422", None)
    if "if-none-match" in taken:
        responses["304"] = {"description": _UNCHANGED}
    for status, response in responses.items():
        headers = ["X-Request-ID", *_headers_of(method, status, taken)]
        response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in headers}
        for media_type, content in response.get("content", {}).items():
            if media_type.startswith("text/"):
                content.setdefault("schema", {"type": "string"})
            if response["description"] == _UNSAID:
                model = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
                response["description"] = schemas.get(model, {}).get("description", operation["summary"])


def _headers_of(method: str, status: str, taken: set[str]) -> Iterator[str]:
    """The headers of an answer, by what the route takes."""
    if status == "default":
        yield from ("Retry-After", "Content-Language")
    if status in ("201", "202") and method == "post":
        yield from ("Location", "ETag")
        if "idempotency-key" in taken:
            yield "Idempotency-Replayed"
        if "prefer" in taken:
            yield "Preference-Applied"
    if (status in ("200", "304") and "if-none-match" in taken) or (status == "202" and method == "delete"):
        yield "ETag"
    if status == "200" and "if-none-match" in taken:
        yield "Content-Language"
    if status == "200" and "cursor" in taken:
        yield "Link"


def _never_null(schema: Json) -> Json:
    """The schema of a parameter, which is there or is not: there is no null in a query or a header."""
    options = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    if len(options) != 1:
        return schema
    return {**{name: value for name, value in schema.items() if name != "anyOf"}, **options[0]}
