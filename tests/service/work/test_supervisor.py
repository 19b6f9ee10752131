"""Jobs are done, each once, whatever becomes of those who do them."""

from __future__ import annotations

import json
import signal
import sys
import time

import pytest

from dagplan import Plan, check, read, read_plan, to_bytes
from dagplan.service import told
from dagplan.service.figures import Figures
from dagplan.service.store.jobs import State
from dagplan.service.store.sqlite import sqlite_store
from dagplan.service.store.table import JobTable
from tests.service.build import JSON, SMALL, at_work, ordered, over, unit_day, until, workers

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")


@pytest.fixture(scope="module")
def at_one(tmp_path_factory):
    """A job table with one worker, for tests that leave it as it was."""
    with at_work(tmp_path_factory.mktemp("data")) as table:
        yield table


def plan_of(table, job):
    request = read(table.document("north", job.id, "request"), form=JSON)
    return request, read_plan(table.document("north", job.id, "plan"), request, form=JSON)


def test_a_job_is_done_and_its_plan_keeps_every_rule(at_one):
    job = over(at_one, ordered(at_one))
    assert (job.state, job.attempt, job.stopping) == (State.DONE, 1, False)
    request, plan = plan_of(at_one, job)
    assert check(request, plan) == []
    figures = Figures.model_validate_json(job.progress)
    assert (figures.requests, figures.booked, figures.unbooked, figures.status) == (2, 1, 1, "optimal")
    assert figures.cost == figures.lower_bound == plan.objective.cost


def test_what_was_passed_over_in_a_bundle_is_told_with_the_plan(at_one):
    bundle = json.loads(to_bytes(read(SMALL, form=JSON), "fhir"))
    bundle["entry"].append({"resource": {"resourceType": "Basic", "id": "b-1", "code": {"text": "x"}}})
    job = over(at_one, ordered(at_one, json.dumps(bundle).encode(), form="application/fhir+json"))
    plan = Plan.model_validate_json(at_one.document("north", job.id, "plan"))
    assert any("Basic" in one.message for one in plan.warnings)


def test_jobs_that_came_before_the_workers_are_done_in_their_order(tmp_path):
    table = JobTable(sqlite_store(tmp_path / "dagplan.sqlite"))
    jobs = [ordered(table) for _ in range(3)]
    table.close()
    with at_work(tmp_path) as table:
        ended = [over(table, job).ended for job in jobs]
        assert ended == sorted(ended)


def test_what_cannot_be_planned_is_invalid_and_says_all_that_is_wrong(at_one):
    wrong = json.loads(SMALL)
    wrong["units"] = 3
    wrong["nix"] = 1
    job = over(at_one, ordered(at_one, json.dumps(wrong).encode()))
    assert job.state is State.INVALID
    problems = told.from_json(at_one.document("north", job.id, "problems"))
    assert [one.place for one in problems] == ["$.units", "$.nix"]
    assert problems[1].message_in("sv").startswith("det finns inget sådant fält")
    assert at_one.document("north", job.id, "plan") is None


def test_what_is_beyond_the_limits_is_invalid(tmp_path):
    with at_work(tmp_path, most_requests=1, most_seconds=2) as table:
        job = over(table, ordered(table))
        problems = told.from_json(table.document("north", job.id, "problems"))
        assert [one.place for one in problems] == ["$.requests", "$.settings.time_limit"]


def test_a_stopped_job_keeps_the_best_plan_so_far(at_one):
    job = ordered(at_one, unit_day(60))
    until(lambda: at_one.document("north", job.id, "plan"))
    at_one.stop("north", job.id)
    job = over(at_one, job)
    assert (job.state, job.stopping) == (State.STOPPED, True)
    request, plan = plan_of(at_one, job)
    assert check(request, plan) == []
    assert len(plan.bookings) > 50


def test_a_job_is_told_of_while_it_runs(at_one):
    job = ordered(at_one, unit_day(60))
    now = until(lambda: (now := at_one.get("north", job.id)).progress and now)
    assert now.state is State.RUNNING
    figures = Figures.model_validate_json(now.progress)
    assert (figures.requests, figures.status) == (101, None)
    first = now.version
    until(lambda: at_one.get("north", job.id).version > first)
    at_one.stop("north", job.id)
    over(at_one, job)


