"""What the command line does with the terminal: printing, telling problems, and waiting for a plan."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

    from rich.console import Console

    from dagplan.models import Plan, PlanRequest, Problem
    from dagplan.models.difference import Difference
    from dagplan.models.explanation import Explanation

INTERRUPTED = 130


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
    """Print to standard output; a reader who has gone away (``| head``) is no error."""
    try:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        silence_output()


def silence_output() -> None:
    """Let nothing more be written to a standard output that is closed, also not at exit."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def print_plan(request: PlanRequest, plan: Plan, *, show_all: bool) -> None:
    """Print a plan; with colours where standard output is a terminal."""
    from dagplan.report.screen import print_plan as print_to

    _print_rich(lambda console: print_to(request, plan, console, show_all=show_all))


def print_difference(found: Difference, *, show_all: bool) -> None:
    """Print what differs between two plans; with colours where standard output is a terminal."""
    from dagplan.report.difference import print_difference as print_to

    _print_rich(lambda console: print_to(found, console, show_all=show_all))


def print_explanation(found: Explanation, *, show_all: bool) -> None:
    """Print why requests are unbooked; with colours where standard output is a terminal."""
    from dagplan.report.explanation import print_explanation as print_to

    _print_rich(lambda console: print_to(found, console, show_all=show_all))


def _print_rich(print_to: Callable[[Console], None]) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        print_to(console)
    print_text("\n".join(line.rstrip() for line in captured.get().splitlines()))


def tell(problems: Iterable[Problem]) -> None:
    """Write problems to standard error, one a line, each with its place."""
    for problem in problems:
        complain(str(problem))


def complain(line: str) -> None:
    """Write one line to standard error."""
    try:
        print("".join(one if one.isprintable() else "�" for one in line), file=sys.stderr, flush=True)
    except BrokenPipeError:
        return


def solve(request: PlanRequest, *, quiet: bool, executor: Executor | None = None) -> Plan:
    """Make a plan while the main thread stays free to hear Ctrl-C; progress goes to a terminal only."""
    from dagplan.solver.engine import plan

    cancel, done = threading.Event(), threading.Event()
    outcome: list[Plan | BaseException] = []

    def work(on_progress: Callable[[Progress], None] | None) -> None:
        try:
            outcome.append(plan(request, on_progress=on_progress, cancel=cancel, executor=executor))
        except BaseException as error:
            outcome.append(error)
        finally:
            done.set()

    with _progress_line(quiet) as on_progress:
        worker = threading.Thread(target=work, args=(on_progress,), daemon=True)
        worker.start()
        try:
            while not done.wait(0.1):
                pass
        except KeyboardInterrupt:
            _stop_early(cancel, done)
    result = outcome[0]
    if isinstance(result, BaseException):
        raise result
    return result


def _stop_early(cancel: threading.Event, done: threading.Event) -> None:
    """Ctrl-C: take the best plan so far; a second Ctrl-C leaves at once, with nothing written."""
    complain("dagplan: stopping with the best plan so far; Ctrl-C again leaves without it")
    cancel.set()
    try:
        done.wait()
    except KeyboardInterrupt:
        os._exit(INTERRUPTED)


@contextmanager
def _progress_line(quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """One line that tells how the plan comes along, on standard error where that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True, highlight=False).status("Planning …") as status:
        yield lambda progress: status.update(progress_in_words(progress))


def progress_in_words(progress: Progress) -> str:
    """One line on where a plan in the making stands.

    >>> from types import SimpleNamespace
    >>> progress_in_words(SimpleNamespace(seconds=1.23, cost=40, gap=0.0123, booked=9, unbooked=1))
    '1.2 s: 9 booked, 1 not, cost 40, gap 1.23 %'
    """
    return (
        f"{progress.seconds:.1f} s: {progress.booked} booked, {progress.unbooked} not, "
        f"cost {progress.cost}, gap {progress.gap * 100:.2f} %"
    )
