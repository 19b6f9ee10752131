"""The application that every command belongs to, and what commands share."""

from __future__ import annotations

import locale
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer

from dagplan import __version__

from .terminal import complain, print_text

if TYPE_CHECKING:
    from dagplan.files import Loaded, Reading
    from dagplan.files.reading import PassedOver
    from dagplan.models import Problem

Model = TypeVar("Model")

OK, VIOLATIONS, INVALID, UNWRITTEN, INTERNAL_ERROR, INTERRUPTED = 0, 1, 2, 3, 70, 130
"""Exit statuses. ``UNWRITTEN``: what was asked for is made, but not all of it could be written.
A run that a signal ends has 128 and the signal's number (``stopping``); ``INTERRUPTED`` is that of Ctrl-C.
"""

app = typer.Typer(
    name="dagplan",
    help="Day plans for linked outpatient visits.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=False,
)


class Show(StrEnum):
    """How much of a plan is printed."""

    AUTO = "auto"
    ALL = "all"


class Language(StrEnum):
    """The languages of what is written for people to open: workbooks and reports."""

    SV = "sv"
    EN = "en"


LanguageOption = Annotated[
    Language | None, typer.Option("--language", help="Language of workbooks and reports; left out: this machine's.")
]


def language_or_own(given: Language | None) -> Literal["sv", "en"]:
    """The language asked for, or this machine's if it is Swedish, or English."""
    own = locale.getlocale()[0] or ""
    return given.value if given else "sv" if own.lower().startswith(("sv", "swedish")) else "en"


class Problems:
    """Everything wrong with a call, gathered before any of it is told."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Keep the problems of the block and go on."""
        from dagplan.models import InputError

        try:
            yield
        except InputError as error:
            self.found += error.told

    def stop_if_any(self) -> None:
        """Raise what was gathered."""
        from dagplan.models import InputError

        if self.found:
            raise InputError(dict.fromkeys(self.found))


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        print_text(f"dagplan {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print_text(context.get_help())


def loaded(problems: Problems, source: str | None = None, plan_path: str | None = None, *, quiet: bool) -> Loaded:
    """A request, a plan, or both, with their problems gathered and a line for each thing that was passed over."""
    from dagplan import files

    found = files.load(source, plan_path)
    problems.found += found.problems
    tell_passed_over(found.passed_over, quiet=quiet)
    return found


def tell_passed_over(found: Iterable[tuple[str, PassedOver]], *, quiet: bool) -> None:
    """Write a line on standard error for each kind of thing that was passed over, with the name of its file."""
    for source, one in () if quiet else found:
        complain(f"{source}: {one.message}")


def told(source: str, reading: Reading[Model], *, quiet: bool) -> Model:
    """What was read, after a line on standard error for each kind of thing in it that was passed over."""
    for one in () if quiet else reading.passed_over:
        complain(f"{source}: {one.message}")
    return reading.value
