"""One task of the search: so many requests of a plan, to be improved until a deadline.

The seam behind which the search is done: ``improve`` is a function of what it is given, draws all that is random
from the task's seed, and changes nothing. Instance, task, parameters and answer can be pickled. Where the kernel in C
can be had it does the work, without Python's lock; where it can't, the search in Python, which is also the reference
that the kernel is held against: both take the same steps, draw by draw.
"""

from __future__ import annotations

import math
import time
from typing import Protocol

from dagplan.solver.instance.instance import Instance
from dagplan.solver.running.deadlines import Deadline

from .calendars import Calendars
from .greedy import same_day_requests
from .kernel.library import library
from .params import SearchParams
from .ruin_and_recreate import step
from .state import State
from .task import Done, Placements, Task

_SLICE_SECONDS = 0.02
"""About so long the kernel goes on before it is looked whether the time is over."""


class Searcher(Protocol):
    """A task in somebody's hands."""

    @property
    def best_cost(self) -> int:
        """What its part costs at best."""
        ...

    @property
    def best(self) -> Placements:
        """Where its requests stood then."""
        ...

    def run(self, steps: int, progress: float, until: float) -> None:
        """So many steps, while progress goes from one value to another."""
        ...

    def done(self) -> Done:
        """Where its requests stand, where they stood at best, and how dear they have become."""
        ...


class PythonSearch:
    """A task searched in Python.

    Parameters
    ----------
    instance, task, params
        As of ``improve``.
    """

    def __init__(self, instance: Instance, task: Task, params: SearchParams) -> None:
        calendars = Calendars(instance)
        for index, placement in task.placed.items():
            calendars.book(instance.requests[index], placement)
        if calendars.load is not None:
            calendars.load.add(task.elsewhere)
        self.state = State(
            calendars,
            task.movable,
            same_day_requests(instance),
            task.seed,
            days=task.days,
            penalty=dict(task.penalty),
            max_moved=task.max_moved,
            params=params,
        )

    @property
    def best_cost(self) -> int:
        """What its part costs at best."""
        return self.state.best_cost

    @property
    def best(self) -> Placements:
        """Where its requests stood then."""
        return dict(self.state.best)

    def run(self, steps: int, progress: float, until: float) -> None:
        """So many steps, while progress goes from one value to another."""
        each = self.state.pace = (until - progress) / steps if steps else 0.0
        for number in range(steps):
            step(self.state, progress + each * number)

    def done(self) -> Done:
        """Where its requests stand, where they stood at best, and how dear they have become."""
        state = self.state
        return Done(state.placements(), dict(state.best), dict(state.penalty))


def searcher(instance: Instance, task: Task, params: SearchParams) -> Searcher:
    """A task in the hands of the kernel where it can be had, else in Python's."""
    if library() is None:
        return PythonSearch(instance, task, params)
    from .kernel.native import NativeSearch  # with NumPy, which takes a while

    return NativeSearch(instance, task, params)


def is_native() -> bool:
    """Whether the kernel can be had."""
    return library() is not None


def seconds_a_step(found: Searcher, params: SearchParams) -> float:
    """What a step of a search is worth where work is counted."""
    return params.seconds_a_step if isinstance(found, PythonSearch) else params.native_seconds_a_step


def search_until(found: Searcher, deadline: Deadline, progress: float, until: float, *, params: SearchParams) -> None:
    """Steps until a deadline, in slices short enough to hear of its end.

    Parameters
    ----------
    progress, until
        How far the whole search is now, and will be at the end of the deadline.
    params
        For what a step is worth where work is counted; by the clock it is measured.
    """
    counted = each = seconds_a_step(found, params)
    length = max(1e-9, deadline.left)  # of a deadline that is over nothing is done, and nothing divided by
    steps, now = 1, progress
    while not deadline.over():
        left = deadline.left
        steps = max(1, min(int(_SLICE_SECONDS / each), 4 * steps, math.ceil(left / each)))
        now = max(now, progress + (1 - left / length) * (until - progress))
        ahead = min(until, now + steps * each / length * (until - progress))
        began = time.perf_counter()
        found.run(steps, now, ahead)
        if not deadline.counted:
            each = max(1e-7, (time.perf_counter() - began) / steps)
        deadline.work(steps * counted)


def improve(instance: Instance, task: Task, params: SearchParams, deadline: Deadline) -> Done:
    """Ruin and recreate within a task until the deadline.

    Parameters
    ----------
    instance
        What ``task`` is part of.
    task
        What to improve, and how far the search is.
    params
        What steers it.
    deadline
        When to stop. Where work is counted (``WorkBudget``) the same comes out of the same input.
    """
    found = searcher(instance, task, params)
    search_until(found, deadline, task.progress, task.until, params=params)
    return found.done()
