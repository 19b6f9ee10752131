"""``dagplan plan``: make a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from .app import Problems, Show, app
from .terminal import print_plan, solve

if TYPE_CHECKING:
    from dagplan.models import PlanRequest


@app.command("plan")
def plan_command(  # noqa: PLR0917 - one parameter an option
    source: Annotated[str, typer.Argument(metavar="INPUT", help="A request: JSON, or a folder of CSV files.")],
    out: Annotated[list[str] | None, typer.Option("--out", help="Write the plan here; the ending says how.")] = None,
    time_limit: Annotated[float | None, typer.Option(help="Seconds of wall clock.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the search.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes to work with.")] = None,
    deterministic: Annotated[
        bool, typer.Option("--deterministic", help="Count work, not seconds: always the same plan.")
    ] = False,
    show: Annotated[Show, typer.Option(help="all: every visit, however many.")] = Show.AUTO,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")] = False,
) -> None:
    """Make a plan."""
    from dagplan import files

    outputs = out or []
    problems = Problems()
    request: PlanRequest | None = None
    with problems.gathered():
        request = files.read_request(source)
    options: dict[str, Any] = {"time_limit": time_limit, "seed": seed, "workers": workers}
    options["deterministic"] = deterministic or None
    with problems.gathered():
        request = _with_settings(request, options)
    with problems.gathered():
        problems.found += files.output_problems(outputs, files.PLAN_FORMATS, inputs=[source])
    problems.stop_if_any()
    assert request is not None
    plan = solve(request, quiet=quiet)
    files.write_all(plan, outputs, files.PLAN_FORMATS)
    if not quiet:
        print_plan(request, plan, show_all=show is Show.ALL)


def _with_settings(request: PlanRequest | None, options: dict[str, Any]) -> PlanRequest | None:
    """The request with settings from the command line; they are judged also when there is no request."""
    from pydantic import ValidationError

    from dagplan.models.request import Settings
    from dagplan.models.validation import as_input_error

    settings = request.settings.model_dump() if request else {}
    given = {name: value for name, value in options.items() if value is not None}
    try:
        judged = Settings.model_validate({**settings, **given})
    except ValidationError as error:
        raise as_input_error(error, lambda place: f"--{place[0]}".replace("_", "-")) from error
    return request.model_copy(update={"settings": judged}) if request else None
