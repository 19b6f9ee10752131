"""Rows of the job table: which are whose, how one is changed, and the job that one is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, update

from .jobs import Attempt, Job, StaleAttemptError, State
from .schema import documents, jobs

Which = tuple[ColumnElement[bool], ...]
"""Of which rows."""

SHOWN = [jobs.c[name] for name in Job.__dataclass_fields__]
"""The columns of a job."""


def of(tenant: str, job_id: str) -> Which:
    """A tenant's job."""
    return jobs.c.tenant == tenant, jobs.c.id == job_id


def held(attempt: Attempt) -> Which:
    """The job of an attempt, as long as it is that one's."""
    return jobs.c.number == attempt.number, jobs.c.attempt == attempt.attempt, jobs.c.state == State.RUNNING


def change(connection: Connection, which: Which, news: dict[str, Any]) -> bool:
    """Change rows, which have another version then; whether there were any."""
    changed = connection.execute(update(jobs).where(*which).values(**news, version=jobs.c.version + 1))
    return changed.rowcount > 0


def write(connection: Connection, attempt: Attempt, news: dict[str, Any]) -> None:
    """Change the job of an attempt; StaleAttemptError if it is no longer that one's."""
    if not change(connection, held(attempt), news):
        raise StaleAttemptError


def put(connection: Connection, number: int, name: str, body: bytes) -> None:
    """Put a document in the place of what had its name."""
    connection.execute(delete(documents).where(documents.c.job == number, documents.c.name == name))
    connection.execute(insert(documents).values(job=number, name=name, body=body))


def job_in(row: Row[*tuple[Any, ...]]) -> Job:
    """The job that a row is."""
    fields = {name: getattr(row, name) for name in Job.__dataclass_fields__}
    return Job(**(fields | {"state": State(row.state), "tags": tuple(row.tags)}))
