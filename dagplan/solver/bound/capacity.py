"""What people and equipment can give: minutes, reckoned in whole grid steps.

On a grid a visit takes its length rounded up to whole steps. So what a stretch of time can hold is reckoned likewise:
from the first step that begins in it to the first that begins at its end or after.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from dagplan.solver.instance.bits import runs
from dagplan.solver.instance.instance import Instance, Request

from .least_before import Floats


def window_capacities(instance: Instance) -> Floats:
    """Minutes that each segment can give (shape: segments)."""
    return np.array([_in_steps(one.start, one.end, instance.grid) for one in instance.segments], dtype=np.float64)


def pool_capacities(instance: Instance, requests: list[Request]) -> Floats:
    """Minutes that all equipment of each kind can give at each unit on each date (shape: ``instance.stocks_at``).

    An item is of use only while somebody is there who could take a visit that needs it.
    """
    people: dict[int, set[int]] = defaultdict(set)
    for visits in {id(request.visits): request.visits for request in requests}.values():
        for visit in visits.free:
            for kind in visit.needs:
                people[kind] |= instance.kinds[visit.kind].people
    found = []
    for (unit, day, kind), stocks in instance.stocks_at.items():
        there = 0
        for segment in instance.segments_at.get((unit, day), ()):
            if segment.person in people[kind]:
                there |= segment.mask
        found.append(
            sum(
                stock.count * _in_steps(*run, instance.grid)
                for stock in stocks
                for run in runs(stock.minutes & there)
            )
        )
    return np.array(found, dtype=np.float64)


def _in_steps(start: int, end: int, grid: int) -> int:
    return max(0, -(-end // grid) * grid - -(-start // grid) * grid)
