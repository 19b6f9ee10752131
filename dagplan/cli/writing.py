"""Writing and showing what a command has made: what can't be is told, and the rest is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from .app import OK, UNWRITTEN
from .terminal import tell

if TYPE_CHECKING:
    from dagplan.files import Formats

Model = TypeVar("Model")


def write_all(value: Model, outputs: Sequence[str], forms: Formats[Model]) -> int:
    """Write each form that can be, and tell of those that can't; the exit status."""
    from dagplan import files
    from dagplan.models.faults import OutputError

    try:
        files.write_all(value, outputs, forms)
    except OutputError as error:
        tell(error.problems)
        return UNWRITTEN
    return OK


def display(print_it: Callable[[], None], *, quiet: bool) -> int:
    """Print what was made, and tell if that can't be done; the exit status."""
    from dagplan.models.faults import OutputError

    try:
        if not quiet:
            print_it()
    except OutputError as error:
        tell(error.problems)
        return UNWRITTEN
    return OK
