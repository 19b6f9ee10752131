"""``dagplan check``: hold any plan against every rule."""

from __future__ import annotations

from itertools import islice
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
    from dagplan.models.case import Case
    from dagplan.models.checker import each_violation
    from dagplan.models.collector import collector_paused
    from dagplan.models.errors import MOST_TOLD

    problems = Problems()
    request, plan = request_and_plan(source, plan_path, problems)
    problems.stop_if_any()
    assert request is not None
    assert plan is not None
    violations = each_violation(Case(request, plan.bookings), plan)
    with collector_paused():
        shown = [str(violation) for violation in islice(violations, MOST_TOLD)]
        more = sum(1 for _ in violations)
    if more:
        shown.append(f"… and {more:,} more violation{'s' * (more > 1)}")
    found = len(shown) - bool(more) + more
    print_text("\n".join([*shown, f"{found} violation{'s' * (found > 1)}" if found else "conforms"]))
    raise typer.Exit(VIOLATIONS if found else OK)
