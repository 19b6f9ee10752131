"""``dagplan explain``: why requests are unbooked, and what would let them in."""

from __future__ import annotations

from typing import Annotated

import typer

from .app import Problems, Show, app, request_and_plan
from .terminal import print_explanation
from .writing import display, write_all


@app.command("explain")
def explain_command(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="The request.")],
    plan_path: Annotated[str, typer.Argument(metavar="PLAN", help="The plan, from any source.")],
    out: Annotated[str | None, typer.Option("--out", help="Write the explanation here (.json).")] = None,
    seconds: Annotated[float, typer.Option("--time-limit", min=0.1, help="Seconds of wall clock, about.")] = 20.0,
    show: Annotated[Show, typer.Option(help="all: every request and fix, however many.")] = Show.AUTO,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")] = False,
) -> None:
    """Say why requests are unbooked, and what would let them in."""
    from dagplan import files
    from dagplan.models import InputError, Problem, check
    from dagplan.solver.explain import explain

    outputs = [] if out is None else [out]
    problems = Problems()
    request, plan = request_and_plan(source, plan_path, problems, quiet=quiet)
    with problems.gathered():
        problems.found += files.output_problems(outputs, files.JSON_ONLY, inputs=[source, plan_path])
    problems.stop_if_any()
    assert request is not None
    assert plan is not None
    violations = check(request, plan)
    if violations:
        message = "breaks the rules, so it can't be explained (dagplan check names all): "
        raise InputError(Problem(plan_path, f"{message}{violation}", "violation") for violation in violations)
    found = explain(request, plan, seconds=seconds)
    written = write_all(found, outputs, files.JSON_ONLY)
    shown = display(lambda: print_explanation(found, show_all=show is Show.ALL), quiet=quiet)
    raise typer.Exit(max(written, shown))
