"""One attempt at a job, in a process of its own.

What it has to say goes to the job table: signs of life, how the plan stands, the best plan so far, and in the end the
plan. Where the attempt is no longer the job's (deleted, ended, begun anew by another) it writes nothing and stops.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from functools import cache

from dagplan.models import InputError, Plan, PlanRequest, Problem
from dagplan.models.faults import fault_of
from dagplan.models.plan import to_json
from dagplan.service import told
from dagplan.service.figures import Figures
from dagplan.service.operations.document import Document, opened
from dagplan.service.store.jobs import Attempt, StaleAttemptError, State
from dagplan.service.store.opening import open_store
from dagplan.service.store.table import PLAN, PROBLEMS, JobTable
from dagplan.solver import Run

from .bench import Bench, Terms

_BEST_SECONDS = 2.0


def work(attempt: Attempt, terms: Terms) -> None:
    """Do a job, whatever comes of it."""
    _stand_back(terms.nice)
    table = _table(terms.store)
    try:
        kind, body, form = table.given(attempt)
        _MAKERS[kind](Bench(table, attempt, terms), body, form)
    except StaleAttemptError:
        return


def _make_plan(bench: Bench, body: bytes, form: str) -> None:
    began = time.monotonic()
    try:
        given = opened(Document(body, form))
        request = given.request
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
    passed_over = tuple(one.warning for one in given.passed_over)
    plan = plan.model_copy(update={"warnings": (*plan.warnings, *passed_over)})
    _end_with(bench, request, plan, State.STOPPED if run.stopped else State.DONE, time.monotonic() - began)


def _end_with(bench: Bench, request: PlanRequest, plan: Plan, state: State, seconds: float) -> None:
    figures = Figures.of_plan(request, plan, seconds)
    bench.end(state, {PLAN: to_json(plan).encode()}, figures)


def _make_study(bench: Bench, body: bytes, form: str) -> None:
    from .studies import make_study  # which brings in what hardly any job needs

    make_study(bench, body, form)


_MAKERS: Mapping[str, Callable[[Bench, bytes, str], None]] = {"plan": _make_plan, "study": _make_study}


@cache
def _table(store: str) -> JobTable:
    """The job table, opened once in this process."""
    return JobTable(open_store(store))


@cache
def _stand_back(nice: int) -> None:
    if hasattr(os, "nice"):
        os.nice(nice)
