"""From the end of a job to a receiver that has heard of it."""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import Counter

import pytest
from sqlalchemy.exc import OperationalError
from standardwebhooks.webhooks import Webhook

from dagplan.service.store.deliveries import DeliveryTable
from dagplan.service.store.jobs import Order, State
from dagplan.service.store.opening import open_store
from dagplan.service.store.signing_secrets import SigningSecrets
from dagplan.service.store.sqlite import sqlite_store
from dagplan.service.store.table import JobTable
from dagplan.service.webhooks.deliverer import PAUSES, Deliverer
from dagplan.service.webhooks.sending import Sender, Sent
from dagplan.service.webhooks.targets import Allowed

from .receivers import Receiver

EVERYTHING = Allowed(private=True, http=True, ports=None)
NOT_NOW = b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"


class Service:
    """A store, and what is done with it; the clock stands where ``now`` says, or goes."""

    def __init__(self, folder, now=None, sender=None, **options):
        self.now = now
        self.store = sqlite_store(folder / "jobs.sqlite")
        self.jobs = JobTable(self.store, now=self.clock)
        self.hooks = DeliveryTable(self.store, now=self.clock)
        options.setdefault("drawn", lambda: 0.0)
        self.deliverer = Deliverer(self.store, sender or Sender(EVERYTHING, seconds=2), now=self.clock, **options)

    def clock(self):
        return time.time() if self.now is None else self.now

    def over(self, hook, tenant="north", progress='{"cost": 10}'):
        """A job that is done, and is to be told of."""
        job, _ = self.jobs.add(tenant, Order(b"{}", "application/json", hook=hook))
        self.jobs.end(self.jobs.take(), State.DONE, progress)
        return job

    def close(self):
        self.deliverer.stop()
        self.store.dispose()


@pytest.fixture
def receiver():
    with Receiver().open() as opened:
        yield opened


@pytest.fixture
def service(tmp_path):
    made = Service(tmp_path, now=1_800_000_000.0)
    yield made
    made.close()


def address(receiver, path="/told"):
    return f"http://127.0.0.1:{receiver.port}{path}"


def wait_until(holds, seconds=20):
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_the_tenants_own_secret_proves_who_told(tmp_path, receiver):
    service = Service(tmp_path)  # by the clock, which the library's reader looks at
    job = service.over(address(receiver))
    assert service.deliverer.run_once() == 1
    (told,) = receiver.told
    (secret,) = SigningSecrets(service.store).of("north")
    found = Webhook(secret).verify(told.body, told.headers)
    assert (found["type"], found["id"], found["state"]) == ("plan.done", job.id, "done")
    assert found["figures"] == {"cost": 10}
    assert told.headers["content-type"] == "application/json"
    assert told.headers["user-agent"].startswith("dagplan/")
    delivery = service.hooks.of_job("north", job.id)
    assert (delivery.outcome, delivery.tries, delivery.due) == ("told", 1, None)
    assert delivery.id == told.headers["webhook-id"]
    assert service.deliverer.run_once() == 0
    service.close()


def test_it_is_told_by_the_clock_that_counts(where, receiver):
    """Of this machine, and on PostgreSQL of the database."""
    store = open_store(where)
    jobs = JobTable(store)
    job, _ = jobs.add("north", Order(b"{}", "application/json", hook=address(receiver)))
    jobs.end(jobs.take(), State.DONE)
    receiver.answer = NOT_NOW
    deliverer = Deliverer(store, Sender(EVERYTHING, seconds=2), pauses=[0.01])
    assert deliverer.run_once() > 0
    wait_until(lambda: deliverer.run_once() or deliverer.waiting.of_job("north", job.id).ended)
    over = deliverer.waiting.of_job("north", job.id)
    assert (over.tries, over.outcome, over.due) == (2, "http_500", None)
    store.dispose()


def test_for_a_day_after_a_change_both_secrets_prove_it(tmp_path, receiver):
    service = Service(tmp_path)
    secrets = SigningSecrets(service.store)
    before, now = secrets.of("north")[0], secrets.renew("north")
    service.over(address(receiver))
    service.deliverer.run_once()
    for secret in (before, now):
        Webhook(secret).verify(receiver.told[0].body, receiver.told[0].headers)
    service.close()


