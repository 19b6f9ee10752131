"""The clock of a call: when it began, and what is to be done when the plan is there."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dagplan.files import Formats
    from dagplan.models import Plan

_OBJECTS_BETWEEN_COLLECTIONS = 100_000
_LATEST_AGE = 600.0
"""Seconds since the start of a process that are believed."""

_began: ContextVar[float] = ContextVar("dagplan_call_began")


def begin(*, with_process: bool) -> None:
    """Begin a call: its time runs from now, or from the start of this process, which then is about nothing else."""
    now = time.monotonic()
    _began.set(now - (_age_of_process() if with_process else 0.0))
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


def _age_of_process() -> float:
    """Seconds since this process was started: as Linux knows it, or else those that it has worked."""
    worked = time.process_time()
    try:
        with open("/proc/self/stat", encoding="ascii", errors="replace") as file:
            started = int(file.read().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - started
    except (AttributeError, IndexError, OSError, ValueError):
        return worked
    return age if 0 <= age <= _LATEST_AGE else worked
