"""The command line (contract, Command line): one module a command.

Everything slow to import (the solver, rich, pandas) is imported by the command that needs it.
"""

from __future__ import annotations

import io
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import typer

from . import check, diff, explain, generate, plan, report, schema, suggest, template, whatif
from .app import INTERNAL_ERROR, INVALID, OK, app
from .terminal import INTERRUPTED, complain, tell

__all__ = [
    "check",
    "diff",
    "explain",
    "generate",
    "main",
    "plan",
    "report",
    "schema",
    "suggest",
    "template",
    "whatif",
]

_UsageError: type[Exception] = typer.BadParameter.__bases__[0]


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
        tell(error.told)
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
