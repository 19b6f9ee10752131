"""``dagplan whatif``: run a study of scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dagplan.words.messages.command_line import CommandFaults, Endings
from dagplan.words.messages.screen import StudyOnScreen

from .app import LanguageOption, Problems, app, told
from .cluster import ClusterOption, cluster_executor
from .stopping import ending
from .study_progress import progress_bar
from .terminal import complain, print_text
from .verbose import VerboseOption

if TYPE_CHECKING:
    from dagplan.scenarios.study import Study


@app.command("whatif")
def whatif_command(  # noqa: PLR0913, PLR0917 - one parameter an option
    source: Annotated[str, typer.Argument(metavar="STUDY", help="The study, a TOML file.")],
    out: Annotated[
        str | None,
        typer.Option("--out", help="Folder of the results; the same call goes on where it stopped."),
    ] = None,
    against: Annotated[
        str,
        typer.Option("--against", metavar="SCENARIO", help="The scenario that the others are held against."),
    ] = "base",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List the cases and how long they take; plan nothing, write nothing.")
    ] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Cases at a time; left out: the cores.")] = None,
    cluster: ClusterOption = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Do failed cases again.")] = False,
    language: LanguageOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")] = False,
    verbose: VerboseOption = 0,
) -> None:
    """Run a study of scenarios and compare them."""
    from dagplan.models import Problem
    from dagplan.models.faults import OutputError
    from dagplan.report.study_files import report_name, write_study
    from dagplan.report.study_screen import study_in_words
    from dagplan.report.table_files import has_parquet
    from dagplan.scenarios.archive import Archive
    from dagplan.scenarios.batch import run_study
    from dagplan.scenarios.cases import study_hash
    from dagplan.scenarios.study import check_scenario
    from dagplan.scenarios.study_file import read_study

    problems = Problems()
    if out is None and not dry_run:
        problems.found.append(Problem.of("--out", CommandFaults.NO_OUT(), "no_out"))
    problems.stop_if_any()
    study = read_study(source, lambda name, reading: told(name, reading, quiet=quiet))
    with problems.gathered():
        check_scenario(study.file, against, "--against")
    problems.found += Archive(out, study_hash(study)).problems() if out is not None else []
    problems.stop_if_any()
    if dry_run or out is None:
        _print_outlook(study, workers, cluster, out, retry_failed=retry_failed)
        return
    ending.stands = Endings.GOES_ON().shown
    with cluster_executor(cluster) as executor, progress_bar(quiet) as on_progress:
        result = run_study(
            study,
            executor=executor,
            on_progress=on_progress,
            out=out,
            workers=workers,
            retry_failed=retry_failed,
            on_damage=lambda problem: complain(problem.shown),
            against=against,
        )
    problems.found += write_study(result, out)
    if not quiet:
        print_text(study_in_words(result))
        print_text(StudyOnScreen.LOOK_AT(path=f"{out.rstrip('/')}/{report_name(against)}").shown)
        if not has_parquet():
            print_text(StudyOnScreen.NO_PARQUET().shown)
    if problems.found:
        raise OutputError(problems.found)


def _print_outlook(
    study: Study, workers: int | None, cluster: str | None, out: str | None, *, retry_failed: bool
) -> None:
    from dagplan.report.study_outlook import outlook_in_words
    from dagplan.scenarios.outlook import outlook
    from dagplan.solver import capacity_of

    with cluster_executor(cluster) as executor:
        at_a_time = workers or capacity_of(executor)
    print_text(outlook_in_words(outlook(study, at_a_time, out, retry_failed=retry_failed)))
