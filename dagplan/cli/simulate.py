"""``dagplan simulate``: a year with each of some booking policies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dagplan.words.messages.command_line import CommandFaults, Endings
from dagplan.words.messages.years import YearsOnScreen

from .app import LanguageOption, Problems, app
from .cluster import ClusterOption, cluster_executor
from .stopping import ending
from .terminal import complain, console_by_the_way, print_text
from .verbose import VerboseOption

if TYPE_CHECKING:
    from dagplan.simulation.running import OnYears, YearsProgress
    from dagplan.simulation.year import World


_A_PLAN_SECONDS = 0.5
"""What a plan takes besides its time limit, with the offers and replannings that come with it: for an outlook."""


@app.command("simulate")
def simulate_command(  # noqa: PLR0913, PLR0917 - one parameter an option
    source: Annotated[str, typer.Argument(metavar="POLICIES", help="The policies, a TOML file.")],
    out: Annotated[
        str | None,
        typer.Option("--out", help="Folder of the results; the same call goes on where it stopped."),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", metavar="POLICY", help="The policy that the others are held against; left out: the first."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say how long it takes; plan nothing, write nothing.")
    ] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Years at a time; left out: the cores.")] = None,
    cluster: ClusterOption = None,
    language: LanguageOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")] = False,
    verbose: VerboseOption = 0,
) -> None:
    """Live through a year with each of some booking policies, and compare waiting times."""
    from dagplan.models import Problem
    from dagplan.models.faults import OutputError
    from dagplan.report.years_files import PAGE, write_years
    from dagplan.report.years_screen import years_in_words
    from dagplan.simulation.folder import Folder
    from dagplan.simulation.policies_file import read_policies
    from dagplan.simulation.running import YearLostError, as_bytes, live
    from dagplan.simulation.tables import result_of

    problems = Problems()
    if out is None and not dry_run:
        problems.found.append(Problem.of("--out", CommandFaults.NO_OUT(), "no_out"))
    problems.stop_if_any()
    world = read_policies(source)
    names = [one.name for one in world.file.policy]
    if against is not None and against not in names:
        said = YearsOnScreen.NO_POLICY(name=against, names=names)
        problems.found.append(Problem.of("--against", said, "unknown_policy"))
    folder = None if out is None else Folder(out, as_bytes(world), lambda problem: complain(problem.shown))
    problems.found += folder.problems() if folder is not None else []
    problems.stop_if_any()
    if dry_run or folder is None or out is None:
        _print_outlook(world, folder, workers, cluster)
        return
    ending.stands = Endings.GOES_ON().shown
    with cluster_executor(cluster) as executor, _bar(quiet) as on_progress, folder.alone(world.file.name):
        try:
            live(world, folder, executor=executor, workers=workers, on_progress=on_progress)
        except YearLostError as error:
            said = YearsOnScreen.FAILED(why=str(error))
            raise OutputError([Problem.of(out, said, "year_lost")]) from error
        result = result_of(world, folder, against)
        problems.found += write_years(result, out)
    if not quiet:
        print_text(years_in_words(result))
        print_text(YearsOnScreen.LOOK_AT(path=f"{out.rstrip('/')}/{PAGE}").shown)
    if problems.found:
        raise OutputError(problems.found)


def _print_outlook(world: World, folder: Any, workers: int | None, cluster: str | None) -> None:
    from dagplan.report.study_outlook import time_in_words
    from dagplan.simulation.plan_settings import plan_settings
    from dagplan.solver import capacity_of

    with cluster_executor(cluster) as executor:
        at_a_time = workers or capacity_of(executor)
    read = world.file
    total = len(read.policy) * len(read.seeds) * world.weeks
    done, seconds = 0, 0.0
    for policy in read.policy:
        limit = plan_settings(world.base.settings, read.settings, policy.settings).time_limit
        for seed in read.seeds:
            state = None if folder is None else folder.state((policy.name, seed))
            over = 0 if state is None else int(state["done"])
            done += over
            seconds += (world.weeks - over) * len(policy.plan_on) * (2 * limit + _A_PLAN_SECONDS)
    lines = [
        YearsOnScreen.OUTLOOK(
            policies=len(read.policy),
            seeds=len(read.seeds),
            weeks=world.weeks,
            total=total,
            done=done,
            workers=at_a_time,
        ).shown
    ]
    if done < total:
        lines.append(YearsOnScreen.OUTLOOK_TIME(time=time_in_words(seconds / at_a_time)).shown)
    print_text("\n".join([*lines, YearsOnScreen.NOT_WRITTEN().shown]))


@contextmanager
def _bar(quiet: bool) -> Iterator[OnYears | None]:
    """A bar on standard error where that is a terminal."""
    import sys

    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn

    from dagplan.report.study_outlook import time_in_words

    with Progress(BarColumn(), TextColumn("{task.description}"), console=console_by_the_way()) as bar:
        task = bar.add_task("", total=None)

        def show(now: YearsProgress) -> None:
            if now.seconds_left is None:
                words = YearsOnScreen.PROGRESS_FIRST(done=now.done, total=now.total)
            else:
                left = time_in_words(now.seconds_left)
                words = YearsOnScreen.PROGRESS(done=now.done, total=now.total, left=left)
            bar.update(task, total=now.total, completed=now.done, description=words.shown)

        yield show