def test_it_is_tried_ten_times_over_three_days_and_given_up(service, receiver):
    receiver.answer = NOT_NOW
    job = service.over(address(receiver))
    began, times = service.now, []
    while (waits := service.hooks.of_job("north", job.id)).due is not None:
        service.now = waits.due - 0.01
        assert service.deliverer.run_once() == 0
        service.now = waits.due
        times.append(round(service.now - began))
        assert service.deliverer.run_once() == 1
    # Standard Webhooks' own table: 0:00:00, 0:00:05, 0:05:05, 0:35:05, 2:35:05, 7:35:05, 17:35:05, 31:35:05, ...
    assert times == [0, 5, 305, 2105, 9305, 27_305, 63_305, 113_705, 185_705, 272_105]
    assert len(receiver.told) == len(PAUSES) + 1
    assert len({(one.headers["webhook-id"], one.body) for one in receiver.told}) == 1
    assert [int(one.headers["webhook-timestamp"]) for one in receiver.told] == [int(began) + one for one in times]
    assert waits.outcome == "http_500"
    service.now += 1e7
    assert service.deliverer.run_once() == 0


@pytest.mark.parametrize(("drawn", "pause"), [(0.0, 5.0), (0.5, 5.5), (1.0, 6.0)])
def test_a_pause_is_longer_by_up_to_a_fifth(tmp_path, receiver, drawn, pause):
    receiver.answer = NOT_NOW
    service = Service(tmp_path, now=1000.0, drawn=lambda: drawn)
    job = service.over(address(receiver))
    service.deliverer.run_once()
    assert service.hooks.of_job("north", job.id).due == 1000.0 + pause
    service.close()


@pytest.mark.parametrize(("asked", "pause"), [(3, 5.0), (600, 600.0), (10**8, 86_400.0)])
def test_a_receiver_that_asks_for_time_gets_it_up_to_a_day(service, receiver, asked, pause):
    receiver.answer = f"HTTP/1.1 429 Later\r\nRetry-After: {asked}\r\nContent-Length: 0\r\n\r\n".encode()
    job = service.over(address(receiver))
    service.deliverer.run_once()
    assert service.hooks.of_job("north", job.id).due == service.now + pause


def test_a_receiver_that_comes_back_has_heard_it_then(service, receiver):
    receiver.answer = NOT_NOW
    job = service.over(address(receiver))
    service.deliverer.run_once()
    receiver.answer = Receiver().answer
    service.now += 5
    assert service.deliverer.run_once() == 1
    delivery = service.hooks.of_job("north", job.id)
    assert (delivery.outcome, delivery.tries, delivery.ended) == ("told", 2, service.now)


def test_a_receiver_that_is_gone_is_told_nothing_more(service, receiver):
    receiver.answer = b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"
    jobs = [service.over(address(receiver)) for _ in range(3)]
    other = service.over(address(receiver, "/other"), tenant="south")
    assert service.deliverer.run_once() == 2
    assert [service.hooks.of_job("north", one.id).outcome for one in jobs] == ["gone"] * 3
    assert service.hooks.of_job("south", other.id).outcome == "gone"
    assert len(receiver.told) == 2


def test_where_nothing_may_be_sent_any_more_nothing_is(tmp_path, receiver):
    """What was allowed when it was accepted may not be so now; it is judged at each try."""
    service = Service(tmp_path, now=1000.0, sender=Sender(Allowed(http=True, ports=None)))
    job = service.over(address(receiver))
    assert service.deliverer.run_once() == 1
    assert receiver.connections == 0
    delivery = service.hooks.of_job("north", job.id)
    assert (delivery.outcome, delivery.due) == ("refused", 1005.0)
    service.close()


def test_it_is_told_beside_whatever_else_is_done_until_it_is_stopped(tmp_path, receiver):
    service = Service(tmp_path, look_seconds=0.02)
    service.deliverer.start()
    jobs = [service.over(address(receiver)) for _ in range(12)]
    wait_until(lambda: len(receiver.told) == 12)
    service.deliverer.stop()
    assert Counter(json.loads(one.body)["id"] for one in receiver.told) == Counter(one.id for one in jobs)
    assert {service.hooks.of_job("north", one.id).outcome for one in jobs} == {"told"}
    late = service.over(address(receiver))
    time.sleep(0.1)
    assert service.hooks.of_job("north", late.id).tries == 0
    service.store.dispose()


