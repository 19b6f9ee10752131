"""Which item of its stock each visit has: named when a plan is written.

Visits that draw on one stock are never more at once than it has items. Gone through in order of their start, each
finds one that is free again (the greedy colouring of an interval graph, which needs no more than the most at once).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from .instance import Instance, Placement, Visit

Named = dict[tuple[int, int], tuple[int, ...]]
"""For each visit (request, position) with equipment, its items in the order of what it needs."""


def name_items(instance: Instance, placed: Mapping[int, Placement]) -> Named:
    """The items of all placed visits: one that a visit has already, where that is free, or else the first."""
    drawing: dict[int, list[tuple[int, int, int, Visit]]] = defaultdict(list)
    for index in placed if instance.stocks else ():
        for visit, slot in zip(instance.requests[index].visits, placed[index].slots, strict=True):
            for stock in slot.stocks:
                drawing[stock].append((slot.start, index, visit.position, visit))
    given: dict[tuple[int, int, int], int] = {}
    for stock, visits in drawing.items():
        items = instance.stocks[stock].equipment
        free_from = dict.fromkeys(items, 0)
        for start, index, position, visit in sorted(visits, key=lambda one: one[:3]):
            free = [item for item in items if free_from[item] <= start]
            chosen = next((item for item in visit.held if item in free), free[0])
            free_from[chosen] = start + visit.duration
            given[index, position, stock] = chosen
    return {
        (index, visit.position): tuple([given[index, visit.position, stock] for stock in slot.stocks])
        for index in placed
        for visit, slot in zip(instance.requests[index].visits, placed[index].slots, strict=True)
        if slot.stocks
    }
