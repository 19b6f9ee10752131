"""Webhooks that wait: written with the end of their job, taken by one at a time, told until it is over."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from functools import partial

import pytest

from dagplan.service.store.deliveries import DeliveryTable
from dagplan.service.store.jobs import Order, State
from dagplan.service.store.opening import open_store
from dagplan.service.store.table import JobTable

HOOK = "https://example.org/told?of=plans"
PROGRESS = {
    "seconds": 2.5,
    "requests": 3,
    "booked": 2,
    "unbooked": 1,
    "cost": 1010,
    "lower_bound": 10,
    "gap": 0.25,
    "status": "feasible",
}


class Both:
    """The jobs and webhooks of one store, by one clock."""

    def __init__(self, where):
        self.now = 1_795_996_800.25  # 2026-11-30, midnight UTC, and a quarter of a second
        self.store = open_store(where)
        self.jobs = JobTable(self.store, now=lambda: self.now)
        self.hooks = DeliveryTable(self.store, now=lambda: self.now)

    def add(self, tenant="north", hook=HOOK, **values):
        return self.jobs.add(tenant, Order(b'{"secret": "p-1"}', "application/json", hook=hook, **values))[0]

    def over(self, tenant="north", **values):
        """A job that is done."""
        job = self.add(tenant, **values)
        self.jobs.end(self.jobs.take(), State.DONE, json.dumps(PROGRESS))
        return job


@pytest.fixture
def both(where):
    made = Both(where)
    yield made
    made.store.dispose()


def ended(both, _, state):
    both.jobs.end(both.jobs.take(), state)


def stopped_while_it_waits(both, job):
    both.jobs.stop("north", job.id)


def stopped_and_lost(both, job):
    attempt = both.jobs.take()
    both.jobs.stop("north", job.id)
    both.jobs.put_back(attempt, lost=True, most_lost=5, problems=b"[]")


def lost_too_often(both, _):
    both.jobs.put_back(both.jobs.take(), lost=True, most_lost=1, problems=b"[]")


@pytest.mark.parametrize(
    ("end", "state"),
    [
        *((partial(ended, state=state), str(state)) for state in State if state.is_over),
        (stopped_while_it_waits, "stopped"),
        (stopped_and_lost, "stopped"),
        (lost_too_often, "failed"),
    ],
)
@pytest.mark.parametrize("kind", ["plan", "study"])
def test_every_way_to_be_over_is_told_once(both, end, state, kind):
    job = both.add(kind=kind)
    assert both.hooks.of_job("north", job.id) is None
    end(both, job)
    assert both.jobs.get("north", job.id).state == state
    waits = both.hooks.of_job("north", job.id)
    assert (waits.address, waits.tries, waits.due, waits.ended) == (HOOK, 0, both.now, None)
    assert json.loads(waits.body)["type"] == f"{kind}.{state}"
    both.jobs.stop("north", job.id)  # nothing more happens to it
    taken = both.hooks.take(seconds=60)
    assert taken.id == waits.id
    assert both.hooks.take(seconds=60) is None


@pytest.mark.parametrize("go_on", [lambda both: None, lambda both: both.jobs.take()])
def test_what_is_not_over_is_not_told(both, go_on):
    both.add()
    go_on(both)
    assert both.hooks.take(seconds=60) is None


def test_what_waits_again_and_what_nobody_asked_to_be_told_of_is_not_told(both):
    both.add()
    both.jobs.put_back(both.jobs.take(), lost=True, most_lost=5, problems=b"[]")
    assert both.hooks.take(seconds=60) is None
    both.jobs.end(both.jobs.take(), State.DONE)
    assert both.hooks.take(seconds=60) is not None
    both.over(hook=None)
    assert both.hooks.take(seconds=60) is None


def test_what_is_told_is_how_it_ended_and_figures_only(both):
    job = both.add()
    both.jobs.end(both.jobs.take(), State.DONE, json.dumps(PROGRESS | {"patient": "p-1", "cases": {"p-1": 3}}))
    assert both.hooks.take(seconds=60).body == (
        b'{"type":"plan.done","timestamp":"2026-11-30T00:00:00.250Z","id":"%s","state":"done","figures":'
        b'{"seconds":2.5,"requests":3,"booked":2,"unbooked":1,"cost":1010,"lower_bound":10,"gap":0.25,'
        b'"status":"feasible"}}' % job.id.encode()
    )


@pytest.mark.parametrize(
    ("progress", "figures"),
    [
        (None, None),
        ("[1]", None),
        ("{}", {}),
        ('{"cost": "p-1", "booked": true, "gap": null, "status": "p-1", "requests": 2}', {"requests": 2}),
    ],
)
def test_what_is_no_figure_is_not_told(both, progress, figures):
    both.add()
    both.jobs.end(both.jobs.take(), State.DONE, progress)
    assert json.loads(both.hooks.take(seconds=60).body)["figures"] == figures


def test_one_that_is_taken_is_due_again_when_its_taker_must_have_died(both):
    both.over()
    first = both.hooks.take(seconds=60)
    both.now += 59
    assert both.hooks.take(seconds=60) is None
    both.now += 1
    second = both.hooks.take(seconds=60)
    assert (second.id, second.body) == (first.id, first.body)
    assert (first.tries, second.tries) == (1, 2)
    assert not both.hooks.settle(first, "told")  # it comes too late
    assert both.hooks.settle(second, "told")
    both.now += 1e9
    assert both.hooks.take(seconds=60) is None


def test_one_that_failed_is_due_when_it_is_said(both):
    job = both.over()
    assert both.hooks.settle(both.hooks.take(seconds=60), "http_500", again=300)
    waits = both.hooks.of_job("north", job.id)
    assert (waits.outcome, waits.due, waits.ended) == ("http_500", both.now + 300, None)
    both.now += 299.9
    assert both.hooks.take(seconds=60) is None
    both.now += 0.1
    taken = both.hooks.take(seconds=60)
    both.hooks.settle(taken, "timeout")
    over = both.hooks.of_job("north", job.id)
    assert (over.outcome, over.tries, over.due, over.ended) == ("timeout", 2, None, both.now)


def test_the_one_that_waited_longest_goes_first_and_tenants_may_be_passed_over(both):
    ids = {}
    for tenant in ("north", "south", "north"):
        ids.setdefault(tenant, []).append(both.over(tenant).id)
        both.now += 1
    told = [json.loads(both.hooks.take(seconds=60, passing_over=["north"]).body)["id"]]
    assert both.hooks.take(seconds=60, passing_over=["north"]) is None
    told += [json.loads(both.hooks.take(seconds=60).body)["id"] for _ in range(2)]
    assert told == [ids["south"][0], *ids["north"]]


def test_an_address_that_is_gone_is_told_nothing_more(both):
    here = [both.over(), both.over()]
    theirs, elsewhere = both.over("south"), both.over(hook="https://example.org/other")
    taken = both.hooks.take(seconds=60)
    assert both.hooks.give_up("north", HOOK, "gone") == 2
    assert not both.hooks.settle(taken, "told")
    assert [both.hooks.of_job("north", one.id).outcome for one in here] == ["gone", "gone"]
    told = {json.loads(both.hooks.take(seconds=60).body)["id"] for _ in range(2)}
    assert told == {theirs.id, elsewhere.id}
    assert both.hooks.take(seconds=60) is None


def test_a_webhook_goes_with_its_job_and_is_nobody_elses(both):
    job = both.over()
    assert both.hooks.of_job("south", job.id) is None
    assert both.jobs.delete("north", job.id)
    assert both.hooks.take(seconds=60) is None
    with both.store.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from deliveries").scalar_one() == 0


def take_all(where, told):
    both = Both(where)
    while (one := both.hooks.take(seconds=600)) is not None:
        told.put(one.id)
    both.store.dispose()
    told.put(None)


def test_processes_that_take_at_the_same_time_get_each_once(both, where):
    ids = {both.hooks.of_job("north", both.over().id).id for _ in range(40)}
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    processes = [context.Process(target=take_all, args=(where, told)) for _ in range(2)]
    for process in processes:
        process.start()
    taken, over = [], 0
    while over < len(processes):
        one = told.get(timeout=60)
        over += one is None
        taken += [] if one is None else [one]
    for process in processes:
        process.join(30)
    assert sorted(taken) == sorted(ids)


def end_for_ever(where, pipe):
    """A worker that ends jobs and says so, until it is killed."""
    both = Both(where)
    while True:
        job = both.over()
        pipe.send(job.id)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's")
def test_after_kill_9_every_job_that_is_over_is_told_once_and_no_other(where):
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=end_for_ever, args=(where, there))
    process.start()
    there.close()
    said = [here.recv() for _ in range(20)]
    os.kill(process.pid, signal.SIGKILL)
    process.join(30)
    try:
        while True:
            said.append(here.recv())
    except EOFError:
        here.close()
    both = Both(where)
    over = {one.id for one in both.jobs.page("north", states=[State.DONE], most=100_000)}
    assert over >= set(said)
    told = []
    while (one := both.hooks.take(seconds=600)) is not None:
        told.append(json.loads(one.body)["id"])
    both.store.dispose()
    assert sorted(told) == sorted(over)
