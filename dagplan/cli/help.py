"""The help of every command in the language of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from dagplan.words.catalogue import Language, translated

from .app import app


def command_line(language: Language) -> Any:
    """All commands as one, with their help in a language."""
    group = get_command(app)
    for part in _parts(group):
        part.help = translated(part.help, None, 1, language)
    return group


def sentences() -> list[str]:
    """Every sentence of the help, for the catalogues."""
    return list(dict.fromkeys(part.help for part in _parts(get_command(app))))


def _parts(group: Any) -> Iterator[Any]:
    """Commands and parameters that have a help, the group itself first, and those of groups within it."""
    for part in (group, *group.params):
        if getattr(part, "help", None):
            yield part
    for command in getattr(group, "commands", {}).values():
        yield from _parts(command)
