"""``dagplan whatif``: run a study of scenarios."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dagplan.words import Value
from dagplan.words.messages.command_line import Endings
from dagplan.words.messages.screen import StudyOnScreen

from .app import LanguageOption, Problems, app, told
from .cluster import ClusterOption, cluster_executor
from .stopping import ending
from .terminal import complain, console_by_the_way, print_text

if TYPE_CHECKING:
    from dagplan.scenarios.batch import OnStudyProgress, StudyProgress


@app.command("whatif")
def whatif_command(
    source: Annotated[str, typer.Argument(metavar="STUDY", help="The study, a TOML file.")],
    out: Annotated[
        str,
        typer.Option("--out", help="Folder of the results; the same call goes on where it stopped."),
    ],
    workers: Annotated[int | None, typer.Option(min=1, help="Cases at a time; left out: the cores.")] = None,
    cluster: ClusterOption = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Do failed cases again.")] = False,
    language: LanguageOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")] = False,
) -> None:
    """Run a study of scenarios and compare them."""
    from dagplan.models.faults import OutputError
    from dagplan.report.study_files import REPORT, has_parquet, write_study
    from dagplan.report.study_screen import study_in_words
    from dagplan.scenarios.archive import Archive
    from dagplan.scenarios.batch import run_study
    from dagplan.scenarios.cases import study_hash
    from dagplan.scenarios.study_file import read_study

    study = read_study(source, lambda name, reading: told(name, reading, quiet=quiet))
    problems = Problems()
    problems.found += Archive(out, study_hash(study)).problems()
    problems.stop_if_any()
    ending.stands = Endings.GOES_ON().shown
    with cluster_executor(cluster) as executor, _progress_bar(quiet) as on_progress:
        result = run_study(
            study,
            executor=executor,
            on_progress=on_progress,
            out=out,
            workers=workers,
            retry_failed=retry_failed,
            on_damage=lambda problem: complain(problem.shown),
        )
    problems.found += write_study(result, out)
    if not quiet:
        print_text(study_in_words(result))
        print_text(StudyOnScreen.LOOK_AT(path=f"{out.rstrip('/')}/{REPORT}").shown)
        if not has_parquet():
            print_text(StudyOnScreen.NO_PARQUET().shown)
    if problems.found:
        raise OutputError(problems.found)


@contextmanager
def _progress_bar(quiet: bool) -> Iterator[OnStudyProgress | None]:
    """A bar with cases done, failed, running and time left, on standard error where that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns: tuple[Any, ...] = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console_by_the_way()) as bar:
        task = bar.add_task(StudyOnScreen.STARTING().shown, total=None)

        def show(now: StudyProgress) -> None:
            bar.update(task, total=now.total, completed=now.done + now.failed, description=progress_in_words(now))

        yield show


def progress_in_words(now: StudyProgress) -> str:
    """What stands beside the bar.

    >>> from types import SimpleNamespace
    >>> progress_in_words(SimpleNamespace(done=3, failed=1, running=2, total=9, seconds_left=75.0))
    '3 done, 1 failed, 2 running, 1:15 left'
    """
    counts: dict[str, Value] = {"done": now.done, "failed": now.failed, "running": now.running}
    if now.seconds_left is None:
        return StudyOnScreen.PROGRESS(**counts).shown
    left = f"{int(now.seconds_left) // 60}:{int(now.seconds_left) % 60:02}"
    return StudyOnScreen.PROGRESS_LEFT(**counts, left=left).shown
