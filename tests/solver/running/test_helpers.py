"""Helper processes: what they answer, what becomes of those that are lost, and that they end with their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor

import psutil
import pytest

from dagplan.solver.running.deadlines import Deadline
from dagplan.solver.running.helpers import Helpers
from dagplan.solver.running.workers import WorkerPool
from tests.ended_runs import MOST_SECONDS_ALIVE, works
from tests.places import ROOT


@pytest.fixture
def helpers():
    made = Helpers(1)
    yield made
    made.shutdown()


class StubbornError(Exception):
    """An error that can be sent, but not understood."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one)


def stubborn() -> None:
    raise StubbornError("no", "way")


def chatter() -> int:
    print("this is no answer")
    os.write(1, b"nor is this\n")
    return 7


def no_room() -> None:
    raise MemoryError


def test_answers_and_errors_come_back(helpers):
    assert helpers.submit(divmod, 7, 2).result() == (3, 1)
    with pytest.raises(ValueError, match="invalid literal"):
        helpers.submit(int, "x").result()
    with pytest.raises(RuntimeError, match="StubbornError: no"):
        helpers.submit(stubborn).result()
    assert helpers.submit(chatter).result() == 7


def test_a_large_answer_to_a_large_task(helpers):
    task = os.urandom(3_000_000)
    assert helpers.submit(bytes.__add__, task, task).result() == task + task


@pytest.mark.parametrize("lose", [lambda one: one.submit(os._exit, 3), lambda one: one.submit(no_room)])
def test_a_lost_helper_loses_its_task_only(helpers, lose):
    before = helpers.submit(os.getpid).result()
    with pytest.raises(BrokenExecutor):
        lose(helpers).result()
    after = helpers.submit(os.getpid).result()
    assert after not in {before, os.getpid()}
    assert not psutil.pid_exists(before)


def test_there_are_no_more_helpers_than_asked_for():
    helpers = Helpers(2)
    tasks = [helpers.submit(os.getpid) for _ in range(20)]
    assert len({task.result() for task in tasks}) <= 2
    helpers.shutdown()


def test_ending_gives_up_what_is_begun_and_what_waits(helpers):
    others = psutil.Process().children()  # as multiprocessing's resource tracker, of a test before
    begun, waiting = helpers.submit(time.sleep, 60), helpers.submit(time.sleep, 60)
    while not begun.running():
        os.sched_yield()
    helpers.shutdown()
    assert isinstance(begun.exception(), BrokenExecutor)
    assert waiting.cancelled()
    with pytest.raises(RuntimeError):
        helpers.submit(os.getpid)
    assert set(psutil.Process().children()) <= set(others)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_signals_are_left_to_the_parent(helpers):
    pid = helpers.submit(os.getpid).result()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(pid, number)
    assert helpers.submit(os.getpid).result() == pid


def test_a_crew_does_without_a_helper_that_has_no_room():
    with WorkerPool(1) as pool:
        assert pool.result(pool.submit(no_room), Deadline(30)) is None
        assert pool.helpers == 0
        assert pool.submit(os.getpid) is None


def busy_with(words, folder, count):
    """A process with a helper at work, and all processes below it once so many have said where they are."""
    surroundings = {**os.environ, "BUSY_IN": str(folder), "PYTHONPATH": str(ROOT)}
    with (folder / "errors").open("wb") as stderr:
        call = [sys.executable, "-m", "tests.busy", *words]
        parent = subprocess.Popen(call, cwd=ROOT, env=surroundings, stderr=stderr, stdout=stderr)
    deadline = time.monotonic() + 60
    while len(list(folder.iterdir())) < 1 + count:
        assert parent.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return parent, psutil.Process(parent.pid).children(recursive=True)


def all_end(processes):
    deadline = time.monotonic() + MOST_SECONDS_ALIVE
    while any(map(works, processes)):
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.parametrize("what", ["in_python", "in_numpy", "in_cp_sat", "in_glop", "with_a_helper"])
def test_no_helper_outlives_a_parent_that_is_killed(what, tmp_path):
    parent, children = busy_with([what], tmp_path, 1)
    assert len(children) == 1 + (what == "with_a_helper")
    parent.kill()
    parent.wait()
    all_end(children)
    assert (tmp_path / "errors").read_bytes() == b""


@pytest.mark.skipif(sys.platform == "win32", reason="fork")
@pytest.mark.parametrize("what", ["asleep", "in_python"])
def test_a_copy_of_the_parent_keeps_no_helper_alive(what, tmp_path):
    """A server that forks holds every pipe of the process that is killed."""
    parent, children = busy_with([what, "forked"], tmp_path, 2)
    copy = [one for one in children if "tests.busy" in one.cmdline()]
    helpers = [one for one in children if one not in copy]
    assert (len(copy), len(helpers)) == (1, 1)
    parent.kill()
    parent.wait()
    try:
        all_end(helpers)
        assert works(copy[0]), "it was to outlive them"
    finally:
        copy[0].kill()
    assert (tmp_path / "errors").read_bytes() == b""
