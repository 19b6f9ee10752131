"""``dagplan schema``: print the JSON Schema of the contract."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from .app import app
from .terminal import print_text


class Contract(StrEnum):
    """The documents that have a schema."""

    REQUEST = "request"
    PLAN = "plan"


@app.command("schema")
def schema_command(
    contract: Annotated[Contract, typer.Argument(metavar="[request|plan]")] = Contract.REQUEST,
) -> None:
    """Print the JSON Schema of the contract."""
    from dagplan.models.schema import plan_schema, request_schema

    schema = plan_schema() if contract is Contract.PLAN else request_schema()
    print_text(json.dumps(schema, indent=2, ensure_ascii=False))
