"""``dagplan serve``: the contract over HTTP."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dagplan.words.messages.command_line import CommandFaults
from dagplan.words.messages.service import Serving

from .app import LanguageOption, app
from .stopping import ending
from .terminal import complain

if TYPE_CHECKING:
    from dagplan.service.settings import Settings

DataOption = Annotated[
    str | None, typer.Option("--data", metavar="DIR", help="Folder of all that is kept; left out: your data folder.")
]


_OPTIONS = {"keep_days": "--keep"}


@app.command("serve")
def serve_command(
    host: Annotated[str | None, typer.Option(help="Address to listen on; left out: 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; left out: 8000.")] = None,
    data: DataOption = None,
    workers: Annotated[int | None, typer.Option(help="Plans made at once; left out: half the cores.")] = None,
    keep_days: Annotated[
        float | None,
        typer.Option("--keep", metavar="DAYS", help="Delete what ended so long ago; left out: nothing is deleted."),
    ] = None,
    language: LanguageOption = None,
) -> None:
    """Answer over HTTP, and make plans, until told to end."""
    settings = settings_with(host=host, port=port, data=data, workers=workers, keep_days=keep_days)
    from dagplan.board.app import make_app
    from dagplan.service.serving import serve

    to_end = threading.Event()
    ending.stands = Serving.STANDS().shown
    with ending.instead(to_end.set, Serving.ENDING(n=round(settings.grace_seconds)).shown):
        serve(
            settings,
            make_app,
            on_ready=lambda address: complain(Serving.AT(address=address, data=str(settings.data)).shown),
            to_end=to_end,
        )


def settings_with(**given: Any) -> Settings:
    """The settings of the environment, with what the command line says.

    Raises
    ------
    InputError
        If the service is not installed, or a setting is wrong; all of those.
    """
    from pydantic import ValidationError

    from dagplan.models import InputError, Problem
    from dagplan.models.error_words import findings_in

    try:
        from dagplan.service.settings import Settings
    except ImportError as error:
        raise InputError([Problem.of("serve", CommandFaults.NO_SERVICE(), "no_service")]) from error
    named = {name: value for name, value in given.items() if value is not None}
    if "data" in named:
        named["data"] = Path(named["data"])
    try:
        return Settings(**named)
    except ValidationError as error:
        raise InputError(
            Problem(
                _OPTIONS.get(str(one.location[0]), f"--{one.location[0]}")
                if one.location[0] in named
                else f"DAGPLAN_{str(one.location[0]).upper()}",
                one.message,
                one.code,
                params=one.params,
            )
            for one in findings_in(error)
        ) from error
