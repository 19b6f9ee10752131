"""A table of messages for each family: what programs get in ``params``, and how it reads."""

from __future__ import annotations

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from dagplan.words import Message
from dagplan.words.catalogue import translated
from dagplan.words.messages import FAMILIES


class MessageTables(SphinxDirective):
    """``message-tables``: every family, with the code, values and sentences of its messages."""

    def run(self) -> list[nodes.Node]:
        """Write the tables as MyST and have them read as if they stood on the page."""
        lines = [line for family in sorted(FAMILIES, key=lambda one: one.__name__) for line in section(family)]
        holder = nodes.section()
        self.state.nested_parse(StringList(lines, "messages"), 0, holder, match_titles=True)
        return holder.children


def section(family: type[Message]) -> list[str]:
    """The heading, the docstring and the table of one family."""
    about = (family.__doc__ or "").split("\n\n")[0].replace("\n", " ").replace("``", "`")
    rows = [f"| `{one.value}` | {values(one)} | {sentences(one, 'en')} | {sentences(one, 'sv')} |" for one in family]
    head = ["| code | values | English | Swedish |", "|---|---|---|---|"]
    return [f"## {family.__name__}", "", about, "", *head, *rows, ""]


def values(message: Message) -> str:
    """Each value with its kind."""
    return ", ".join(f"`{name}`{f' ({kind})' if kind else ''}" for name, kind in message.places.items())


def sentences(message: Message, language: str) -> str:
    """The sentence of a message; of one and of many where these differ."""
    numbers = (1,) if message.many is None else (1, 2)
    return " / ".join(literal(translated(message.one, message.many, number, language)) for number in numbers)


def literal(text: str) -> str:
    """A sentence as it is written, whatever marks it holds, in one cell."""
    line = text.replace("\n", " ↵ ").replace("|", "\\|")
    fence = "``" if "`" in line else "`"
    return f"{fence} {line} {fence}"


def setup(app: Sphinx) -> None:
    """Make the directive known."""
    app.add_directive("message-tables", MessageTables)
