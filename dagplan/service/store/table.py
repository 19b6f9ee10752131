"""The job table: the truth about every job.

What ``add`` has returned is on the disk. A worker writes by its attempt: once another attempt was begun, or the job
has ended, nothing that it writes is taken. Every question of a tenant carries the tenant.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, delete, func, insert, select, update

from .deliveries import owe
from .jobs import Attempt, Job, Kind, Order, OtherBodyError, QueueFullError, StaleAttemptError, State
from .schema import documents, jobs, tags
from .transactions import reading, writing

REQUEST, PLAN, PROBLEMS = "request", "plan", "problems"
"""Names of documents."""

_SHOWN = [jobs.c[name] for name in Job.__dataclass_fields__]


class JobTable:
    """Jobs in a store; from any thread, and from several processes at once.

    Parameters
    ----------
    store
        Where its tables lie (``sqlite_store``).
    most_waiting
        More jobs than this may not wait at once.
    most_waiting_each
        Nor more than this of one tenant.
    now
        Tells the time, in seconds since 1970.
    """

    def __init__(
        self,
        store: Engine,
        *,
        most_waiting: int = 10_000,
        most_waiting_each: int = 10_000,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._most_waiting, self._most_waiting_each = most_waiting, most_waiting_each
        self._now = now

    def add(
        self, tenant: str, order: Order, *, came: Mapping[str, bytes] | None = None, progress: str | None = None
    ) -> tuple[Job, bool]:
        """Accept a job; with it, whether it is new: a tenant's key names one job for ever, until it is deleted.

        With the documents that came of it, and how it stands, it is done already and nobody works on it.

        Raises
        ------
        OtherBodyError
            If the key was used with another order.
        QueueFullError
            If too many wait.
        """
        digest = order.digest
        with writing(self._store) as connection:
            if order.key is not None:
                known = connection.execute(
                    select(*_SHOWN, jobs.c.digest).where(jobs.c.tenant == tenant, jobs.c.key == order.key)
                ).one_or_none()
                if known is not None:
                    if known.digest != digest:
                        raise OtherBodyError
                    return _job(known), False
            now, done = self._now(), came is not None
            if not done:
                self._stop_if_full(connection, tenant)
            row = connection.execute(
                insert(jobs)
                .values(
                    id=secrets.token_urlsafe(16),
                    tenant=tenant,
                    kind=order.kind,
                    state=State.DONE if done else State.QUEUED,
                    form=order.form,
                    key=order.key,
                    digest=digest,
                    tags=sorted(order.tags),
                    parent=order.parent,
                    hook=order.hook,
                    created=now,
                    ended=now if done else None,
                    progress=progress,
                )
                .returning(*_SHOWN)
            ).one()
            for tag in sorted(order.tags):
                connection.execute(insert(tags).values(job=row.number, tag=tag))
            for name, body in {**order.beside, REQUEST: order.request, **(came or {})}.items():
                connection.execute(insert(documents).values(job=row.number, name=name, body=body))
        return _job(row), True

    def _stop_if_full(self, connection: Connection, tenant: str) -> None:
        """Refuse what comes when as many wait as may."""
        waiting = select(func.count()).select_from(jobs).where(jobs.c.state == State.QUEUED)
        if connection.execute(waiting).scalar_one() >= self._most_waiting:
            raise QueueFullError(own=False)
        if connection.execute(waiting.where(jobs.c.tenant == tenant)).scalar_one() >= self._most_waiting_each:
            raise QueueFullError(own=True)

    def get(self, tenant: str, job_id: str) -> Job | None:
        """A job of a tenant."""
        with reading(self._store) as connection:
            row = connection.execute(select(*_SHOWN).where(*_of(tenant, job_id))).one_or_none()
        return None if row is None else _job(row)

    def page(
        self,
        tenant: str,
        *,
        kind: Kind = "plan",
        before: int | None = None,
        states: Collection[State] = (),
        tag: str | None = None,
        most: int = 50,
    ) -> list[Job]:
        """A tenant's jobs, the newest first.

        Parameters
        ----------
        tenant, kind
            Whose, and of which kind.
        before
            Only those with a lower number: that of the last job of the page before.
        states
            Only those in one of these; none given: all.
        tag
            Only those with this tag.
        most
            So many at most.
        """
        asked = select(*_SHOWN).where(jobs.c.tenant == tenant, jobs.c.kind == kind)
        if before is not None:
            asked = asked.where(jobs.c.number < before)
        if states:
            asked = asked.where(jobs.c.state.in_(list(states)))
        if tag is not None:
            asked = asked.where(jobs.c.number.in_(select(tags.c.job).where(tags.c.tag == tag)))
        with reading(self._store) as connection:
            return [_job(row) for row in connection.execute(asked.order_by(jobs.c.number.desc()).limit(most))]

    def states(self) -> dict[State, int]:
        """How many jobs there are in each state, of all tenants."""
        asked = select(jobs.c.state, func.count().label("many")).group_by(jobs.c.state)
        with reading(self._store) as connection:
            found = {State(row.state): row.many for row in connection.execute(asked)}
        return {state: found.get(state, 0) for state in State}

    def document(self, tenant: str, job_id: str, name: str) -> bytes | None:
        """What belongs to a job: its ``request`` as it came, its ``plan`` (the best so far, while it runs), ..."""
        asked = select(documents.c.body).join(jobs).where(*_of(tenant, job_id), documents.c.name == name)
        with reading(self._store) as connection:
            body: bytes | None = connection.execute(asked).scalar_one_or_none()
        return body

    def stop(self, tenant: str, job_id: str) -> Job | None:
        """Have a job end soon with the best plan so far; one that waits has ended, and one that is over stays so."""
        of = _of(tenant, job_id)
        with writing(self._store) as connection:
            waits = {"state": State.STOPPED, "ended": self._now(), "stopping": True}
            if _changed(connection, (*of, jobs.c.state == State.QUEUED), waits):
                owe(connection, of, self._now())
            else:
                runs = (*of, jobs.c.state == State.RUNNING, jobs.c.stopping.is_(False))
                _changed(connection, runs, {"stopping": True})
        return self.get(tenant, job_id)

    def delete(self, tenant: str, job_id: str) -> bool:
        """Forget a job that is over, with all that belongs to it; whether there was one."""
        over = jobs.c.state.in_([state for state in State if state.is_over])
        with writing(self._store) as connection:
            return connection.execute(delete(jobs).where(*_of(tenant, job_id), over)).rowcount > 0

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
            _changed(connection, (jobs.c.number == number,), {**begun, "begun": now, "seen": now, "until": until})
            attempt = connection.execute(select(jobs.c.attempt).where(jobs.c.number == number)).scalar_one()
        return Attempt(number, attempt)

    def given(self, attempt: Attempt) -> tuple[Kind, bytes, str]:
        """What an attempt is to make, of which request, and that one's form.

        Raises
        ------
        StaleAttemptError
            Here and below: if the job is no longer this attempt's.
        """
        asked = select(jobs.c.kind, documents.c.body, jobs.c.form).join(jobs).where(*_held(attempt))
        with reading(self._store) as connection:
            row = connection.execute(asked.where(documents.c.name == REQUEST)).one_or_none()
        if row is None:
            raise StaleAttemptError
        return row.kind, row.body, row.form

    def report(self, attempt: Attempt, progress: str | None = None, *, seconds: float | None = None) -> bool:
        """Write that an attempt goes on, how it stands, and how many seconds more it may take; whether it is to stop.

        The job has another version if it stands otherwise than before.
        """
        now = self._now()
        signs: dict[str, Any] = {"seen": now} if seconds is None else {"seen": now, "until": now + seconds}
        with writing(self._store) as connection:
            alive = connection.execute(update(jobs).where(*_held(attempt)).values(**signs))
            if not alive.rowcount:
                raise StaleAttemptError
            if progress is not None:
                stood = jobs.c.progress.is_distinct_from(progress)
                _changed(connection, (*_held(attempt), stood), {"progress": progress})
            asked = select(jobs.c.stopping).where(*_held(attempt))
            stopping: bool = connection.execute(asked).scalar_one()
        return stopping

    def keep_best(self, attempt: Attempt, plan: bytes) -> None:
        """Write the best plan so far."""
        self.keep(attempt, PLAN, plan)

    def keep(self, attempt: Attempt, name: str, body: bytes) -> None:
        """Write what came so far, so that another attempt can go on from there."""
        with writing(self._store) as connection:
            _write(connection, attempt, {})
            _put(connection, attempt.number, name, body)

    def kept(self, attempt: Attempt, name: str) -> bytes | None:
        """What belongs to the job of an attempt, by the name of it; None also where the attempt is over."""
        asked = select(documents.c.body).join(jobs).where(*_held(attempt), documents.c.name == name)
        with reading(self._store) as connection:
            return connection.execute(asked).scalar_one_or_none()

    def end(
        self, attempt: Attempt, state: State, progress: str | None = None, *, came: Mapping[str, bytes] | None = None
    ) -> None:
        """End a job, with the documents that came of it by name; without a plan, the best so far stays."""
        if not state.is_over:
            raise ValueError(state)
        news: dict[str, Any] = {"state": state, "ended": self._now()}
        with writing(self._store) as connection:
            _write(connection, attempt, news if progress is None else {**news, "progress": progress})
            for name, body in (came or {}).items():
                _put(connection, attempt.number, name, body)
            owe(connection, (jobs.c.number == attempt.number,), self._now())

    def put_back(self, attempt: Attempt, *, lost: bool, most_lost: int, problems: bytes) -> State | None:
        """Give up an attempt; what became of the job, or None if it is no longer the attempt's.

        It waits again, first in the order; one that was to stop has stopped. If its worker was lost, and has been so
        ``most_lost`` times, it has failed with these problems: it may be the cause.
        """
        with writing(self._store) as connection:
            asked = select(jobs.c.stopping, jobs.c.lost).where(*_held(attempt))
            row = connection.execute(asked).one_or_none()
            if row is None:
                return None
            times = row.lost + lost
            again = State.FAILED if lost and times >= most_lost else State.QUEUED
            state = State.STOPPED if row.stopping else again
            over = {"state": state, "lost": times, "ended": self._now() if state.is_over else None}
            _write(connection, attempt, over)
            if state is State.FAILED:
                _put(connection, attempt.number, PROBLEMS, problems)
            owe(connection, (jobs.c.number == attempt.number,), self._now())
        return state

    def running(self, *, unheard: float = 0.0) -> list[Attempt]:
        """Every attempt that has not ended, and was not heard of for so many seconds."""
        asked = select(jobs.c.number, jobs.c.attempt).where(
            jobs.c.state == State.RUNNING, jobs.c.seen <= self._now() - unheard
        )
        with reading(self._store) as connection:
            return [Attempt(row.number, row.attempt) for row in connection.execute(asked.order_by(jobs.c.number))]

    def forget_older(self, seconds: float) -> int:
        """Forget every job that ended longer ago than this, with all that belongs to it; how many."""
        with writing(self._store) as connection:
            return connection.execute(delete(jobs).where(jobs.c.ended < self._now() - seconds)).rowcount

    def overruns(self, attempt: Attempt) -> bool:
        """Whether an attempt goes on longer than it said."""
        with reading(self._store) as connection:
            until = connection.execute(select(jobs.c.until).where(*_held(attempt))).scalar_one_or_none()
        return until is not None and until < self._now()

    def close(self) -> None:
        """Close what is open in this process."""
        self._store.dispose()


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


def _put(connection: Connection, number: int, name: str, body: bytes) -> None:
    connection.execute(delete(documents).where(documents.c.job == number, documents.c.name == name))
    connection.execute(insert(documents).values(job=number, name=name, body=body))


def _job(row: Row[*tuple[Any, ...]]) -> Job:
    fields = {name: getattr(row, name) for name in Job.__dataclass_fields__}
    return Job(**(fields | {"state": State(row.state), "tags": tuple(row.tags)}))
