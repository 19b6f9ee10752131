"""The best plan so far, for a caller who wants it while the search goes on.

It is written and checked in the calling thread, between two steps of the search, which waits meanwhile. What that
takes is as long as the plan is large (under 0.1 s for a week of one unit, some ten for a region's): it is measured,
and all of it together takes a small share of the time: a large plan is told of more seldom than was asked for.
"""

from __future__ import annotations

from collections.abc import Callable

from dagplan.models import Plan

from .draft import Draft
from .timekeeping import Timekeeper

OnPlan = Callable[[Plan], object]
"""Called with a plan that keeps every rule."""


class PlanSoFar:
    """Tells a caller of the best plan at hand, each time it is better than the one before.

    Parameters
    ----------
    draft
        The plan in the making.
    write
        Writes and checks what stands in the draft's calendars.
    tell
        The caller.
    every
        Seconds from one call to the next, at the least.
    expected
        Seconds that writing is believed to take, until it has been done.
    time
        How long it has been, and what is left; its parameters say which share may be spent here.
    """

    def __init__(
        self,
        draft: Draft,
        write: Callable[[], Plan],
        tell: OnPlan,
        *,
        every: float,
        expected: float,
        time: Timekeeper,
    ) -> None:
        self._draft = draft
        self._write = write
        self._tell = tell
        self._every = every
        self._expected = expected
        self._time = time
        self._used = 0.0
        self._called: float | None = None
        self._told: int | None = None

    def __call__(self) -> None:
        """Tell of it, if it is better, the caller wants it by now, and there is time."""
        cost = self._draft.cost_at_hand
        if (self._told is not None and cost >= self._told) or not self._is_time():
            return
        began = self._time.spent
        self._draft.bring_in()
        plan = self._write()
        self._told, self._called = cost, self._time.spent
        self._tell(plan)
        self._expected = self._time.spent - began
        self._used += self._expected

    def _is_time(self) -> bool:
        spent, deadline = self._time.spent, self._time.deadline
        if self._called is not None and spent - self._called < self._every:
            return False
        # The first is wanted at once, and weighed against all the time there is; later ones against what has gone.
        of = self._time.limit if self._called is None else spent
        if self._used + self._expected > self._time.params.telling_share * of:
            return False
        # Nothing is begun that would outlast the search: the plan itself comes then.
        return not deadline.over() and (deadline.counted or self._expected < deadline.left)
