"""Things in groups that grow together."""

from __future__ import annotations


class DisjointSets:
    """Anything, in groups that grow together (union-find)."""

    def __init__(self) -> None:
        self._number: dict[object, int] = {}
        self._leader: list[int] = []

    def node(self, one: object) -> int:
        """The number of a thing, a new one where it is new."""
        number = self._number.setdefault(one, len(self._leader))
        if number == len(self._leader):
            self._leader.append(number)
        return number

    def join(self, one: int, other: int) -> None:
        """Put the groups of two together."""
        self._leader[self._find(one)] = self._find(other)

    def meets(self, one: int, other: object) -> bool:
        """Join a thing to a group; whether it was there before."""
        known = other in self._number
        self.join(one, self.node(other))
        return known

    def root(self, one: object) -> int:
        """The same number for all of a group."""
        return self._find(self._number[one])

    def _find(self, number: int) -> int:
        leader = self._leader
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number
