"""``dagplan explain``: why requests are unbooked, and what would let them in."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Annotated

import typer

from . import clock
from .app import LanguageOption, Problems, Show, app, request_and_plan
from .terminal import print_explanation
from .writing import display, write_all


@app.command("explain")
def explain_command(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="The request.")],
    plan_path: Annotated[str, typer.Argument(metavar="PLAN", help="The plan, from any source.")],
    out: Annotated[str | None, typer.Option("--out", help="Write the explanation here (.json).")] = None,
    seconds: Annotated[float, typer.Option("--time-limit", min=0.1, help="Seconds of wall clock.")] = 20.0,
    show: Annotated[Show, typer.Option(help="all: every request and fix, however many.")] = Show.AUTO,
    language: LanguageOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")] = False,
) -> None:
    """Say why requests are unbooked, and what would let them in."""
    from dagplan import files
    from dagplan.models import InputError
    from dagplan.solver import explain_plan

    outputs = [] if out is None else [out]
    problems = Problems()
    request, plan = request_and_plan(source, plan_path, problems, quiet=quiet)
    with problems.gathered():
        problems.found += files.output_problems(outputs, files.JSON_ONLY, inputs=[source, plan_path])
    problems.stop_if_any()
    assert request is not None
    assert plan is not None
    try:
        found = explain_plan(request, plan, seconds=max(0.0, seconds - (time.monotonic() - clock.began())))
    except InputError as error:
        raise error.elsewhere(lambda one: replace(one, place=plan_path)) from error
    written = write_all(found, outputs, files.JSON_ONLY)
    shown = display(lambda: print_explanation(found, show_all=show is Show.ALL), quiet=quiet)
    raise typer.Exit(max(written, shown))
