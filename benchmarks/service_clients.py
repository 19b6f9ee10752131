"""Clients of a service under load: those who order plans and follow them, and one who measures all else meanwhile."""

from __future__ import annotations

import http.client
import json
import multiprocessing
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

JSON = {"Content-Type": "application/json"}
OVER = frozenset({"done", "stopped", "failed", "invalid"})
PROBES = ("GET plan", "GET list", "GET health", "POST plan")
"""What the prober asks for in turn; nothing of it waits for a plan."""
_WAIT_SECONDS = 10
_PROBE_PAUSE_SECONDS = 0.02
_WARM_UP_PROBES = 20


class Caller:
    """One connection that is kept, as clients keep theirs."""

    def __init__(self, host: str, port: int) -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=120)

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Status and body of an answer."""
        try:
            return self._asked(method, path, body, headers)
        except ConnectionError:  # it was silent for so long that the service has ended it
            self._connection.close()
            return self._asked(method, path, body, headers)

    def _asked(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str] | None
    ) -> tuple[int, bytes]:
        self._connection.request(method, path, body, dict(headers or {}))
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def get(self, path: str) -> Any:
        """What is there, read as JSON."""
        status, body = self.ask("GET", path)
        if status != http.client.OK:
            raise RuntimeError(f"GET {path}: {status}")
        return json.loads(body)

    def order(self, body: bytes, key: str, *, unread: bool = False) -> str:
        """Have a plan made, whatever has to be waited for until there is room; the id of the job."""
        headers = {**JSON, "Idempotency-Key": key} | ({"Prefer": "respond-async"} if unread else {})
        while True:
            status, answer = self.ask("POST", "/v1/plans", body, headers)
            if status == http.client.ACCEPTED:
                return str(json.loads(answer)["id"])
            if status not in {http.client.TOO_MANY_REQUESTS, http.client.SERVICE_UNAVAILABLE}:
                raise RuntimeError(f"POST: {status} {answer.decode()}")
            time.sleep(0.2)


@dataclass
class Ordered:
    """What the clients know in the end: of each key the job's id, the states in which jobs ended, what went wrong."""

    ids: dict[str, str] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)
    accepting: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def order_all(
    host: str,
    port: int,
    bodies: Sequence[bytes],
    jobs: int,
    clients: int,
    *,
    name: str = "job",
    follow: bool = True,
    unread: bool = False,
) -> Ordered:
    """So many clients at once order so many jobs between them, each one after the other.

    Parameters
    ----------
    host, port
        Where the service is.
    bodies
        Requests, taken in turn.
    jobs, clients
        How many.
    name
        What their keys begin with.
    follow
        Wait for each plan: most by ``?wait=``, every tenth by its events. Every tenth is ordered twice under its key.
    unread
        Have them accepted unread (``Prefer: respond-async``).
    """
    found, turns, lock = Ordered(), iter(range(jobs)), threading.Lock()

    def work(caller: Caller) -> None:
        while True:
            with lock:
                number = next(turns, None)
            if number is None:
                return
            key, body = f"{name}-{number}", bodies[number % len(bodies)]
            began = time.perf_counter()
            job = caller.order(body, key, unread=unread)
            found.accepting.append(time.perf_counter() - began)
            found.ids[key] = job
            if follow:
                if number % 10 == 5 and caller.order(body, key) != job:
                    found.wrong.append(f"{key} is two jobs")
                found.ended[job] = _by_events(host, port, job) if number % 10 == 0 else _by_waiting(caller, job)

    def guarded() -> None:
        try:
            with closing(Caller(host, port)) as caller:
                work(caller)
        except Exception as error:
            found.wrong.append(f"a client gave up: {error!r}")

    threads = [threading.Thread(target=guarded) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def _by_waiting(caller: Caller, job: str) -> str:
    while (state := str(caller.get(f"/v1/plans/{job}?wait={_WAIT_SECONDS}")["state"])) not in OVER:
        pass
    return state


def _by_events(host: str, port: int, job: str) -> str:
    """The state in which a job ended, as the last of its events tells it."""
    with closing(Caller(host, port)) as caller:
        _, stream = caller.ask("GET", f"/v1/plans/{job}/events")
    *_, last = (line for line in stream.decode().splitlines() if line.startswith("data: "))
    return str(json.loads(last.removeprefix("data: "))["state"])


class Prober:
    """Measures calls that make no plan, one after the other, in a process of its own until it is told to end.

    Parameters
    ----------
    host, port
        Where the service is.
    body
        A request that is planned at once, for the orders among the calls.
    """

    def __init__(self, host: str, port: int, body: bytes) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_probe, args=(theirs, host, port, body), daemon=True)
        self._process.start()
        self._ours.recv()  # it has begun

    def end(self) -> tuple[dict[str, list[float]], dict[str, str]]:
        """Seconds of each call by kind, and the ids of what was ordered by key."""
        self._ours.send("end")
        found: tuple[dict[str, list[float]], dict[str, str]] = self._ours.recv()
        self._process.join()
        return found


def _probe(pipe: Connection, host: str, port: int, body: bytes) -> None:
    caller, ids = Caller(host, port), {"probe": ""}
    ids["probe"] = done = caller.order(body, "probe")
    _by_waiting(caller, done)
    found: dict[str, list[float]] = {kind: [] for kind in PROBES}
    turn = -_WARM_UP_PROBES
    while not pipe.poll():
        kind = PROBES[turn % len(PROBES)]
        key = f"probe{turn}"
        began = time.perf_counter()
        if kind == "POST plan":
            ids[key] = caller.order(body, key)
        else:
            caller.get({"GET plan": f"/v1/plans/{done}", "GET list": "/v1/plans", "GET health": "/healthz"}[kind])
        if turn >= 0:
            found[kind].append(time.perf_counter() - began)
        elif turn == -1:
            pipe.send("begun")
        turn += 1
        time.sleep(_PROBE_PAUSE_SECONDS)
    caller.close()
    pipe.recv()
    pipe.send((found, ids))
