"""What OpenAPI says of bodies that are read by us and not by the framework: the contract's own models."""

from __future__ import annotations

from typing import Any

from dagplan.models import Plan, PlanRequest
from dagplan.models.offer import Offer
from dagplan.models.schema import Schema, changes_schema
from dagplan.scenarios.study_file import study_schema
from dagplan.service.operations.bodies import MODEL, AcceptBody, CheckBody, OrderBody, ReplanBody, StepBody, StudyBody

from .problems import ProblemDetails

_SCHEMAS = "#/components/schemas/"
_MODELS = (
    ProblemDetails,
    PlanRequest,
    Plan,
    Offer,
    CheckBody,
    ReplanBody,
    StudyBody,
    StepBody,
    OrderBody,
    AcceptBody,
)


_ABOUT = {
    "Change": "One change of a request, by its `kind`.",
    "ScenarioChange": "A change of the contract, or one of the short forms of a study, by its `kind`.",
    "Id": "An opaque id: a letter, then at most 63 letters, digits, `_`, `.` or `-`.",
    "Text": "A short text in one line, never a patient's.",
}


def with_bodies(schemas: dict[str, Any]) -> None:
    """Add the models of bodies to those of answers, which stay as they are."""
    for model in _MODELS:
        schema = model.model_json_schema(ref_template=f"{_SCHEMAS}{{model}}", by_alias=True)
        _add(schemas, schema.pop("$defs", {}) | {model.__name__: schema})
    changes = _moved(changes_schema())
    _add(schemas, changes["$defs"])
    study = _moved(study_schema())
    defs = study.pop("$defs")
    study.pop("$schema")
    _add(schemas, defs | {"StudyFile": study})
    for name, text in _ABOUT.items():
        schemas[name].setdefault("description", text)


def _add(schemas: dict[str, Any], more: Schema) -> None:
    for name, schema in more.items():
        schemas.setdefault(name, _held(schema))


def _held(part: Any) -> Any:
    """The same with references to the parts that are read by themselves."""
    if isinstance(part, list):
        return [_held(value) for value in part]
    if not isinstance(part, dict):
        return part
    found = {name: _held(value) for name, value in part.items() if name != MODEL}
    return found | {"$ref": f"{_SCHEMAS}{part[MODEL]}"} if MODEL in part else found


def _moved(part: Any) -> Any:
    """The same with references to where OpenAPI keeps its schemas."""
    if isinstance(part, dict):
        return {name: _moved(value) for name, value in part.items()}
    if isinstance(part, list):
        return [_moved(value) for value in part]
    return part.replace("#/$defs/", _SCHEMAS) if isinstance(part, str) else part
