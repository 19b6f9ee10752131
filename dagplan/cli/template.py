"""``dagplan template``: write a workbook to fill in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

import typer

from dagplan.words import current_language
from dagplan.words.messages.command_line import CommandFaults, Commands

from .app import LanguageOption, Problems, app
from .terminal import print_text


@app.command("template")
def template_command(
    path: Annotated[str, typer.Argument(metavar="PATH", help="The workbook to write (.xlsx).")],
    language: LanguageOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")] = False,
) -> None:
    """Write a workbook to fill in, with an example of the week to come."""
    from dagplan import files
    from dagplan.models import InputError, Problem

    problems = Problems()
    with problems.gathered():
        problems.found += files.output_problems([path], files.WORKBOOK_ONLY)
    if not problems.found and _is_there(path):
        raise InputError([Problem.of(path, CommandFaults.IS_THERE(), "path_in_use")])
    problems.stop_if_any()
    today = date.today()
    files.write_template(path, current_language(), today + timedelta(days=7 - today.weekday()))
    if not quiet:
        print_text(Commands.FILL_IN(path=path).shown)


def _is_there(path: str) -> bool:
    from pathlib import Path

    return Path(path).exists()
