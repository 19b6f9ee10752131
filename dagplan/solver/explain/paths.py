"""The shortest path through the starts of one visit after another: what a whole sequence asks, and its starts.

Where no more visits may leave their booking than a budget allows, each start is there once for every number of visits
moved so far.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from dagplan.models.request import Request

from . import change_costs
from .change_costs import Kind

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Nodes:
    """The starts of one visit: what each asks, of whom (a number in ``people``), and whether it moves there.

    ``rows`` are all who could take it, each with a number that those who are alike share; ``named`` are people who
    are like nobody else.
    """

    starts: Ints
    asks: Floats
    people: list[str]
    who: Ints
    moved: Ints
    rows: Mapping[str, int] = field(default_factory=dict)
    named: frozenset[str] = frozenset()

    @classmethod
    def none(cls) -> Nodes:
        """No start at all."""
        empty = np.zeros(0, dtype=np.int64)
        return cls(empty, np.zeros(0), [], empty, empty)

    @classmethod
    def locked(cls, start: int, person: str) -> Nodes:
        """The one start of a locked visit."""
        zero = np.zeros(1, dtype=np.int64)
        return cls(
            np.array([start], dtype=np.int64), np.zeros(1), [person], zero, zero, {person: 0}, frozenset({person})
        )


@dataclass(frozen=True)
class Steps:
    """What lies between two visits, and how many visits may move.

    Attributes
    ----------
    locked
        The locked visits.
    may_wait
        Whether waits may be longer or shorter than allowed, at a price.
    spare
        So many visits may leave their booking; None for as many as there are.
    layers
        For how many numbers of moves paths are kept apart.
    a_minute
        What a minute waited asks by itself.
    """

    locked: Collection[str]
    may_wait: bool
    spare: int | None
    layers: int
    a_minute: float


def steps_of(
    case: Request,
    locked: Collection[str],
    wishes: Collection[str],
    left: int | None,
    tie: float,
    kinds: Collection[Kind],
) -> Steps:
    """The steps of a request of which so many visits (``left``) may leave their booking."""
    booked = sum(visit.id in wishes for visit in case.visits)
    may_wait = Kind.WAIT in kinds
    if left is None or left >= booked:
        return Steps(locked, may_wait, None, 1, tie)
    return Steps(locked, may_wait, left, 1 + (booked if Kind.MOVES_ALLOWED in kinds else left), tie)


def shortest_path(case: Request, nodes: Sequence[Nodes], steps: Steps) -> tuple[float, list[int]] | None:
    """What the path asks that asks the least, and its node of each visit; None if there is none."""
    if steps.spare is None:
        nodes = [replace(node, moved=np.zeros_like(node.moved)) for node in nodes]
    layers = steps.layers
    total = _layered(nodes[0].asks[None, :], nodes[0].moved, layers)
    came_from: list[Ints] = []
    for position in range(1, len(nodes)):
        before, visit = case.visits[position - 1], case.visits[position]
        waits = nodes[position].starts[None, :] - (nodes[position - 1].starts + before.duration)[:, None]
        both_fixed = before.id in steps.locked and visit.id in steps.locked
        edges = np.zeros(waits.shape) if both_fixed else _edges(waits, *case.waits_before(position), steps.may_wait)
        edges += steps.a_minute * np.maximum(waits, 0)
        best = np.stack([(layer[:, None] + edges).min(axis=0) for layer in total])
        came_from.append(np.stack([(layer[:, None] + edges).argmin(axis=0) for layer in total]))
        total = _layered(best + nodes[position].asks[None, :], nodes[position].moved, layers)
    over = np.maximum(np.arange(layers) - (steps.spare or 0), 0)
    total = total + np.where(over > 0, change_costs.FIXED + change_costs.MOVES_ALLOWED * over, 0.0)[:, None]
    layer, last = (int(i) for i in np.unravel_index(int(total.argmin()), total.shape))
    if not np.isfinite(total[layer, last]):
        return None
    path, asked = [last], float(total[layer, last])
    for position in range(len(nodes) - 1, 0, -1):
        layer -= int(nodes[position].moved[path[-1]])
        path.append(int(came_from[position - 1][layer, path[-1]]))
    path.reverse()
    return asked, path


def _layered(total: Floats, moved: Ints, layers: int) -> Floats:
    """What paths ask by the number of visits moved: those that end in a moved visit are one layer higher."""
    found = np.full((layers, total.shape[1]), np.inf)
    for layer, row in enumerate(total):
        for more in (0, 1):
            if layer + more < layers:
                which = moved == more
                found[layer + more, which] = row[which]
    return found


def _edges(waits: Ints, least: int, most: int | None, may: bool) -> Floats:
    """What waits ask, beyond what is allowed; never what is out of sequence."""
    short = np.maximum(least - waits, 0)
    long = np.maximum(waits - most, 0) if most is not None else np.zeros_like(waits)
    over = short + long
    ask = np.where(
        over > 0, change_costs.FIXED + change_costs.WAIT_A_MINUTE * over if may else change_costs.NEVER, 0.0
    )
    ask[waits < 0] = change_costs.NEVER
    return ask
