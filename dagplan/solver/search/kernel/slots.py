"""Minutes of a day as grid slots, in as few 64-bit words as the days of an instance need."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dagplan.solver.instance.instance import Instance

WIDTHS = (1, 2, 3, 5, 9, 23)
"""Numbers of words that the kernel is compiled for: the least that is enough is taken. 23 hold a day of minutes."""

_WORD = 64


class Slots:
    """The slots of an instance: slot 0 begins at the first grid minute at which anybody works.

    Parameters
    ----------
    instance
        Whose windows decide how many there are.

    Attributes
    ----------
    grid, first, count
        Minutes a slot; the number of the first one, counted from midnight; how many there are.
    words
        64-bit words that hold them.
    """

    def __init__(self, instance: Instance) -> None:
        self.grid = instance.grid
        self.first = -(-min((one.start for one in instance.segments), default=0) // self.grid)
        last = -(-max((one.end for one in instance.segments), default=0) // self.grid)
        self.count = max(1, last - self.first)
        self.words = next(width for width in WIDTHS if width * _WORD >= self.count)
        self._sampled = lru_cache(maxsize=None)(self._sample)

    def at(self, minute: int) -> int:
        """The slot that begins at a minute; -1 for a minute that is not on the grid, or outside."""
        slot, beside = divmod(minute, self.grid)
        return slot - self.first if not beside and 0 <= slot - self.first < self.count else -1

    def minute(self, slot: int) -> int:
        """The minute at which a slot begins."""
        return (slot + self.first) * self.grid

    def of(self, minutes: int) -> int:
        """The slots whose first minute is in a set of minutes, as a set."""
        return self._sampled(minutes)

    def _sample(self, minutes: int) -> int:
        shifted = minutes >> self.first * self.grid
        # As text, every grid-th digit from the lowest: the only way to thin out a whole number without a loop.
        digits = format(shifted, "b")[::-1][: self.count * self.grid : self.grid]
        return int(digits[::-1], 2)

    def laid(self, sets: Iterable[int]) -> NDArray[np.uint64]:
        """Sets of slots one after the other, each in its words."""
        size = 8 * self.words
        found = np.frombuffer(b"".join([one.to_bytes(size, "little") for one in sets]), dtype="<u8")
        return found.astype(np.uint64)
