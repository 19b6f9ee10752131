"""Whatever is killed, every accepted job ends exactly once, with a plan that keeps every rule.

A longer run: ``python -m tests.service.test_kills --kills 30``, and with ``--database`` on a PostgreSQL server of its
own, which is killed too, beside a ``dagplan worker``.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest
from sqlalchemy import text

from dagplan import check, read, read_plan
from dagplan.scenarios import generate
from dagplan.service.store.opening import open_store
from tests.service.build import until
from tests.service.postgres import server_or_skip
from tests.service.running import Service
from tests.thorough import some

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
DAY = generate("unit-day", 1, staff=3)


def ordered(seconds):
    settings = DAY.settings.model_copy(update={"time_limit": seconds, "workers": 1})
    return DAY.model_copy(update={"settings": settings}).model_dump_json(exclude_none=True).encode()


class OnSqlite:
    """A service that keeps its jobs in a folder."""

    KINDS = ("service", "service", "process", "process", "process", "process")
    """What is killed in a round, in any order."""

    def __init__(self, data):
        self.data = data
        self.killed = Counter()
        self.service = self._served()

    def _served(self, **more):
        return Service(self.data, workers=2, askers=2, lease_seconds=4, grace_seconds=2, most_lost=100, **more)

    def kill(self, kind, chance):
        """Kill one of a kind, which is started again where nobody else does that."""
        getattr(self, f"_kill_{kind}")(chance)
        self.killed[kind] += 1

    def _kill_service(self, _):
        self.service.kill()
        self.service = self._served()

    def _kill_process(self, chance):
        """One of those that the service has started: a worker, one that answers, or one that sees to them."""
        others = until(lambda: self._family()[1:])
        with contextlib.suppress(psutil.NoSuchProcess):
            chance.choice(others).kill()

    def _family(self):
        return self.service.family

    def end(self):
        """End it all; the exit status."""
        return self.service.end()

    def where(self):
        """Where its store is."""
        return self.data / "dagplan.sqlite"


class OnPostgres(OnSqlite):
    """A service and a worker as on another machine, on a database whose server is killed too."""

    KINDS = ("database", "worker", "service", "process", "process", "process")

    def __init__(self, data, server):
        self.server, self.url = server, server.fresh()
        super().__init__(data)
        self.worker = self._working()

    def _served(self):
        return super()._served(database=self.url)

    def _working(self):
        given = {"database": self.url, "lease_seconds": 4, "grace_seconds": 2, "most_lost": 100}
        return Service(self.data, "worker", workers=1, **given)

    def _kill_worker(self, _):
        self.worker.kill()
        self.worker = self._working()

    def _kill_database(self, chance):
        self.server.kill()
        time.sleep(chance.uniform(0.0, 2.0))
        self.server.start()

    def _family(self):
        return [None, *self.service.family[1:], *self.worker.family[1:]]

    def end(self):
        return self.worker.end() or self.service.end()

    def where(self):
        return self.url


def run(on, kills, seed, seconds=1.0, say=lambda *_: None):
    """Jobs while things are killed; the ids that were accepted."""
    chance = random.Random(seed)
    request = ordered(seconds)
    accepted = {}
    for count in range(kills):
        if count % len(on.KINDS) == 0:
            # Taken from the end: each kind once, and then those that are there oftener.
            once = sorted(set(on.KINDS))
            more = sorted((Counter(on.KINDS) - Counter(once)).elements())
            kinds = [*chance.sample(more, len(more)), *chance.sample(once, len(once))]
        for _ in range(chance.randint(1, 2)):
            key = f"job-{len(accepted)}"
            # Sent until it is accepted, as a client does: under the same name it is the same job.
            while key not in accepted:
                with contextlib.suppress(OSError):
                    answer = on.service.ask("POST", "/v1/plans", request, {**JSON, "Idempotency-Key": key})
                    if answer.status == 202:
                        accepted[key] = answer.json["id"]
        time.sleep(chance.uniform(0.0, 1.5))
        on.kill(kinds.pop(), chance)
        say(f"{on.killed.total()} kills, {len(accepted)} jobs accepted")
    return accepted


JSON = {"Content-Type": "application/json"}


def judged(service, accepted, seconds):
    """What is wrong with how the jobs ended."""
    wrong = []
    request = read(ordered(seconds), form="json")
    for job in accepted.values():
        found = service.ended(job, 300)
        if found["state"] != "done" or found["plan"] is None:
            wrong.append((job, found["state"], found["problems"]))
            continue
        plan = read_plan(json.dumps(found["plan"]).encode(), request, form="json")
        wrong += [(job, str(one)) for one in check(request, plan)]
        again = service.ask("GET", f"/v1/plans/{job}").json
        if again["attempt"] != found["attempt"] or again["plan"] != found["plan"]:
            wrong.append((job, "ended twice"))
    return wrong


def kept(on, accepted):
    """What the store has of jobs: how many attempts each took; checked that it is whole, and has each job once."""
    opened = open_store(on.where())
    with contextlib.ExitStack() as held:
        held.callback(opened.dispose)
        store = held.enter_context(opened.connect())
        if isinstance(on.where(), Path):
            assert store.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        rows = store.execute(text("SELECT id, state, attempt, lost FROM jobs")).all()
        plans = store.execute(text("SELECT count(*) FROM documents WHERE name = 'plan'")).scalar_one()
    assert sorted(row.id for row in rows) == sorted(accepted.values())  # none lost, none twice
    assert {row.state for row in rows} == {"done"}
    assert plans == len(accepted)
    assert all(row.attempt == row.lost + 1 for row in rows)
    return Counter(row.attempt for row in rows)


def proven(on, kills, seed, seconds, say=lambda *_: None):
    """Kill so many, and judge what came of it; what was accepted, and how many attempts each took."""
    try:
        accepted = run(on, kills, seed, seconds, say)
        wrong = judged(on.service, accepted, seconds)
    finally:
        status = on.end()
    assert not wrong
    assert status == 0  # and no process of it is left
    return accepted, kept(on, accepted)


def test_every_accepted_job_ends_once_whatever_is_killed(tmp_path):
    proven(OnSqlite(tmp_path), some(6, least=3), seed=1, seconds=0.5)


def test_the_same_where_the_database_and_workers_elsewhere_are_killed_too(tmp_path, postgres):
    proven(OnPostgres(tmp_path, postgres), some(6, least=4), seed=2, seconds=0.5)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", action="store_true", help="on PostgreSQL")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as held:
        began = time.monotonic()
        if options.database:
            on = OnPostgres(Path(folder), held.enter_context(contextlib.closing(server_or_skip())))
        else:
            on = OnSqlite(Path(folder))
        accepted, attempts = proven(on, options.kills, options.seed, 1.0, print)
    print(f"killed: {dict(on.killed)}; {len(accepted)} jobs accepted, each done once, each plan right")
    print(f"jobs by attempts: {dict(sorted(attempts.items()))}; {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
