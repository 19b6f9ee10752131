"""The command line: plan, check, suggest, diff, schema, generate (contract, Command line).

Everything slow to import (the solver, rich, pandas) is imported by the command that needs it.
"""

from __future__ import annotations

import io
import json
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dagplan import __version__

from .terminal import INTERRUPTED, complain, print_difference, print_plan, print_text, solve, tell

if TYPE_CHECKING:
    from dagplan.models import PlanRequest, Problem

OK, VIOLATIONS, INVALID, INTERNAL_ERROR = 0, 1, 2, 70
_UsageError: type[Exception] = typer.BadParameter.__bases__[0]

app = typer.Typer(
    name="dagplan",
    help="Day plans for linked outpatient visits.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=False,
)


class Show(StrEnum):
    """How much of a plan is printed."""

    AUTO = "auto"
    ALL = "all"


class Contract(StrEnum):
    """The documents that have a schema."""

    REQUEST = "request"
    PLAN = "plan"


class Problems:
    """Everything wrong with a call, gathered before any of it is told."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Keep the problems of the block and go on."""
        from dagplan.models import InputError

        try:
            yield
        except InputError as error:
            self.found += error.problems

    def stop_if_any(self) -> None:
        """Raise what was gathered."""
        from dagplan.models import InputError

        if self.found:
            raise InputError(dict.fromkeys(self.found))


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        print_text(f"dagplan {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print_text(context.get_help())


@app.command("plan")
def plan_command(  # noqa: PLR0913, PLR0917 - one parameter an option
    source: Annotated[str, typer.Argument(metavar="INPUT", help="A request: JSON, or a folder of CSV files.")],
    out: Annotated[list[str] | None, typer.Option("--out", help="Write the plan here; the ending says how.")] = None,
    time_limit: Annotated[float | None, typer.Option(help="Seconds of wall clock.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the search.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes to work with.")] = None,
    deterministic: Annotated[
        bool, typer.Option("--deterministic", help="Count work, not seconds: always the same plan.")
    ] = False,
    start_from: Annotated[
        str | None,
        typer.Option("--from", metavar="PLAN", help="Plan anew from this plan's bookings, which may move."),
    ] = None,
    max_moved: Annotated[int | None, typer.Option(help="At most so many booked visits may move.")] = None,
    freeze_before: Annotated[
        str | None, typer.Option(metavar="TIME", help="Bookings before this local time stay, as 2026-12-07T09:30.")
    ] = None,
    show: Annotated[Show, typer.Option(help="all: every visit, however many.")] = Show.AUTO,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")] = False,
) -> None:
    """Make a plan."""
    from dagplan import files

    outputs = out or []
    problems = Problems()
    request: PlanRequest | None = None
    with problems.gathered():
        request = files.read_request(source)
    options: dict[str, Any] = {"time_limit": time_limit, "seed": seed, "workers": workers}
    options |= {"deterministic": deterministic or None, "max_moved": max_moved, "freeze_before": freeze_before}
    if start_from is not None:
        with problems.gathered():
            request = _with_plan(request, start_from)
    with problems.gathered():
        request = _with_settings(request, options)
    inputs = [source] if start_from is None else [source, start_from]
    with problems.gathered():
        problems.found += files.output_problems(outputs, files.PLAN_FORMATS, inputs=inputs)
    problems.stop_if_any()
    assert request is not None
    plan = solve(request, quiet=quiet)
    files.write_all(plan, outputs, files.PLAN_FORMATS)
    if not quiet:
        print_plan(request, plan, show_all=show is Show.ALL)


@app.command("check")
def check_command(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="The request.")],
    plan_path: Annotated[str, typer.Argument(metavar="PLAN", help="The plan, from any source.")],
) -> None:
    """Hold a plan against every rule: 0 conforms, 1 violations."""
    from dagplan import files
    from dagplan.models import check

    problems = Problems()
    request = None
    with problems.gathered():
        request = files.read_request(source)
    with problems.gathered():
        plan = files.read_plan(plan_path, request or _nothing_asked())
    problems.stop_if_any()
    assert request is not None
    violations = check(request, plan)
    count = f"{len(violations)} violation{'s' if len(violations) > 1 else ''}" if violations else "conforms"
    print_text("\n".join([*map(str, violations), count]))
    raise typer.Exit(VIOLATIONS if violations else OK)


