"""What a board is: a request with its bookings, a list of steps, and how many of them count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .jobs import Place

BOARD_NAME_LENGTH = 200
"""Most characters of a board's name."""


@dataclass(frozen=True)
class Board:
    """A board as it stands, without its request and its steps.

    Attributes
    ----------
    id
        Can't be guessed.
    tenant
        Whose it is: nobody else sees it.
    number
        Its place in the order of all boards.
    name
        As its planner calls it; may be empty.
    parent
        Id of the board that it was made from, which may be gone.
    version
        One more after every change.
    stamp
        Another after every change, and never that of another board or of a change that did not come to be.
    position, steps
        So many of so many steps count; those after them were taken back.
    created, changed
        Seconds since 1970, UTC.
    figures
        How it stands in a few numbers (JSON).
    job, job_version
        Id of the plan that was ordered last, and the version that it was ordered of; None: none was.
    """

    id: str
    tenant: str
    number: int
    name: str
    parent: str | None
    version: int
    stamp: str
    position: int
    steps: int
    created: float
    changed: float
    figures: str
    job: str | None
    job_version: int | None

    @property
    def place(self) -> Place:
        """Where it stands in a list."""
        return Place(self.id, self.created)


@dataclass(frozen=True)
class Step:
    """Changes that were made at once.

    Attributes
    ----------
    changes
        The contract's changes, as a JSON list.
    many
        How many they are.
    said
        What they changed, as a JSON list of messages.
    origin
        Id of the plan whose bookings it takes over; None: it is of a planner's own hand.
    number
        From 1, in the order in which they were made.
    at
        When, in seconds since 1970, UTC.
    """

    changes: bytes
    many: int
    said: bytes
    origin: str | None = None
    number: int = 0
    at: float = 0.0


@dataclass(frozen=True)
class Write:
    """What is to become of a board.

    Attributes
    ----------
    stamp
        That it has after it.
    figures
        How it stands then (JSON).
    said
        What was changed, for whoever has not seen it (JSON list of messages).
    position
        How many steps count then, where none is added.
    step
        The step that is added after those that count; those that were taken back are gone then.
    request
        The request as it stands then, where it is to be kept.
    """

    stamp: str
    figures: str
    said: bytes
    position: int = 0
    step: Step | None = None
    request: bytes | None = None


@dataclass(frozen=True)
class Loading:
    """What a board is laid out from: a request, and the changes of the steps after it, oldest first."""

    request: bytes
    changes: Sequence[bytes]
