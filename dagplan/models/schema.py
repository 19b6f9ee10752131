"""The contract as JSON Schema 2020-12, one document a version.

What is read is strict: a field that is not known is an error. What is written is open: a program made from its schema
today reads what a later version writes, where fields are added.
"""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from .changes import Change
from .difference import Difference
from .explanation import Explanation
from .fields import Id, StrictModel, Text
from .offer import Offers
from .plan import Plan
from .request import PlanRequest

DIALECT = "https://json-schema.org/draft/2020-12/schema"
REFERENCE = "#/$defs/{model}"

Schema = dict[str, Any]


def request_schema() -> Schema:
    """The JSON Schema of ``dagplan.request/1``, as it is read."""
    return finished(PlanRequest.model_json_schema(mode="validation"))


def changes_schema() -> Schema:
    """The JSON Schema of a list of changes, as ``apply`` reads it."""
    schema = {"title": "Changes", "type": "array", "items": {"$ref": REFERENCE.format(model="Change")}, "$defs": {}}
    return finished(with_union(schema, "Change", Change))


def plan_schema() -> Schema:
    """The JSON Schema of ``dagplan.plan/1``, as it is written."""
    return _written(Plan)


def explanation_schema() -> Schema:
    """The JSON Schema of ``dagplan.explanation/1``, as it is written."""
    return _written(Explanation)


def difference_schema() -> Schema:
    """The JSON Schema of ``dagplan.difference/1``, as it is written."""
    return _written(Difference)


def offers_schema() -> Schema:
    """The JSON Schema of offers, as they are written."""
    return _written(Offers)


def _written(model: type[StrictModel]) -> Schema:
    return finished(_opened(model.model_json_schema(mode="serialization")))


def with_union(schema: Schema, name: str, union: Any) -> Schema:
    """A schema with the models of a union beside its own, and the union itself by its name."""
    one = TypeAdapter(union).json_schema(mode="validation", ref_template=REFERENCE)
    return schema | {"$defs": {**schema["$defs"], **one.pop("$defs"), name: one}}


def finished(schema: Schema) -> Schema:
    """A schema as it is given away: in a form that the makers of models from schemas understand."""
    changes_need_their_kind(schema)
    named: Schema = {}
    plain = _plain(schema, named)
    if named:
        plain["$defs"] = dict(sorted({**plain.get("$defs", {}), **named}.items()))
    return {"$schema": DIALECT, **plain}


def changes_need_their_kind(schema: Schema) -> None:
    """Say of what is told apart by its ``kind`` that this is to be there, and has no default."""
    for part in _parts_of(schema):
        for target in part.get("discriminator", {}).get("mapping", {}).values():
            form = schema["$defs"][target.rpartition("/")[2]]
            form["required"] = ["kind", *(name for name in form.get("required", ()) if name != "kind")]
            form["properties"]["kind"].pop("default", None)


def _parts_of(part: Any) -> list[Schema]:
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    found = [one for each in inner for one in _parts_of(each)]
    return [part, *found] if isinstance(part, dict) else found


def _opened(part: Any) -> Any:
    """The same where every object may hold more than is said here."""
    if isinstance(part, list):
        return [_opened(one) for one in part]
    if not isinstance(part, dict):
        return part
    found = {name: _opened(one) for name, one in part.items()}
    return found | {"additionalProperties": True} if found.get("additionalProperties") is False else found


_NAMED = {"Id": TypeAdapter(Id).json_schema(), "Text": TypeAdapter(Text).json_schema()}
"""Kinds of values of which there are lists: each has a name, so that no model made from a schema is called by it."""


def _plain(part: Any, named: Schema) -> Any:
    """The same, said more plainly: ``null`` as one more type, a kind of value in a list by its name.

    Defaults that are objects are left out: they hold no more than the defaults of their fields.
    """
    if isinstance(part, list):
        return [_plain(one, named) for one in part]
    if not isinstance(part, dict):
        return part
    found = {name: _plain(one, named) for name, one in part.items()}
    if "$ref" in found and isinstance(found.get("default"), dict):
        del found["default"]
    name = next((name for name, kind in _NAMED.items() if kind == found.get("items")), None)
    if name:
        named[name] = {**_NAMED[name], "title": name}
        found["items"] = {"$ref": REFERENCE.format(model=name)}
    match found.get("anyOf"):
        case [{"type": str(kind)} as value, {"type": "null"}] if "enum" not in value and "const" not in value:
            del found["anyOf"]
            found = {**value, **found, "type": [kind, "null"]}
    return found
