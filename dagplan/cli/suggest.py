"""``dagplan suggest``: where a request could go, or who fits a free time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from dagplan.words.messages.command_line import CommandFaults, Commands
from dagplan.words.registry import in_language

from .app import LanguageOption, Problems, app, told
from .terminal import print_text
from .writing import display, write_all

if TYPE_CHECKING:
    from dagplan.models import PlanRequest


@app.command("suggest")
def suggest_command(  # noqa: PLR0917 - one parameter an option
    source: Annotated[str, typer.Argument(metavar="INPUT", help="The request, with the bookings that stand.")],
    request_id: Annotated[str | None, typer.Option("--request", help="The request to find a place for.")] = None,
    free: Annotated[
        tuple[str, str, str] | None,
        typer.Option("--free", metavar="PRACTITIONER START END", help="A time to find a waiting request for."),
    ] = None,
    count: Annotated[int, typer.Option("-n", help="Offers wanted.")] = 5,
    allow_moves: Annotated[int, typer.Option(help="So many visits of others may move to make room.")] = 0,
    out: Annotated[str | None, typer.Option("--out", help="Write the offers here (.json).")] = None,
    language: LanguageOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")] = False,
) -> None:
    """Offer whole placements for one request, or requests for a free time."""
    from dagplan import files
    from dagplan.models import InputError, Problem
    from dagplan.models.offer import Offers
    from dagplan.solver import Desk

    outputs = [] if out is None else [out]
    problems = Problems()
    if (request_id is None) == (free is None):
        problems.found.append(Problem.of("suggest", CommandFaults.EITHER(), "usage"))
    span: tuple[datetime, datetime] | None = None
    with problems.gathered():
        span = _times(free[1:]) if free is not None else None
    request: PlanRequest | None = None
    with problems.gathered():
        request = told(source, files.read(source), quiet=quiet)
    with problems.gathered():
        problems.found += files.output_problems(outputs, files.JSON_ONLY, inputs=[source])
    problems.stop_if_any()
    assert request is not None
    desk = Desk(request)
    try:
        if free is not None and span is not None:
            found = desk.for_free_time(free[0], *span, count)
        else:
            found = desk.offers(request_id or "", count, allow_moves=allow_moves)
    except InputError as error:
        raise error.elsewhere(lambda one: replace(one, place=_as_option(one.place))) from error
    written = write_all(Offers(offers=tuple(found)), outputs, files.JSON_ONLY)
    lines = [
        Commands.OFFER(number=number, request=one.request, offer=in_language(one.params, one.message)).shown
        for number, one in enumerate(found, 1)
    ]
    words = "\n".join(lines) or _none(request, allow_moves)
    raise typer.Exit(max(written, display(lambda: print_text(words), quiet=quiet)))


def _none(request: PlanRequest, allow_moves: int) -> str:
    """That nothing is offered, and with how much moved that is so."""
    most = request.settings.max_moved
    moved = Commands.ALSO_MOVED(n=allow_moves) if allow_moves else ""
    limit = Commands.MOST_MOVED(most=most) if most is not None else ""
    return Commands.NO_OFFER(moved=moved, limit=limit).shown


def _as_option(place: str) -> str:
    return "-n" if place == "n" else f"--{place}"


def _times(texts: Sequence[str]) -> tuple[datetime, datetime]:
    """Two local times from the command line."""
    from dagplan.models import InputError, Problem

    times = []
    problems = []
    for name, text in zip(("START", "END"), texts, strict=True):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is not None or moment.second or moment.microsecond:
            problems.append(Problem.of(f"--free {name}", CommandFaults.TIME(), "time"))
        else:
            times.append(moment)
    if problems:
        raise InputError(problems)
    start, end = times
    return start, end
