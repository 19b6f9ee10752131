"""The job table's side for those who work on jobs: they wait for one, take it, and write what comes of it.

A worker writes by its attempt: once another attempt was begun, or the job has ended, nothing that it writes is taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Engine, select, update

from .deliveries import owe
from .jobs import PLAN, PROBLEMS, REQUEST, Attempt, Kind, StaleAttemptError, State
from .repeating import repeated
from .rows import change, held, put, write
from .schema import documents, jobs
from .transactions import reading, writing
from .waking import Bell
from .ways import ways_of

_LOOK_SECONDS = 1.0


class Attempts:
    """Attempts at the jobs of a store.

    Parameters
    ----------
    store
        Where its tables lie.
    now
        Tells the time, in seconds since 1970, instead of this machine's clock, or of the database's.
    """

    def __init__(self, store: Engine, now: Callable[[], float] | None) -> None:
        self._store = store
        self._ways, self._bell, self._woken = ways_of(store, now), Bell(), 0
        self._now = self._ways.now

    @repeated
    def take(self, worker: str = "", *, seconds: float | None = None) -> Attempt | None:
        """Begin the job that has waited longest; None if none waits. No two takers get the same.

        Parameters
        ----------
        worker
            Who takes it.
        seconds
            So long it may take, until ``report`` says otherwise.
        """
        first = select(jobs.c.number).where(jobs.c.state == State.QUEUED).order_by(jobs.c.number).limit(1)
        with writing(self._store) as connection:
            number = connection.execute(first.with_for_update(skip_locked=True)).scalar_one_or_none()
            if number is None:
                return None
            now = self._now()
            until = None if seconds is None else now + seconds
            begun = {"state": State.RUNNING, "attempt": jobs.c.attempt + 1, "worker": worker}
            change(connection, (jobs.c.number == number,), {**begun, "begun": now, "seen": now, "until": until})
            attempt = connection.execute(select(jobs.c.attempt).where(jobs.c.number == number)).scalar_one()
        return Attempt(number, attempt)

    @repeated
    def given(self, attempt: Attempt) -> tuple[Kind, bytes, str]:
        """What an attempt is to make, of which request, and that one's form.

        Raises
        ------
        StaleAttemptError
            Here and below: if the job is no longer this attempt's.
        """
        asked = select(jobs.c.kind, documents.c.body, jobs.c.form).join(jobs).where(*held(attempt))
        with reading(self._store) as connection:
            row = connection.execute(asked.where(documents.c.name == REQUEST)).one_or_none()
        if row is None:
            raise StaleAttemptError
        return row.kind, row.body, row.form

    @repeated
    def report(self, attempt: Attempt, progress: str | None = None, *, seconds: float | None = None) -> bool:
        """Write that an attempt goes on, how it stands, and how many seconds more it may take; whether it is to stop.

        The job has another version if it stands otherwise than before.
        """
        now = self._now()
        signs: dict[str, Any] = {"seen": now} if seconds is None else {"seen": now, "until": now + seconds}
        with writing(self._store) as connection:
            alive = connection.execute(update(jobs).where(*held(attempt)).values(**signs))
            if not alive.rowcount:
                raise StaleAttemptError
            if progress is not None:
                stood = jobs.c.progress.is_distinct_from(progress)
                change(connection, (*held(attempt), stood), {"progress": progress})
            asked = select(jobs.c.stopping).where(*held(attempt))
            stopping: bool = connection.execute(asked).scalar_one()
        return stopping

    def keep_best(self, attempt: Attempt, plan: bytes) -> None:
        """Write the best plan so far."""
        self.keep(attempt, PLAN, plan)

    @repeated
    def keep(self, attempt: Attempt, name: str, body: bytes) -> None:
        """Write what came so far, so that another attempt can go on from there."""
        with writing(self._store) as connection:
            write(connection, attempt, {})
            put(connection, attempt.number, name, body)

    @repeated
    def kept(self, attempt: Attempt, name: str) -> bytes | None:
        """What belongs to the job of an attempt, by the name of it; None also where the attempt is over."""
        asked = select(documents.c.body).join(jobs).where(*held(attempt), documents.c.name == name)
        with reading(self._store) as connection:
            body: bytes | None = connection.execute(asked).scalar_one_or_none()
        return body

    @repeated
    def end(
        self, attempt: Attempt, state: State, progress: str | None = None, *, came: Mapping[str, bytes] | None = None
    ) -> None:
        """End a job, with the documents that came of it by name; without a plan, the best so far stays."""
        if not state.is_over:
            raise ValueError(state)
        news: dict[str, Any] = {"state": state, "ended": self._now()}
        with writing(self._store) as connection:
            write(connection, attempt, news if progress is None else {**news, "progress": progress})
            for name, body in (came or {}).items():
                put(connection, attempt.number, name, body)
            owe(connection, (jobs.c.number == attempt.number,), self._now())

    def put_back(self, attempt: Attempt, *, lost: bool, most_lost: int, problems: bytes) -> State | None:
        """Give up an attempt; what became of the job, or None if it is no longer the attempt's.

        It waits again, first in the order; one that was to stop has stopped. If its worker was lost, and has been so
        ``most_lost`` times, it has failed with these problems: it may be the cause.
        """
        state = self._put_back(attempt, lost, most_lost, problems)
        if state is State.QUEUED:
            self._bell.ring()
        return state

    @repeated
    def _put_back(self, attempt: Attempt, lost: bool, most_lost: int, problems: bytes) -> State | None:
        with writing(self._store) as connection:
            asked = select(jobs.c.stopping, jobs.c.lost).where(*held(attempt)).with_for_update()
            row = connection.execute(asked).one_or_none()
            if row is None:
                return None
            times = row.lost + lost
            again = State.FAILED if lost and times >= most_lost else State.QUEUED
            state = State.STOPPED if row.stopping else again
            over = {"state": state, "lost": times, "ended": self._now() if state.is_over else None}
            write(connection, attempt, over)
            if state is State.FAILED:
                put(connection, attempt.number, PROBLEMS, problems)
            owe(connection, (jobs.c.number == attempt.number,), self._now())
            if state is State.QUEUED:
                self._ways.tell(connection)
        return state

    @repeated
    def running(self, *, unheard: float = 0.0) -> list[Attempt]:
        """Every attempt that has not ended, and was not heard of for so many seconds."""
        asked = select(jobs.c.number, jobs.c.attempt).where(
            jobs.c.state == State.RUNNING, jobs.c.seen <= self._now() - unheard
        )
        with reading(self._store) as connection:
            return [Attempt(row.number, row.attempt) for row in connection.execute(asked.order_by(jobs.c.number))]

    @repeated
    def overruns(self, attempt: Attempt) -> bool:
        """Whether an attempt goes on longer than it said."""
        asked = select(jobs.c.number).where(*held(attempt), jobs.c.until < self._now())
        with reading(self._store) as connection:
            return connection.execute(asked).scalar_one_or_none() is not None

    def wait(self, seconds: float) -> bool:
        """Wait until a job waits to be taken, at most so long; whether one does.

        Whoever waits is woken at once when a job is accepted or put back: by this table, or on PostgreSQL by any. Of
        others' in a file it learns within a second.
        """
        ends, woken = time.monotonic() + seconds, self._woken
        self._ways.listen(self._bell)
        while True:
            rung = self._bell.rung
            if self._waits():
                return True
            left = ends - time.monotonic()
            if left <= 0 or self._woken != woken:
                return False
            self._bell.wait(rung, min(left, _LOOK_SECONDS))

    def wake(self) -> None:
        """Have nobody wait by this table any longer, though no job has come."""
        self._woken += 1
        self._bell.ring()

    @repeated
    def _waits(self) -> bool:
        asked = select(jobs.c.number).where(jobs.c.state == State.QUEUED).limit(1)
        with reading(self._store) as connection:
            return connection.execute(asked).scalar_one_or_none() is not None
