"""The JSON Schema of every document of the contract, by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dagplan.models import schema
from dagplan.scenarios.study_file import study_schema


def _policies_schema() -> dict[str, Any]:
    from .policies_file import policies_schema  # it reads tables, and lives through years

    return policies_schema()


SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "request": schema.request_schema,
    "plan": schema.plan_schema,
    "explanation": schema.explanation_schema,
    "offers": schema.offers_schema,
    "difference": schema.difference_schema,
    "changes": schema.changes_schema,
    "study": study_schema,
    "policies": _policies_schema,
}
"""What makes each, in the order of the contract."""
