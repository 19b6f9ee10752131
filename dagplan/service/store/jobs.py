"""What a job is, and what can be wrong with what is asked of one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Kind = Literal["plan", "study"]
"""What is to be made."""

REQUEST, PLAN, PROBLEMS = "request", "plan", "problems"
"""Names of documents: what was ordered, and what comes of it."""

FORM_LENGTH, KEY_LENGTH, TAG_LENGTH, NAME_LENGTH = 200, 200, 100, 16
"""Most characters of an order's media type, key, each tag, and the name of a document beside it."""


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
class Order:
    """What a job is to be, as it was accepted.

    Attributes
    ----------
    request
        As it came.
    form
        Its media type.
    kind
        What is to be made of it.
    key
        The sender's name for this order: sent again, it is the same job.
    tags
        Words to find it by.
    parent
        Id of the job that it follows from.
    hook
        Address to tell when it is over.
    beside
        Other documents that belong to it, by name.
    """

    request: bytes
    form: str
    kind: Kind = "plan"
    key: str | None = None
    tags: frozenset[str] = frozenset()
    parent: str | None = None
    hook: str | None = None
    beside: Mapping[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what no store can keep (ValueError): whoever takes orders from outside looks first."""
        words = [(self.form, FORM_LENGTH), (self.key or "", KEY_LENGTH), (self.hook or "", None)]
        words += [(tag, TAG_LENGTH) for tag in self.tags] + [(name, NAME_LENGTH) for name in self.beside]
        for word, most in words:
            word.encode()  # half of a character: UnicodeEncodeError is a ValueError
            if "\0" in word or (most is not None and len(word) > most):
                raise ValueError(most)

    @property
    def digest(self) -> str:
        """Of what is ordered, not of how it is called."""
        digest = hashlib.sha256()
        beside = (part for name in sorted(self.beside) for part in (name.encode(), self.beside[name]))
        for part in (self.kind.encode(), self.form.encode(), self.request, *beside):
            digest.update(len(part).to_bytes(8, "big") + part)
        return digest.hexdigest()


@dataclass(frozen=True)
class Place:
    """Where a job stands in its tenant's list, by what the tenant knows of it: also when it is gone.

    Attributes
    ----------
    id
        Of the job.
    created
        When it was accepted, in seconds since 1970, UTC.
    """

    id: str
    created: float


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
    kind
        What is made.
    state
        Where it stands.
    form
        Media type of the request.
    tags
        Words to find it by, in their order.
    parent
        Id of the job that it follows from, which may be gone.
    hook
        Address to tell when it is over.
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
    kind: Kind
    state: State
    form: str
    tags: tuple[str, ...]
    parent: str | None
    hook: str | None
    attempt: int
    stopping: bool
    version: int
    created: float
    begun: float | None
    ended: float | None
    progress: str | None

    @property
    def place(self) -> Place:
        """Where it stands in a list."""
        return Place(self.id, self.created)


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
    """So many jobs wait already that no more are taken.

    Attributes
    ----------
    own
        Whether it is the tenant's own that are too many.
    """

    def __init__(self, *, own: bool) -> None:
        super().__init__(own)
        self.own = own
