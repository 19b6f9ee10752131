"""The command line (contract, Command line): one module a command.

Only what hears signals and reads the time is imported here. Everything else (typer, the models, the solver) comes
when that is done.
"""

from __future__ import annotations

from . import clock, stopping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["clock", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status is returned. No error ends in a traceback.

    Parameters
    ----------
    arguments
        What stands after ``dagplan``. Left out: that of the process, which is about this and nothing else; signals
        are heard then (``stopping``).
    """

    def run() -> int:
        from .commands import run

        return run(arguments)

    return stopping.attended(run) if arguments is None else run()