@needs_posix
def test_a_job_whose_process_is_killed_is_begun_again(at_one):
    job = ordered(at_one, unit_day(60))
    until(lambda: at_one.get("north", job.id).progress)
    (process,) = workers()
    process.kill()
    again = until(lambda: (now := at_one.get("north", job.id)).attempt == 2 and now)
    assert again.state is State.RUNNING
    at_one.stop("north", job.id)
    assert over(at_one, job).state is State.STOPPED


@needs_posix
def test_a_job_that_loses_its_process_again_and_again_has_failed(tmp_path):
    with at_work(tmp_path, most_lost=2) as table:
        job = ordered(table, unit_day(60))
        for attempt in (1, 2):
            until(lambda n=attempt: (now := table.get("north", job.id)).attempt == n and now.progress)
            until(workers)[0].kill()
            until(lambda n=attempt: table.get("north", job.id).attempt > n or table.get("north", job.id).ended)
        job = over(table, job)
        assert (job.state, job.attempt) == (State.FAILED, 2)
        (problem,) = told.from_json(table.document("north", job.id, "problems"))
        assert problem.code == "worker_lost"
        assert over(table, ordered(table)).state is State.DONE  # others go on


@needs_posix
def test_a_job_that_takes_too_long_is_ended_and_has_failed(tmp_path):
    with at_work(tmp_path, overrun_seconds=0.5) as table:
        job = ordered(table, unit_day(6))
        until(lambda: table.get("north", job.id).progress)
        (process,) = workers()
        process.send_signal(signal.SIGSTOP)
        job = over(table, job)
        assert job.state is State.FAILED
        (problem,) = told.from_json(table.document("north", job.id, "problems"))
        assert problem.code == "overran"
        assert not process.is_running() or process.status() == "zombie"
        assert over(table, ordered(table)).state is State.DONE


def test_a_request_that_takes_too_long_to_read_is_ended_too(tmp_path):
    with at_work(tmp_path, reading_seconds=0.1) as table:  # a new process needs more than that to begin
        job = over(table, ordered(table))
        assert job.state is State.FAILED
        assert b'"overran"' in table.document("north", job.id, "problems")


def test_what_is_not_done_within_the_grace_is_put_back_and_not_counted_as_lost(tmp_path):
    others = workers()
    with at_work(tmp_path, most_lost=1) as table:
        job = ordered(table, unit_day(60))
        until(lambda: table.get("north", job.id).progress)
    table = JobTable(sqlite_store(tmp_path / "dagplan.sqlite"))
    assert table.get("north", job.id).state is State.QUEUED
    table.close()
    assert workers() == others


def test_what_is_done_within_the_grace_is_done(tmp_path):
    with at_work(tmp_path, grace_seconds=20) as table:
        job = ordered(table, unit_day(2))
        until(lambda: table.get("north", job.id).state is State.RUNNING)
    table = JobTable(sqlite_store(tmp_path / "dagplan.sqlite"))
    assert table.get("north", job.id).state is State.DONE
    table.close()


def test_a_job_whose_supervisor_is_gone_is_put_back_when_the_lease_has_run_out(tmp_path):
    table = JobTable(sqlite_store(tmp_path / "dagplan.sqlite"))
    with at_work(tmp_path, lease_seconds=4.0, workers=0):
        lost = ordered(table)
        table.take("another machine")
        time.sleep(1.0)
        assert table.get("north", lost.id).state is State.RUNNING
        assert until(lambda: table.get("north", lost.id).state is State.QUEUED)
    table.close()


def test_a_job_that_somebody_else_ended_is_let_go(at_one):
    """The attempt is fenced: its worker stops, and writes nothing."""
    job = ordered(at_one, unit_day(60))
    until(lambda: at_one.get("north", job.id).progress)
    (attempt,) = at_one.running()
    at_one.end(attempt, State.FAILED, came={"plan": b"somebody else's"})
    assert over(at_one, ordered(at_one)).state is State.DONE
    assert at_one.document("north", job.id, "plan") == b"somebody else's"


def test_jobs_are_kept_as_long_as_was_said(tmp_path):
    with at_work(tmp_path, keep_days=1 / 86_400, lease_seconds=1.0) as table:
        job = over(table, ordered(table))
        assert until(lambda: table.get("north", job.id) is None)
