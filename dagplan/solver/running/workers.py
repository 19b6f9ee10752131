"""Processes that work beside this one, through the standard library's ``Executor``.

CPython runs one thread of Python at a time, and the search is Python: a second core needs a second process
(``helpers``, or whatever executor the caller has). Where no process can be had, everything is done here, one thing
after the other.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from functools import lru_cache
from types import TracebackType
from typing import ParamSpec, TypeVar

from dagplan.solver.instance.instance import Instance

from .deadlines import Deadline
from .helpers import Helpers

P = ParamSpec("P")
T = TypeVar("T")

_POLL_SECONDS = 0.02


class WorkerPool:
    """So many helper processes, started when first asked for work, ended at the end of the ``with`` block.

    Parameters
    ----------
    helpers
        Processes beside this one; with 0 ``submit`` gives None.
    executor
        Where the helpers are, if the caller has some: of any engine, and the caller's to end.
    """

    def __init__(self, helpers: int, executor: Executor | None = None) -> None:
        self.helpers = helpers
        self._given = executor
        self._executor = executor

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._executor is not self._given and self._executor is not None:
            self._executor.shutdown()

    def submit(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T] | None:
        """Have a helper call a function of a module; None if there is no helper."""
        if not self.helpers:
            return None
        try:
            if self._executor is None:
                self._executor = Helpers(self.helpers)
            return self._executor.submit(function, *args, **kwargs)
        except (OSError, RuntimeError):
            # No room for a process, or no way to start one: a plan is made all the same.
            self.helpers = 0
            return None

    def result(self, future: Future[T] | None, deadline: Deadline) -> T | None:
        """What a helper found; None if there was no helper, it was lost, or the deadline is over."""
        if future is None:
            return None
        while not future.done() and not deadline.over():
            wait([future], timeout=_POLL_SECONDS)
        if not future.done():
            future.cancel()
            return None
        try:
            return future.result()
        except BrokenExecutor:
            self.helpers = 0
            return None
        except Exception:
            if self._given is None:
                raise
            self.helpers = 0  # an engine's own word for a lost helper; a defect of ours shows again when done here
            return None


def capacity_of(executor: Executor | None) -> int:
    """How many tasks run at a time: on an executor, or (None) on this machine."""
    client = getattr(executor, "_client", None)
    if client is not None:  # Dask's: the threads of all its workers
        return max(1, int(sum(client.nthreads().values())))
    given = getattr(executor, "_max_workers", None)
    if isinstance(given, int):
        return given
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def packed(instance: Instance) -> bytes:
    """A instance as bytes, to be sent with each task and unpacked once by each helper."""
    return pickle.dumps(instance, protocol=pickle.HIGHEST_PROTOCOL)


@lru_cache(maxsize=2)
def unpacked(blob: bytes) -> Instance:
    """The instance again."""
    instance: Instance = pickle.loads(blob)
    return instance
