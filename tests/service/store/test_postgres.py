"""A PostgreSQL server that is killed, clocks that differ, and settings that would lose what was accepted."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError

from dagplan.service.store import postgres as store_module
from dagplan.service.store import repeating
from dagplan.service.store.jobs import Order, StaleAttemptError, State
from dagplan.service.store.opening import open_store
from dagplan.service.store.repeating import repeated
from dagplan.service.store.table import JobTable

JSON = "application/json"


@pytest.fixture
def opened(postgres):
    where = postgres.fresh()
    made = []

    def open_it(**given):
        made.append(JobTable(open_store(where), **given))
        return made[-1]

    yield open_it
    for one in made:
        one.close()


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A machine that is busy starts a server slowly."""
    monkeypatch.setattr(repeating, "PAUSES", (*repeating.PAUSES, 6.4, 12.8, 25.6))


def test_what_was_accepted_is_there_after_kill_9_of_the_server(postgres, opened):
    """Twice, while three add and one works: none is lost, none is there twice, nobody hears of it."""
    table, over = opened(), threading.Event()
    accepted, ended = [], []

    def add(name):
        while not over.is_set():
            job, new = table.add(name, Order(b"x" * 5000, JSON, tags=frozenset(["t"])))
            assert new
            accepted.append(job)

    def work():
        while not over.is_set():
            attempt = table.take("w")
            if attempt is None:
                continue
            assert table.given(attempt)[1] == b"x" * 5000
            with suppress(StaleAttemptError):  # it was ended, and the answer was lost
                table.end(attempt, State.DONE, came={"plan": b"p"})
            ended.append(attempt.number)

    with ThreadPoolExecutor(4) as pool:
        doing = [pool.submit(add, name) for name in ("a", "b", "c")] + [pool.submit(work)]
        try:
            for _ in range(2):
                so_far = len(accepted)
                while len(accepted) < so_far + 20:
                    time.sleep(0.01)
                    assert not any(one.done() for one in doing), [one.exception() for one in doing if one.done()]
                postgres.kill()
                postgres.start()
            time.sleep(0.5)
        finally:
            over.set()
        for one in doing:
            one.result()
    there = [job for name in ("a", "b", "c") for job in table.page(name, most=100_000)]
    assert {job.id for job in there} == {job.id for job in accepted}
    assert len(there) == len(accepted) > 40
    assert len(ended) == len(set(ended))
    for job in there:
        assert table.document(job.tenant, job.id, "request") == b"x" * 5000
        assert table.page(job.tenant, tag="t", most=1)
    done = {job.number for job in there if job.state is State.DONE}
    assert done == set(ended)
    # One may have been begun when the answer to that was lost: its lease runs out.
    assert sum(job.state is State.RUNNING for job in there) <= 2


def test_a_call_while_the_server_is_away_waits_for_it(postgres, opened):
    table = opened()
    job, _ = table.add("north", Order(b"{}", JSON))
    postgres.kill()
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(table.get, "north", job.id)
        time.sleep(1.0)
        assert not asked.done()
        postgres.start()
        assert asked.result() == job


def test_a_server_that_stays_away_is_told_after_a_while(postgres, opened, monkeypatch):
    monkeypatch.setattr("dagplan.service.store.repeating.PAUSES", (0.05, 0.05))
    table = opened()
    postgres.kill()
    try:
        with pytest.raises(OperationalError):
            table.states()
    finally:
        postgres.start()
    assert table.states()[State.QUEUED] == 0


def test_what_is_wrong_with_a_call_is_not_tried_again(opened, monkeypatch):
    table, tries = opened(), []
    monkeypatch.setattr("dagplan.service.store.repeating.PAUSES", (0.0, 0.0))

    @repeated
    def ask(statement):
        tries.append(statement)
        with table._store.connect() as connection:
            connection.execute(text(statement))

    with pytest.raises(ProgrammingError, match="nothing"):
        ask("SELECT * FROM nothing")
    with pytest.raises(OperationalError):
        ask("SELECT pg_terminate_backend(pg_backend_pid())")
    assert tries == ["SELECT * FROM nothing", *["SELECT pg_terminate_backend(pg_backend_pid())"] * 3]


def test_the_databases_clock_counts_not_this_machines(opened, monkeypatch):
    """A machine whose clock is a day off neither takes others' jobs for lost, nor its own for kept too long."""
    table = opened()
    monkeypatch.setattr(time, "time", lambda: 86_400.0)  # of a machine that came up in 1970
    before = table._store.connect().execute(text("SELECT extract(epoch FROM now())::float")).scalar_one()
    job, _ = table.add("north", Order(b"{}", JSON))
    assert 0 <= job.created - before < 60
    attempt = table.take("w", seconds=1000)
    assert table.running(unheard=30) == []
    assert table.running() == [attempt]
    assert not table.overruns(attempt)
    table.report(attempt, seconds=-5)
    assert table.overruns(attempt)
    table.end(attempt, State.DONE)
    assert table.forget_older(60) == 0
    assert table.forget_older(-60) == 1


def test_a_clock_that_is_given_counts_on_postgres_too(opened):
    table = opened(now=lambda: 1234.5)
    assert table.add("north", Order(b"{}", JSON))[0].created == 1234.5


@pytest.mark.parametrize(("setting", "found"), [("off", "on"), ("on", "on"), ("local", "local")])
def test_what_is_accepted_is_on_the_servers_disk_whatever_its_settings(postgres, setting, found):
    where = postgres.fresh()
    more = f"%20-csynchronous_commit%3D{setting}"
    store = open_store(f"{where}{more}")
    with store.connect() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar_one() == found
    store.dispose()


def test_who_holds_up_others_is_not_waited_for_for_ever(opened, monkeypatch):
    monkeypatch.setattr(store_module, "_SESSION", ("SELECT set_config('lock_timeout', '300ms', false)",))
    table = opened()
    with table._store.connect() as connection, connection.begin():
        table._ways.take_turn(connection)
        with pytest.raises(OperationalError, match="lock timeout"):
            table.add("north", Order(b"{}", JSON))
    assert table.add("north", Order(b"{}", JSON))[1]


def test_many_who_open_an_empty_database_at_once_all_do(postgres):
    where = postgres.fresh()
    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(lambda _: open_store(where), range(6)))
    for one in stores:
        one.dispose()
