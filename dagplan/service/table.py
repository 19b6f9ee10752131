"""The job table: the truth about every job.

What ``add`` has returned is on the disk. A worker writes by its attempt: once another attempt was begun, or the job
has ended, nothing that it writes is taken. Every question of a tenant carries the tenant.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Engine, Row, delete, func, insert, select, update

from .jobs import Attempt, Job, OtherBodyError, QueueFullError, StaleAttemptError, State
from .schema import WRITES, documents, jobs

Kind = Literal["request", "plan", "problems"]

_SHOWN = [jobs.c[name] for name in Job.__dataclass_fields__]


class JobTable:
    """Jobs in a store; from any thread, and from several processes at once.

    Parameters
    ----------
    store
        Where its tables lie (``sqlite_store``).
    most_waiting
        More jobs than this may not wait at once.
    now
        Tells the time, in seconds since 1970.
    """

    def __init__(self, store: Engine, *, most_waiting: int = 10_000, now: Callable[[], float] = time.time) -> None:
        self._store = store
        self._most_waiting = most_waiting
        self._now = now

    def add(self, tenant: str, request: bytes, form: str, key: str | None = None) -> tuple[Job, bool]:
        """Accept a job; with it, whether it is new: a tenant's key names one job for ever, until it is deleted.

        Raises
        ------
        OtherBodyError
            If the key was used with another request.
        QueueFullError
            If too many wait.
        """
        digest = hashlib.sha256(form.encode() + b"\0" + request).hexdigest()
        with self._writing() as connection:
            if key is not None:
                known = connection.execute(
                    select(*_SHOWN, jobs.c.digest).where(jobs.c.tenant == tenant, jobs.c.key == key)
                ).one_or_none()
                if known is not None:
                    if known.digest != digest:
                        raise OtherBodyError
                    return _job(known), False
            waiting = select(func.count()).select_from(jobs).where(jobs.c.state == State.QUEUED)
            if connection.execute(waiting).scalar_one() >= self._most_waiting:
                raise QueueFullError
            row = connection.execute(
                insert(jobs)
                .values(
                    id=secrets.token_urlsafe(16),
                    tenant=tenant,
                    state=State.QUEUED,
                    form=form,
                    key=key,
                    digest=digest,
                    created=self._now(),
                )
                .returning(*_SHOWN)
            ).one()
            connection.execute(insert(documents).values(job=row.number, kind="request", body=request))
        return _job(row), True

    def get(self, tenant: str, job_id: str) -> Job | None:
        """A job of a tenant."""
        with self._reading() as connection:
            row = connection.execute(select(*_SHOWN).where(*_of(tenant, job_id))).one_or_none()
        return None if row is None else _job(row)

    def page(
        self, tenant: str, *, before: int | None = None, states: Collection[State] = (), most: int = 50
    ) -> list[Job]:
        """A tenant's jobs, the newest first.

        Parameters
        ----------
        tenant
            Whose.
        before
            Only those with a lower number: that of the last job of the page before.
        states
            Only those in one of these; none given: all.
        most
            So many at most.
        """
        asked = select(*_SHOWN).where(jobs.c.tenant == tenant).order_by(jobs.c.number.desc()).limit(most)
        if before is not None:
            asked = asked.where(jobs.c.number < before)
        if states:
            asked = asked.where(jobs.c.state.in_(list(states)))
        with self._reading() as connection:
            return [_job(row) for row in connection.execute(asked)]

    def document(self, tenant: str, job_id: str, kind: Kind) -> bytes | None:
        """A job's request as it came, its plan (the best so far, while it runs), or its problems (JSON)."""
        asked = select(documents.c.body).join(jobs).where(*_of(tenant, job_id), documents.c.kind == kind)
        with self._reading() as connection:
            body: bytes | None = connection.execute(asked).scalar_one_or_none()
        return body

    def stop(self, tenant: str, job_id: str) -> Job | None:
        """Have a job end soon with the best plan so far; one that waits has ended, and one that is over stays so."""
        of = _of(tenant, job_id)
        with self._writing() as connection:
            waits = {"state": State.STOPPED, "ended": self._now(), "stopping": True}
            if not _changed(connection, (*of, jobs.c.state == State.QUEUED), waits):
                runs = (*of, jobs.c.state == State.RUNNING, jobs.c.stopping.is_(False))
                _changed(connection, runs, {"stopping": True})
        return self.get(tenant, job_id)

    def delete(self, tenant: str, job_id: str) -> bool:
        """Forget a job that is over, with all that belongs to it; whether there was one."""
        over = jobs.c.state.in_([state for state in State if state.is_over])
        with self._writing() as connection:
            return connection.execute(delete(jobs).where(*_of(tenant, job_id), over)).rowcount > 0

    def take(self) -> Attempt | None:
        """Begin the job that has waited longest; None if none waits. No two takers get the same."""
        first = select(jobs.c.number).where(jobs.c.state == State.QUEUED).order_by(jobs.c.number).limit(1)
        with self._writing() as connection:
            number = connection.execute(first.with_for_update(skip_locked=True)).scalar_one_or_none()
            if number is None:
                return None
            begun = {"state": State.RUNNING, "begun": self._now(), "until": None, "attempt": jobs.c.attempt + 1}
            _changed(connection, (jobs.c.number == number,), begun)
            attempt = connection.execute(select(jobs.c.attempt).where(jobs.c.number == number)).scalar_one()
        return Attempt(number, attempt)

    def given(self, attempt: Attempt) -> tuple[bytes, str]:
        """The request that an attempt is about, and its form.

        Raises
        ------
        StaleAttemptError
            Here and below: if the job is no longer this attempt's.
        """
        asked = select(documents.c.body, jobs.c.form).join(jobs).where(*_held(attempt))
        with self._reading() as connection:
            row = connection.execute(asked.where(documents.c.kind == "request")).one_or_none()
        if row is None:
            raise StaleAttemptError
        return row.body, row.form

    def report(self, attempt: Attempt, progress: str | None = None, *, seconds: float | None = None) -> bool:
        """Write how an attempt stands, and from now on how many seconds it may take; whether it is to stop."""
        news: dict[str, Any] = {} if progress is None else {"progress": progress}
        if seconds is not None:
            news["until"] = self._now() + seconds
        with self._writing() as connection:
            if news:
                _write(connection, attempt, news)
            asked = select(jobs.c.stopping).where(*_held(attempt))
            stopping: bool | None = connection.execute(asked).scalar_one_or_none()
        if stopping is None:
            raise StaleAttemptError
        return stopping

    def keep_best(self, attempt: Attempt, plan: bytes) -> None:
        """Write the best plan so far."""
        with self._writing() as connection:
            _write(connection, attempt, {})
            _put(connection, attempt.number, "plan", plan)

    def end(
        self, attempt: Attempt, state: State, *, plan: bytes | None = None, problems: bytes | None = None
    ) -> None:
        """End a job, with what came of it; without a plan, the best so far stays."""
        if not state.is_over:
            raise ValueError(state)
        with self._writing() as connection:
            _write(connection, attempt, {"state": state, "ended": self._now()})
            for kind, body in (("plan", plan), ("problems", problems)):
                if body is not None:
                    _put(connection, attempt.number, kind, body)

    def put_back(self, attempt: Attempt, *, most_attempts: int, problems: bytes) -> State | None:
        """Give up an attempt whose worker is gone; what became of the job, or None if it is no longer the attempt's.

        It waits again, first in the order; one that was to stop has stopped; after ``most_attempts`` it has failed,
        with these problems.
        """
        with self._writing() as connection:
            stopping = connection.execute(select(jobs.c.stopping).where(*_held(attempt))).scalar_one_or_none()
            if stopping is None:
                return None
            again = State.QUEUED if attempt.attempt < most_attempts else State.FAILED
            state = State.STOPPED if stopping else again
            _write(connection, attempt, {"state": state, "ended": self._now() if state.is_over else None})
            if state is State.FAILED:
                _put(connection, attempt.number, "problems", problems)
        return state

    def running(self) -> list[Attempt]:
        """Every attempt that has not ended: after a start, those whose workers are gone."""
        asked = select(jobs.c.number, jobs.c.attempt).where(jobs.c.state == State.RUNNING).order_by(jobs.c.number)
        with self._reading() as connection:
            return [Attempt(row.number, row.attempt) for row in connection.execute(asked)]

    def overruns(self, attempt: Attempt) -> bool:
        """Whether an attempt goes on longer than it said."""
        with self._reading() as connection:
            until = connection.execute(select(jobs.c.until).where(*_held(attempt))).scalar_one_or_none()
        return until is not None and until < self._now()

    def close(self) -> None:
        """Close what is open in this process."""
        self._store.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._store.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._store.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            yield connection


def _of(tenant: str, job_id: str) -> tuple[ColumnElement[bool], ...]:
    return jobs.c.tenant == tenant, jobs.c.id == job_id


def _held(attempt: Attempt) -> tuple[ColumnElement[bool], ...]:
    return jobs.c.number == attempt.number, jobs.c.attempt == attempt.attempt, jobs.c.state == State.RUNNING


def _changed(connection: Connection, which: tuple[ColumnElement[bool], ...], news: dict[str, Any]) -> bool:
    changed = connection.execute(update(jobs).where(*which).values(**news, version=jobs.c.version + 1))
    return changed.rowcount > 0


def _write(connection: Connection, attempt: Attempt, news: dict[str, Any]) -> None:
    if not _changed(connection, _held(attempt), news):
        raise StaleAttemptError


def _put(connection: Connection, number: int, kind: str, body: bytes) -> None:
    connection.execute(delete(documents).where(documents.c.job == number, documents.c.kind == kind))
    connection.execute(insert(documents).values(job=number, kind=kind, body=body))


def _job(row: Row[*tuple[Any, ...]]) -> Job:
    fields = {name: getattr(row, name) for name in Job.__dataclass_fields__}
    return Job(**(fields | {"state": State(row.state)}))
