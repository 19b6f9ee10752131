"""The cheapest sequence where who takes one visit depends on who takes another.

Visits that the same person takes are one *group*; the others that ask anything of each other are a group each. Whole
choices of one person a group are gone through, those first that cost least were nobody waited for; within each, the
sequence is found as for any other request (``insertion``), from the candidates of these people alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from dagplan.solver.instance.bits import union_of
from dagplan.solver.instance.instance import Instance, Request, Slot

from .best_first import best_first

Level = tuple[float, int, tuple[Sequence[int], Sequence[int]]]
"""Candidates of equal cost: the cost, the minutes at which one of them may start, their segments and their starts.

Of the starts only those count that are among the minutes: some candidates may have none.
"""

FindSequence = Callable[[list[list[Level]], float], tuple[float, list[Slot]] | None]
"""The cheapest sequence among some candidates of each visit that costs less than so much."""


def cheapest_agreeing(
    instance: Instance, request: Request, levels: list[list[Level]], limit: float, most: int, find: FindSequence
) -> tuple[float, list[Slot]] | None:
    """The cheapest sequence in which the people are the same, or others, as the visits ask; None below no limit.

    Parameters
    ----------
    levels
        The candidates of each visit, cheapest first.
    limit
        Only what costs less is asked for.
    most
        So many choices of people are tried.
    """
    groups = _groups(request)
    bound = {position for group in groups for position in group}
    by_person = {position: _by_person(instance, levels[position]) for position in bound}
    beside = sum(level[0][0] for position, level in enumerate(levels) if position not in bound)
    best: tuple[float, list[Slot]] | None = None
    for number, (cost, people) in enumerate(_choices(request, groups, by_person)):
        # Choices come in order of what they cost at the least: the first that costs too much ends it.
        if number >= most or beside + cost >= limit:
            break
        some = [
            people_levels if position not in people else by_person[position][people[position]]
            for position, people_levels in enumerate(levels)
        ]
        found = find(some, limit)
        if found is not None and found[0] < limit:
            limit, best = found[0], found
    return best


def _groups(request: Request) -> list[tuple[int, ...]]:
    """Positions of the visits that ask anything of others' people, those with the same person together."""
    found = {tuple(sorted({visit.position, *visit.same})) for visit in request.free if visit.same or visit.different}
    return sorted(found)


def _by_person(instance: Instance, levels: list[Level]) -> dict[int, list[Level]]:
    """The candidates of one visit, person by person."""
    found: dict[int, list[Level]] = defaultdict(list)
    for cost, union, (segments, starts) in levels:
        own: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for segment, some in zip(segments, starts, strict=True):
            if some & union:
                mine = own[instance.segments[segment].person]
                mine[0].append(segment)
                mine[1].append(some & union)
        for person, (mine_segments, mine_starts) in own.items():
            found[person].append((cost, union_of(mine_starts), (mine_segments, mine_starts)))
    return found


def _choices(
    request: Request, groups: list[tuple[int, ...]], by_person: dict[int, dict[int, list[Level]]]
) -> Iterator[tuple[float, dict[int, int]]]:
    """The person of each visit in a group, over all choices that agree, in order of the least that they cost."""
    options: list[list[tuple[float, int]]] = []
    for group in groups:
        common = set(by_person[group[0]]).intersection(*(by_person[position] for position in group[1:]))
        costs = [(sum(by_person[position][person][0][0] for position in group), person) for person in sorted(common)]
        options.append(sorted(costs))
    if not all(options):
        return
    # Of two groups it is enough to look at one visit of the one: what one visit differs from all of its group do.
    different = [
        (one, other)
        for one, group in enumerate(groups)
        for other in range(one)
        if any(position in request.visits[group[0]].different for position in groups[other])
    ]
    for cost, choice in best_first(options):
        people = [options[at][number][1] for at, number in enumerate(choice)]
        if all(people[one] != people[other] for one, other in different):
            yield cost, {position: people[at] for at, group in enumerate(groups) for position in group}
