"""How a caller follows a plan in the making, and stops it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Progress:
    """Where a plan stands: seconds since the call, its cost, bound and gap, requests booked and unbooked."""

    seconds: float
    cost: int
    lower_bound: int
    gap: float
    booked: int
    unbooked: int


class Event(Protocol):
    """Anything like ``threading.Event``."""

    def is_set(self) -> bool:
        """Whether to stop."""
        ...


OnProgress = Callable[[Progress], None]
Cancel = Event | Callable[[], bool]


class Deadline:
    """When to stop: after so many seconds of wall clock, or when the caller says so."""

    def __init__(self, seconds: float, cancel: Cancel | None = None, began: float | None = None) -> None:
        self.began = time.monotonic() if began is None else began
        self.ends = self.began + seconds
        self._cancel = cancel

    @property
    def cancelled(self) -> bool:
        """Whether the caller said stop."""
        if self._cancel is None:
            return False
        return self._cancel() if callable(self._cancel) else self._cancel.is_set()

    @property
    def spent(self) -> float:
        """Seconds since the call."""
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        """Seconds left; 0 when cancelled."""
        return 0.0 if self.cancelled else max(0.0, self.ends - time.monotonic())

    def over(self) -> bool:
        """Whether it is time to stop."""
        return self.left <= 0

    def within(self, seconds: float) -> Deadline:
        """A deadline at most so many seconds from now, never later than this one."""
        now = time.monotonic()
        return Deadline(min(seconds, max(0.0, self.ends - now)), self._cancel, began=now)