@app.command("suggest")
def suggest_command(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="The request, with the bookings that stand.")],
    request_id: Annotated[str | None, typer.Option("--request", help="The request to find a place for.")] = None,
    free: Annotated[
        tuple[str, str, str] | None,
        typer.Option("--free", metavar="PRACTITIONER START END", help="A time to find a waiting request for."),
    ] = None,
    count: Annotated[int, typer.Option("-n", help="Offers wanted.")] = 5,
    allow_moves: Annotated[int, typer.Option(help="So many visits of others may move to make room.")] = 0,
    out: Annotated[str | None, typer.Option("--out", help="Write the offers here (.json).")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")] = False,
) -> None:
    """Offer whole placements for one request, or requests for a free time."""
    from dagplan import files
    from dagplan.models import InputError, Problem
    from dagplan.models.offer import Offers
    from dagplan.solver.offers import Desk

    outputs = [] if out is None else [out]
    problems = Problems()
    if (request_id is None) == (free is None):
        problems.found.append(Problem("suggest", "give either --request or --free", "usage"))
    span: tuple[datetime, datetime] | None = None
    with problems.gathered():
        span = _times(free[1:]) if free is not None else None
    request: PlanRequest | None = None
    with problems.gathered():
        request = files.read_request(source)
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
        raise InputError([Problem(_as_option(one.place), one.message, one.code) for one in error.problems]) from error
    files.write_all(Offers(offers=tuple(found)), outputs, files.JSON_ONLY)
    if not quiet:
        lines = [f"{number}. {offer.request}: {offer.message}" for number, offer in enumerate(found, 1)]
        moved = f", also with {allow_moves} visits of others moved" if allow_moves else ""
        print_text("\n".join(lines) or f"No place keeps every rule beside the bookings that stand{moved}.")


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
            problems.append(Problem(f"--free {name}", "a local time like 2026-12-07T09:30 is wanted", "time"))
        else:
            times.append(moment)
    if problems:
        raise InputError(problems)
    start, end = times
    return start, end


@app.command("diff")
def diff_command(
    old_path: Annotated[str, typer.Argument(metavar="OLD", help="The plan before.")],
    new_path: Annotated[str, typer.Argument(metavar="NEW", help="The plan after.")],
    out: Annotated[str | None, typer.Option("--out", help="Write the difference here, as JSON.")] = None,
    show: Annotated[Show, typer.Option(help="all: every change, however many.")] = Show.AUTO,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")] = False,
) -> None:
    """List the bookings moved, added and dropped, by patient and by practitioner."""
    from dagplan import files
    from dagplan.models.difference import difference

    outputs = [] if out is None else [out]
    problems = Problems()
    plans = []
    for path in (old_path, new_path):
        with problems.gathered():
            plans.append(files.read_plan(path, _nothing_asked()))
    with problems.gathered():
        problems.found += files.output_problems(outputs, files.JSON_ONLY, inputs=[old_path, new_path])
    problems.stop_if_any()
    found = difference(*plans)
    files.write_all(found, outputs, files.JSON_ONLY)
    if not quiet:
        print_difference(found, show_all=show is Show.ALL)


@app.command("schema")
def schema_command(
    contract: Annotated[Contract, typer.Argument(metavar="[request|plan]")] = Contract.REQUEST,
) -> None:
    """Print the JSON Schema of the contract."""
    from dagplan.models.schema import plan_schema, request_schema

    schema = plan_schema() if contract is Contract.PLAN else request_schema()
    print_text(json.dumps(schema, indent=2, ensure_ascii=False))


