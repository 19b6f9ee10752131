"""Bodies to begin with, and the schemas of the contract."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from dagplan.scenarios.examples import EXAMPLES
from dagplan.service.http.asked import IfNoneMatch, answered
from dagplan.service.http.languages import language_of
from dagplan.service.http.problems import ANSWERS, RefusalError
from dagplan.service.http.resources import Has
from dagplan.service.http.tenants import Tenant
from dagplan.service.operations.catalogue import ExampleInList, example, examples, schema
from dagplan.simulation.schemas import SCHEMAS
from dagplan.words import Said
from dagplan.words.messages.service_answers import AnswerFaults

router = APIRouter(prefix="/v1", tags=["catalogue"], responses=ANSWERS)

_SCHEMA = "application/schema+json"
_ANY: dict[int | str, dict[str, Any]] = {
    HTTPStatus.OK: {"description": "As it is.", "content": {"application/json": {"schema": {"type": "object"}}}}
}
_A_SCHEMA: dict[int | str, dict[str, Any]] = {
    HTTPStatus.OK: {"description": "JSON Schema 2020-12.", "content": {_SCHEMA: {"schema": {"type": "object"}}}}
}


class Examples(BaseModel):
    """The examples, the simplest first."""

    items: list[ExampleInList] = Field(description="All of them.")


class Schemas(BaseModel):
    """The names of the documents that have a schema."""

    items: list[str] = Field(description="Each is at `/v1/schema/` and this name.")


@router.get("/examples")
async def list_examples(request: Request, tenant: Tenant) -> Examples:
    """What can be sent as it stands, to begin with."""
    return Examples(items=examples(language_of(request)))


@router.get("/examples/{name}", response_class=Response, responses=_ANY)
async def get_example(
    request: Request, name: str, tenant: Tenant, has: Has, if_none_match: IfNoneMatch = None
) -> Response:
    """A body that can be sent as it stands."""
    if name not in EXAMPLES:
        raise _none(AnswerFaults.NO_EXAMPLE(names=list(EXAMPLES)))
    return await answered(request, if_none_match, (), lambda _: has.askers.ask(example, name))


@router.get("/schema")
async def list_schemas(tenant: Tenant) -> Schemas:
    """The documents of the contract."""
    return Schemas(items=list(SCHEMAS))


@router.get("/schema/{name}", response_class=Response, responses=_A_SCHEMA)
async def get_schema(
    request: Request, name: str, tenant: Tenant, has: Has, if_none_match: IfNoneMatch = None
) -> Response:
    """The JSON Schema of a document of the contract."""
    if name not in SCHEMAS:
        raise _none(AnswerFaults.NO_SCHEMA(names=list(SCHEMAS)))
    return await answered(request, if_none_match, (), lambda _: has.askers.ask(schema, name), form=_SCHEMA)


def _none(said: Said) -> RefusalError:
    return RefusalError(HTTPStatus.NOT_FOUND, said)
