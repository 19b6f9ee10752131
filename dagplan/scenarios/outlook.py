"""What a study has to do and how long that takes, before it is run and while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from pathlib import Path

from .archive import Archive
from .cases import Case, Variant, study_hash, variants_of
from .study import Study


class Pace:
    """How long a case takes: the mean of those that ended with a plan, the time limit before the first of them."""

    def __init__(self, study: Study) -> None:
        self._limit = float(study.file.settings.get("time_limit", study.base.settings.time_limit))
        self._sum, self.ended = 0.0, 0

    def note(self, seconds: float) -> None:
        """Note what a case took; one that failed took none that is known."""
        if seconds:
            self._sum += seconds
            self.ended += 1

    @property
    def seconds(self) -> float:
        """Seconds a case."""
        return self._sum / self.ended if self.ended else self._limit

    def seconds_left(self, waiting: int, running: int, workers: int) -> float:
        """Seconds of wall clock until cases that wait and cases that run, half done each, have ended."""
        rounds = waiting / workers if running else ceil(waiting / workers)
        return self.seconds * (rounds + 0.5 * bool(running))


@dataclass(frozen=True)
class Planned:
    """The cases of one scenario: its seeds, and those of them that are done already."""

    variant: Variant
    seeds: tuple[int, ...]
    done: tuple[int, ...]


@dataclass(frozen=True)
class Outlook:
    """What a study would do.

    Attributes
    ----------
    scenarios
        Each scenario with its cases.
    workers
        Cases at a time.
    seconds
        Of wall clock, about, until all is done.
    seconds_a_case
        As those that are done took, else the plans' time limit.
    known
        Whether some are done, so that it is known what a case takes.
    """

    scenarios: tuple[Planned, ...]
    workers: int
    seconds: float
    seconds_a_case: float
    known: bool

    @property
    def total(self) -> int:
        """All cases."""
        return sum(len(one.seeds) for one in self.scenarios)

    @property
    def done(self) -> int:
        """Cases done already."""
        return sum(len(one.done) for one in self.scenarios)


def outlook(study: Study, workers: int, out: str | Path | None = None, *, retry_failed: bool = False) -> Outlook:
    """List the cases of a study and estimate how long they take. Nothing is planned, and nothing written.

    Parameters
    ----------
    study
        See ``read_study``.
    workers
        Cases at a time.
    out
        The folder of its results: what is done there is not done again.
    retry_failed
        Count cases that failed as not done.
    """
    archive = None if out is None else Archive(out, study_hash(study))
    pace = Pace(study)
    scenarios = []
    for variant in variants_of(study):
        done = []
        for seed in study.file.seeds:
            found = archive.record(Case(variant, seed)) if archive else None
            if found is not None and not (retry_failed and found["error"]):
                pace.note(found["seconds"])
                done.append(seed)
        scenarios.append(Planned(variant, study.file.seeds, tuple(done)))
    left = sum(len(one.seeds) - len(one.done) for one in scenarios)
    return Outlook(tuple(scenarios), workers, pace.seconds_left(left, 0, workers), pace.seconds, pace.ended > 0)
