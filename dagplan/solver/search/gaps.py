"""Where the visits of one kind still fit at one unit on one date, kept up to date.

A search asks this again and again while little changes. So what each person can still take is kept, and reckoned
anew only for those whose time has changed since it was last asked; where nothing is left, that is known at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from dagplan.solver.instance.bits import starts_of_free, union_of
from dagplan.solver.instance.instance import Segment


class Gaps:
    """The candidates of one kind of visit at one unit on one date.

    Attributes
    ----------
    segments
        Of each candidate.
    starts
        The minutes from which each can take a visit beside what is booked, as sets; ``union`` is all of them.
    version
        That of the calendars at which this was right.
    """

    __slots__ = ("_duration", "_free", "_of_person", "_open", "segments", "starts", "union", "version")

    def __init__(self, candidates: Sequence[tuple[int, int]], duration: int) -> None:
        self.segments = [segment for segment, _ in candidates]
        self.starts = [0 for _ in candidates]
        self.union = 0
        self.version = -1
        self._duration = duration
        self._open = [starts for _, starts in candidates]
        self._free: list[int | None] = [None for _ in candidates]
        self._of_person: dict[int, list[int]] | None = None

    def look(self, free: Sequence[int], version: int) -> None:
        """Bring it up to date with the free minutes of the segments."""
        known, starts = self._free, self.starts
        changed = False
        for number, segment in enumerate(self.segments):
            now = free[segment]
            # The same object is the same set; the reverse need not hold, and then it is only reckoned once more.
            if now is not known[number]:
                known[number] = now
                starts[number] = self._open[number] & starts_of_free(now, self._duration)
                changed = True
        if changed:
            self.union = union_of(starts)
        self.version = version

    def of_person(self, person: int, segments: Sequence[Segment]) -> list[int]:
        """The numbers of one person's candidates."""
        if self._of_person is None:
            self._of_person = {}
            for number, index in enumerate(self.segments):
                self._of_person.setdefault(segments[index].person, []).append(number)
        return self._of_person.get(person, [])

    def among(self, minutes: int) -> list[tuple[int, int]]:
        """The candidates that may start at some of these minutes, each with those."""
        return [
            (segment, left)
            for segment, room in zip(self.segments, self.starts, strict=True)
            if (left := room & minutes)
        ]
