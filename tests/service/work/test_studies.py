"""A study as a job: nothing that is done is done again, and what is stopped keeps what it has."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import time
import zipfile

import psutil
import pytest

from dagplan.scenarios.batch import outcomes_of
from dagplan.service.figures import StudyFigures
from dagplan.service.limits import Limits
from dagplan.service.operations.document import JSON
from dagplan.service.operations.studying import STUDY, study_to_run
from dagplan.service.store.jobs import Order, StaleAttemptError, State
from dagplan.service.store.sqlite import sqlite_store
from dagplan.service.store.table import JobTable
from dagplan.service.work import studies
from dagplan.service.work.bench import Bench, Terms
from tests.build import asked
from tests.service.build import at_work, over, unit_day, until

LIMITS = Limits(requests=1000, dates=30, seconds=60.0)
LONGER = {"kind": "scale_duration", "competence": "physician", "minutes": 5}


def ordered(table, base=None, seeds=(1, 2), seconds=1.0, tenant="north"):
    study = {
        "name": "Longer",
        "base": "base",
        "seeds": list(seeds),
        "settings": {"time_limit": seconds},
        "scenario": [{"name": "longer", "changes": [LONGER]}],
    }
    body = json.dumps({"study": study, "inputs": {"base": base or asked()}}).encode()
    whole = study_to_run(body, JSON, {}, LIMITS, 100)
    return table.add(tenant, Order(body, JSON, kind="study", beside={STUDY: whole}))[0]


@pytest.fixture
def table(tmp_path):
    table = JobTable(sqlite_store(tmp_path / "jobs.sqlite"))
    yield table
    table.close()


def bench_of(table, attempt):
    return Bench(table, attempt, Terms("", 0, 30.0, LIMITS))


def result_of(table, job, language="en"):
    kept = table.document(job.tenant, job.id, f"results.{language}")
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def planning(monkeypatch, lose_at=None):
    """Have cases counted as they are planned; at one of them the worker is lost."""
    planned = []
    real = studies.outcomes_of

    def counted(study, kept, **how):
        class Counting:
            def record(self, case):
                return kept.record(case)

            def keep(self, case, record):
                if len(planned) == lose_at:
                    raise KeyboardInterrupt
                planned.append(case.key)
                kept.keep(case, record)

        return real(study, Counting(), **how)

    monkeypatch.setattr(studies, "outcomes_of", counted)
    return planned


def test_the_cases_of_a_study_are_planned_and_compared(table):
    job = ordered(table)
    studies.make_study(bench_of(table, table.take()), b"", JSON)
    job = table.get("north", job.id)
    assert job.state is State.DONE
    assert StudyFigures.model_validate_json(job.progress).model_dump() == {
        "done": 4,
        "failed": 0,
        "running": 0,
        "total": 4,
        "seconds_left": 0.0,
    }
    found = json.loads(result_of(table, job)["results.json"])
    assert [(one["scenario"], one["done"]) for one in found["scenarios"]] == [("base", 2), ("longer", 2)]
    assert {one["booked"] for one in found["cases"]} == {1}
    assert {"report.html", "comparison.csv", "cases.csv", "scenarios.csv", "items.csv"} <= result_of(
        table, job
    ).keys()
    assert b'<html lang="sv"' in result_of(table, job, "sv")["report.html"]


def test_what_a_lost_worker_has_done_is_not_done_again(table, monkeypatch):
    job = ordered(table, seeds=(1, 2, 3))
    first = planning(monkeypatch, lose_at=4)
    attempt = table.take()
    with pytest.raises(KeyboardInterrupt):  # no exception of ours: as good as killed
        studies.make_study(bench_of(table, attempt), b"", JSON)
    assert len(first) == 4
    table.put_back(attempt, lost=True, most_lost=5, problems=b"[]")
    monkeypatch.undo()
    second = planning(monkeypatch)
    studies.make_study(bench_of(table, table.take()), b"", JSON)
    assert len(second) == 2
    assert len({*first, *second}) == 6
    job = table.get("north", job.id)
    assert (job.state, job.attempt) == (State.DONE, 2)
    assert len(json.loads(result_of(table, job)["results.json"])["cases"]) == 6


def test_a_case_that_was_kept_for_another_request_is_done_again(table, monkeypatch):
    job = ordered(table)
    planned = planning(monkeypatch)
    attempt = table.take()
    real = table.kept
    monkeypatch.setattr(
        table, "kept", lambda held, name: b'{"hash": "other"}' if name.startswith("case.") else real(held, name)
    )
    studies.make_study(bench_of(table, attempt), b"", JSON)
    assert len(planned) == 4
    assert table.get("north", job.id).state is State.DONE


def test_a_study_that_is_stopped_keeps_what_is_done(table, monkeypatch):
    job = ordered(table, seeds=range(50))
    planned = planning(monkeypatch)
    attempt = table.take()
    real = table.keep

    def keep(*args):
        real(*args)
        if len(planned) == 5:
            table.stop("north", job.id)
            time.sleep(2.5)  # until the sign of life has heard of it

    monkeypatch.setattr(table, "keep", keep)
    studies.make_study(bench_of(table, attempt), b"", JSON)
    job = table.get("north", job.id)
    assert job.state is State.STOPPED
    figures = StudyFigures.model_validate_json(job.progress)
    assert 5 <= figures.done < figures.total == 100
    assert len(json.loads(result_of(table, job)["results.json"])["cases"]) == figures.done


def test_a_worker_that_was_thought_dead_writes_nothing(table):
    job = ordered(table)
    stale = table.take()
    table.put_back(stale, lost=True, most_lost=5, problems=b"[]")
    again = table.take()
    with pytest.raises(StaleAttemptError):
        bench_of(table, stale).end(State.DONE, {"results.en": b"stale"})
    assert table.kept(stale, STUDY) is None
    studies.make_study(bench_of(table, again), b"", JSON)
    assert table.get("north", job.id).state is State.DONE


def test_a_study_that_can_not_be_read_has_failed_with_its_reason(table):
    job = table.add("north", Order(b"{}", JSON, kind="study"))[0]
    studies.make_study(bench_of(table, table.take()), b"", JSON)
    job = table.get("north", job.id)
    assert job.state is State.FAILED
    assert json.loads(table.document("north", job.id, "problems"))[0]["code"] == "internal_error"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_a_worker_that_is_killed_is_followed_by_another_that_goes_on(tmp_path):
    with at_work(tmp_path, lease_seconds=30) as table:
        job = ordered(table, json.loads(unit_day(1)), seeds=(1, 2), seconds=1.0)
        until(lambda: (now := table.get("north", job.id)).progress and json.loads(now.progress)["done"] >= 1)
        worker = max(psutil.Process(os.getpid()).children(), key=lambda one: one.create_time())
        worker.send_signal(signal.SIGKILL)
        job = over(table, job, 60)
        assert job.state is State.DONE
        assert job.attempt == 2
        assert len(json.loads(result_of(table, job)["results.json"])["cases"]) == 4


def test_kept_cases_give_what_they_gave_before(table):
    """What is kept of a case is enough: an outcome from it is that of the whole record."""
    ordered(table)
    attempt = table.take()
    study, _ = studies.study_of(table.kept(attempt, STUDY))
    run = studies._Run(bench_of(table, attempt), 60.0)
    fresh = outcomes_of(study, run, workers=1)
    assert outcomes_of(study, run, workers=1) == fresh
