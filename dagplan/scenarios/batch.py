"""All cases of a study, run on any ``concurrent.futures.Executor``: a few in flight, each written when it ends."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from dagplan.models.arguments import EXECUTOR, FUNCTION, PATH, TEXT, WHOLE_NUMBER, YES_OR_NO, of_type, takes
from dagplan.solver import Helpers, capacity_of

from .archive import Archive, OnDamage
from .cases import Case, cases_by_seed, study_hash
from .outcome import Outcome, outcome_of
from .outlook import Pace
from .solve_case import solve_case
from .study import BASE_SCENARIO, Study, check_scenario, scenario_names, size_of

if TYPE_CHECKING:
    from .comparison import StudyResult

log = logging.getLogger(__name__)

_TRIES = 3
_POLL_SECONDS = 0.5


@dataclass(frozen=True)
class StudyProgress:
    """Where a study stands.

    Attributes
    ----------
    done, failed, running, total
        Cases; ``done`` counts those found on disk too, and not the failed.
    seconds_left
        A guess: what the cases so far took each, the plans' time limit before the first one ends.
    """

    done: int
    failed: int
    running: int
    total: int
    seconds_left: float


OnStudyProgress = Callable[[StudyProgress], None]


class Kept(Protocol):
    """Where finished cases are kept, so that a run that is stopped can go on."""

    def record(self, case: Case) -> dict[str, Any] | None:
        """What is known of a case that was finished before; None if it is to be done."""

    def keep(self, case: Case, record: dict[str, Any]) -> None:
        """Keep a finished case."""


@takes(
    study=of_type(Study, "a Study (dagplan.read_study reads one from a file)"),
    executor=EXECUTOR.or_none(),
    on_progress=FUNCTION.or_none(),
    out=PATH.or_none(),
    workers=WHOLE_NUMBER.or_none(),
    retry_failed=YES_OR_NO,
    on_damage=FUNCTION.or_none(),
    against=TEXT,
)
def run_study(
    study: Study,
    *,
    executor: Executor | None = None,
    on_progress: OnStudyProgress | None = None,
    out: str | Path | None = None,
    workers: int | None = None,
    retry_failed: bool = False,
    on_damage: OnDamage | None = None,
    against: str = BASE_SCENARIO,
) -> StudyResult:
    """Plan every case of a study and compare the scenarios.

    Parameters
    ----------
    study
        See ``read_study``.
    executor
        Where the cases run, one plan a task with one worker: of any engine, as Dask's ``Client.get_executor()``.
        Left out: worker processes of this machine.
    on_progress
        Called with ``StudyProgress`` at the start and as cases end.
    out
        A folder in which each finished case is kept at once. What it holds of this study is not done again.
    workers
        Cases at a time; left out: as many as there are cores, here or on the cluster.
    retry_failed
        Do cases that failed in an earlier run again.
    on_damage
        Called with a ``Problem`` for each file in ``out`` that is torn or was edited: that case is done again.
    against
        The scenario that the others are held against; ``StudyResult.held_against`` does it afterwards.

    Returns
    -------
    StudyResult
        Tables of cases, comparison and requests gained or lost.

    Raises
    ------
    InputError
        If the study can't be spelled out or has no scenario ``against``, or if ``out`` holds something else, can't be
        written to, or is written to by another run. What was kept there before stays.
    TypeError
        If an argument is not what is wanted.
    """
    from .comparison import compared

    check_scenario(study.file, against, "against")
    archive = None if out is None else Archive(out, study_hash(study), on_damage)
    with archive.of(study.file.name) if archive else nullcontext():
        found = outcomes_of(study, archive, executor, on_progress, workers, retry_failed=retry_failed)
        return compared(study, found, against)


def outcomes_of(
    study: Study,
    archive: Kept | None = None,
    executor: Executor | None = None,
    on_progress: OnStudyProgress | None = None,
    workers: int | None = None,
    *,
    retry_failed: bool = False,
    is_over: Callable[[], bool] = lambda: False,
) -> list[Outcome]:
    """Plan every case of a study that is not kept already.

    Parameters
    ----------
    study, executor, on_progress, workers, retry_failed
        As in ``run_study``.
    archive
        Where finished cases are kept.
    is_over
        Asked between cases and twice a second: once it says so, what is not finished is given up.

    Returns
    -------
    list of Outcome
        Of the finished cases, in the order of the study.
    """
    return _Run(study, archive, executor, on_progress, workers, is_over, retry_failed=retry_failed).outcomes()


class _Run:
    def __init__(
        self,
        study: Study,
        archive: Kept | None,
        executor: Executor | None,
        on_progress: OnStudyProgress | None,
        workers: int | None,
        is_over: Callable[[], bool],
        *,
        retry_failed: bool,
    ) -> None:
        self.study, self.archive, self.given, self.is_over = study, archive, executor, is_over
        self.on_progress, self.retry_failed = on_progress, retry_failed
        self.size = workers or capacity_of(executor)
        self.pool = Helpers(self.size) if executor is None else executor
        self.running: dict[Future[dict[str, Any]], tuple[Case, int]] = {}
        self.found: list[Outcome] = []
        self.base_ids = frozenset(one.id for one in study.base.requests)
        self.pace = Pace(study)
        self.total = self.failed = 0

    def outcomes(self) -> list[Outcome]:
        """Run what is missing; the outcomes in the order of the study."""
        names, seeds = scenario_names(self.study.file), self.study.file.seeds
        order = {pair: place for place, pair in enumerate(product(names, seeds))}
        self.total = size_of(self.study.file)
        self._tell()
        try:
            for case in cases_by_seed(self.study):
                if self.is_over():
                    break
                known = self.archive.record(case) if self.archive else None
                if known is not None and not (self.retry_failed and known["error"]):
                    self._note(case, known)
                    continue
                self._submit(case, 1)
                # In hand beside those at work: one a worker, so that none waits for its next case.
                while len(self.running) >= 2 * self.size and not self.is_over():
                    self._collect()
            while self.running and not self.is_over():
                self._collect()
        finally:
            if self.given is None:
                self.pool.shutdown()
            for future in self.running:
                future.cancel()
        return sorted(self.found, key=lambda one: order[one.scenario, one.seed])

    def _submit(self, case: Case, tries: int) -> None:
        task = case.request.model_dump_json(by_alias=True).encode()
        self.running[self.pool.submit(solve_case, task)] = case, tries

    def _collect(self) -> None:
        """Wait for cases to end; those whose worker was lost are done again."""
        done, _ = wait(self.running, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
        for future in done:
            case, tries = self.running.pop(future)
            try:
                self._end(case, future.result())
            except BrokenExecutor:
                if self.given is None and tries < _TRIES:
                    self._submit(case, tries + 1)
                else:
                    self._end(case, {"error": "the process that planned it was lost"})
            except Exception as error:  # what a cluster says of a task it gave up
                self._end(case, {"error": f"{type(error).__name__}: the case could not be run"})

    def _end(self, case: Case, result: dict[str, Any]) -> None:
        plan = json.loads(result["plan"]) if "plan" in result else None
        record = {
            "scenario": case.variant.name,
            "seed": case.seed,
            "values": dict(case.variant.values),
            "words": list(case.variant.words),
            "error": result.get("error"),
            "seconds": result.get("seconds", 0.0),
            "request_hash": plan["run"]["request_hash"] if plan else None,
            "versions": plan["run"]["versions"] if plan else None,
            "figures": result.get("figures", {}),
            "plan": plan,
        }
        if self.archive is not None:
            self.archive.keep(case, record)
        self._note(case, record)
        went = f"failed, {record['error']}" if record["error"] else f"{record['seconds']:.1f} s"
        name, done, left = case.variant.name, len(self.found), self._seconds_left()
        log.info("case %s, seed %d: %s; %d of %d, %.0f s left", name, case.seed, went, done, self.total, left)

    def _note(self, case: Case, record: dict[str, Any]) -> None:
        self.found.append(outcome_of(case, record, self.base_ids))
        self.failed += record["error"] is not None
        self.pace.note(record["seconds"])
        self._tell()

    def _tell(self) -> None:
        if self.on_progress is not None:
            self.on_progress(
                StudyProgress(
                    done=len(self.found) - self.failed,
                    failed=self.failed,
                    running=min(len(self.running), self.size),
                    total=self.total,
                    seconds_left=self._seconds_left(),
                )
            )

    def _seconds_left(self) -> float:
        running = min(len(self.running), self.size)
        return self.pace.seconds_left(self.total - len(self.found) - running, running, self.size)
