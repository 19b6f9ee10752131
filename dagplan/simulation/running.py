"""Every policy with every seed, a week a task: on processes here or on a cluster; goes on where it was stopped."""

from __future__ import annotations

import json
import logging
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from time import monotonic
from typing import Any

from dagplan.files.arrivals_table import ArrivalRow
from dagplan.models import PlanRequest
from dagplan.solver import Helpers, capacity_of

from .folder import Folder
from .policies import PoliciesFile
from .year import World, Year

log = logging.getLogger(__name__)

_TRIES = 3
_POLL_SECONDS = 0.5

Key = tuple[str, int]
"""A policy's name and a seed."""


class YearLostError(Exception):
    """A week could not be lived through; the text says of which policy and seed, and why."""


@dataclass(frozen=True)
class YearsProgress:
    """Where the years stand.

    Attributes
    ----------
    done, total
        Weeks.
    seconds_left
        A guess, by what the weeks of this run took; None before the first has ended.
    """

    done: int
    total: int
    seconds_left: float | None


OnYears = Callable[[YearsProgress], None]


def live(
    world: World,
    folder: Folder,
    *,
    executor: Executor | None = None,
    workers: int | None = None,
    on_progress: OnYears | None = None,
) -> None:
    """Live through every week of every policy and seed that the folder has not.

    Parameters
    ----------
    world
        The policies and what they meet.
    folder
        Where each week is kept as soon as it is over.
    executor
        Where weeks are lived through; left out: processes of this machine.
    workers
        Weeks at a time; left out: as many as there are cores, here or on the cluster.
    on_progress
        Told at the start and after each week.

    Raises
    ------
    YearLostError
        If a week fails, or its process is lost three times. What is over is kept.
    """
    _Run(world, folder, executor, workers, on_progress).run()


def _week_of(world: bytes, policy: str, seed: int, state: bytes | None) -> bytes:
    """One week, in a process of its own: what came of it, and how it stands then."""
    whole = _world(world)
    year = Year(whole, next(one for one in whole.file.policy if one.name == policy), seed)
    if state is not None:
        year.go_on(json.loads(state))
    began = monotonic()
    week = next(year.weeks())
    return json.dumps({"week": week.plain, "state": year.state, "seconds": round(monotonic() - began, 3)}).encode()


@lru_cache(maxsize=2)
def _world(world: bytes) -> World:
    from datetime import date

    plain = json.loads(world)
    versions = {
        name: tuple((date.fromisoformat(since), PlanRequest.model_validate(one)) for since, one in some)
        for name, some in plain["versions"].items()
    }
    arrivals = tuple(ArrivalRow.model_validate(one) for one in plain["arrivals"])
    return World(
        PoliciesFile.model_validate(plain["file"]), PlanRequest.model_validate(plain["base"]), versions, arrivals
    )


def as_bytes(world: World) -> bytes:
    """A world, to be sent to where a week is lived through; the same world gives the same bytes."""

    def plain(model: Any) -> Any:
        return model.model_dump(mode="json", by_alias=True)

    versions = {
        name: [(since.isoformat(), plain(one)) for since, one in some] for name, some in world.versions.items()
    }
    arrivals = [plain(one) for one in world.arrivals]
    made = {"file": plain(world.file), "base": plain(world.base), "versions": versions, "arrivals": arrivals}
    return json.dumps(made).encode()


class _Run:
    def __init__(
        self,
        world: World,
        folder: Folder,
        executor: Executor | None,
        workers: int | None,
        on_progress: OnYears | None,
    ) -> None:
        self.world, self.folder, self.given, self.on_progress = world, folder, executor, on_progress
        self.sent = as_bytes(world)
        self.size = workers or capacity_of(executor)
        self.pool = Helpers(self.size) if executor is None else executor
        keys = list(product((one.name for one in world.file.policy), world.file.seeds))
        self.states: dict[Key, Mapping[str, Any] | None] = {key: folder.state(key) for key in keys}
        self.done = {key: 0 if state is None else int(state["done"]) for key, state in self.states.items()}
        # Seed by seed: after a night that was too short, all policies have met as many years.
        self.ahead = deque(sorted((key for key in keys if self.done[key] < world.weeks), key=lambda one: one[1]))
        self.running: dict[Future[bytes], tuple[Key, int]] = {}
        self.before, self.began = sum(self.done.values()), monotonic()

    def run(self) -> None:
        self._tell()
        try:
            while self.ahead or self.running:
                while self.ahead and len(self.running) < self.size:
                    self._submit(self.ahead.popleft(), 1)
                self._collect()
        finally:
            if self.given is None:
                self.pool.shutdown()
            for future in self.running:
                future.cancel()

    def _submit(self, key: Key, tries: int) -> None:
        state = self.states[key]
        sent = None if state is None else json.dumps(state).encode()
        self.running[self.pool.submit(_week_of, self.sent, *key, sent)] = key, tries

    def _collect(self) -> None:
        done, _ = wait(self.running, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
        for future in done:
            key, tries = self.running.pop(future)
            try:
                found = json.loads(future.result())
            except BrokenExecutor as error:
                if self.given is not None or tries >= _TRIES:
                    raise YearLostError(f"{key[0]}, seed {key[1]}: the process that lived it was lost") from error
                self._submit(key, tries + 1)
            except Exception as error:
                raise YearLostError(f"{key[0]}, seed {key[1]}: {type(error).__name__}: {error}") from error
            else:
                self._end(key, found)

    def _end(self, key: Key, found: Mapping[str, Any]) -> None:
        self.folder.keep(key, found["week"], found["state"])
        self.states[key] = found["state"]
        self.done[key] += 1
        log.info("%s, seed %d: week %d of %d, %.1f s", *key, self.done[key], self.world.weeks, found["seconds"])
        if self.done[key] < self.world.weeks:
            self.ahead.appendleft(key)
        self._tell()

    def _tell(self) -> None:
        if self.on_progress is None:
            return
        done, total = sum(self.done.values()), len(self.done) * self.world.weeks
        lived = done - self.before
        left = (monotonic() - self.began) / lived * (total - done) if lived else None
        self.on_progress(YearsProgress(done, total, left))
