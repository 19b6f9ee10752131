"""One plan being made, which others look at and stop: what a terminal, a service and a notebook all need of it."""

from __future__ import annotations

import threading
from concurrent.futures import Executor

from dagplan.models import Plan, PlanRequest
from dagplan.models.arguments import REQUEST, takes
from dagplan.solver.running.deadlines import OnProgress, Progress

from . import engine
from .rehearsal import Afterwards
from .so_far import OnPlan


class Run:
    """The making of one plan. One thread makes it; any thread reads how it stands, and stops it.

    Parameters
    ----------
    request
        What is to be booked.

    Attributes
    ----------
    request
        The same.
    progress
        Where the plan stands, as last told; None before that.
    best
        The best plan so far, checked against every rule, and in the end the plan itself; None before there is one.
        While it is made it is new as often as ``make`` was told.

    Raises
    ------
    TypeError
        If ``request`` is none.

    Examples
    --------
    >>> from dagplan.scenarios import generate
    >>> run = Run(generate("unit-day", 1))
    >>> run.stop()
    >>> made = run.make()
    >>> run.best is made, run.stopped
    (True, True)
    """

    @takes(request=REQUEST)
    def __init__(self, request: PlanRequest) -> None:
        self.request = request
        self.progress: Progress | None = None
        self.best: Plan | None = None
        self._stop = threading.Event()
        self._begun = threading.Lock()

    @property
    def stopped(self) -> bool:
        """Whether somebody said stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Have ``make`` give the best plan so far, soon; from any thread, or where a signal is heard."""
        self._stop.set()

    def make(
        self,
        *,
        on_progress: OnProgress | None = None,
        on_plan: OnPlan | None = None,
        best_every: float | None = None,
        executor: Executor | None = None,
        began: float | None = None,
        afterwards: Afterwards | None = None,
    ) -> Plan:
        """Make the plan, once.

        Parameters
        ----------
        on_progress, executor, began, afterwards
            As of ``plan``.
        on_plan
            Called with each new ``best`` while it is made, with the same plan.
        best_every
            Seconds from one ``best`` to the next, at the least; None: ``best`` is there at the end only, and nothing
            is spent on it before.

        Raises
        ------
        RuntimeError
            If it is made already, or being made.
        TypeError
            If an argument is not what is wanted.
        Exception
            What a function given here raises.
        """
        if not self._begun.acquire(blocking=False):
            raise RuntimeError("a run makes its plan once")

        def hear(progress: Progress) -> None:
            self.progress = progress
            if on_progress is not None:
                on_progress(progress)

        def take(made: Plan) -> None:
            self.best = made
            if on_plan is not None:
                on_plan(made)

        self.best = engine.plan(
            self.request,
            on_progress=hear,
            on_plan=None if best_every is None else take,
            on_plan_every=best_every or 0.0,
            cancel=self._stop,
            executor=executor,
            began=began,
            afterwards=afterwards,
        )
        return self.best
