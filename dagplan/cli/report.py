"""``dagplan report``: the page of a plan that is there already."""

from __future__ import annotations

from typing import Annotated

import typer

from .app import LanguageOption, Problems, app, language_or_own, nothing_asked


@app.command("report")
def report_command(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="The request.")],
    plan_path: Annotated[str, typer.Argument(metavar="PLAN", help="The plan.")],
    out: Annotated[str, typer.Option("--out", help="Write the report here (.html).")],
    language: LanguageOption = None,
) -> None:
    """Write the report of a plan that is there already."""
    from dagplan import files
    from dagplan.report.forms import page_only

    problems = Problems()
    request = None
    with problems.gathered():
        request = files.read_request(source)
    with problems.gathered():
        plan = files.read_plan(plan_path, request or nothing_asked())
    forms = page_only(request or nothing_asked(), language_or_own(language))
    with problems.gathered():
        problems.found += files.output_problems([out], forms, inputs=[source, plan_path])
    problems.stop_if_any()
    files.write_all(plan, [out], forms)
