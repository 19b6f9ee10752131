"""What the command line does with the terminal: printing, telling problems, and showing how a plan comes along."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Protocol, cast

from . import streams

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from dagplan.models import Plan, PlanRequest, Problem
    from dagplan.models.difference import Difference
    from dagplan.models.explanation import Explanation


class Progress(Protocol):
    """Where a plan in the making stands."""

    @property
    def seconds(self) -> float:
        """Seconds since the call."""

    @property
    def cost(self) -> int:
        """Cost of the best plan so far."""

    @property
    def gap(self) -> float:
        """Largest share of the achievable good that it can be missing."""

    @property
    def booked(self) -> int:
        """Requests booked."""

    @property
    def unbooked(self) -> int:
        """Requests not booked."""


def print_text(text: str) -> None:
    """Print to standard output; a reader who has gone away (``| head``) is no error.

    Raises
    ------
    OutputError
        If it can't be printed, for instance on a full disk.
    """
    try:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        silence_output()
        if not isinstance(error, OSError) or _nobody_reads(error):
            return
        from dagplan.models import Problem
        from dagplan.models.faults import OutputError
        from dagplan.words.messages.command_line import CommandFaults

        why = error.strerror or type(error).__name__
        said = CommandFaults.NOT_WRITTEN(why=f"{why[:1].lower()}{why[1:]}")
        raise OutputError([Problem.of("standard output", said, "file_error")]) from error


def _nobody_reads(error: OSError) -> bool:
    """Whether the other end of a pipe is closed, as Windows says it too, or the terminal has gone."""
    if error.errno == errno.EIO:
        return stat.S_ISCHR(os.fstat(1).st_mode)
    return error.errno in {errno.EPIPE, errno.EBADF} or (os.name == "nt" and error.errno == errno.EINVAL)


def silence_output() -> None:
    """Let nothing more be written to a standard output that is closed, also not at exit."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError):
        return
    streams.silence(descriptor)


def print_plan(request: PlanRequest, plan: Plan, *, show_all: bool) -> None:
    """Print a plan; with colours where standard output is a terminal."""
    from dagplan.report.screen import print_plan as print_to

    _print_rich(lambda console: print_to(request, plan, console, show_all=show_all))


def print_difference(found: Difference, *, show_all: bool) -> None:
    """Print what differs between two plans; with colours where standard output is a terminal."""
    from dagplan.report.difference import print_difference as print_to

    _print_rich(lambda console: print_to(found, console, show_all=show_all))


def print_explanation(found: Explanation, *, show_all: bool, below: bool = False) -> None:
    """Print why requests are unbooked, maybe ``below`` a plan; with colours where standard output is a terminal."""
    from dagplan.report.explanation import print_explanation as print_to

    if below:
        print_text("")
    _print_rich(lambda console: print_to(found, console, show_all=show_all))


def _print_rich(print_to: Callable[[Console], None]) -> None:
    from rich.console import Console

    text = io.StringIO()  # rich's own way to capture writes to standard output all the same
    print_to(Console(file=text, force_terminal=sys.stdout.isatty(), highlight=False, markup=False, emoji=False))
    print_text("\n".join(line.rstrip() for line in text.getvalue().splitlines()))


def tell(problems: Iterable[Problem]) -> None:
    """Write problems to standard error, one a line, each with its place."""
    for problem in problems:
        complain(problem.shown)


def complain(line: str) -> None:
    """Write one line to standard error; where that can't be done, nobody is there to be told."""
    try:
        print("".join(one if one.isprintable() else "�" for one in line), file=sys.stderr, flush=True)
    except (OSError, ValueError):
        return


def console_by_the_way() -> Console:
    """Standard error for progress: where it can't be shown any more, that is no matter."""
    from rich.console import Console

    return Console(file=cast("IO[str]", streams.Unheard()), highlight=False)


@contextmanager
def progress_line(quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """One line that tells how the plan comes along, on standard error where that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from dagplan.words.messages.screen import PlanOnScreen

    with console_by_the_way().status(PlanOnScreen.PLANNING().shown) as status:
        yield lambda progress: status.update(progress_in_words(progress))


def progress_in_words(progress: Progress) -> str:
    """One line on where a plan in the making stands.

    >>> from types import SimpleNamespace
    >>> progress_in_words(SimpleNamespace(seconds=1.23, cost=40, gap=0.0123, booked=9, unbooked=1))
    '1.2 s: 9 booked, 1 not, cost 40, gap 1.23 %'
    """
    from dagplan.words.messages.screen import PlanOnScreen

    return PlanOnScreen.PROGRESS(
        seconds=f"{progress.seconds:.1f}",
        booked=progress.booked,
        unbooked=progress.unbooked,
        cost=progress.cost,
        gap=f"{progress.gap * 100:.2f}",
    ).shown
