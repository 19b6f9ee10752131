"""``dagplan check``: hold any plan against every rule."""

from __future__ import annotations

from typing import Annotated

import typer

from .app import OK, VIOLATIONS, Problems, app, nothing_asked
from .terminal import print_text


@app.command("check")
def check_command(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="The request.")],
    plan_path: Annotated[str, typer.Argument(metavar="PLAN", help="The plan, from any source.")],
) -> None:
    """Hold a plan against every rule: 0 conforms, 1 violations."""
    from dagplan import files
    from dagplan.models import check

    problems = Problems()
    request = None
    with problems.gathered():
        request = files.read_request(source)
    with problems.gathered():
        plan = files.read_plan(plan_path, request or nothing_asked())
    problems.stop_if_any()
    assert request is not None
    violations = check(request, plan)
    count = f"{len(violations)} violation{'s' if len(violations) > 1 else ''}" if violations else "conforms"
    print_text("\n".join([*map(str, violations), count]))
    raise typer.Exit(VIOLATIONS if violations else OK)
