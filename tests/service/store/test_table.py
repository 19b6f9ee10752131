"""The job table against a plain dict: nothing is lost, nothing is done twice, nothing stale is taken."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import Counter

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from dagplan.service.store.jobs import Attempt, Order, OtherBodyError, QueueFullError, StaleAttemptError, State
from dagplan.service.store.opening import open_store
from dagplan.service.store.table import JobTable

JSON = "application/json"
LOST = b'[{"code": "worker_lost"}]'
TENANTS = st.sampled_from(["north", "south"])
BODIES = st.sampled_from([b"{}", b'{"a": 1}', b"\x00\xff"])
MOST_WAITING, MOST_LOST = 4, 2


class Table(RuleBasedStateMachine):
    """Two tenants, workers that come and go, and a service that is started anew at any time."""

    ids = Bundle("ids")
    attempts = Bundle("attempts")

    def __init__(self, where):
        super().__init__()
        self.where = where
        self.table = None
        self.jobs = {}  # by id: what the table must know
        self.now = 1000.0

    @initialize()
    def open(self):
        self.store = open_store(self.where)
        self.table = JobTable(self.store, most_waiting=MOST_WAITING, now=lambda: self.now)

    def teardown(self):
        if self.table is not None:
            self.table.close()

    @rule()
    def start_anew(self):
        self.table.close()
        self.open()

    @rule(seconds=st.sampled_from([1.0, 50.0]))
    def time_passes(self, seconds):
        self.now += seconds

    @rule(
        target=ids,
        tenant=TENANTS,
        body=BODIES,
        key=st.sampled_from([None, "k1", "k2"]),
        tags=st.frozensets(st.sampled_from(["a", "ö"])),
        hook=st.sampled_from([None, "https://example.org/told"]),
    )
    def add(self, tenant, body, key, tags, hook):
        same = [one for one in self.jobs.values() if key and (one["tenant"], one["key"]) == (tenant, key)]
        if same and same[0]["request"] != body:
            with pytest.raises(OtherBodyError):
                self.table.add(tenant, Order(body, JSON, key=key, tags=tags, hook=hook))
            return multiple()
        if not same and self.waiting() >= MOST_WAITING:
            with pytest.raises(QueueFullError):
                self.table.add(tenant, Order(body, JSON, key=key, tags=tags, hook=hook))
            return multiple()
        job, new = self.table.add(tenant, Order(body, JSON, key=key, tags=tags, hook=hook))
        assert new is not bool(same)
        if same:
            assert self.jobs[job.id] is same[0]
            return multiple()
        assert job.id not in self.jobs
        assert len(job.id) >= 22  # 128 bits
        assert job.number > max((one["number"] for one in self.jobs.values()), default=0)
        self.jobs[job.id] = {
            "tenant": tenant,
            "number": job.number,
            "key": key,
            "tags": tags,
            "hook": hook,
            "request": body,
            "state": "queued",
            "attempt": 0,
            "stopping": False,
            "plan": None,
            "problems": None,
            "until": None,
            "seen": None,
            "lost": 0,
        }
        return job.id

    def waiting(self):
        return sum(one["state"] == "queued" for one in self.jobs.values())

    def held(self, attempt):
        """The job that an attempt may write to."""
        for one in self.jobs.values():
            if (one["number"], one["attempt"], one["state"]) == (attempt.number, attempt.attempt, "running"):
                return one
        return None

    @rule(target=attempts, seconds=st.sampled_from([None, 10.0]))
    def take(self, seconds):
        queued = [one for one in self.jobs.values() if one["state"] == "queued"]
        attempt = self.table.take("w-1", seconds=seconds)
        if not queued:
            assert attempt is None
            return multiple()
        job = min(queued, key=lambda one: one["number"])
        job.update(state="running", attempt=job["attempt"] + 1, seen=self.now)
        job["until"] = None if seconds is None else self.now + seconds
        assert attempt == Attempt(job["number"], job["attempt"])
        assert self.table.given(attempt) == ("plan", job["request"], JSON)
        return attempt

    @rule(attempt=attempts, plan=st.binary(max_size=3))
    def keep_best(self, attempt, plan):
        job = self.held(attempt)
        if job is None:
            with pytest.raises(StaleAttemptError):
                self.table.keep_best(attempt, plan)
            return
        self.table.keep_best(attempt, plan)
        job["plan"] = plan

    @rule(attempt=attempts, progress=st.sampled_from([None, "{}"]), seconds=st.sampled_from([None, 10.0]))
    def report(self, attempt, progress, seconds):
        job = self.held(attempt)
        if job is None:
            with pytest.raises(StaleAttemptError):
                self.table.report(attempt, progress, seconds=seconds)
            with pytest.raises(StaleAttemptError):
                self.table.given(attempt)
            return
        assert self.table.report(attempt, progress, seconds=seconds) is job["stopping"]
        job["seen"] = self.now
        if seconds is not None:
            job["until"] = self.now + seconds

    @rule(
        attempt=attempts,
        state=st.sampled_from([State.DONE, State.STOPPED, State.FAILED, State.INVALID]),
        plan=st.sampled_from([None, b"end"]),
        problems=st.sampled_from([None, b"[]"]),
    )
    def end(self, attempt, state, plan, problems):
        job = self.held(attempt)
        came = {name: body for name, body in (("plan", plan), ("problems", problems)) if body}
        if job is None:
            with pytest.raises(StaleAttemptError):
                self.table.end(attempt, state, came=came)
            return
        self.table.end(attempt, state, came=came)
        job.update(state=str(state), plan=plan or job["plan"], problems=problems or job["problems"])

    @rule(attempt=attempts, lost=st.booleans())
    def the_worker_is_gone(self, attempt, lost):
        job = self.held(attempt)
        found = self.table.put_back(attempt, lost=lost, most_lost=MOST_LOST, problems=LOST)
        if job is None:
            assert found is None
            return
        job["lost"] += lost
        if job["stopping"]:
            expected = "stopped"
        elif lost and job["lost"] == MOST_LOST:
            expected = "failed"
            job["problems"] = LOST
        else:
            expected = "queued"
        assert found == expected
        job["state"] = expected

    @rule(job_id=ids, tenant=TENANTS)
    def stop(self, job_id, tenant):
        found = self.table.stop(tenant, job_id)
        job = self.jobs.get(job_id)
        if job is None or job["tenant"] != tenant:
            assert found is None
        elif job["state"] in {"queued", "running"}:
            job.update(stopping=True, state="stopped" if job["state"] == "queued" else "running")

    @rule(job_id=consumes(ids), tenant=TENANTS)
    def delete(self, job_id, tenant):
        job = self.jobs.get(job_id)
        may = job is not None and job["tenant"] == tenant and job["state"] not in {"queued", "running"}
        assert self.table.delete(tenant, job_id) is may
        if may:
            del self.jobs[job_id]

    @invariant()
    def the_table_says_the_same(self):
        if self.table is None:
            return
        for tenant in ("north", "south"):
            theirs = sorted(
                (key for key, one in self.jobs.items() if one["tenant"] == tenant),
                key=lambda key: -self.jobs[key]["number"],
            )
            assert [one.id for one in self.table.page(tenant)] == theirs
            first = self.table.page(tenant, most=1)
            rest = self.table.page(tenant, after=first[0].place) if first else []
            assert [one.id for one in first + rest] == theirs
            ended = [key for key in theirs if self.jobs[key]["state"] == "done"]
            assert [one.id for one in self.table.page(tenant, states=[State.DONE])] == ended
            tagged = [key for key in theirs if "ö" in self.jobs[key]["tags"]]
            assert [one.id for one in self.table.page(tenant, tag="ö")] == tagged
            assert self.table.page(tenant, kind="study") == []
        for job_id, one in self.jobs.items():
            other = "south" if one["tenant"] == "north" else "north"
            assert self.table.get(other, job_id) is None
            job = self.table.get(one["tenant"], job_id)
            told = (str(job.state), job.attempt, job.stopping, job.ended is not None)
            assert told == (one["state"], one["attempt"], one["stopping"], one["state"] not in {"queued", "running"})
            for kind in ("request", "plan", "problems"):
                assert self.table.document(other, job_id, kind) is None
                assert self.table.document(one["tenant"], job_id, kind) == one[kind]
        counted = Counter(one["state"] for one in self.jobs.values())
        assert {str(state): count for state, count in self.table.states().items() if count} == counted
        running = {one["number"]: one for one in self.jobs.values() if one["state"] == "running"}
        assert {one.number: one.attempt for one in self.table.running()} == {
            number: one["attempt"] for number, one in running.items()
        }
        unheard = {number: one for number, one in running.items() if one["seen"] <= self.now - 30}
        assert {one.number for one in self.table.running(unheard=30)} == unheard.keys()
        for one in self.table.running():
            until = running[one.number]["until"]
            assert self.table.overruns(one) is (until is not None and until < self.now)
        with self.store.connect() as looking:
            kept = looking.execute(text("select count(distinct job) from documents")).scalar_one()
            owed = [tuple(row) for row in looking.execute(text("select job, tenant from deliveries order by job"))]
            tags = looking.execute(text("select count(*) from tags")).scalar_one()
        over = [one for one in self.jobs.values() if one["hook"] and one["state"] not in {"queued", "running"}]
        assert owed == sorted((one["number"], one["tenant"]) for one in over)  # each is told once that it is over
        assert kept == len(self.jobs)  # what is deleted leaves nothing behind
        assert tags == sum(len(one["tags"]) for one in self.jobs.values())


def test_whatever_is_done_the_table_says_what_a_dict_would(anew):
    few = settings(max_examples=10, stateful_step_count=30, deadline=None)
    run_state_machine_as_test(lambda: Table(anew()), settings=few)


def opened(where):
    return JobTable(open_store(where))


def test_every_change_has_another_version(where):
    table = opened(where)
    job, _ = table.add("north", Order(b"{}", JSON))
    seen = [job.version]
    attempt = table.take()
    for change in (
        lambda: None,
        lambda: table.report(attempt, "{}"),
        lambda: table.keep_best(attempt, b"1"),
        lambda: table.stop("north", job.id),
        lambda: table.end(attempt, State.STOPPED, came={"plan": b"2"}),
    ):
        change()
        seen.append(table.get("north", job.id).version)
    assert len(set(seen)) == 6
    table.stop("north", job.id)
    assert table.get("north", job.id).version == seen[-1]  # nothing changed
    table.close()


def test_an_end_must_be_one(where):
    table = opened(where)
    table.add("north", Order(b"{}", JSON))
    with pytest.raises(ValueError, match="running"):
        table.end(table.take(), State.RUNNING)
    table.close()


def take_all(where, told):
    """A worker in a process of its own, which takes what there is and says what it took."""
    table = opened(where)
    while (attempt := table.take()) is not None:
        told.put((attempt.number, attempt.attempt))
        table.end(attempt, State.DONE, came={"plan": str(os.getpid()).encode()})
    table.close()
    told.put(None)


def test_processes_that_take_at_the_same_time_get_each_job_once(where):
    table = opened(where)
    numbers = [table.add("north", Order(b"{}", JSON))[0].number for _ in range(60)]
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    processes = [context.Process(target=take_all, args=(where, told)) for _ in range(3)]
    for process in processes:
        process.start()
    taken, over = [], 0
    while over < len(processes):
        one = told.get(timeout=60)
        over += one is None
        taken += [] if one is None else [one]
    for process in processes:
        process.join(30)
    assert Counter(taken) == Counter((number, 1) for number in numbers)
    assert {one.state for one in table.page("north", most=100)} == {State.DONE}
    table.close()


def accept_for_ever(where, pipe):
    """A service that says of each job that it is accepted, until it is killed."""
    table = opened(where)
    while True:
        job, _ = table.add("north", Order(b"x" * 5000, JSON))
        pipe.send(job.id)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's")
def test_what_was_accepted_is_there_after_kill_9(where):
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=accept_for_ever, args=(where, there))
    process.start()
    there.close()
    accepted = [here.recv() for _ in range(20)]
    os.kill(process.pid, signal.SIGKILL)
    process.join(30)
    try:
        while True:
            accepted.append(here.recv())
    except EOFError:
        here.close()
    table = opened(where)
    for job_id in accepted:
        assert table.document("north", job_id, "request") == b"x" * 5000
    assert len(table.page("north", most=100_000)) - len(accepted) in {0, 1}  # one was accepted and not yet said
    table.close()


def test_a_sign_of_life_is_no_change(where):
    table = opened(where)
    job, _ = table.add("north", Order(b"{}", JSON))
    attempt = table.take()
    table.report(attempt, "{}")
    seen = table.get("north", job.id).version
    table.report(attempt, "{}", seconds=5)
    table.report(attempt)
    assert table.get("north", job.id).version == seen
    table.close()


def test_a_tenant_that_fills_its_own_share_leaves_room_for_others(where):
    table = JobTable(open_store(where), most_waiting=3, most_waiting_each=2)
    for _ in range(2):
        table.add("north", Order(b"{}", JSON))
    with pytest.raises(QueueFullError) as caught:
        table.add("north", Order(b"{}", JSON))
    assert caught.value.own
    table.add("south", Order(b"{}", JSON))
    with pytest.raises(QueueFullError) as caught:
        table.add("south", Order(b"{}", JSON))
    assert not caught.value.own
    table.close()


def test_what_is_older_than_is_kept_goes_with_all_that_belongs_to_it(where):
    now = [0.0]
    table = JobTable(open_store(where), now=lambda: now[0])
    old, _ = table.add("north", Order(b"{}", JSON, tags=frozenset(["t"])))
    table.end(table.take(), State.DONE)
    now[0] = 50.0
    young, _ = table.add("north", Order(b"{}", JSON))
    table.end(table.take(), State.DONE)
    waits, _ = table.add("north", Order(b"{}", JSON))
    now[0] = 100.5
    assert table.forget_older(100) == 1
    assert [one.id for one in table.page("north")] == [waits.id, young.id]
    assert table.document("north", old.id, "request") is None
    table.close()


ODD = ["\0", "a\0b", "\ud800", "x" * 5000, "'; DROP TABLE jobs; --", "%", "å" * 300]


@pytest.mark.parametrize("odd", ODD)
def test_what_nobody_has_is_not_there_whatever_it_is_called(where, odd):
    table = opened(where)
    table.add("north", Order(b"{}", JSON, key="k", tags=frozenset(["t"])))
    assert table.get("north", odd) is None
    assert table.get(odd, "x") is None
    assert table.document("north", odd, "plan") is None
    assert table.stop("north", odd) is None
    assert not table.delete("north", odd)
    assert table.page("north", tag=odd) == table.page(odd) == []
    table.close()


@pytest.mark.parametrize("odd", ["a\0b", "\ud800", "x" * 201])
@pytest.mark.parametrize("field", ["form", "key", "tags", "beside"])
def test_an_order_that_not_every_store_can_keep_is_refused(odd, field):
    values = {"form": JSON, "key": "k"}
    values[field] = {"tags": frozenset([odd]), "beside": {odd: b""}}.get(field, odd)
    with pytest.raises(ValueError):  # noqa: PT011 - nothing more is said
        Order(b"{}", **values)


def test_the_longest_names_and_any_letters_are_kept(where):
    table = opened(where)
    order = Order(
        bytes(range(256)), "f" * 200, key="å" * 200, tags=frozenset(["字" * 100, "🙂"]), beside={"n" * 16: b""}
    )
    job, _ = table.add("ö" * 200, order)
    assert table.add("ö" * 200, order) == (job, False)
    assert job.tags == ("字" * 100, "🙂")
    assert [one.id for one in table.page("ö" * 200, tag="🙂")] == [job.id]
    assert table.document("ö" * 200, job.id, "request") == bytes(range(256))
    assert table.document("ö" * 200, job.id, "n" * 16) == b""
    table.close()


def test_a_page_goes_on_where_it_was_whatever_became_of_its_last_job(where):
    table = JobTable(open_store(where))
    ids = [table.add(tenant, Order(b"{}", JSON))[0].id for tenant in ("north", "south") * 4][::-1]
    norths = ids[1::2]
    first = table.page("north", most=2)
    assert [one.id for one in first] == norths[:2]
    assert [one.id for one in table.page("north", after=first[-1].place)] == norths[2:]
    for job in first:
        table.stop("north", job.id)
        assert table.delete("north", job.id)
    assert [one.id for one in table.page("north", after=first[-1].place)] == norths[2:]
    # In another's list it names no job: what was accepted by then.
    assert [one.id for one in table.page("south", after=first[-1].place)] == ids[2::2][1:]
    table.close()


def test_the_versions_of_many_jobs_at_once_are_those_of_each(where):
    table = opened(where)
    added = [table.add("north", Order(b"{}", JSON))[0] for _ in range(4)]
    attempt = table.take()
    table.end(attempt, State.DONE)
    assert table.delete("north", added[0].id)
    table.stop("north", added[1].id)
    found = table.versions([job.number for job in added] + [10**6])
    assert found == {job.number: table.get("north", job.id).version for job in added[1:]}
    assert found[added[1].number] > added[1].version
    assert found[added[2].number] == added[2].version
    assert table.versions([]) == {}
    table.close()
