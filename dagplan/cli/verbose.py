"""``--verbose``: what the engine is at, on standard error (``logging`` under the name ``dagplan``)."""

from __future__ import annotations

import logging
import time
from typing import Annotated

import typer

from . import clock
from .terminal import complain

_LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)


class _OnStandardError(logging.Handler):
    """Writes wherever standard error is at the moment: above a line of progress, and nowhere if it is closed."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line: seconds since the call began, the module, what it says."""
        seconds = time.monotonic() - clock.began()
        complain(f"{seconds:8.3f} s  {record.name.removeprefix('dagplan.')}: {record.getMessage()}")


def hear(count: int) -> int:
    """Show what is logged: milestones when asked once, what they are made of when asked twice."""
    log = logging.getLogger("dagplan")
    for handler in [one for one in log.handlers if isinstance(one, _OnStandardError)]:
        log.removeHandler(handler)
    if count:
        log.addHandler(_OnStandardError())
    log.setLevel(_LEVELS[min(count, 2)] if count else logging.NOTSET)
    return count


VerboseOption = Annotated[
    int,
    typer.Option(
        "--verbose",
        "-v",
        count=True,
        callback=hear,
        show_default=False,
        help="Tell on standard error what is going on; twice: in detail.",
    ),
]
