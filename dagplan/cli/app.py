"""The application that every command belongs to, and what commands share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer

from dagplan import __version__
from dagplan.words.catalogue import set_language, translated
from dagplan.words.messages.command_line import Endings
from dagplan.words.registry import in_language

from .stopping import ending
from .terminal import complain, print_text

if TYPE_CHECKING:
    from dagplan.files import Loaded, Reading
    from dagplan.files.reading import PassedOver
    from dagplan.models import PlanRequest, Problem

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


def loaded(problems: Problems, source: str | None = None, plan_path: str | None = None, *, quiet: bool) -> Loaded:
    """A request, a plan, or both, with their problems gathered and a line for each thing that was passed over."""
    from dagplan import files

    found = files.load(source, plan_path)
    problems.found += found.problems
    tell_passed_over(found.passed_over, quiet=quiet)
    if source is not None and found.asked is not None:
        tell_unknown_words(source, found.request, quiet=quiet)
    return found


def tell_unknown_words(source: str, request: PlanRequest, *, quiet: bool) -> None:
    """Write a line on standard error for each competence that nobody has: before a plan is looked for."""
    from dagplan.models.checker import unknown_word_warnings

    for one in () if quiet else unknown_word_warnings(request):
        complain(f"{source}: {in_language(one.params, one.message)}")


def tell_passed_over(found: Iterable[tuple[str, PassedOver]], *, quiet: bool) -> None:
    """Write a line on standard error for each kind of thing that was passed over, with the name of its file."""
    for source, one in () if quiet else found:
        complain(f"{source}: {one.shown}")


def told(source: str, reading: Reading[Model], *, quiet: bool) -> Model:
    """What was read, after a line on standard error for each kind of thing in it that was passed over."""
    tell_passed_over(((source, one) for one in reading.passed_over), quiet=quiet)
    return reading.value
