"""Those who wait for a job are woken when there is one: by this table, or on PostgreSQL by any."""

from __future__ import annotations

import threading
import time

import pytest

from dagplan.service.store import attempts
from dagplan.service.store.jobs import Order
from dagplan.service.store.opening import open_store
from dagplan.service.store.table import JobTable

JSON = "application/json"
LONG = 10.0


@pytest.fixture
def opened(where):
    """Opens the same store again and again."""
    tables = []

    def open_it():
        tables.append(JobTable(open_store(where)))
        return tables[-1]

    yield open_it
    for one in tables:
        one.close()


def waiting(table, seconds=LONG):
    """Somebody who waits, and when that is over what it was told, and when."""
    told = []

    def wait():
        told.append((table.wait(seconds), time.monotonic()))

    thread = threading.Thread(target=wait)
    thread.start()
    return thread, told


def long_asleep(monkeypatch):
    """Nobody looks for itself."""
    monkeypatch.setattr(attempts, "_LOOK_SECONDS", LONG)


def begun_to_wait(table):
    """Whether somebody has found nothing, and waits."""
    ends = time.monotonic() + LONG
    while not table._bell._condition._waiters:
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_a_job_that_is_accepted_or_put_back_wakes_those_who_wait(opened, monkeypatch):
    long_asleep(monkeypatch)
    table, taken = opened(), []
    for deed in (
        lambda: table.add("north", Order(b"{}", JSON)),
        lambda: table.put_back(taken[0], lost=False, most_lost=1, problems=b""),
    ):
        thread, told = waiting(table)
        begun_to_wait(table)
        began = time.monotonic()
        deed()
        thread.join(LONG)
        ((found, when),) = told
        assert found
        assert when - began < 2.0
        taken.append(table.take())
    assert [one.attempt for one in taken] == [1, 2]


def test_a_job_that_waits_already_is_not_waited_for(opened, monkeypatch):
    long_asleep(monkeypatch)
    table = opened()
    table.add("north", Order(b"{}", JSON))
    assert table.wait(0.0)
    assert table.wait(LONG)


def test_where_none_comes_the_wait_ends(opened):
    table = opened()
    assert not table.wait(0.0)
    assert not table.wait(0.2)


def test_what_another_accepts_is_found_sooner_or_later(opened):
    """In a file by looking, at most a second later."""
    table, other = opened(), opened()
    thread, told = waiting(table)
    begun_to_wait(table)
    other.add("north", Order(b"{}", JSON))
    thread.join(LONG)
    assert told[0][0]


def test_who_is_woken_for_another_reason_is_free(opened, monkeypatch):
    long_asleep(monkeypatch)
    table = opened()
    thread, told = waiting(table)
    begun_to_wait(table)
    began = time.monotonic()
    table.wake()
    thread.join(LONG)
    assert told[0][0] is False
    assert told[0][1] - began < 2.0


def test_another_machine_is_woken_by_the_database(postgres, monkeypatch):
    long_asleep(monkeypatch)
    where = postgres.fresh()
    table, other = JobTable(open_store(where)), JobTable(open_store(where))
    table.wait(0.0)
    listens(postgres)
    thread, told = waiting(table)
    begun_to_wait(table)
    began = time.monotonic()
    other.add("north", Order(b"{}", JSON))
    thread.join(LONG)
    assert told[0][0]
    assert told[0][1] - began < 2.0
    table.close()
    other.close()


def listens(postgres):
    ends = time.monotonic() + LONG
    while not postgres.ask("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"):
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_who_waits_is_woken_again_after_the_database_was_started_anew(postgres, monkeypatch):
    long_asleep(monkeypatch)
    where = postgres.fresh()
    table, other = JobTable(open_store(where)), JobTable(open_store(where))
    table.wait(0.0)
    listens(postgres)
    postgres.kill()
    postgres.start()
    listens(postgres)
    thread, told = waiting(table)
    begun_to_wait(table)
    other.add("north", Order(b"{}", JSON))
    thread.join(LONG)
    assert told[0][0]
    table.close()
    other.close()
