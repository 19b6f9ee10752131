"""``dagplan suggest``: where a request could go, or who fits a free time; and the plan with an offer in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from dagplan.words.messages.command_line import CommandFaults, Commands
from dagplan.words.registry import in_language

from .app import LanguageOption, Problems, app, loaded
from .question import question, tell_what_may_be_taken
from .taking import Taking
from .terminal import print_text
from .verbose import VerboseOption
from .writing import display, write_all

if TYPE_CHECKING:
    from dagplan.models import PlanRequest
    from dagplan.models.offer import Offer

Free = tuple[str, str, str]


@app.command("suggest")
def suggest_command(  # noqa: PLR0913, PLR0917 - one parameter an option
    source: Annotated[str, typer.Argument(metavar="INPUT", help="The request, with the bookings that stand.")],
    start_from: Annotated[
        str | None,
        typer.Option("--from", metavar="PLAN", help="The bookings of this plan are those that stand."),
    ] = None,
    named: Annotated[
        list[str] | None,
        typer.Option(
            "--request",
            metavar="ID|FILE",
            help="The request to find a place for: its id, or a JSON file with one that the input lacks; several "
            "may be given. Left out with --from: all that the plan does not book.",
        ),
    ] = None,
    free: Annotated[
        Free | None,
        typer.Option("--free", metavar="PRACTITIONER START END", help="A time to find a waiting request for."),
    ] = None,
    count: Annotated[int, typer.Option("-n", help="Offers wanted, of each request.")] = 5,
    allow_moves: Annotated[int, typer.Option(help="So many visits of others may move to make room.")] = 0,
    accept: Annotated[
        int | None,
        typer.Option("--accept", metavar="K", help="Take offer number K: --out writes the plan with it."),
    ] = None,
    offers_path: Annotated[
        str | None,
        typer.Option("--offers", metavar="FILE", help="With --accept: the offers that --out wrote before."),
    ] = None,
    out: Annotated[
        list[str] | None,
        typer.Option(
            "--out",
            metavar="PATH",
            help="Write the offers here (.json); with --accept the plan, in any form of a plan.",
        ),
    ] = None,
    input_out: Annotated[
        str | None,
        typer.Option(
            metavar="PATH", help="With --accept and --request FILE: write the input here, with that request in it."
        ),
    ] = None,
    language: LanguageOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")] = False,
    verbose: VerboseOption = 0,
) -> None:
    """Offer whole placements beside what is booked, or requests for a free time; and take one of the offers."""
    from dagplan import files
    from dagplan.models import InputError, Problem
    from dagplan.models.offer import Offers

    problems = Problems()
    taking = Taking(accept, offers_path, out or [], input_out)
    if (named and free) or not (named or free or start_from or offers_path):
        problems.found.append(Problem.of("suggest", CommandFaults.EITHER(), "usage"))
    span: tuple[datetime, datetime] | None = None
    with problems.gathered():
        span = _times(free[1:]) if free is not None else None
    given = loaded(problems, source, quiet=quiet)
    asked = question(problems, given, start_from, named or [], quiet=quiet)
    with problems.gathered():
        problems.found += taking.problems(asked, [source, *filter(None, [start_from])])
    problems.stop_if_any()
    assert asked is not None
    wanted = [] if free else asked.wanted(named or [])
    if not quiet:
        tell_what_may_be_taken(asked, source, start_from, wanted)
    try:
        if offers_path is not None:
            found = list(files.read_offers(offers_path).offers)
        else:
            found = _offers(asked.stands, wanted, (free, span), count, allow_moves)
        if accept is not None:
            raise typer.Exit(taking.take(found, asked, given.warnings, quiet=quiet))
    except InputError as error:
        raise error.elsewhere(lambda one: replace(one, place=_as_option(one.place))) from error
    written = write_all(Offers(offers=tuple(found)), out or [], files.JSON_ONLY)
    words = "\n".join(_in_words(found, asked.stands, wanted, allow_moves, free=bool(free)))
    raise typer.Exit(max(written, display(lambda: print_text(words), quiet=quiet)))


def _offers(
    stands: PlanRequest,
    wanted: Sequence[str],
    free: tuple[Free | None, tuple[datetime, datetime] | None],
    count: int,
    allow_moves: int,
) -> list[Offer]:
    """The offers of each request, in their order; or those of a free time."""
    from dagplan.solver import Desk

    desk = Desk(stands)
    whose, span = free
    if whose is not None and span is not None:
        return desk.for_free_time(whose[0], *span, count)
    return desk.offers_of(wanted, count, allow_moves=allow_moves)


def _in_words(
    found: Sequence[Offer], stands: PlanRequest, wanted: Sequence[str], allow_moves: int, *, free: bool
) -> Iterator[str]:
    """A line an offer, numbered through; and one for each request that has none."""
    for number, one in enumerate(found, 1):
        yield Commands.OFFER(number=number, request=one.request, offer=in_language(one.params, one.message)).shown
    if not wanted and not found:
        yield _none(stands, allow_moves) if free else Commands.NOTHING_WAITS().shown
    offered = {one.request for one in found}
    without = [request for request in wanted if request not in offered]
    if not without:
        return
    nothing = _none(stands, allow_moves)
    yield nothing if len(wanted) == 1 else Commands.NO_OFFER_FOR(requests=without, nothing=nothing).shown
    if not allow_moves and any(not one.locked for one in stands.bookings):
        yield Commands.LET_OTHERS_MOVE().shown


def _none(request: PlanRequest, allow_moves: int) -> str:
    """That nothing is offered, and with how much moved that is so."""
    most = request.settings.max_moved
    moved = Commands.ALSO_MOVED(n=allow_moves) if allow_moves else ""
    limit = Commands.MOST_MOVED(most=most) if most is not None else ""
    return Commands.NO_OFFER(moved=moved, limit=limit).shown


def _as_option(place: str) -> str:
    if place == "n":
        return "-n"
    return f"--{place}" if place.isidentifier() or place == "allow-moves" else place


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
