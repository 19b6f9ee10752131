"""The contract as JSON Schema 2020-12, one document a version."""

from __future__ import annotations

from typing import Any

from .explanation import Explanation
from .plan import Plan
from .request import PlanRequest

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def request_schema() -> dict[str, Any]:
    """The JSON Schema of ``dagplan.request/1``, as it is read."""
    return {"$schema": DIALECT, **PlanRequest.model_json_schema(by_alias=True, mode="validation")}


def plan_schema() -> dict[str, Any]:
    """The JSON Schema of ``dagplan.plan/1``, as it is written."""
    return {"$schema": DIALECT, **Plan.model_json_schema(by_alias=True, mode="serialization")}


def explanation_schema() -> dict[str, Any]:
    """The JSON Schema of ``dagplan.explanation/1``, as it is written."""
    return {"$schema": DIALECT, **Explanation.model_json_schema(by_alias=True, mode="serialization")}
