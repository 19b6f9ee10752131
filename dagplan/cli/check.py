"""``dagplan check``: hold any plan against every rule."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

import typer

from dagplan.words.messages.command_line import Commands

from .app import OK, VIOLATIONS, LanguageOption, Problems, app, request_and_plan
from .terminal import print_text


@app.command("check")
def check_command(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="The request.")],
    plan_path: Annotated[str, typer.Argument(metavar="PLAN", help="The plan, from any source.")],
    language: LanguageOption = None,
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
        shown = [violation.shown for violation in islice(violations, MOST_TOLD)]
        more = sum(1 for _ in violations)
    if more:
        shown.append(Commands.MORE_VIOLATIONS(n=more).shown)
    found = len(shown) - bool(more) + more
    verdict = Commands.VIOLATIONS(n=found) if found else Commands.CONFORMS()
    print_text("\n".join([*shown, verdict.shown]))
    raise typer.Exit(VIOLATIONS if found else OK)
