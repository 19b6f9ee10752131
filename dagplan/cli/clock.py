"""The clock of a call: when it began, and what is to be done when the plan is there.

Imported before all else, since a process begins here; so nothing slow is imported.
"""

from __future__ import annotations

import gc
import time
from contextvars import ContextVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dagplan.files import Formats
    from dagplan.models import Plan

_OBJECTS_BETWEEN_COLLECTIONS = 100_000
_LONGEST_START = 1.0
"""Seconds that starting Python is believed to take: a process may have been another program before (``exec``)."""
_STARTED = time.monotonic() - min(time.process_time(), _LONGEST_START)
"""When this process began to be Dagplan: Python's own start is time that it worked, before this line."""

_began: ContextVar[float] = ContextVar("dagplan_call_began")


def begin(*, with_process: bool) -> None:
    """Begin a call: its time runs from now, or from the start of this process, which then is about nothing else."""
    _began.set(_STARTED if with_process else time.monotonic())
    if with_process:
        # A large request is some million objects that stay: looking for rubbish among them took a third of the time.
        gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 50, 100)


def began() -> float:
    """When the call began, as ``time.monotonic`` tells it."""
    return _began.get(time.monotonic())


def afterwards(outputs: Sequence[str], forms: Formats[Plan]) -> Callable[[Plan, int], float]:
    """A function that tells how many seconds writing a plan will take, from a small one and the number of visits."""

    def seconds(few: Plan, visits: int) -> float:
        from dagplan import files
        from dagplan.models.bookings import day_plans_of

        if not few.bookings or not outputs:
            return 0.0
        first = few.bookings[:1]
        least = few.model_copy(update={"bookings": first, "day_plans": day_plans_of(first)})
        asked_for = [files.form_of(path, forms) for path in outputs]
        return files.seconds_to_make(asked_for, least, few, min(1.0, len(few.bookings) / max(1, visits)))

    return seconds
