"""What a search is given and what it gives back: a part of a plan to improve, and where it stands then."""

from __future__ import annotations

from dataclasses import dataclass, field

from dagplan.solver.instance.evenness import Minutes
from dagplan.solver.instance.instance import Placement

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
