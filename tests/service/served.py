"""A service of its own for a test: the command, in a process, on a free port."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SECONDS = 60


@contextmanager
def served(folder: Path, *options: str, **environment: str) -> Iterator[tuple[str, list[str]]]:
    """Its address, and the lines of its log so far; it is told to end, and all its lines are there, at the end."""
    command = [sys.executable, "-m", "dagplan", "serve", "--port", "0", "--data", str(folder), *options]
    given = {**os.environ, "LANG": "C.UTF-8", "DAGPLAN_ASKERS": "1", **environment}
    process = subprocess.Popen(command, env=given, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    lines: list[str] = []
    ready = threading.Event()

    def read() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            lines.append(line.rstrip("\n"))
            if re.search(r"http://\S+:\d+", line):
                ready.set()
        ready.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        assert ready.wait(_SECONDS), lines
        found = re.search(r"http://\S+:\d+", "\n".join(lines))
        assert found, lines
        yield found.group(), lines
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        finally:
            reader.join(_SECONDS)
            assert process.stderr is not None
            process.stderr.close()
