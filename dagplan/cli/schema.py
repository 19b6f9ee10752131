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
    EXPLANATION = "explanation"
    OFFERS = "offers"
    DIFFERENCE = "difference"
    CHANGES = "changes"
    STUDY = "study"


@app.command("schema")
def schema_command(
    contract: Annotated[Contract, typer.Argument(metavar="DOCUMENT")] = Contract.REQUEST,
) -> None:
    """Print the JSON Schema of the contract."""
    from dagplan.scenarios.schemas import SCHEMAS

    print_text(json.dumps(SCHEMAS[contract](), indent=2, ensure_ascii=False))
