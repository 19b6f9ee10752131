"""Where the visits of one kind still fit at one unit on one date, kept up to date.

A search asks this again and again while little changes. So what each person can still take is kept, and reckoned
anew only for those whose time has changed since it was last asked; where nothing is left, that is known at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from .bits import starts_of_free, union_of

LONGEST_LOG = 1000
"""So many changes on a date at a unit are told one by one; then everybody is looked at again."""


class Rooms:
    """The candidates of one kind of visit at one unit on one date.

    Attributes
    ----------
    segments
        Of each candidate, in order.
    starts
        The minutes from which each can take a visit beside what is booked, as sets; ``union`` is all of them.
    log, known
        The list of the segments that change there, and how many of these changes are known here.
    """

    __slots__ = ("_duration", "_open", "known", "log", "segments", "starts", "union")

    def __init__(self, candidates: Sequence[tuple[int, int]], duration: int) -> None:
        self.segments = [segment for segment, _ in candidates]
        self.starts = [0 for _ in candidates]
        self.union = 0
        self.log: list[int] | None = None
        self.known = 0
        self._duration = duration
        self._open = [starts for _, starts in candidates]

    def look(self, free: Sequence[int], log: list[int]) -> None:
        """Bring it up to date with the free minutes of the segments."""
        segments = self.segments
        count = len(segments)
        if self.log is not log or len(log) - self.known > count:
            numbers = list(range(count))
        else:
            numbers = []
            for segment in log[self.known :]:
                number = bisect_left(segments, segment)
                if number < count and segments[number] == segment:
                    numbers.append(number)
        self.log, self.known = log, len(log)
        if numbers:
            for number in numbers:
                self.starts[number] = self._open[number] & starts_of_free(free[segments[number]], self._duration)
            self.union = union_of(self.starts)

    def among(self, minutes: int) -> list[tuple[int, int]]:
        """The candidates that may start at some of these minutes, each with those."""
        return [
            (segment, left)
            for segment, room in zip(self.segments, self.starts, strict=True)
            if (left := room & minutes)
        ]
