"""``dagplan report``: a plan that is there already, as a page or in any other form."""

from __future__ import annotations

from typing import Annotated

import typer

from dagplan.words import current_language

from .app import LanguageOption, Problems, app, nothing_asked, request_and_plan
from .writing import write_all


@app.command("report", help="Write the report of a plan that is there already, or the plan in any other form.")
def report_command(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="The request.")],
    plan_path: Annotated[str, typer.Argument(metavar="PLAN", help="The plan.")],
    out: Annotated[
        list[str],
        typer.Option("--out", help="Write it here; the ending says how: .html .xlsx .fhir.json .ics …"),
    ],
    language: LanguageOption = None,
) -> None:
    """Write the report of a plan that is there already, or the plan in any other form."""
    from dagplan import files
    from dagplan.report.forms import plan_forms

    problems = Problems()
    request, plan = request_and_plan(source, plan_path, problems)
    forms = plan_forms(request or nothing_asked(), current_language())
    with problems.gathered():
        problems.found += files.output_problems(out, forms, inputs=[source, plan_path])
    problems.stop_if_any()
    assert plan is not None
    raise typer.Exit(write_all(plan, out, forms))
