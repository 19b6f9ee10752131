"""Visits of one request that the same person takes, or two: choices of people that are as the visits ask.

Locked visits ask nothing of one another; what one of them asks of a visit that is not locked, or it of them, counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dagplan.models.people import asks_of_people, different_pairs, same_pairs
from dagplan.models.request import Request
from dagplan.solver.search.best_first import best_first

Pair = tuple[int, int]
"""Positions of two visits, the earlier first."""


@dataclass(frozen=True)
class Pairs:
    """Pairs of visits with the same person, and with different people."""

    same: tuple[Pair, ...] = ()
    different: tuple[Pair, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return bool(self.same or self.different)

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self.same) + len(self.different)

    @property
    def positions(self) -> list[int]:
        """The visits of which anything is asked."""
        return sorted({position for pair in (*self.same, *self.different) for position in pair})

    def broken(self, people: Sequence[str] | Mapping[int, str]) -> Pairs:
        """The pairs that these people, one a visit, are not as asked for."""
        return Pairs(
            tuple(pair for pair in self.same if people[pair[0]] != people[pair[1]]),
            tuple(pair for pair in self.different if people[pair[0]] == people[pair[1]]),
        )

    def among(self, positions: Collection[int]) -> Pairs:
        """The pairs of which both visits are among some."""
        return Pairs(
            tuple(pair for pair in self.same if pair[0] in positions and pair[1] in positions),
            tuple(pair for pair in self.different if pair[0] in positions and pair[1] in positions),
        )

    def without(self, some: Collection[tuple[str, Pair]]) -> Pairs:
        """All but some pairs, each given with the name of its list."""
        return Pairs(
            tuple(pair for pair in self.same if ("same", pair) not in some),
            tuple(pair for pair in self.different if ("different", pair) not in some),
        )

    def each(self) -> list[tuple[str, Pair]]:
        """Every pair with the name of its list."""
        return [("same", pair) for pair in self.same] + [("different", pair) for pair in self.different]


def pairs_of(case: Request, locked: Collection[str]) -> Pairs:
    """What the visits of a request ask of one another's people, but for what lies between two locked ones."""
    if not asks_of_people(case):
        return Pairs()

    def open_ones(pairs: list[Pair]) -> tuple[Pair, ...]:
        return tuple(pair for pair in pairs if not all(case.visits[position].id in locked for position in pair))

    return Pairs(open_ones(same_pairs(case)), open_ones(different_pairs(case)))


def choices(pairs: Pairs, costs: Mapping[int, Mapping[str, float]]) -> Iterator[tuple[float, dict[int, str]]]:
    """People of the visits that are as asked, each choice once, in the order of what they cost together.

    Parameters
    ----------
    costs
        For each visit of ``pairs.positions`` what each person who may take it costs.
    """
    groups = _groups(pairs)
    options: list[list[tuple[float, str]]] = []
    for group in groups:
        common = set(costs[group[0]]).intersection(*(costs[position] for position in group[1:]))
        options.append(sorted((sum(costs[position][person] for position in group), person) for person in common))
    if not all(options):
        return
    number_of = {position: number for number, group in enumerate(groups) for position in group}
    different = [(number_of[one], number_of[other]) for one, other in pairs.different]
    for cost, choice in best_first(options):
        people = [options[at][number][1] for at, number in enumerate(choice)]
        if all(people[one] != people[other] for one, other in different):
            yield cost, {position: people[at] for at, group in enumerate(groups) for position in group}


def few_of_each(positions: Collection[int], looks: Mapping[str, Hashable]) -> list[str]:
    """People of whom no others need be looked at: of those that are alike, one for each of these visits."""
    alike: dict[Hashable, list[str]] = defaultdict(list)
    for person, look in looks.items():
        if len(alike[look]) < len(positions):
            alike[look].append(person)
    return [person for some in alike.values() for person in some]


def _groups(pairs: Pairs) -> list[tuple[int, ...]]:
    """The visits that have one person, together; in order."""
    leader = {position: position for position in pairs.positions}
    for one, other in pairs.same:
        joined = leader[one]
        for position, of in leader.items():
            if of == joined:
                leader[position] = leader[other]
    found: dict[int, list[int]] = defaultdict(list)
    for position in pairs.positions:
        found[leader[position]].append(position)
    return sorted(tuple(group) for group in found.values())
