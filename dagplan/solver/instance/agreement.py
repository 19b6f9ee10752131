"""What the visits of a request ask of one another's people, for the instance in integers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from dagplan.models.people import different_pairs, same_pairs
from dagplan.models.request import Request, Visit


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
    visits, group = case.visits, _groups(case, locked)
    # Whoever takes one visit of a group takes all of it: so only who may take each of them is looked at.
    among: dict[str, frozenset[int]] = {}
    for visit, people in zip(visits, able, strict=True):
        leader = group[visit.id]
        among[leader] = among.get(leader, people) & people
    for pair in same_pairs(case):
        for one, other in (pair, pair[::-1]):
            if other in locked and one not in locked:
                among[group[visits[one].id]] &= able[other]
    found = [Agreement(set(among[group[visit.id]])) for visit in visits]
    for first, second in different_pairs(case):
        # The person of a group differs from that of the other group: so do all visits of the two.
        for one in _together(group, visits, first):
            for other in _together(group, visits, second):
                _part(found, able, locked, one, other)
                _part(found, able, locked, other, one)
    for at, agreement in enumerate(found):
        agreement.same.update(set(_together(group, visits, at)) - set(locked) - {at})
    return found


def _groups(case: Request, locked: Collection[int]) -> dict[str, str]:
    """For each visit one that stands for all with whom it shares its person; a locked one is by itself.

    Two locked visits may have different people though both were to have one: so what is asked does not go from one
    visit to another by way of a locked one.
    """
    group = {visit.id: visit.id for visit in case.visits}
    for first, second in same_pairs(case):
        if first not in locked and second not in locked:
            old, new = group[case.visits[first].id], group[case.visits[second].id]
            group = {visit: new if leader == old else leader for visit, leader in group.items()}
    return group


def _part(
    found: list[Agreement], able: Sequence[frozenset[int]], locked: Collection[int], one: int, other: int
) -> None:
    """Note that one visit has another person than the other."""
    if other in locked:
        found[one].among.difference_update(able[other])
    else:
        found[one].different.add(other)


def _together(group: Mapping[str, str], visits: Sequence[Visit], at: int) -> list[int]:
    """The positions of all visits that have the same person as one, itself too."""
    return [other for other, visit in enumerate(visits) if group[visit.id] == group[visits[at].id]]
