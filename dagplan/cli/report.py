"""``dagplan report``: a plan that is there already, as a page or in any other form."""

from __future__ import annotations

from typing import Annotated

import typer

from dagplan.words import current_language

from .app import LanguageOption, Problems, app, loaded
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
    found = loaded(problems, source, plan_path, quiet=False)
    forms = plan_forms(found.request if found.asked else files.nothing_asked(), current_language())
    with problems.gathered():
        problems.found += files.output_problems(out, forms, inputs=[source, plan_path])
    problems.stop_if_any()
    raise typer.Exit(write_all(found.plan, out, forms))
