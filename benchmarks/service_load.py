"""The service under load: nothing is lost or done twice, and whoever asks is answered while every core makes plans.

Protocol. ``dagplan serve`` runs as it is delivered, in a process and a folder of its own, with as many workers as
``--workers`` says. ``--clients`` order ``--jobs`` between them and follow each until it is over; every tenth is a
whole generated unit-day at 1 s, the others are unit-days of two people (some 26 requests) at 0.2 s. Beside them one
who asks, in a process of its own, measures calls that make no plan, one after the other with a pause of 20 ms: a plan
that is done, the list of fifty, ``/healthz``, and the order of a request of two visits. Seconds are the asker's, from
the first byte sent to the last received. In the end every job has to be there once, ``done``, in its first attempt,
as its client was told; a sample of plans goes through the checker. With ``--accept`` the service has no workers and
nobody waits: how many orders a second are on the disk, read first, and unread (``Prefer: respond-async``).

    python -m benchmarks.service_load --runs 3
    python -m benchmarks.service_load --accept --jobs 500
    python -m benchmarks.service_load --postgres

``--postgres`` starts a server of its own (Debian's package), with ``fsync``. The exit status is 1 if a job was lost,
was done twice, failed, or its plan breaks a rule.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from dagplan import PlanRequest, check, read, read_plan
from dagplan.scenarios import generate
from dagplan.service.settings import Settings
from tests.service.running import Service, serving

from .service_clients import PROBES, Caller, Ordered, Prober, order_all

EXAMPLE = Path(__file__).parent.parent / "examples" / "asthma.request.json"
_SAMPLE = 40


@dataclass(frozen=True)
class Load:
    """One run: seconds of wall clock, jobs accepted, seconds of each kind of call, and what was wrong."""

    seconds: float
    jobs: int
    calls: dict[str, list[float]]
    wrong: list[str]


def limited(request: PlanRequest, seconds: float) -> bytes:
    """A request with this time limit, as it is sent."""
    settings = request.settings.model_copy(update={"time_limit": seconds, "workers": 1})
    return request.model_copy(update={"settings": settings}).model_dump_json(exclude_none=True).encode()


def bodies() -> list[bytes]:
    """Nine small unit-days, and a whole one."""
    small = [limited(generate("unit-day", seed, staff=2), 0.2) for seed in range(1, 10)]
    return [*small, limited(generate("unit-day", 1), 1.0)]


def measure(service: Service, jobs: int, clients: int) -> Load:
    """Load a service, and judge what came of it."""
    example = limited(read(EXAMPLE.read_bytes(), form="json"), 1.0)
    prober = Prober(service.host, service.port, example)
    began = time.perf_counter()
    ordered = order_all(service.host, service.port, bodies(), jobs, clients)
    seconds = time.perf_counter() - began
    calls, probed = prober.end()
    return Load(seconds, len(ordered.ids) + len(probed), calls, [*ordered.wrong, *wrong_in(service, ordered, probed)])


def wrong_in(service: Service, ordered: Ordered, probed: dict[str, str]) -> list[str]:
    """What is wrong with what was accepted: lost, done twice, not done, or with a plan against the rules."""
    with closing(Caller(service.host, service.port)) as caller:
        return _wrong_in(caller, ordered, probed)


def _wrong_in(caller: Caller, ordered: Ordered, probed: dict[str, str]) -> list[str]:
    for job in probed.values():
        ordered.ended[job] = caller.get(f"/v1/plans/{job}?wait=60")["state"]
    kept, cursor = [], ""
    while cursor is not None:
        page = caller.get(f"/v1/plans?limit=200{cursor and f'&cursor={cursor}'}")
        kept += page["items"]
        cursor = page["next"]
    times = Counter(job["id"] for job in kept)
    accepted = [*ordered.ids.values(), *probed.values()]
    wrong = [f"{job} is there {times[job]} times" for job in accepted if times[job] != 1]
    wrong += [f"{job} was never ordered" for job in times.keys() - set(accepted)]
    wrong += [f"{job} was accepted twice" for job, count in Counter(accepted).items() if count != 1]
    for job in kept:
        if (job["state"], job["attempt"], ordered.ended.get(job["id"])) != ("done", 1, "done"):
            wrong.append(
                f"{job['id']}: {job['state']}, attempt {job['attempt']}, told {ordered.ended.get(job['id'])}"
            )
    there = [job for job in accepted if times[job] == 1]
    for job in there[:: max(1, len(there) // _SAMPLE)]:
        request = read(caller.ask("GET", f"/v1/plans/{job}/request")[1], form="json")
        plan = json.dumps(caller.get(f"/v1/plans/{job}")["plan"]).encode()
        wrong += [f"{job}: {one}" for one in check(request, read_plan(plan, request, form="json"))]
    return wrong


def quantile(values: Sequence[float], share: float) -> float:
    """The least value that so large a share of them does not exceed."""
    ranked = sorted(values)
    return ranked[math.ceil(share * len(ranked)) - 1]


@contextmanager
def started(postgres: bool, **settings: object) -> Iterator[Service]:
    """A service within this block, with its store in a file, or on a PostgreSQL server of its own."""
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        if postgres:
            from tests.service.postgres import Server

            server = Server()
            held.callback(server.close)
            settings["database"] = server.url()
        limits = {
            "askers": Settings.model_fields["askers"].default,
            "most_waiting": 100_000,
            "most_waiting_each": 100_000,
        }
        yield held.enter_context(serving(folder, **limits, **settings))


def accepted_a_second(service: Service, jobs: int, clients: int, *, unread: bool) -> float:
    """How many orders a second are accepted of clients who wait for nothing."""
    body = bodies()[:1]
    began = time.perf_counter()
    ordered = order_all(
        service.host, service.port, body, jobs, clients, follow=False, unread=unread, name=str(unread)
    )
    seconds = time.perf_counter() - began
    if ordered.wrong or len(set(ordered.ids.values())) != jobs:
        raise RuntimeError(f"{len(set(ordered.ids.values()))} of {jobs} jobs: {ordered.wrong}")
    return jobs / seconds


def table(runs: Sequence[Load]) -> list[str]:
    """One line a kind of call: how many, and the median of the runs' figures with their least and most."""
    lines = []
    for kind in (*PROBES, "all"):
        each = [
            one.calls[kind] if kind in PROBES else [s for calls in one.calls.values() for s in calls] for one in runs
        ]
        cells = []
        for share in (0.5, 0.99, 1.0):
            found = [1000 * quantile(calls, share) for calls in each if calls]
            cells.append(f"{statistics.median(found):.1f} ({min(found):.1f}–{max(found):.1f})" if found else "–")
        lines.append(f"{kind:<12}{sum(map(len, each)):>8}" + "".join(f"{cell:>24}" for cell in cells))
    return lines


def main(arguments: list[str] | None = None) -> int:
    """Print a line a run, and one a kind of call."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--accept", action="store_true", help="only how many orders a second are accepted")
    parser.add_argument("--postgres", action="store_true", help="on a server of its own")
    options = parser.parse_args(arguments)
    if options.accept:
        for _ in range(options.runs):
            with started(options.postgres, workers=0) as service:
                rates = [
                    accepted_a_second(service, options.jobs, options.clients, unread=unread)
                    for unread in (False, True)
                ]
            print(f"accepted a second: {rates[0]:.0f} read first, {rates[1]:.0f} unread", flush=True)
        return 0
    runs = []
    for _ in range(options.runs):
        with started(options.postgres, workers=options.workers) as service:
            runs.append(measure(service, options.jobs, options.clients))
        print(f"{runs[-1].jobs} jobs in {runs[-1].seconds:.0f} s; wrong: {runs[-1].wrong or 'nothing'}", flush=True)
    print(f"{'call':<12}{'calls':>8}{'p50 ms':>24}{'p99 ms':>24}{'worst ms':>24}")
    print("\n".join(table(runs)))
    return 1 if any(one.wrong for one in runs) else 0


if __name__ == "__main__":
    sys.exit(main())
