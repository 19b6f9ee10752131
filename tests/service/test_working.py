"""``dagplan worker``: several machines work on the jobs of one database, and one of them may die at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from dagplan import check, read, read_plan
from dagplan.cli import main
from dagplan.service.store.jobs import Order, State
from dagplan.service.store.opening import open_store
from dagplan.service.store.table import JobTable
from tests.service.build import JSON, SMALL, unit_day, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's")

SOON = {"DAGPLAN_LEASE_SECONDS": "8", "DAGPLAN_GRACE_SECONDS": "0.5"}


@pytest.fixture
def worker():
    """Starts workers in processes of their own."""
    started = []

    def start(where):
        environment = {**os.environ, **SOON, "DAGPLAN_DATABASE": where}
        command = [sys.executable, "-m", "dagplan", "worker", "--workers", "1", "--language", "en"]
        started.append(subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait()
        one.stderr.close()


@pytest.fixture
def database(postgres):
    """An empty database, and the job table in it."""
    where = postgres.fresh()
    table = JobTable(open_store(where))
    yield where, table
    table.close()


def begun(process):
    """What it says first."""
    return process.stderr.readline().strip()


def ended(process):
    """How it ended, and the lines of its own."""
    _, said = process.communicate(timeout=60)
    return process.returncode, [line for line in said.splitlines() if not line.startswith("{")]


def test_one_dies_and_its_jobs_go_on_with_the_other(database, worker):
    where, table = database
    first, second = worker(where), worker(where)
    for one in (first, second):
        assert begun(one).endswith("1 at a time. Ctrl-C ends it.")
    long = [table.add("north", Order(unit_day(8, seed), JSON))[0] for seed in (1, 2)]
    until(lambda: table.states()[State.RUNNING] == 2)
    short = [table.add("north", Order(SMALL, JSON))[0] for _ in range(3)]
    until(lambda: all(table.document("north", one.id, "plan") for one in long))
    first.kill()
    until(lambda: table.states()[State.DONE] == 5, seconds=120)
    for job, body in [
        *((one, unit_day(8, seed)) for one, seed in zip(long, (1, 2))),
        *((one, SMALL) for one in short),
    ]:
        request = read(body, form=JSON)
        plan = read_plan(table.document("north", job.id, "plan"), request, form=JSON)
        assert check(request, plan) == []
    assert max(table.get("north", one.id).attempt for one in long) >= 2
    second.terminate()
    status, said = ended(second)
    assert (status, len(said)) == (0, 1)
    assert said[0].startswith(
        "Dagplan ends. Plans in the making have 0 seconds; what is not done goes on with another"
    )


def test_one_that_is_told_to_end_puts_back_what_it_has_not_done(database, worker):
    where, table = database
    process = worker(where)
    begun(process)
    job, _ = table.add("north", Order(unit_day(60), JSON))
    until(lambda: table.document("north", job.id, "plan"))
    process.send_signal(signal.SIGTERM)
    assert ended(process)[0] == 0
    found = table.get("north", job.id)
    assert (found.state, found.attempt) == (State.QUEUED, 1)
    assert table.document("north", job.id, "plan")  # the best so far stays


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "say which database: postgresql://dagplan@localhost/dagplan"),
        ("jobs.sqlite", "is no address of a database; one looks like postgresql://dagplan@localhost/dagplan"),
        (
            "mysql://u:verysecret@x/y",
            "is no address of a database; one looks like postgresql://dagplan@localhost/dagplan",
        ),
    ],
)
def test_without_a_database_it_says_what_is_wanted(given, said, capsys, monkeypatch):
    monkeypatch.delenv("DAGPLAN_DATABASE", raising=False)
    assert main(["worker", "--language", "en", *(["--database", given] if given else [])]) == 2
    told = capsys.readouterr().err
    assert told.splitlines()[0].endswith(said)
    assert "verysecret" not in told
