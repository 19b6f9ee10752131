"""``dagplan generate``: write a synthetic input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dagplan.words import current_language

from .app import LanguageOption, Problems, app

if TYPE_CHECKING:
    from dagplan.models import PlanRequest


@app.command("generate")
def generate_command(  # noqa: PLR0913, PLR0917 - one parameter an option
    kind: Annotated[str, typer.Argument(metavar="KIND", help="unit-day, unit-week, unit-month, …")],
    out: Annotated[str, typer.Option("--out", help="Write the request here; the ending says how.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same input.")] = 0,
    load: Annotated[float | None, typer.Option(help="Minutes asked for of those there are.")] = None,
    linked: Annotated[float | None, typer.Option(help="Share of requests that are linked.")] = None,
    units: Annotated[int | None, typer.Option(help="Care units.")] = None,
    staff: Annotated[int | None, typer.Option(help="People at each unit.")] = None,
    days: Annotated[int | None, typer.Option(help="Working days.")] = None,
    equipment: Annotated[
        bool, typer.Option("--equipment", help="With things and rooms of which there are few.")
    ] = False,
    language: LanguageOption = None,
) -> None:
    """Write a synthetic input."""
    from dagplan import files
    from dagplan.models import InputError, Problem
    from dagplan.scenarios import generate
    from dagplan.scenarios.generate import OptionRefusedError

    problems = Problems()
    with problems.gathered():
        problems.found += files.output_problems([out], files.REQUEST_FORMATS)
    options: dict[str, Any] = {"load": load, "linked": linked, "units": units, "staff": staff, "days": days}
    options |= {"equipment": equipment or None}
    made: PlanRequest | None = None
    with problems.gathered():
        try:
            made = generate(kind, seed, **{name: value for name, value in options.items() if value is not None})
        except OptionRefusedError as error:
            raise InputError([Problem.of(f"generate {kind}", error.said, "usage")]) from error
    problems.stop_if_any()
    assert made is not None
    files.write_all(made, [out], files.request_formats(current_language()))
