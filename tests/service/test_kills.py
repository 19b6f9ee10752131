"""Whatever is killed, every accepted job ends exactly once, with a plan that keeps every rule.

A longer run: ``python -m tests.service.test_kills --kills 30``.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest

from dagplan import check, read, read_plan
from dagplan.scenarios import generate
from tests.service.running import Service

pytestmark = [
    pytest.mark.clock,
    pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX"),
]
DAY = generate("unit-day", 1, staff=3)


def ordered(seconds):
    settings = DAY.settings.model_copy(update={"time_limit": seconds, "workers": 1})
    return DAY.model_copy(update={"settings": settings}).model_dump_json(exclude_none=True).encode()


def started(data):
    return Service(data, workers=2, lease_seconds=4, grace_seconds=2, most_lost=100)


def kill_one(service, chance):
    """Kill the service, or one of the processes that it started; whether it was the service."""
    others = service.family[1:]
    if not others or chance.random() < 0.3:
        service.kill()
        return True
    with contextlib.suppress(psutil.NoSuchProcess):
        chance.choice(others).kill()
    return False


def run(data, kills, seed, seconds=1.0, say=lambda *_: None):
    """Jobs while things are killed; the ids that were accepted, how often each kind was killed, and the service."""
    chance = random.Random(seed)
    request = ordered(seconds)
    service, killed, accepted = started(data), Counter(), {}
    while sum(killed.values()) < kills:
        for _ in range(chance.randint(1, 2)):
            key = f"job-{len(accepted)}"
            # Sent until it is accepted, as a client does: under the same name it is the same job.
            while key not in accepted:
                with contextlib.suppress(OSError):
                    answer = service.ask("POST", "/v1/plans", request, {**JSON, "Idempotency-Key": key})
                    if answer.status == 202:
                        accepted[key] = answer.json["id"]
        time.sleep(chance.uniform(0.0, 1.5))
        if kill_one(service, chance):
            killed["service"] += 1
            service = started(data)
        else:
            killed["process"] += 1
        say(f"{sum(killed.values())} kills, {len(accepted)} jobs accepted")
    return accepted, killed, service


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


def test_every_accepted_job_ends_once_whatever_is_killed(tmp_path):
    accepted, killed, service = run(tmp_path, 6, seed=1, seconds=0.5)
    try:
        wrong = judged(service, accepted, 0.5)
    finally:
        assert service.end() == 0  # and no process of it is left
    assert not wrong
    assert sum(killed.values()) == 6
    with sqlite3.connect(tmp_path / "dagplan.sqlite") as store:
        assert store.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = store.execute("SELECT id, state, attempt, lost FROM jobs").fetchall()
        plans = store.execute("SELECT count(*) FROM documents WHERE name = 'plan'").fetchone()
    assert sorted(row[0] for row in rows) == sorted(accepted.values())  # none lost, none twice
    assert {row[1] for row in rows} == {"done"}
    assert plans == (len(accepted),)
    assert all(attempt == lost + 1 for _, _, attempt, lost in rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        accepted, killed, service = run(Path(folder), options.kills, options.seed, say=print)
        wrong = judged(service, accepted, 1.0)
        service.end()
        with sqlite3.connect(Path(folder) / "dagplan.sqlite") as store:
            attempts = Counter(row[0] for row in store.execute("SELECT attempt FROM jobs"))
        print(f"killed: {dict(killed)}; {len(accepted)} jobs accepted, {sum(attempts.values())} kept")
        print(f"attempts: {dict(sorted(attempts.items()))}; {time.monotonic() - began:.0f} s; wrong: {wrong}")


if __name__ == "__main__":
    main()
