"""What a job is, and what can be wrong with what is asked of one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a job stands; the plan's own status is another matter."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    INVALID = "invalid"

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self not in {State.QUEUED, State.RUNNING}


@dataclass(frozen=True)
class Job:
    """A job as it stands, without its documents.

    Attributes
    ----------
    id
        Can't be guessed.
    tenant
        Whose it is: nobody else sees it.
    number
        Its place in the order of all jobs that were accepted.
    state
        Where it stands.
    form
        Media type of the request.
    attempt
        How many times it was begun.
    stopping
        Whether somebody asked for it to stop.
    version
        Another after every change.
    created, begun, ended
        Seconds since 1970, UTC; None: not yet.
    progress
        How the plan stands, as the worker last wrote it (JSON); None: nothing yet.
    """

    id: str
    tenant: str
    number: int
    state: State
    form: str
    attempt: int
    stopping: bool
    version: int
    created: float
    begun: float | None
    ended: float | None
    progress: str | None


@dataclass(frozen=True)
class Attempt:
    """The right to write what comes of a job, as long as no later attempt was begun and it has not ended."""

    number: int
    attempt: int


class StaleAttemptError(Exception):
    """A worker wrote to a job that is no longer its own: ended, deleted, or begun anew by another."""


class OtherBodyError(Exception):
    """The same key was used before, with another request."""


class QueueFullError(Exception):
    """So many jobs wait already that no more are taken."""
