"""What goes wrong when the input is right: what is made can't be written, or the program itself is at fault."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from dagplan.words import Said
from dagplan.words.messages.file_faults import ProgramFaults

from .errors import InputError

DEBUG = "DAGPLAN_DEBUG"
"""Set in the environment: a fault of the program is shown whole, on standard error. That may hold values."""

_OURS = Path(__file__).parent.parent


class OutputError(InputError):
    """What was asked for is made, but not all of it could be written.

    Attributes
    ----------
    problems
        What could not be written, each with its path and the reason. The rest is written.
    """


def fault_in_words(error: BaseException) -> str:
    """What went wrong in the program itself, and where, in one line without values, in the language of this run."""
    return fault_of(error).shown


def fault_of(error: BaseException) -> Said:
    """The same as a message."""
    if os.environ.get(DEBUG) and sys.stderr is not None:
        traceback.print_exception(error)
    if isinstance(error, MemoryError):
        return ProgramFaults.NO_MEMORY()
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_OURS)] or frames
    kind = type(error).__name__
    if not ours:
        return ProgramFaults.FAULT(kind=kind, variable=DEBUG)
    at = ours[-1]
    return ProgramFaults.FAULT_AT(kind=kind, file=Path(at.filename).name, line=at.lineno, variable=DEBUG)
