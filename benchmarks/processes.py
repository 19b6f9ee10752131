"""A plan in a process of its own: its seconds from start to end, and the most memory it had."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

TOP = Path(__file__).parents[1]
_BETWEEN_LOOKS = 0.05


@dataclass(frozen=True)
class Ended:
    """How a process ended.

    Parameters
    ----------
    status
        Exit status, negative for the signal that ended it; None where it was ended for being overdue.
    seconds
        Of wall clock, its start included.
    processor_seconds
        That it and the processes it waited for had; far fewer than the clock's show a machine with other work.
    megabytes
        The most that it and the processes it started had at once: resident, libraries that several have counted for
        each; looked at 20 times a second.
    said
        The end of what it wrote to standard error.
    """

    status: int | None
    seconds: float
    processor_seconds: float
    megabytes: float
    said: str


def watched(command: Sequence[str], latest: float) -> Ended:
    """Run a command from the top folder; it and all that it started are ended after ``latest`` seconds."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
        began, before = time.perf_counter(), sum(os.times()[2:4])
        process = psutil.Popen(command, cwd=TOP, stdout=subprocess.DEVNULL, stderr=errors)
        most, status = 0, None
        while status is None and time.perf_counter() - began < latest:
            most = max(most, _memory(process))
            try:
                status = process.wait(_BETWEEN_LOOKS)
            except psutil.TimeoutExpired:
                continue
        seconds = time.perf_counter() - began
        if status is None:
            _end(process)
        # Of all children that have ended since: of this one alone, since one runs at a time.
        processor_seconds = sum(os.times()[2:4]) - before
        errors.seek(0)
        return Ended(status, seconds, processor_seconds, most / 1e6, errors.read().strip()[-500:])


def _family(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return [process]


def _memory(process: psutil.Process) -> int:
    total = 0
    for one in _family(process):
        try:
            total += one.memory_info().rss
        except psutil.Error:
            continue
    return total


def _end(process: psutil.Popen) -> None:
    for one in _family(process):
        try:
            one.kill()
        except psutil.Error:
            continue
    process.wait()
