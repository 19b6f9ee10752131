"""The application that every command belongs to, and what commands share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer

from dagplan import __version__
from dagplan.words.catalogue import set_language, translated
from dagplan.words.messages.command_line import Endings

from .stopping import ending
from .terminal import complain, print_text

if TYPE_CHECKING:
    from dagplan.files import Reading
    from dagplan.models import Plan, PlanRequest, Problem

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
    """The languages of all that is shown to people: on the screen, in workbooks and in reports."""

    SV = "sv"
    EN = "en"


def speak(language: Literal["sv", "en"]) -> None:
    """Show everything in a language from now on, also where a signal ends the run."""
    set_language(language)
    ending.stopped = translated(Endings.STOPPED.one, None, 1, language)
    ending.stopping = translated(Endings.STOPPING.one, None, 1, language)


def _speak(given: Language | None) -> Language | None:
    if given:
        speak(given.value)
    return given


LanguageOption = Annotated[
    Language | None,
    typer.Option(
        "--language",
        help="Language of all that is shown and written; left out: this machine's.",
        callback=_speak,
        is_eager=True,
    ),
]


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


def nothing_asked() -> PlanRequest:
    """A request to read a plan with where there is none, or it can't be read: the plan speaks for itself."""
    from dagplan.models import PlanRequest

    day = "2026-01-01"
    return PlanRequest.model_validate(
        {"first_date": day, "last_date": day, "units": [], "practitioners": [], "requests": []}
    )


def request_and_plan(
    source: str, plan_path: str, problems: Problems, *, quiet: bool = False
) -> tuple[PlanRequest | None, Plan | None]:
    """A request and a plan of it, each None where it can't be read: both are judged."""
    from dagplan import files

    request: PlanRequest | None = None
    plan: Plan | None = None
    with problems.gathered():
        request = told(source, files.read(source), quiet=quiet)
    with problems.gathered():
        plan = told(plan_path, files.plan_in_file(plan_path, request or nothing_asked()), quiet=quiet)
    return request, plan


def told(source: str, reading: Reading[Model], *, quiet: bool) -> Model:
    """What was read, after a line on standard error for each kind of thing in it that was passed over."""
    for one in () if quiet else reading.passed_over:
        complain(f"{source}: {one.shown}")
    return reading.value
