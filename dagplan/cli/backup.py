"""``dagplan backup``: a copy of all that the service keeps, while it goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dagplan.words.messages.store_faults import StoreFaults

from .app import LanguageOption, app
from .serve import DataOption, settings_with
from .terminal import print_text
from .writing import display


@app.command("backup")
def backup_command(
    path: Annotated[str, typer.Argument(metavar="FILE", help="The file to write.")],
    data: DataOption = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file if it is there.")] = False,
    language: LanguageOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")] = False,
) -> None:
    """Copy all that the service keeps into one file, while it goes on."""
    settings = settings_with(data=data)

    from dagplan.models import InputError, Problem

    if settings.database is not None and data is None:
        raise InputError([Problem.of("backup", StoreFaults.DATABASES_OWN(tool="pg_dump"))])
    from dagplan.service.store.backup import back_up

    size = back_up(settings.store, Path(path), overwrite=overwrite)
    told = StoreFaults.BACKED_UP(store=str(settings.store), path=path, size=round(size / 1000))
    raise typer.Exit(display(lambda: print_text(told.shown), quiet=quiet))
