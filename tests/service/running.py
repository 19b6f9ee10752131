"""``dagplan serve`` as whoever runs it has it: a process of its own on a free port, with a folder of its own."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

START_SECONDS = 60.0
END_SECONDS = 60.0
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")
_WORKS = re.compile(r"Dagplan makes the plans()")
_UNLESS_SAID = {"askers": 1}
"""Each more takes seconds of processor time to begin, and most tests ask one thing after the other."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Service:
    """A running ``dagplan serve``, or ``dagplan worker``, which answers nobody.

    Parameters
    ----------
    data
        Its folder.
    command
        Which of them.
    settings
        What its environment says, by the name of the setting.
    """

    def __init__(self, data: Path, command: str = "serve", **settings: object) -> None:
        named = {f"DAGPLAN_{name.upper()}": str(value) for name, value in {**_UNLESS_SAID, **settings}.items()}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DAGPLAN_")}
        self.data = data
        self.said: list[str] = []
        given = ["--port", "0", "--data", str(data)] if command == "serve" else []
        self._begun = _ADDRESS if command == "serve" else _WORKS
        self._process = psutil.Popen(
            [sys.executable, "-m", "dagplan", command, *given, "--language", "en"],
            env={**kept, **named},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.host: str = "127.0.0.1"
        self.port: int | None = None
        self._ready = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        if not self._ready.wait(START_SECONDS) or self.port is None:
            self.kill()
            raise AssertionError(f"it did not start: {''.join(self.said)}")

    def _read(self) -> None:
        for line in self._process.stderr:
            self.said.append(line)
            found = self._begun.search(line)
            if found and not self._ready.is_set():
                self.port = int(found[1] or 0)
                self._ready.set()
        self._ready.set()

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        seconds: float = 60.0,
    ) -> Answer:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=seconds)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def order(self, request: bytes, **headers: str) -> str:
        """Have a plan made; its id."""
        answer = self.ask("POST", "/v1/plans", request, {"Content-Type": "application/json", **headers})
        assert answer.status == 202, answer
        return str(answer.json["id"])

    def ended(self, job: str, seconds: float = 60.0) -> Any:
        """A job, when it is over."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            answer = self.ask("GET", f"/v1/plans/{job}?wait=5")
            assert answer.status == 200, answer
            if answer.json["state"] not in {"queued", "running"}:
                return answer.json
        raise AssertionError(f"{job} has not ended")

    def connect(self, seconds: float = 60.0) -> socket.socket:
        """A bare connection."""
        return socket.create_connection((self.host, self.port), seconds)

    def raw(self, sent: bytes, seconds: float = 60.0) -> bytes:
        """All that comes back for some bytes, until the connection is ended; nothing after so many seconds."""
        with self.connect(seconds) as connection:
            with suppress(ConnectionError):  # refused before the end of it
                connection.sendall(sent)
            return received(connection)

    @property
    def family(self) -> list[psutil.Process]:
        """The service and all that it started."""
        try:
            return [self._process, *self._process.children(recursive=True)]
        except psutil.Error:
            return []

    @property
    def megabytes(self) -> float:
        """Resident, of the service and all that it started; libraries that several have counted for each."""
        total = 0
        for one in self.family:
            try:
                total += one.memory_info().rss
            except psutil.Error:
                continue
        return total / 1e6

    def kill(self) -> None:
        """End it as a crash does, and wait until all that it started is gone."""
        self._gone_after(self._process.kill)

    def end(self) -> int:
        """Tell it to end; its exit status."""
        self._gone_after(lambda: self._process.send_signal(signal.SIGTERM))
        return int(self._process.returncode)

    def _gone_after(self, act: Any) -> None:
        family = self.family
        if self._process.poll() is None:
            act()
        self._process.wait(END_SECONDS)
        _, alive = psutil.wait_procs(family, timeout=5)
        self._reader.join(5)
        self._process.stderr.close()
        assert not alive, alive


def received(connection: socket.socket) -> bytes:
    """All that comes until the connection is ended, or for as long as it waits for more."""
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except (TimeoutError, ConnectionError):
        pass
    return b"".join(parts)


@contextmanager
def serving(data: Path, **settings: object) -> Iterator[Service]:
    """A service within this block; it ends well after it, and leaves no process."""
    service = Service(data, "serve", **settings)
    try:
        yield service
    except BaseException:
        service.kill()
        raise
    assert service.end() == 0, "".join(service.said)
