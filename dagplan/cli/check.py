"""``dagplan check``: hold any plan against every rule."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

import typer

from dagplan.words.messages.command_line import Commands

from .app import OK, VIOLATIONS, LanguageOption, Problems, app, loaded
from .terminal import print_text


@app.command("check")
def check_command(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="The request.")],
    plan_path: Annotated[str, typer.Argument(metavar="PLAN", help="The plan, from any source.")],
    language: LanguageOption = None,
) -> None:
    """Hold a plan against every rule: 0 conforms, 1 violations."""
    from dagplan.models.case import Case
    from dagplan.models.checker import each_charge
    from dagplan.models.collector import collector_paused
    from dagplan.models.errors import MOST_TOLD

    problems = Problems()
    found = loaded(problems, source, plan_path, quiet=False)
    problems.stop_if_any()
    charges = each_charge(Case(found.request, found.plan.bookings), found.plan)
    with collector_paused():
        shown = [charge.in_words().shown for charge in islice(charges, MOST_TOLD)]
        more = sum(1 for _ in charges)
    if more:
        shown.append(Commands.MORE_VIOLATIONS(n=more).shown)
    count = len(shown) - bool(more) + more
    verdict = Commands.VIOLATIONS(n=count) if count else Commands.CONFORMS()
    print_text("\n".join([*shown, verdict.shown]))
    raise typer.Exit(VIOLATIONS if count else OK)
