"""When a plan must be there: the time a caller gave, and what is kept of it for writing, checking and passing on."""

from __future__ import annotations

from dagplan.models import Plan
from dagplan.models.request import Settings
from dagplan.solver.running.deadlines import Cancel, Deadline, WorkBudget

from .assemble import late_warning
from .params import TimeParams


class Timekeeper:
    """The deadline of a search, earlier than the caller's by what is left to do after it.

    Parameters
    ----------
    settings
        The time limit, and whether it is by the clock or by work counted.
    cancel
        When it says so, the search is over.
    began
        When the time began to run (``time.monotonic``); None for now.
    params
        How much is kept.

    Attributes
    ----------
    deadline
        Of the search.
    """

    def __init__(self, settings: Settings, cancel: Cancel | None, began: float | None, params: TimeParams) -> None:
        self.limit = settings.time_limit
        self.params = params
        self.clock = Deadline(0, began=began)  # tells how long it has been, also where work is counted
        self.deadline: Deadline = (
            WorkBudget(self.limit, cancel) if settings.deterministic else Deadline(self.limit, cancel, began)
        )
        self._afterwards = 0.0

    @property
    def spent(self) -> float:
        """Seconds of wall clock since the time began to run."""
        return self.clock.spent

    @property
    def can_be_kept(self) -> bool:
        """Whether there is time, by the clock, of which something can be kept."""
        return not self.deadline.counted and not self.deadline.over()

    def keep(self, writing: float, afterwards: float, first_plan: float) -> None:
        """End the search earlier.

        Parameters
        ----------
        writing, afterwards
            Seconds that it takes to write and check the plan, and that the caller needs when it is made.
        first_plan
            Seconds that the first plan took: an ending moves as many requests.
        """
        ending = max(self.params.ending, self.params.ending_share * first_plan)
        self._afterwards = afterwards
        self.deadline = self.deadline.within(self.deadline.left - (writing + afterwards + ending))

    def stamped(self, made: Plan, *, searched: bool) -> Plan:
        """The plan with the seconds it took, and a warning where no time can have been enough for more."""
        spent = self.spent
        run = made.run.model_copy(update={"wall_seconds": round(spent, 3)})
        by_clock = not (self.deadline.counted or self.deadline.cancelled)
        late = by_clock and not searched and spent + self._afterwards > self.limit
        warnings = (*made.warnings, late_warning(self.limit, spent)) if late else made.warnings
        return made.model_copy(update={"run": run, "warnings": warnings})
