"""``dagplan check``: hold any plan against every rule."""

from __future__ import annotations

from typing import Annotated

import typer

from .app import OK, VIOLATIONS, Problems, app, request_and_plan
from .terminal import print_text


@app.command("check")
def check_command(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="The request.")],
    plan_path: Annotated[str, typer.Argument(metavar="PLAN", help="The plan, from any source.")],
) -> None:
    """Hold a plan against every rule: 0 conforms, 1 violations."""
    from dagplan.models import check
    from dagplan.models.errors import MOST_TOLD

    problems = Problems()
    request, plan = request_and_plan(source, plan_path, problems)
    problems.stop_if_any()
    assert request is not None
    assert plan is not None
    violations = check(request, plan)
    count = f"{len(violations)} violation{'s' if len(violations) > 1 else ''}" if violations else "conforms"
    shown = [str(violation) for violation in violations[:MOST_TOLD]]
    if len(violations) > MOST_TOLD:
        shown.append(f"… and {len(violations) - MOST_TOLD:,} more violations")
    print_text("\n".join([*shown, count]))
    raise typer.Exit(VIOLATIONS if violations else OK)