@app.command("generate")
def generate_command(  # noqa: PLR0917 - one parameter an option
    kind: Annotated[str, typer.Argument(metavar="KIND", help="unit-day, unit-week, unit-month, …")],
    out: Annotated[str, typer.Option("--out", help="Write the request here; the ending says how.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same input.")] = 0,
    load: Annotated[float | None, typer.Option(help="Minutes asked for of those there are.")] = None,
    linked: Annotated[float | None, typer.Option(help="Share of requests that are linked.")] = None,
    units: Annotated[int | None, typer.Option(help="Care units.")] = None,
    staff: Annotated[int | None, typer.Option(help="People at each unit.")] = None,
    days: Annotated[int | None, typer.Option(help="Working days.")] = None,
) -> None:
    """Write a synthetic input."""
    from dagplan import files
    from dagplan.models import InputError, Problem
    from dagplan.scenarios import generate

    problems = Problems()
    with problems.gathered():
        problems.found += files.output_problems([out], files.REQUEST_FORMATS)
    options: dict[str, Any] = {"load": load, "linked": linked, "units": units, "staff": staff, "days": days}
    made: PlanRequest | None = None
    with problems.gathered():
        try:
            made = generate(kind, seed, **{name: value for name, value in options.items() if value is not None})
        except ValueError as error:
            raise InputError([Problem(f"generate {kind}", str(error), "usage")]) from error
    problems.stop_if_any()
    assert made is not None
    files.write_request(made, out)


def _with_plan(request: PlanRequest | None, path: str) -> PlanRequest | None:
    """The request with a plan's bookings as its existing ones; the plan is judged also when there is no request."""
    from pydantic import ValidationError

    from dagplan import files
    from dagplan.models.bookings import with_bookings
    from dagplan.models.errors import json_path
    from dagplan.models.validation import as_input_error

    made = files.read_plan(path, request or _nothing_asked())
    try:
        return with_bookings(request, made) if request else None
    except ValidationError as error:
        raise as_input_error(error, lambda place: f"{path}: {json_path(place)}") from error


def _with_settings(request: PlanRequest | None, options: dict[str, Any]) -> PlanRequest | None:
    """The request with settings from the command line; they are judged also when there is no request."""
    from pydantic import ValidationError

    from dagplan.models.clock import load_zone
    from dagplan.models.fields import DEFAULT_ZONE, zone_for_reading
    from dagplan.models.request import Settings
    from dagplan.models.validation import as_input_error

    settings = request.settings.model_dump() if request else {}
    given = {name: value for name, value in options.items() if value is not None}
    try:
        with zone_for_reading(load_zone(request.time_zone if request else DEFAULT_ZONE)):
            judged = Settings.model_validate({**settings, **given})
    except ValidationError as error:
        raise as_input_error(error, lambda place: f"--{place[0]}".replace("_", "-")) from error
    return request.model_copy(update={"settings": judged}) if request else None


def _nothing_asked() -> PlanRequest:
    """A request to read a plan with where there is none, or it can't be read: the plan speaks for itself."""
    from dagplan.models import PlanRequest

    day = "2026-01-01"
    return PlanRequest.model_validate(
        {"first_date": day, "last_date": day, "units": [], "practitioners": [], "requests": []}
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status is returned. No error ends in a traceback.

    Parameters
    ----------
    arguments
        What stands after ``dagplan``; left out: that of the process.
    """
    from dagplan.models import InputError

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a screen that can't show an arrow shows a question mark
    try:
        status = app(args=None if arguments is None else list(arguments), standalone_mode=False)
    except InputError as error:
        tell(error.problems)
    except _UsageError as error:
        complain(f"dagplan: {_without_identity_number(error.format_message())}")  # type: ignore[attr-defined]
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except OSError as error:
        complain(f"dagplan: {error.strerror or type(error).__name__}")
    except MemoryError:
        complain("dagplan: not enough memory for this input")
    except Exception as error:  # a fault of ours: said in one line, without values
        at = traceback.extract_tb(error.__traceback__)[-1]
        complain(f"dagplan: internal error, {type(error).__name__} at {Path(at.filename).name}:{at.lineno}")
        return INTERNAL_ERROR
    else:
        return status if isinstance(status, int) else OK
    return INVALID


def _without_identity_number(message: str) -> str:
    from dagplan.models.privacy import looks_like_identity_number

    hidden = "a value in the call can't be used (not repeated here)"
    return hidden if looks_like_identity_number(message) else message


if __name__ == "__main__":
    sys.exit(main())
