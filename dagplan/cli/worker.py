"""``dagplan worker``: make plans of the jobs in a database, beside others who do."""

from __future__ import annotations

import threading
from typing import Annotated

import typer

from dagplan.words.messages.service import Serving

from .app import LanguageOption, app
from .serve import settings_with
from .stopping import ending
from .terminal import complain


@app.command("worker")
def worker_command(
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="The database that jobs are kept in: postgresql://…")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Plans made at once; left out: half the cores.")] = None,
    language: LanguageOption = None,
) -> None:
    """Make plans of the jobs in a database, beside others who do, until told to end."""
    settings = settings_with(database=database, workers=workers)
    from dagplan.service.working import work

    to_end = threading.Event()
    ending.stands = Serving.WORKER_STANDS().shown
    with ending.instead(to_end.set, Serving.ENDING_WORKER(n=round(settings.grace_seconds)).shown):
        work(
            settings,
            to_end,
            on_ready=lambda address: complain(Serving.WORKS(address=address, n=settings.workers).shown),
        )
