"""Accepting an order: the job that it is already, or a new one, if there is room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, or_, select

from .jobs import REQUEST, Job, Order, OtherBodyError, QueueFullError, State
from .rows import SHOWN, job_in
from .schema import documents, jobs, tags
from .ways import Moment


@dataclass(frozen=True)
class Room:
    """How many jobs may wait, of all tenants and of one."""

    most: int
    most_each: int

    def stop_if_full(self, connection: Connection, tenant: str) -> None:
        """Refuse what comes when as many wait as may."""
        waiting = select(func.count()).select_from(jobs).where(jobs.c.state == State.QUEUED)
        if connection.execute(waiting).scalar_one() >= self.most:
            raise QueueFullError(own=False)
        if connection.execute(waiting.where(jobs.c.tenant == tenant)).scalar_one() >= self.most_each:
            raise QueueFullError(own=True)


@dataclass(frozen=True)
class Made:
    """What was made of an order before it was accepted: the documents that came of it, and how it stands."""

    came: Mapping[str, bytes]
    progress: str | None


def known(connection: Connection, tenant: str, order: Order, job_id: str) -> tuple[Job, bool] | None:
    """The job that an order is already, by its key or as it was accepted under this id; whether that is so."""
    same = jobs.c.id == job_id if order.key is None else or_(jobs.c.id == job_id, jobs.c.key == order.key)
    asked = select(*SHOWN, jobs.c.digest).where(jobs.c.tenant == tenant, same)
    row = connection.execute(asked).one_or_none()
    if row is None:
        return None
    if row.digest != order.digest:
        raise OtherBodyError
    return job_in(row), row.id == job_id


def accept(
    connection: Connection, tenant: str, order: Order, job_id: str, now: Moment, made: Made | None = None
) -> Job:
    """Write a new job with all that belongs to it, and what was made of it already."""
    values = {name: getattr(order, name) for name in ("kind", "form", "key", "parent", "hook", "digest")}
    values |= {"id": job_id, "tenant": tenant, "tags": sorted(order.tags), "created": now}
    values |= {"state": State.QUEUED} if made is None else {"state": State.DONE, "ended": now}
    values |= {} if made is None else {"progress": made.progress}
    row = connection.execute(insert(jobs).values(**values).returning(*SHOWN)).one()
    for tag in sorted(order.tags):
        connection.execute(insert(tags).values(job=row.number, tag=tag))
    came = {} if made is None else made.came
    for name, body in {**order.beside, REQUEST: order.request, **came}.items():
        connection.execute(insert(documents).values(job=row.number, name=name, body=body))
    return job_in(row)
