"""``dagplan template``: write a workbook to fill in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

import typer

from .app import LanguageOption, Problems, app, language_or_own
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
        raise InputError([Problem(path, "is there already, and may be filled in: it is not replaced", "path_in_use")])
    problems.stop_if_any()
    today = date.today()
    files.write_template(path, language_or_own(language), today + timedelta(days=7 - today.weekday()))
    if not quiet:
        print_text(f"Fill in {path}, then: dagplan plan {path} --out plan.xlsx")


def _is_there(path: str) -> bool:
    from pathlib import Path

    return Path(path).exists()
