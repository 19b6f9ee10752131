"""A set of numbers from which one can be drawn at random in constant time, the same way for the same seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .draws import Draws


class Pool:
    """Numbers, in an order that depends only on what was added and taken out."""

    def __init__(self, items: Iterable[int] = ()) -> None:
        self._items: list[int] = []
        self._position: dict[int, int] = {}
        for item in items:
            self.add(item)

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[int]:
        return iter(self._items)

    def __contains__(self, item: int) -> bool:
        return item in self._position

    def add(self, item: int) -> None:
        """Put a number in, if it is not there."""
        if item not in self._position:
            self._position[item] = len(self._items)
            self._items.append(item)

    def discard(self, item: int) -> None:
        """Take a number out, if it is there; the last one takes its place."""
        position = self._position.pop(item, None)
        if position is not None:
            last = self._items.pop()
            if last != item:
                self._items[position] = last
                self._position[last] = position

    def choice(self, draw: Draws) -> int:
        """One of them."""
        return draw.choice(self._items)

    def sample(self, draw: Draws, count: int) -> list[int]:
        """So many different ones, or all; they come to stand first."""
        items, position = self._items, self._position
        count = min(count, len(items))
        for at in range(count):
            other = at + draw.below(len(items) - at)
            items[at], items[other] = items[other], items[at]
            position[items[at]], position[items[other]] = at, other
        return items[:count]
