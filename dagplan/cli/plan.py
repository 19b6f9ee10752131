"""``dagplan plan``: make a plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dagplan.words import current_language
from dagplan.words.messages.command_line import CommandFaults, Commands, Endings

from . import clock
from .app import LanguageOption, Problems, Show, app, tell_unknown_words
from .cluster import ClusterOption, cluster_executor
from .standing import plan_to_stand, standing
from .stopping import ending
from .terminal import print_explanation, print_plan, print_text, progress_line
from .verbose import VerboseOption
from .writing import display, write_all

if TYPE_CHECKING:
    from dagplan.models import Plan, PlanRequest
    from dagplan.solver import Afterwards, Run


@app.command("plan")
def plan_command(  # noqa: PLR0913, PLR0917 - one parameter an option
    source: Annotated[
        str,
        typer.Argument(
            metavar="INPUT",
            help="A request: JSON, a workbook, a folder of CSV files, a FHIR Bundle.",
        ),
    ],
    out: Annotated[
        list[str] | None,
        typer.Option(
            "--out",
            help="Write the plan here; the ending says how: .json .xlsx .html .fhir.json .ics, or a folder.",
        ),
    ] = None,
    time_limit: Annotated[float | None, typer.Option(help="Seconds of wall clock.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the search.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes to work with.")] = None,
    cluster: ClusterOption = None,
    deterministic: Annotated[
        bool, typer.Option("--deterministic", help="Count work, not seconds: always the same plan.")
    ] = False,
    start_from: Annotated[
        str | None,
        typer.Option("--from", metavar="PLAN", help="Plan anew from this plan's bookings, which may move."),
    ] = None,
    max_moved: Annotated[int | None, typer.Option(help="At most so many booked visits may move.")] = None,
    freeze_before: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Bookings before this local time stay, as 2026-12-07T09:30."),
    ] = None,
    aim: Annotated[
        str | None,
        typer.Option(
            metavar="[soonest|even|punctual]",
            help="Weights that suit: as soon as possible, dates filled evenly, or on wished dates.",
        ),
    ] = None,
    mark_errors: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="Write the workbook here with what is wrong marked (.xlsx)."),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Then say why requests are unbooked and what would let them in (20 s)."),
    ] = False,
    language: LanguageOption = None,
    show: Annotated[Show, typer.Option(help="all: every visit, however many.")] = Show.AUTO,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")] = False,
    verbose: VerboseOption = 0,
) -> None:
    """Make a plan."""
    ending.stands = Endings.BEFORE_A_PLAN().shown
    from dagplan import files
    from dagplan.report.forms import plan_forms

    outputs = out or []
    problems = Problems()
    given = files.load(source)
    problems.found += given.problems
    request = given.request if given.asked else None
    if mark_errors is not None:
        with problems.gathered():
            _mark_errors(source, mark_errors, outputs, problems, quiet=quiet)
    options: dict[str, Any] = {"time_limit": time_limit, "seed": seed, "workers": workers}
    options |= {"deterministic": deterministic or None, "max_moved": max_moved, "freeze_before": freeze_before}
    if start_from is not None:
        with problems.gathered():
            made = plan_to_stand(given, start_from, quiet=quiet)
            request = standing(request, made, start_from) if request is not None else None
    with problems.gathered():
        request = _with_settings(request, options, files.aim_of(aim, "--aim") if aim is not None else None)
    inputs = [source] if start_from is None else [source, start_from]
    forms = plan_forms(request or files.nothing_asked(), current_language())
    with problems.gathered():
        problems.found += files.output_problems(outputs, forms, inputs=inputs)
    problems.stop_if_any()
    assert request is not None
    tell_unknown_words(source, request, quiet=quiet)
    in_full = show is Show.ALL
    from dagplan.solver import Run

    run = Run(request)
    with ending.instead(run.stop):
        ending.stands = Endings.NOTHING_WRITTEN().shown
        plan = _made(run, cluster, clock.afterwards(outputs, forms), quiet=quiet)
        plan = plan.model_copy(update={"warnings": (*plan.warnings, *given.warnings)})
        ending.stands = Endings.WHOLE_STANDS().shown if outputs else ""
        written = write_all(plan, outputs, forms)
        if not outputs:  # what is shown is all there is of the plan
            shown = display(lambda: print_plan(request, plan, show_all=in_full), quiet=quiet)
        ending.stands = Endings.PLAN_WRITTEN().shown if outputs else ""
    if outputs:
        shown = display(lambda: print_plan(request, plan, show_all=in_full), quiet=quiet)
    if explain:
        # The plan is written and shown already; it is written anew with the fixes when they are known.
        from dagplan.solver import explain_plan

        found = explain_plan(request, plan)
        written = write_all(plan.model_copy(update={"unbooked": found.unbooked}), outputs, forms)
        shown = max(shown, display(lambda: print_explanation(found, show_all=in_full, below=True), quiet=quiet))
    raise typer.Exit(max(written, shown))


def _made(run: Run, cluster: str | None, afterwards: Afterwards, *, quiet: bool) -> Plan:
    """The plan, or the best there is when the run is stopped."""
    with cluster_executor(cluster) as executor, progress_line(quiet) as on_progress:
        return run.make(on_progress=on_progress, executor=executor, began=clock.began(), afterwards=afterwards)


def _mark_errors(source: str, path: str, outputs: list[str], problems: Problems, *, quiet: bool) -> None:
    """Write the workbook anew with the problems found in it; where there are none, nothing is written."""
    from dagplan import files
    from dagplan.models import InputError, Problem

    found = list(problems.found)
    if Path(source).suffix.lower() not in (".xlsx", ".xlsm"):
        raise InputError([Problem.of("--mark-errors", CommandFaults.ONLY_A_WORKBOOK(), "usage")])
    in_the_way = files.output_problems([path], files.MARKED_COPIES, inputs=[source, *outputs])
    if in_the_way:
        raise InputError(in_the_way)
    if found:
        files.write_marked(source, found, path, current_language())
        if not quiet:
            marked = sum(bool(problem.place) for problem in found)
            print_text(Commands.MARKED(n=marked, path=path).shown)


def _with_settings(request: PlanRequest | None, options: dict[str, Any], aim: str | None) -> PlanRequest | None:
    """The request with settings from the command line; they are judged also when there is no request."""
    from pydantic import ValidationError

    from dagplan.models.aims import with_aim
    from dagplan.models.clock import load_zone
    from dagplan.models.fields import DEFAULT_ZONE, zone_for_reading
    from dagplan.models.request import Settings
    from dagplan.models.validation import as_input_error

    settings = request.settings.model_dump() if request else {}
    if aim is not None:
        settings["weights"] = with_aim(settings.get("weights", {}), aim, over=True)
    given = {name: value for name, value in options.items() if value is not None}
    try:
        with zone_for_reading(load_zone(request.time_zone if request else DEFAULT_ZONE)):
            judged = Settings.model_validate({**settings, **given})
    except ValidationError as error:
        raise as_input_error(error, lambda place: f"--{place[0]}".replace("_", "-")) from error
    return request.model_copy(update={"settings": judged}) if request else None
