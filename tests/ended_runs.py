"""Runs of the command line that are ended by a signal, and what is left of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.places import ROOT

MARK = "DAGPLAN_TEST_RUN"
MOST_SECONDS_ALIVE = 2.0
"""So long may a process outlive the run that it belongs to."""


@dataclass
class Ended:
    """What is left of a run.

    ``heard`` tells whether the program had got so far that it listens to signals: what comes before is Python's own
    start. ``alive`` are the processes left after two seconds, ``after`` the seconds that the last one lived on.
    """

    signal: str
    moment: float
    heard: bool
    status: int
    lines: list[str]
    alive: list[str]
    after: float
    seconds: float
    left_behind: list[str] = field(default_factory=list)


def ended(arguments: Sequence[str], how: str, moment: float, folder: Path, *, again: float | None = None) -> Ended:
    """Start ``dagplan`` in a folder of its own, end it after so many seconds, and look.

    Parameters
    ----------
    arguments
        What stands after ``dagplan``.
    how
        The signal's name, as ``SIGTERM``.
    moment, again
        Seconds from the start; from the first signal to a second one.
    folder
        Where it runs; looked through for what is half-written.
    """
    mark, number = str(uuid.uuid4()), getattr(signal, how)
    errors = folder / "errors.txt"
    began = time.monotonic()
    with errors.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "dagplan", *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            start_new_session=True,
            env={**os.environ, MARK: mark, "PYTHONPATH": str(ROOT)},
        )
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        heard = listening(process.pid)
        process.send_signal(number)
        if again is not None:
            time.sleep(again)
            process.send_signal(number)
    else:
        heard = True
    status = process.wait(60)
    over = time.monotonic()
    while (alive := marked(mark)) and time.monotonic() < over + MOST_SECONDS_ALIVE:
        time.sleep(0.02)
    after = time.monotonic() - over
    names = [" ".join(one.cmdline()[:6]) for one in alive if one.is_running()]
    for one in alive:
        one.kill()
    lines = errors.read_text("utf-8").splitlines()
    # The lock of a folder of results stays there: whether it is held is known to the system, not by the file.
    left = (one for one in folder.rglob(".dagplan-*") if one.name != ".dagplan-lock")
    left_behind = sorted(str(one.relative_to(folder)) for one in left)
    return Ended(how, moment, heard, status, lines, names, after, over - began, left_behind)


def listening(pid: int) -> bool:
    """Whether a process hears SIGTERM, or has done so and ignores it now; True where the system doesn't tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return True
    masks = dict(
        line.split(":\t") for line in status.read_text().splitlines() if line.startswith(("SigCgt", "SigIgn"))
    )
    return any(int(mask, 16) >> (signal.SIGTERM - 1) & 1 for mask in masks.values())


def marked(mark: str) -> list[psutil.Process]:
    """The processes alive that stem from a run, wherever they have got to."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark and works(process):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def works(process: psutil.Process) -> bool:
    """Whether a process has not ended; one that has may stand in the list until somebody asks how."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False
