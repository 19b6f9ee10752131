"""Who sees to the jobs: so many at once, each in a process of its own that is ended when it overruns.

```
take ── submit ──┬─ the worker ended the job
                 ├─ its process is lost       → put back, or failed after so many times
                 ├─ it takes too long         → its process is ended, failed
                 └─ the service is to end     → the grace, then put back
```

A job whose worker was lost together with its supervisor is put back by whoever is there: at once where only one
supervisor has the store, or else when its lease has run out.
"""

from __future__ import annotations

import logging
import os
import platform
import threading
import time
from concurrent.futures import BrokenExecutor, Future, TimeoutError
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from dagplan.models import Problem
from dagplan.service import told
from dagplan.service.limits import Limits
from dagplan.service.operations.warming import ready_to_plan
from dagplan.service.settings import Settings
from dagplan.service.store.jobs import Attempt, State
from dagplan.service.store.table import PROBLEMS, JobTable
from dagplan.solver.running.helpers import Helpers
from dagplan.words.messages.service import ServiceFaults

from .bench import Terms
from .worker import work

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.5
_WAIT_SECONDS = 2.0
_PAUSE_SECONDS = 2.0


class Supervisor:
    """Workers on a job table.

    Parameters
    ----------
    table
        The jobs.
    store
        Where the table is, for the workers.
    settings
        How many at once, and what each may take.
    alone
        Whether nobody else works on these jobs: all that seem to be in the making are put back at the start.
    """

    def __init__(self, table: JobTable, store: str, settings: Settings, *, alone: bool) -> None:
        self._table = table
        self._terms = Terms(store, settings.nice, settings.overrun_seconds, Limits.of(settings))
        self._settings = settings
        self._alone = alone
        self._ending = threading.Event()
        self._give_up = threading.Event()
        name = f"{platform.node()[:50]}:{os.getpid()}"
        self._slots = [
            threading.Thread(target=self._serve, args=(f"{name}:{one}",), name=f"dagplan-slot-{one}", daemon=True)
            for one in range(settings.workers)
        ]
        self._keeper = threading.Thread(target=self._keep, name="dagplan-keeper", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        if self._alone:
            self._put_back_lost(unheard=0.0)
        for slot in [*self._slots, self._keeper]:
            slot.start()

    @property
    def is_well(self) -> bool:
        """Whether all of it is at work."""
        return all(one.is_alive() for one in [*self._slots, self._keeper])

    def wake(self) -> None:
        """Have those who wait look for jobs."""
        self._table.wake()

    def stop(self, grace: float) -> None:
        """Take no more jobs; what is in the making after so many seconds is put back."""
        self._ending.set()
        self.wake()
        ends = time.monotonic() + grace
        for slot in self._slots:
            slot.join(max(0.0, ends - time.monotonic()))
        self._give_up.set()
        for slot in [*self._slots, self._keeper]:
            slot.join()

    def _serve(self, name: str) -> None:
        """Do one job after the other, until the service ends."""
        helpers = _warm()
        try:
            while not self._ending.is_set():
                try:
                    attempt = self._table.take(name, seconds=self._settings.reading_seconds)
                    if attempt is None:
                        self._table.wait(_WAIT_SECONDS)
                    elif not self._see_to(attempt, helpers):
                        helpers.shutdown()
                        helpers = _warm()
                except (SQLAlchemyError, OSError) as error:  # the store is away, or no process can be started
                    log.warning("%s: waiting for it to pass", type(error).__name__)
                    self._ending.wait(_PAUSE_SECONDS)
        finally:
            helpers.shutdown()

    def _see_to(self, attempt: Attempt, helpers: Helpers) -> bool:
        """Have an attempt made; whether its process can be used again."""
        log.info("job %d, attempt %d: begun", attempt.number, attempt.attempt)
        try:
            future = helpers.submit(work, attempt, self._terms)
        except OSError:
            self._put_back(attempt, lost=False)
            raise
        while True:
            try:
                future.result(_LOOK_SECONDS)
            except TimeoutError:
                if not self._is_to_end(attempt, future):
                    continue
                helpers.shutdown()
                self._end(attempt)
                return False
            except BrokenExecutor:
                log.warning("job %d, attempt %d: its process was lost", attempt.number, attempt.attempt)
                self._put_back(attempt, lost=True)
            except Exception as error:  # the worker could not say itself what came of it
                log.warning("job %d, attempt %d: %s", attempt.number, attempt.attempt, type(error).__name__)
                self._put_back(attempt, lost=True)
            return True

    def _is_to_end(self, attempt: Attempt, future: Future[None]) -> bool:
        if future.done():
            return False
        try:
            return self._give_up.is_set() or self._table.overruns(attempt)
        except SQLAlchemyError:  # asked again soon
            return False

    def _end(self, attempt: Attempt) -> None:
        """Write what became of an attempt whose process was ended from here."""
        if self._give_up.is_set():
            self._put_back(attempt, lost=False)
            return
        log.warning("job %d, attempt %d: took too long, and was ended", attempt.number, attempt.attempt)
        problems = told.to_json([Problem.of("", ServiceFaults.OVERRAN())])
        self._table.end(attempt, State.FAILED, came={PROBLEMS: problems})

    def _put_back(self, attempt: Attempt, *, lost: bool) -> None:
        problems = told.to_json([Problem.of("", ServiceFaults.WORKER_LOST(n=self._settings.most_lost))])
        state = self._table.put_back(attempt, lost=lost, most_lost=self._settings.most_lost, problems=problems)
        if state is not None:
            log.info("job %d, attempt %d: given up, now %s", attempt.number, attempt.attempt, state)

    def _put_back_lost(self, unheard: float) -> None:
        for attempt in self._table.running(unheard=unheard):
            self._put_back(attempt, lost=True)

    def _keep(self) -> None:
        """See to what nobody else does: jobs whose workers are gone, and those that are kept long enough."""
        pause = min(5.0, self._settings.lease_seconds / 4)
        while not self._ending.wait(pause):
            try:
                self._put_back_lost(self._settings.lease_seconds)
                if self._settings.keep_days is not None:
                    self._table.forget_older(self._settings.keep_days * 86_400)
                self._table.sweep()
            except SQLAlchemyError as error:
                log.warning("%s: waiting for it to pass", type(error).__name__)


def _warm() -> Helpers:
    """A process to work in, which makes itself ready until there is a job."""
    helpers = Helpers(1)
    with suppress(OSError):  # none can be started now: it is tried again with the first job
        helpers.submit(ready_to_plan)
    return helpers
