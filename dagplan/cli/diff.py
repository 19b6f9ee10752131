"""``dagplan diff``: tell two plans apart."""

from __future__ import annotations

from typing import Annotated

import typer

from .app import LanguageOption, Problems, Show, app, loaded
from .terminal import print_difference
from .writing import display, write_all


@app.command("diff", help="List the bookings moved, added and dropped, by patient and by practitioner.")
def diff_command(
    old_path: Annotated[str, typer.Argument(metavar="OLD", help="The plan before.")],
    new_path: Annotated[str, typer.Argument(metavar="NEW", help="The plan after.")],
    out: Annotated[str | None, typer.Option("--out", help="Write the difference here, as JSON.")] = None,
    show: Annotated[Show, typer.Option(help="all: every change, however many.")] = Show.AUTO,
    wanted: Annotated[
        str | None,
        typer.Option("--for", metavar="INPUT", help="The request that both answer: both costs are reckoned for it."),
    ] = None,
    language: LanguageOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")] = False,
) -> None:
    """List the bookings moved, added and dropped, by patient and by practitioner."""
    from dagplan import files
    from dagplan.files.compared import compared

    outputs = [] if out is None else [out]
    inputs = [old_path, new_path, *([wanted] if wanted else [])]
    problems = Problems()
    given = loaded(problems, wanted, quiet=quiet) if wanted else None
    old, new = (loaded(problems, plan_path=path, quiet=quiet) for path in (old_path, new_path))
    with problems.gathered():
        problems.found += files.output_problems(outputs, files.JSON_ONLY, inputs=inputs)
    problems.stop_if_any()
    assert old.made is not None
    assert new.made is not None
    found = compared(old.made, new.made, given.request if given else None)
    written = write_all(found, outputs, files.JSON_ONLY)
    shown = display(lambda: print_difference(found, show_all=show is Show.ALL), quiet=quiet)
    raise typer.Exit(max(written, shown))
