"""What the visits of a request ask of one another's people, for the instance in integers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dagplan.models.people import different_pairs, same_pairs
from dagplan.models.request import Request

from .disjoint_sets import DisjointSets


@dataclass(frozen=True)
class Agreement:
    """What one visit asks: among whom its person is, and which other visits have the same person or another.

    The others are given by position. Locked ones are not among them: they are taken account of in ``among``.
    """

    among: set[int]
    same: set[int] = field(default_factory=set)
    different: set[int] = field(default_factory=set)


def agreements_of(case: Request, able: Sequence[frozenset[int]], locked: Collection[int]) -> list[Agreement]:
    """What each visit of a request asks.

    Parameters
    ----------
    able
        Who may take each visit; of a locked one, who has it.
    locked
        The positions of locked visits.
    """
    found = [Agreement(set(people)) for people in able]
    groups = _groups(case, locked)
    for one, other in _both_ways(same_pairs(case), locked):
        if other in locked:
            found[one].among.intersection_update(able[other])
    for one, other in _both_ways(different_pairs(case), locked):
        for position in groups[one]:
            if other in locked:
                found[position].among.difference_update(able[other])
            else:
                found[position].different.update(groups[other])
    for position, visit in enumerate(found):
        visit.same.update(set(groups[position]) - {position})
    for group in groups:
        common = set.intersection(*(found[position].among for position in group))
        for position in group:
            found[position].among.intersection_update(common)
    return found


def _groups(case: Request, locked: Collection[int]) -> list[list[int]]:
    """For each visit the positions of all that have the same person, itself too.

    Whoever takes one visit of a group takes all of it. What two locked visits ask of one another is no concern, so a
    group does not reach through a locked visit: each of those that name it has the person of that one.
    """
    groups = DisjointSets()
    every = range(len(case.visits))
    for position in every:
        groups.node(position)
    for first, second in same_pairs(case):
        if first not in locked and second not in locked:
            groups.join(groups.node(first), groups.node(second))
    return [[other for other in every if groups.root(other) == groups.root(position)] for position in every]


def _both_ways(pairs: Iterable[tuple[int, int]], locked: Collection[int]) -> Iterator[tuple[int, int]]:
    """Each pair from either side that is not locked."""
    for first, second in pairs:
        for one, other in ((first, second), (second, first)):
            if one not in locked:
                yield one, other
