"""How a caller follows a plan in the making, and stops it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ortools.linear_solver import pywraplp


SIDE_BY_SIDE = 2
"""Tasks done side by side where work is counted: the same on every machine."""


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
        # Begun now, so that what is spent of it is counted from here.
        now = time.monotonic()
        return Deadline(min(seconds, max(0.0, self.ends - now)), self._cancel, began=now)

    @property
    def counted(self) -> bool:
        """Whether work is counted instead of seconds."""
        return False

    def alone(self, seconds: float) -> Deadline:
        """A deadline for work done side by side with other work: that counts once."""
        return self.within(seconds)

    def put_off(self, go_on: Callable[[], bool]) -> Deadline:
        """The same, put off for as long as ``go_on`` says, unless the caller says stop."""
        return _PutOff(self.ends - self.began, self._cancel, self.began, go_on=go_on)

    def work(self, seconds: float) -> None:
        """Note work that is worth so many seconds: of no concern to a clock (see ``WorkBudget``)."""

    def limit(self, solver: pywraplp.Solver) -> None:
        """Give a linear solver the time that is left."""
        if self.left < 1e6:
            solver.SetTimeLimit(max(1, int(self.left * 1000)))


class _PutOff(Deadline):
    def __init__(self, seconds: float, cancel: Cancel | None, began: float, *, go_on: Callable[[], bool]) -> None:
        super().__init__(seconds, cancel, began)
        self._go_on = go_on

    def over(self) -> bool:
        return self.left <= 0 and (self.cancelled or not self._go_on())


class WorkBudget(Deadline):
    """A deadline by work done, not by the clock, so that the same is done on any machine under any load.

    Every piece of work tells what it is worth in seconds of an ordinary machine. Only the caller's ``cancel``
    stops it sooner.
    """

    def __init__(self, seconds: float, cancel: Cancel | None = None, *, counter: list[float] | None = None) -> None:
        super().__init__(seconds, cancel)
        self._counter = [0.0] if counter is None else counter
        self._ends = self._counter[0] + seconds

    @property
    def counted(self) -> bool:
        """Whether work is counted instead of seconds."""
        return True

    @property
    def left(self) -> float:
        """Seconds' worth of work left; 0 when cancelled."""
        return 0.0 if self.cancelled else max(0.0, self._ends - self._counter[0])

    def within(self, seconds: float) -> Deadline:
        """A budget of at most so much from now, never more than what is left of this one."""
        return WorkBudget(min(seconds, self.left), self._cancel, counter=self._counter)

    def alone(self, seconds: float) -> Deadline:
        """A budget with a count of its own."""
        return WorkBudget(min(seconds, self.left), self._cancel)

    def put_off(self, go_on: Callable[[], bool]) -> Deadline:
        """The same: how long others take is a matter of the clock."""
        return self

    def work(self, seconds: float) -> None:
        """Note work done."""
        self._counter[0] += seconds

    def limit(self, solver: pywraplp.Solver) -> None:
        """Give a linear solver the work that is left."""
        solver.SetSolverSpecificParametersAsString(f"max_deterministic_time: {max(0.001, self.left):.6f}")


@dataclass(frozen=True)
class Limit:
    """A deadline that has not begun, to be sent to another process: its seconds, or work worth so many."""

    seconds: float
    counted: bool

    def begin(self) -> Deadline:
        """The deadline, from now on."""
        return WorkBudget(self.seconds) if self.counted else Deadline(self.seconds)
