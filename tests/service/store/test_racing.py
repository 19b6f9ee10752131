"""Several at once, in threads and processes, on either kind of store: nothing is lost, nothing is done twice."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from dagplan.service.store.jobs import Order, OtherBodyError, QueueFullError, StaleAttemptError, State
from dagplan.service.store.opening import open_store
from dagplan.service.store.table import JobTable

JSON = "application/json"
SIDES = 6


def at_once(*calls):
    """What each call gave or raised, when all are made at the same moment."""
    gate = threading.Barrier(len(calls))

    def run(call):
        gate.wait()
        try:
            return call()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def table(where):
    made = JobTable(open_store(where), most_waiting=7, most_waiting_each=4)
    yield made
    made.close()


def test_adders_that_race_for_a_key_all_get_the_first_ones_job(table):
    for number in range(5):
        order = Order(b"{}", JSON, key=f"k{number}")
        found = at_once(*[lambda: table.add("north", order)] * SIDES)
        assert len({job.id for job, _ in found}) == 1
        assert sum(new for _, new in found) == 1
        table.end(table.take(), State.DONE)
    assert len(table.page("north")) == 5


def test_adders_that_race_for_a_key_with_other_orders_are_refused(table):
    found = at_once(*[lambda n=n: table.add("north", Order(b"%d" % n, JSON, key="k")) for n in range(SIDES)])
    assert sum(isinstance(one, OtherBodyError) for one in found) == SIDES - 1
    assert len(table.page("north")) == 1


def test_no_more_than_may_wait_do_however_many_come_at_once(table):
    found = at_once(*[lambda n=n: table.add(f"t{n % 3}", Order(b"{}", JSON)) for n in range(18)])
    full = [one for one in found if isinstance(one, QueueFullError)]
    assert len(full) == 11
    assert table.states()[State.QUEUED] == 7
    assert all(len(table.page(f"t{n}")) <= 4 for n in range(3))


def test_of_those_who_take_at_once_none_gets_anothers(table):
    jobs = [table.add("north", Order(b"{}", JSON))[0].number for _ in range(4)]
    found = at_once(*[table.take] * SIDES)
    assert sorted(one.number for one in found if one) == jobs
    assert found.count(None) == SIDES - 4


def test_each_change_has_a_version_of_its_own_whoever_makes_it(table):
    job, _ = table.add("north", Order(b"{}", JSON))
    attempt = table.take()
    before = table.get("north", job.id).version
    changes = [lambda n=n: table.report(attempt, f'{{"n": {n}}}') for n in range(SIDES)]
    changes += [lambda n=n: table.keep_best(attempt, b"%d" % n) for n in range(SIDES)]
    assert [one for one in at_once(*changes) if isinstance(one, Exception)] == []
    assert table.get("north", job.id).version == before + 2 * SIDES


def test_a_job_ends_once(table):
    table.add("north", Order(b"{}", JSON))
    attempt = table.take()
    ends = [lambda n=n: table.end(attempt, State.DONE, came={"plan": b"%d" % n}) for n in range(SIDES)]
    ends += [lambda: table.put_back(attempt, lost=True, most_lost=9, problems=b"")] * SIDES
    found = at_once(*ends)
    ended = [one for one in found[:SIDES] if one is None]
    put_back = [one for one in found[SIDES:] if one is State.QUEUED]
    assert len(ended) + len(put_back) == 1
    assert sum(isinstance(one, StaleAttemptError) for one in found[:SIDES]) == SIDES - len(ended)


def test_who_stops_a_job_while_it_is_put_back_is_heard(table):
    """It has stopped, or will when it is begun again; it never goes on as if nobody had asked."""
    for _ in range(8):
        job, _ = table.add("north", Order(b"{}", JSON))
        attempt = table.take()
        at_once(
            lambda: table.stop("north", job.id),
            lambda: table.put_back(attempt, lost=False, most_lost=9, problems=b""),
        )
        assert table.get("north", job.id).state is State.STOPPED
        assert table.take() is None


def test_who_deletes_and_who_ends_do_not_disturb_each_other(table):
    for _ in range(5):
        job, _ = table.add("north", Order(b"{}", JSON))
        attempt = table.take()
        _, gone = at_once(lambda: table.end(attempt, State.DONE), lambda: table.delete("north", job.id))
        assert gone in {True, False}
        assert (table.get("north", job.id) is None) is gone
