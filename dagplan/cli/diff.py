"""``dagplan diff``: tell two plans apart."""

from __future__ import annotations

from typing import Annotated

import typer

from .app import LanguageOption, Problems, Show, app, nothing_asked, told
from .terminal import print_difference
from .writing import display, write_all


@app.command("diff", help="List the bookings moved, added and dropped, by patient and by practitioner.")
def diff_command(
    old_path: Annotated[str, typer.Argument(metavar="OLD", help="The plan before.")],
    new_path: Annotated[str, typer.Argument(metavar="NEW", help="The plan after.")],
    out: Annotated[str | None, typer.Option("--out", help="Write the difference here, as JSON.")] = None,
    show: Annotated[Show, typer.Option(help="all: every change, however many.")] = Show.AUTO,
    language: LanguageOption = None,
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
            plans.append(told(path, files.plan_in_file(path, nothing_asked()), quiet=quiet))
    with problems.gathered():
        problems.found += files.output_problems(outputs, files.JSON_ONLY, inputs=[old_path, new_path])
    problems.stop_if_any()
    found = difference(*plans)
    written = write_all(found, outputs, files.JSON_ONLY)
    shown = display(lambda: print_difference(found, show_all=show is Show.ALL), quiet=quiet)
    raise typer.Exit(max(written, shown))