def test_one_whose_receiver_is_slow_holds_up_nobody_else(tmp_path, receiver):
    on = threading.Event()

    def slow(connection):
        on.wait(20)
        connection.sendall(Receiver.answer)

    with Receiver(slow).open() as sluggish:
        service = Service(tmp_path, look_seconds=0.02, sender=Sender(EVERYTHING, seconds=30))
        for _ in range(6):
            service.over(address(sluggish), tenant="slow")
        quick = [service.over(address(receiver), tenant="quick") for _ in range(3)]
        service.deliverer.start()
        wait_until(lambda: len(receiver.told) == 3)
        assert {service.hooks.of_job("quick", one.id).tries for one in quick} == {1}
        assert sluggish.connections == 2
        on.set()
        wait_until(lambda: len(sluggish.told) == 6)
        service.close()


class Moody:
    """Sends only where it likes to."""

    def send(self, address, headers, body):
        if "one" in address:
            raise RuntimeError("a defect")
        return Sent("told")


def test_no_defect_and_no_store_that_is_away_ends_it(tmp_path, caplog, monkeypatch):
    service = Service(tmp_path, look_seconds=0.01, sender=Moody())
    away, take = [True], service.deliverer.waiting.take

    def sometimes(**asked):
        if away[0]:
            raise OperationalError("select", {}, Exception("database is away"))
        return take(**asked)

    monkeypatch.setattr(service.deliverer.waiting, "take", sometimes)
    service.deliverer.start()
    wait_until(lambda: "can't be looked for" in caplog.text)
    first, second = service.over("https://one.example/"), service.over("https://two.example/")
    away[0] = False
    wait_until(lambda: service.hooks.of_job("north", second.id).outcome == "told")
    wait_until(lambda: "a defect" in caplog.text)
    assert service.hooks.of_job("north", first.id).outcome is None  # due again when its time is over
    service.close()


def test_no_address_and_no_secret_is_logged(service, receiver, caplog):
    caplog.set_level(logging.DEBUG)
    service.over(address(receiver, "/told?password=hunter2"))
    receiver.answer = NOT_NOW
    service.deliverer.run_once()
    ours = [one.getMessage() for one in caplog.records if one.name.startswith("dagplan")]
    assert [one.partition(", ")[2] for one in ours] == ["try 1: http_500, again in 5 s"]
    (secret,) = SigningSecrets(service.store).of("north")
    assert secret not in caplog.text


def tell(folder, port):
    """A service that tells of a job, until it is killed."""
    service = Service(folder, look_seconds=0.02)
    service.over(f"http://127.0.0.1:{port}/told")
    service.deliverer.start()
    time.sleep(60)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's")
def test_after_kill_9_while_it_is_told_it_is_told_again_with_the_same_id(tmp_path, receiver):
    arrived = threading.Event()

    def never(connection):
        arrived.set()
        connection.recv(1)  # until whoever tells is gone

    receiver.answer = never
    process = multiprocessing.get_context("spawn").Process(target=tell, args=(tmp_path, receiver.port))
    process.start()
    assert arrived.wait(30)
    os.kill(process.pid, signal.SIGKILL)
    process.join(30)
    receiver.answer = Receiver.answer
    service = Service(tmp_path, now=time.time())
    assert service.deliverer.run_once() == 0  # somebody may still be telling it
    service.now += 121
    assert service.deliverer.run_once() == 1
    first, second = receiver.told
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    service.close()


def test_one_that_was_never_started_can_be_stopped(tmp_path):
    service = Service(tmp_path)
    assert service.deliverer.stop()
    service.store.dispose()


def test_a_receiver_that_keeps_it_keeps_nobody_from_ending(tmp_path, receiver):
    arrived, on = threading.Event(), threading.Event()

    def slow(connection):
        arrived.set()
        on.wait(20)
        connection.sendall(Receiver.answer)

    receiver.answer = slow
    service = Service(tmp_path, look_seconds=0.02, sender=Sender(EVERYTHING, seconds=30))
    job = service.over(address(receiver))
    service.deliverer.start()
    assert arrived.wait(20)
    began = time.monotonic()
    assert not service.deliverer.stop(0.1)
    assert time.monotonic() - began < 2
    on.set()
    wait_until(lambda: service.hooks.of_job("north", job.id).outcome == "told")
    service.store.dispose()
