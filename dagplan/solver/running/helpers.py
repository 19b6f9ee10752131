"""Helper processes that end when this one does, however it does.

A helper reads its tasks from a pipe that only this process can write to. When this process ends, even by ``kill -9``,
the pipe is closed, and the thread that reads it ends the helper at once, whatever it is at: every task of ours is
Python, or works without Python's lock. Where this process was forked meanwhile, as servers do, the pipe stays open
for as long as the copy lives; so a second thread sees that the helper has another parent. Nothing else is shared,
so nothing is left over. A helper says nothing on the terminal, and leaves signals to the process that it works for.

The caller's main module is not imported by a helper: ``plan`` can be called from a script without a guard, from a
thread or from a notebook.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from typing import IO, Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

DEBUG = "DAGPLAN_DEBUG"
"""Set in the environment: helpers may write to standard error."""

_LENGTH = struct.Struct("!Q")
_START = (
    "import pickle, sys; sys.path[:], parent = pickle.load(sys.stdin.buffer); "
    "from dagplan.solver.running.helpers import serve; serve(parent)"
)
_LOOK_SECONDS = 0.5
"""So often a helper looks who its parent is."""


class Helpers(Executor):
    """So many processes, each started when there is work for it.

    A helper that is lost (killed, out of memory) breaks its own task only (``BrokenExecutor``), and is started anew
    for the next one.

    Parameters
    ----------
    count
        Processes at most.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._helpers: list[_Helper] = []
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._open = 0
        self._lock = threading.Lock()
        self._over = False

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a helper call a function of a module.

        Raises
        ------
        OSError
            If there is no helper, and none can be started.
        RuntimeError
            After ``shutdown``.
        """
        # Pickled here and not in the helper's thread: what can't be sent is told to the caller, and no task is begun.
        payload = pickle.dumps((function, args, kwargs), protocol=pickle.HIGHEST_PROTOCOL)
        future: Future[T] = Future()
        future.add_done_callback(self._one_less)
        with self._lock:
            if self._over:
                raise RuntimeError("the helpers have been sent home")
            # A process takes a while to start, and memory: one more only where all are at work.
            if self._open >= len(self._helpers) < self._count:
                try:
                    self._helpers.append(_Helper(self._tasks))
                except OSError:
                    if not self._helpers:
                        raise
            self._open += 1
            self._tasks.put(_Task(future, payload))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """End every helper at once; what they are at is given up.

        Parameters
        ----------
        wait
            Until they are gone.
        cancel_futures
            Tasks that no helper has begun are given up too, whatever is said here.
        """
        with self._lock:
            self._over = True
            for helper in self._helpers:
                # Killed, not asked: a helper in the middle of a search would not hear it before its deadline.
                helper.end()
                self._tasks.put(None)
        if wait:
            for helper in self._helpers:
                helper.join()

    def _one_less(self, _: Future[Any]) -> None:
        with self._lock:
            self._open -= 1


@dataclass(frozen=True)
class _Task:
    future: Future[Any]
    payload: bytes


class _Helper(threading.Thread):
    """One helper process, and the thread here that hands it tasks and waits for it."""

    def __init__(self, tasks: SimpleQueue[_Task | None]) -> None:
        super().__init__(name="dagplan-helper", daemon=True)
        self._tasks = tasks
        self._over = False
        self._process = _started()
        self.start()

    def run(self) -> None:
        """Do tasks until there are no more."""
        while (task := self._tasks.get()) is not None:
            if self._over:
                task.future.cancel()
            elif task.future.set_running_or_notify_cancel():
                self._do(task)
        self._gone()

    def end(self) -> None:
        """End the process; from any thread."""
        self._over = True
        self._process.kill()

    def _do(self, task: _Task) -> None:
        try:
            if self._process.poll() is not None:
                self._gone()
                self._process = _started()
                if self._over:
                    self._process.kill()
            done, answer = self._ask(task.payload)
        except (OSError, EOFError) as error:
            self._process.kill()
            self._process.wait()
            task.future.set_exception(BrokenExecutor(f"a helper process was lost ({type(error).__name__})"))
        except Exception as error:  # an answer that can't be understood here
            task.future.set_exception(error)
        else:
            (task.future.set_result if done else task.future.set_exception)(answer)

    def _ask(self, payload: bytes) -> tuple[bool, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        _send(self._process.stdin, payload)
        answer: tuple[bool, Any] = pickle.loads(_received(self._process.stdout))
        return answer

    def _gone(self) -> None:
        """Wait for the end of the process, and close the pipes to it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except OSError:  # what was on its way to it
                continue


def _started() -> subprocess.Popen[bytes]:
    """A new helper, which finds modules where this process does."""
    if not sys.executable or getattr(sys, "frozen", False):
        raise OSError("there is no interpreter to start here")
    with _signals_kept_from_children():
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get(DEBUG) else subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    assert process.stdin is not None
    try:
        process.stdin.write(pickle.dumps((sys.path, os.getpid())))
        process.stdin.flush()
    except OSError:  # it has ended already, which shows when it is asked for something
        return process
    return process


@contextmanager
def _signals_kept_from_children() -> Iterator[None]:
    """A process started in this block never hears a signal that asks it to end: it ends with this one.

    On Windows it has no console, and so hears none.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def serve(parent: int) -> None:
    """Be a helper: do what comes in on standard input, one task after the other, until that is closed.

    Parameters
    ----------
    parent
        The process that it works for: when another is its parent, that one has ended.
    """
    gc.set_threshold(100_000, 50, 100)  # a instance is many objects that stay, and this process is here for no other
    # The pipe for answers under another number, before anything else can write to it.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no answer
    tasks: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(tasks,), daemon=True).start()
    if sys.platform != "win32":  # where nothing is forked, and whoever has ended stays the parent
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    try:
        while True:
            _send(answers, _answer_to(tasks.get()))
    finally:
        os._exit(1)


def _listen(tasks: SimpleQueue[bytes]) -> None:
    """Take in tasks; the end of them is the end of this process, in the middle of whatever it does."""
    try:
        while True:
            tasks.put(_received(sys.stdin.buffer))
    finally:
        os._exit(0)


def _watch(parent: int) -> None:
    """End this process when its parent has ended."""
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(0)


def _answer_to(payload: bytes) -> bytes:
    """What came of a task. A helper without room for it, or for the modules it needs, is lost."""
    try:
        function, args, kwargs = pickle.loads(payload)
        return pickle.dumps((True, function(*args, **kwargs)), protocol=pickle.HIGHEST_PROTOCOL)
    except (ImportError, MemoryError):
        raise
    except Exception as error:
        return pickle.dumps((False, _portable(error)))


def _portable(error: Exception) -> Exception:
    """An error that can be sent: itself, or its words."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _send(pipe: IO[bytes], payload: bytes) -> None:
    pipe.write(_LENGTH.pack(len(payload)))
    pipe.write(payload)
    pipe.flush()


def _received(pipe: IO[bytes]) -> bytes:
    """The next message whole; EOFError if the pipe is closed before its end."""
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    return _exactly(pipe, length)


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    data = pipe.read(count)
    if len(data) < count:
        raise EOFError
    return data
