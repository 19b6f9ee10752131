"""A table of fields for each model of a module, from the JSON Schema that other programs get."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from pydantic import BaseModel
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class ModelTables(SphinxDirective):
    """``model-tables MODULE``: every model that the module defines, its docstring and its fields."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write the tables as MyST and have them read as if they stood on the page."""
        module = import_module(self.arguments[0])
        lines: list[str] = []
        for name, model in inspect.getmembers(module, inspect.isclass):
            if issubclass(model, BaseModel) and model.__module__ == module.__name__ and not name.startswith("_"):
                lines += section(name, model)
        holder = nodes.section()
        self.state.nested_parse(StringList(lines, self.arguments[0]), 0, holder, match_titles=True)
        return holder.children


def section(name: str, model: type[BaseModel]) -> list[str]:
    """The heading, the first sentences of the docstring and the table of one model."""
    schema = model.model_json_schema(by_alias=True)
    about = (inspect.getdoc(model) or "").split("\n\n")[0].replace("\n", " ")
    lines = [f"## {name}", "", about.replace("``", "`"), ""]
    if schema.get("properties"):
        lines += ["| field | type | default | meaning |", "|---|---|---|---|"]
    required = schema.get("required", ())
    for field, says in schema.get("properties", {}).items():
        default = "needed" if field in required else shown(says.get("default"))
        lines.append(f"| `{field}` | {kind(says)} | {default} | {says.get('description', '')} |")
    return [*lines, ""]


def kind(says: dict[str, Any]) -> str:
    """The type of a field, in words."""
    if "anyOf" in says:
        return " or ".join(kind(one) for one in says["anyOf"] if one.get("type") != "null")
    if "oneOf" in says:
        return " or ".join(kind(one) for one in says["oneOf"])
    if "$ref" in says:
        return says["$ref"].rsplit("/", 1)[-1]
    if "const" in says:
        return f"`{says['const']}`"
    if "enum" in says:
        return ", ".join(f"`{one}`" for one in says["enum"])
    if says.get("type") == "array":
        return f"list of {kind(says.get('items', {}))}"
    words = {"integer": "whole number", "boolean": "true or false", "string": says.get("format", "text")}
    return words.get(says.get("type", ""), says.get("type", "anything"))


def shown(default: object) -> str:
    """A default as it would be written."""
    if default in (None, [], ()):
        return ""
    return f"`{default}`" if not isinstance(default, dict) else "each its own"


def setup(app: Sphinx) -> None:
    """Make the directive known."""
    app.add_directive("model-tables", ModelTables)
