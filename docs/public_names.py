"""``public-names MODULE``: the docstring of every name that the module makes public, in the order of ``__all__``."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from pydantic import BaseModel
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class PublicNames(SphinxDirective):
    """The public names of a module; models that have tables of their own are named and linked there."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {"but": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Write an autodoc directive for each name and have them read as if they stood on the page."""
        module = import_module(self.arguments[0])
        lines: list[str] = []
        left_out = self.options.get("but", "").split()
        if strange := set(left_out) - set(module.__all__):
            raise self.error(f"{module.__name__} has no {', '.join(strange)} to leave out")
        for name in module.__all__:
            value = getattr(module, name)
            if not (name.startswith("__") or name in left_out or inspect.ismodule(value)):
                lines += described(f"{module.__name__}.{name}", value)
        holder = nodes.section()
        self.state.nested_parse(StringList(lines, self.arguments[0]), 0, holder)
        return holder.children


def described(path: str, value: object) -> list[str]:
    """The directive for one name."""
    if inspect.isclass(value) and issubclass(value, BaseModel):
        return [f".. autoclass:: {path}", "   :no-members:", ""]
    if inspect.isclass(value):
        return [f".. autoclass:: {path}", ""]
    if inspect.isroutine(value):
        return [f".. autofunction:: {path}", ""]
    return [f".. autodata:: {path}", "   :no-value:", ""]


def setup(app: Sphinx) -> None:
    """Make the directive known."""
    app.add_directive("public-names", PublicNames)
