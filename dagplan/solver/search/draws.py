"""Random numbers that are the same on every machine and in every language: the kernel in C draws the same.

SplitMix64 of Steele, Lea and Flood (OOPSLA 2014): 64 bits of state, of which every seed is a good one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1


class Draws:
    """A stream of random numbers.

    Parameters
    ----------
    seed
        Its lowest 64 bits decide everything that is drawn.

    Attributes
    ----------
    state
        What the next draw comes of.

    Examples
    --------
    >>> draws = Draws(1)
    >>> [draws.below(10) for _ in range(5)]
    [5, 7, 9, 4, 4]
    """

    __slots__ = ("state",)

    def __init__(self, seed: int) -> None:
        self.state = seed & _MASK

    def bits(self) -> int:
        """64 of them."""
        state = self.state = (self.state + 0x9E3779B97F4A7C15) & _MASK
        state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & _MASK
        return state ^ (state >> 31)

    def below(self, count: int) -> int:
        """A whole number from 0 to ``count - 1``; ``count`` is below 2 to the 31st."""
        return (self.bits() >> 32) * count >> 32

    def unit(self) -> float:
        """A number from 0 to 1, 1 not included."""
        return (self.bits() >> 11) * (1.0 / 9007199254740992.0)

    def between(self, low: float, high: float) -> float:
        """A number between two."""
        return low + (high - low) * self.unit()

    def exponential(self) -> float:
        """A number above 0, of mean 1, ever rarer the higher: von Neumann's way, by comparisons alone (1951).

        A logarithm would differ in its last bit from one machine's library to another's.
        """
        whole = 0.0
        while True:
            first = last = self.unit()
            falling = 1
            while (following := self.unit()) < last:
                last = following
                falling += 1
            if falling % 2:
                return whole + first
            whole += 1

    def choice(self, items: Sequence[T]) -> T:
        """One of some things."""
        return items[self.below(len(items))]

    def mix(self, items: list[T], count: int) -> None:
        """Make the first ``count`` of a list a sample of it, in order of their drawing; the others are behind."""
        for at in range(count):
            other = at + self.below(len(items) - at)
            items[at], items[other] = items[other], items[at]

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """So many different ones, in order of their drawing; all where there are fewer."""
        mixed = list(items)
        count = min(count, len(mixed))
        self.mix(mixed, count)
        return mixed[:count]
