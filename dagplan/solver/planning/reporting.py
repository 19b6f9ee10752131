"""How the plan in the making is told of."""

from __future__ import annotations

from dagplan.models import gap
from dagplan.solver.running.deadlines import Deadline, OnProgress, Progress

from .draft import Draft


class Reporter:
    """Tells a caller, if there is one, how a draft stands.

    Parameters
    ----------
    on_progress
        The caller.
    clock
        Tells how many seconds have been spent.
    asked_for
        Number of requests asked for; those that are wholly locked are no part of a draft, and booked.
    """

    def __init__(self, on_progress: OnProgress | None, clock: Deadline, asked_for: int) -> None:
        self.on_progress = on_progress
        self.clock = clock
        self.asked_for = asked_for

    def __call__(self, draft: Draft) -> None:
        """Tell of it."""
        if self.on_progress is None:
            return
        self.on_progress(
            Progress(
                seconds=self.clock.spent,
                cost=draft.cost,
                lower_bound=draft.lower_bound,
                gap=gap(draft.cost, draft.lower_bound, draft.instance.nothing_booked),
                booked=self.asked_for - draft.unbooked,
                unbooked=draft.unbooked,
            )
        )
