"""One attempt at a job, in a process of its own.

What it has to say goes to the job table: signs of life, how the plan stands, the best plan so far, and in the end the
plan. Where the attempt is no longer the job's (deleted, ended, begun anew by another) it writes nothing and stops.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from sqlalchemy.exc import SQLAlchemyError

from dagplan.models import InputError, Plan, PlanRequest, Problem
from dagplan.models.faults import fault_of
from dagplan.models.plan import to_json
from dagplan.service import told
from dagplan.service.figures import Figures
from dagplan.service.limits import Limits
from dagplan.service.operations.document import Document, opened
from dagplan.service.store.jobs import Attempt, StaleAttemptError, State
from dagplan.service.store.schema import sqlite_store
from dagplan.service.store.table import PLAN, PROBLEMS, JobTable
from dagplan.solver import Run

log = logging.getLogger(__name__)

_SIGN_SECONDS = 1.0
_BEST_SECONDS = 2.0
_PAUSES = (0.5, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class Terms:
    """What an attempt is held to.

    Attributes
    ----------
    store
        Where the job table is.
    nice
        How far it stands back for others.
    overrun_seconds
        What it may take beyond its limit, and a tenth of that.
    limits
        How large a plan may be.
    """

    store: str
    nice: int
    overrun_seconds: float
    limits: Limits

    def allowed(self, seconds: float) -> float:
        """How long an attempt may take whose limit is so many seconds."""
        return 1.1 * seconds + self.overrun_seconds


def work(attempt: Attempt, terms: Terms) -> None:
    """Do a job, whatever comes of it."""
    _stand_back(terms.nice)
    table = _table(terms.store)
    try:
        kind, body, form = table.given(attempt)
        _MAKERS[kind](_Bench(table, attempt, terms), body, form)
    except StaleAttemptError:
        return


@dataclass(frozen=True)
class _Bench:
    """What a maker of something has at hand."""

    table: JobTable
    attempt: Attempt
    terms: Terms

    def end(self, state: State, came: Mapping[str, bytes], figures: Figures | None = None) -> None:
        """End the job; the store may be away for a while."""
        progress = None if figures is None else figures.model_dump_json()
        for pause in (*_PAUSES, None):
            try:
                self.table.end(self.attempt, state, progress, came=came)
            except SQLAlchemyError:
                if pause is None:
                    raise
                time.sleep(pause)
            else:
                return

    def keep(self, plan: Plan) -> None:
        """Keep the best plan so far; where the store is away, the next one will do."""
        try:
            self.table.keep_best(self.attempt, to_json(plan).encode())
        except SQLAlchemyError as error:
            log.warning("the best plan so far could not be kept: %s", type(error).__name__)

    @contextmanager
    def heard(self, seconds: float, stand: Callable[[], str | None], stop: Callable[[], None]) -> Iterator[None]:
        """Say all along that the attempt goes on and how it stands; hear that it is to stop."""
        over = threading.Event()
        self.table.report(self.attempt, seconds=self.terms.allowed(seconds))

        def tell() -> None:
            while not over.wait(_SIGN_SECONDS):
                try:
                    if self.table.report(self.attempt, stand()):
                        stop()
                except StaleAttemptError:
                    stop()
                    return
                except SQLAlchemyError as error:  # the store is away; if it stays so, the lease runs out
                    log.warning("no sign of life could be written: %s", type(error).__name__)

        teller = threading.Thread(target=tell, daemon=True)
        teller.start()
        try:
            yield
        finally:
            over.set()
            teller.join()


def _make_plan(bench: _Bench, body: bytes, form: str) -> None:
    began = time.monotonic()
    try:
        request = opened(Document(body, form)).request
        if beyond := bench.terms.limits.problems(request):
            raise InputError(beyond)
    except InputError as error:
        bench.end(State.INVALID, {PROBLEMS: told.to_json(error.told)})
        return
    run = Run(request)

    def stand() -> str | None:
        return None if run.progress is None else Figures.of_progress(run.progress).model_dump_json()

    try:
        with bench.heard(request.settings.time_limit, stand, run.stop):
            plan = run.make(best_every=_BEST_SECONDS, on_plan=bench.keep, began=began)
    except StaleAttemptError:
        raise
    except Exception as error:
        bench.end(State.FAILED, {PROBLEMS: told.to_json([Problem.of("", fault_of(error), "internal_error")])})
        return
    _end_with(bench, request, plan, State.STOPPED if run.stopped else State.DONE, time.monotonic() - began)


def _end_with(bench: _Bench, request: PlanRequest, plan: Plan, state: State, seconds: float) -> None:
    figures = Figures.of_plan(request, plan, seconds)
    bench.end(state, {PLAN: to_json(plan).encode()}, figures)


_MAKERS: Mapping[str, Callable[[_Bench, bytes, str], None]] = {"plan": _make_plan}


@cache
def _table(store: str) -> JobTable:
    """The job table, opened once in this process."""
    from pathlib import Path

    return JobTable(sqlite_store(Path(store)))


@cache
def _stand_back(nice: int) -> None:
    if hasattr(os, "nice"):
        os.nice(nice)
