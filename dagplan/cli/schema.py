"""``dagplan schema``: print the JSON Schema of the contract, or the OpenAPI document of the service."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from .app import app
from .serve import settings_with
from .terminal import print_text


class Contract(StrEnum):
    """The documents that have a schema; the service has an OpenAPI document."""

    REQUEST = "request"
    PLAN = "plan"
    EXPLANATION = "explanation"
    OFFERS = "offers"
    DIFFERENCE = "difference"
    CHANGES = "changes"
    STUDY = "study"
    POLICIES = "policies"
    SERVICE = "service"


@app.command("schema")
def schema_command(
    contract: Annotated[Contract, typer.Argument(metavar="DOCUMENT")] = Contract.REQUEST,
) -> None:
    """Print the JSON Schema of the contract."""
    print_text(json.dumps(_made(contract), indent=2, ensure_ascii=False))


def _made(contract: Contract) -> dict[str, Any]:
    if contract is Contract.SERVICE:
        settings = settings_with()
        from dagplan.service.http.app import make_app

        return make_app(settings).openapi()
    from dagplan.simulation.schemas import SCHEMAS

    return SCHEMAS[contract]()
