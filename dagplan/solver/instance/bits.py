"""Sets of minutes of one day as Python integers: bit ``m`` is minute ``m`` from local midnight.

One shift moves a whole day's calendar, so that a search for room costs a handful of machine operations
whatever the grid. All functions are pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

MINUTES_A_DAY = 1440
WHOLE_DAY = (1 << MINUTES_A_DAY) - 1


def span_mask(first: int, end: int) -> int:
    """The minutes from ``first`` to ``end`` (not included).

    >>> bin(span_mask(1, 4))
    '0b1110'
    """
    return (1 << end) - (1 << first) if end > first else 0


@lru_cache(maxsize=1500)
def grid_mask(grid: int) -> int:
    """The minutes at multiples of ``grid``."""
    return sum(1 << minute for minute in range(0, MINUTES_A_DAY, grid))


@cache
def _doubling(length: int) -> tuple[int, ...]:
    """Shifts that, one after the other, cover ``length`` minutes, each at most double of what is covered."""
    steps, covered = [], 1
    while covered < length:
        steps.append(min(covered, length - covered))
        covered += steps[-1]
    return tuple(steps)


@lru_cache(maxsize=50_000)
def starts_of_free(free: int, minutes: int) -> int:
    """The minutes from which ``minutes`` in a row are free.

    >>> bin(starts_of_free(0b11101111, 3))
    '0b100011'
    """
    # After each shift a bit says that so many minutes in a row are free; that number at most doubles.
    for step in _doubling(minutes):
        free &= free >> step
    return free


def union_of(sets: Iterable[int]) -> int:
    """The minutes that are in any of some sets."""
    union = 0
    for one in sets:
        union |= one
    return union


def later(starts: int, least: int, most: int) -> int:
    """The minutes at least ``least`` and at most ``most`` after one of ``starts``."""
    # The same doubling outward: a bit becomes a run of most - least + 1 minutes.
    moved = starts << least
    for step in _doubling(min(most, MINUTES_A_DAY) - least + 1):
        moved |= moved << step
    return moved & WHOLE_DAY


def earlier(starts: int, least: int, most: int) -> int:
    """The minutes at least ``least`` and at most ``most`` before one of ``starts``."""
    moved = starts >> least
    for step in _doubling(min(most, MINUTES_A_DAY) - least + 1):
        moved |= moved >> step
    return moved


def first_minute(minutes: int) -> int:
    """The earliest minute of a set that is not empty."""
    return (minutes & -minutes).bit_length() - 1


def each_minute(minutes: int) -> Iterator[int]:
    """The minutes of a set, in order."""
    while minutes:
        low = minutes & -minutes
        yield low.bit_length() - 1
        minutes ^= low


def nth_minute(minutes: int, n: int) -> int:
    """The minute of a set that has ``n`` others before it; there must be more than ``n``.

    >>> nth_minute(0b10110, 1)
    2
    """
    for _ in range(n):
        minutes &= minutes - 1  # without the earliest
    return first_minute(minutes)


def runs(minutes: int) -> list[tuple[int, int]]:
    """A set as runs (first, end not included), in order.

    >>> runs(0b1100110)
    [(1, 3), (5, 7)]
    """
    found = []
    while minutes:
        first = first_minute(minutes)
        # ~ of the shifted set has its lowest bit where the first run ends.
        length = first_minute(~(minutes >> first))
        found.append((first, first + length))
        minutes &= ~span_mask(first, first + length)
    return found
