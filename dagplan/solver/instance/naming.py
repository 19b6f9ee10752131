"""Which item of its stock each visit has: named when a plan is written.

Visits that draw on one stock are never more at once than it has items. Gone through in order of their start, each
finds one that is free again (the greedy colouring of an interval graph, which needs no more than the most at once).
Which of the free ones does not matter for that: so a person keeps the same room as long as it goes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from .instance import Instance, Placement, Visit

Named = dict[tuple[int, int], tuple[int, ...]]
"""For each visit (request, position) with equipment, its items in the order of what it needs."""


def name_items(instance: Instance, placed: Mapping[int, Placement]) -> Named:
    """The items of all placed visits: what a visit has already, what its person had last, or what nobody had."""
    if not instance.stocks:
        return {}
    drawing: dict[int, list[tuple[int, int, int, Visit, int]]] = defaultdict(list)
    for index in placed:
        for visit, slot in zip(instance.requests[index].visits, placed[index].slots, strict=True):
            for stock in slot.stocks:
                person = instance.segments[slot.segment].person
                drawing[stock].append((slot.start, index, visit.position, visit, person))
    given: dict[tuple[int, int, int], int] = {}
    for stock, visits in drawing.items():
        items = instance.stocks[stock].equipment
        free_from = dict.fromkeys(items, 0)
        last: dict[int, int] = {}
        for start, index, position, visit, person in sorted(visits, key=lambda one: one[:3]):
            free = [item for item in items if free_from[item] <= start]
            wished = (*visit.held, last.get(person, -1), *(item for item in free if item not in last.values()))
            chosen = next((item for item in wished if item in free), free[0])
            free_from[chosen] = start + visit.duration
            last[person] = chosen
            given[index, position, stock] = chosen
    return {
        (index, visit.position): tuple([given[index, visit.position, stock] for stock in slot.stocks])
        for index in placed
        for visit, slot in zip(instance.requests[index].visits, placed[index].slots, strict=True)
        if slot.stocks
    }
