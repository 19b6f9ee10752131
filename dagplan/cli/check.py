"""``dagplan check``: hold any plan against every rule."""

from __future__ import annotations

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
    from dagplan.models.verdict import verdict

    problems = Problems()
    found = loaded(problems, source, plan_path, quiet=False)
    problems.stop_if_any()
    judged = verdict(found.request, found.plan)
    shown = [one.shown for one in judged.violations]
    if judged.more:
        shown.append(Commands.MORE_VIOLATIONS(n=judged.more).shown)
    said = Commands.CONFORMS() if judged.conforms else Commands.VIOLATIONS(n=judged.count)
    print_text("\n".join([*shown, said.shown]))
    raise typer.Exit(OK if judged.conforms else VIOLATIONS)
