"""How snugly visits fit among what is booked: what they leave free stays in one piece.

Of places that cost the same the snuggest is taken. A visit fits between two others (or a window's ends), beside one,
or beside none; a gap of less than a grid step is of use to nobody and counts as none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dagplan.solver.instance.bits import first_minute
from dagplan.solver.instance.instance import Request, Slot, Visit

from .calendars import Calendars

Candidates = tuple[Sequence[int], Sequence[int]]
"""Segments, and the minutes at which a visit may start in each, as sets."""


def snug_start(free: int, starts: int, duration: int, grid: int) -> tuple[int, int]:
    """How loosely a visit fits, and where: 0 between two others (or a window's ends), 1 beside one, 2 beside none."""
    after_taken, before_taken = _touching(free, starts, duration, grid)
    if between := after_taken & before_taken:
        return 0, first_minute(between)
    if beside := after_taken or before_taken:
        return 1, first_minute(beside)
    return 2, first_minute(starts)


@dataclass(frozen=True, slots=True)
class Snugness:
    """What fits most snugly for the visits of one request at one unit on one date."""

    calendars: Calendars
    request: Request
    unit: int
    day: int

    def slot(self, visit: Visit, candidates: Candidates, start: int) -> Slot:
        """Of the candidates that may start at a minute the first where the visit fits most snugly."""
        best, least = -1, 3
        for segment, starts in zip(*candidates, strict=True):
            if starts >> start & 1:
                loose = 0
                if visit.fixed is None:
                    touching = _touching(
                        self.calendars.free[segment], 1 << start, visit.duration, self.calendars.instance.grid
                    )
                    loose = 2 - sum(side > 0 for side in touching)
                if loose < least:
                    best, least = segment, loose
        return Slot(best, start)

    def first_of_pair(self, firsts: int, apart: int) -> int:
        """Of the starts of two visits that are so many minutes apart the one at which both fit most snugly.

        Parameters
        ----------
        firsts
            Minutes at which the first visit may start, as a set; not empty.
        apart
            Minutes from the start of the first to that of the second.
        """
        first, second = self.request.visits
        between, beside = self._snug_starts(first)
        later_between, later_beside = self._snug_starts(second)
        between, later_between = firsts & between, firsts & later_between >> apart
        beside, later_beside = firsts & beside, firsts & later_beside >> apart
        return first_minute(
            between & later_between
            or between & later_beside | beside & later_between
            or beside & later_beside | between | later_between
            or beside | later_beside
            or firsts
        )

    def _snug_starts(self, visit: Visit) -> tuple[int, int]:
        """Where somebody has a visit between two others, and where beside at least one."""
        gaps, grid = self.calendars.gaps(visit.kind, self.unit, self.day), self.calendars.instance.grid
        between = beside = 0
        for segment, starts in zip(gaps.segments, gaps.starts, strict=True):
            if starts:
                after_taken, before_taken = _touching(self.calendars.free[segment], starts, visit.duration, grid)
                between |= after_taken & before_taken
                beside |= after_taken | before_taken
        return between, beside


def _touching(free: int, starts: int, duration: int, grid: int) -> tuple[int, int]:
    """The starts of which the grid step before is taken, and those with the step after their end taken."""
    # Two shifts instead of a walk.
    return starts & ~(free << grid), starts & ~(free >> -(-duration // grid) * grid)
