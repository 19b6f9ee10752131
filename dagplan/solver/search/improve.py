"""One task of the search: so many requests of a plan, to be improved until a deadline.

The seam behind which the search may be done by anything else: ``improve`` is a function of what it is given, draws
all that is random from the task's seed, and changes nothing. Instance, task, parameters and answer can be pickled.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dagplan.solver.instance.evenness import Minutes
from dagplan.solver.instance.instance import Instance, Placement
from dagplan.solver.running.deadlines import Deadline

from .calendars import Calendars
from .greedy import same_day_requests
from .params import SearchParams
from .ruin_and_recreate import step
from .state import State

Placements = dict[int, Placement]


@dataclass(frozen=True)
class Task:
    """What to improve.

    Attributes
    ----------
    days
        The dates to work on; None for all.
    movable
        The requests (indices) to work on.
    placed
        Where those stand that are booked, with requests on other dates that they are joined with.
    penalty
        How much dearer requests have become to leave out, for the search only.
    progress, until
        How much of the whole search is done at the beginning and the end of the task, 0 to 1.
    seed
        Of all random draws.
    max_moved
        So many of their visits may leave their existing booking; None for as many as pay.
    elsewhere
        Minutes that others have booked, by unit and date; none where it costs nothing how evenly dates are filled.
    """

    days: frozenset[int] | None
    movable: list[int]
    placed: Placements
    penalty: dict[int, float]
    progress: float
    until: float
    seed: int
    max_moved: int | None
    elsewhere: Minutes = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """Where a task's requests stand at its end, where they stood at best, and how much dearer they have become."""

    last: Placements
    best: Placements
    penalty: dict[int, float]


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
    calendars = Calendars(instance)
    for index, placement in task.placed.items():
        calendars.book(instance.requests[index], placement)
    if calendars.load is not None:
        calendars.load.add(task.elsewhere)
    state = State(
        calendars,
        task.movable,
        same_day_requests(instance),
        task.seed,
        days=task.days,
        penalty=dict(task.penalty),
        max_moved=task.max_moved,
        params=params,
    )
    length = max(1e-9, deadline.left)  # of a deadline that is over nothing is done, and nothing divided by
    while not deadline.over():
        done = 1 - deadline.left / length
        step(state, task.progress + done * (task.until - task.progress))
        deadline.work(params.seconds_a_step)
    return Done(state.placements(), state.best, state.penalty)
