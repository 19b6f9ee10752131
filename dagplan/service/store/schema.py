"""The tables of the service, and the store that they lie in: SQLite, where a write is on the disk when it returns."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
)

WRITES = "dagplan_writes"
"""Execution option of a connection: its transactions write, and wait for their turn before they read."""
_WAIT_SECONDS = 30.0

metadata = MetaData()

jobs = Table(
    "jobs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("tenant", String(200), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("state", String(8), nullable=False),
    Column("form", String(200), nullable=False),
    Column("key", String(200)),
    Column("digest", String(64), nullable=False),
    Column("tags", JSON, nullable=False),
    Column("parent", String(32)),
    Column("hook", Text),
    Column("attempt", Integer, nullable=False, default=0),
    Column("lost", Integer, nullable=False, default=0),
    Column("worker", String(100)),
    Column("seen", Float),
    Column("stopping", Boolean, nullable=False, default=False),
    Column("version", Integer, nullable=False, default=1),
    Column("created", Float, nullable=False),
    Column("begun", Float),
    Column("ended", Float),
    Column("until", Float),
    Column("progress", Text),
    UniqueConstraint("tenant", "key"),
    Index("jobs_by_state", "state", "number"),
    Index("jobs_by_tenant", "tenant", "number"),
    sqlite_autoincrement=True,  # the number of a job that was deleted is never another's
)
"""One row a job.

``digest`` is of what was ordered, ``lost`` how many workers were lost at it, ``worker`` who has begun it, ``seen``
when that was last heard of, ``until`` when its attempt is to be ended if it goes on.
"""

tags = Table(
    "tags",
    metadata,
    Column("job", Integer, ForeignKey("jobs.number", ondelete="CASCADE"), primary_key=True),
    Column("tag", String(100), primary_key=True),
    Index("jobs_by_tag", "tag", "job"),
)
"""The tags once more, to find jobs by."""

documents = Table(
    "documents",
    metadata,
    Column("job", Integer, ForeignKey("jobs.number", ondelete="CASCADE"), primary_key=True),
    Column("name", String(16), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
"""What is large, apart from what changes often, since a row is written whole: ``request``, ``plan``, ``problems``."""

keys = Table(
    "keys",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("tenant", String(200), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("created", Float, nullable=False),
    Column("last_used", Float),
    Column("revoked", Float),
)
"""One row an API key; of its secret only ``digest``, so that nobody who reads the store can use it."""

signing_secrets = Table(
    "signing_secrets",
    metadata,
    Column("tenant", String(200), primary_key=True),
    Column("secret", String(100), nullable=False),
    Column("created", Float, nullable=False),
    Column("before", String(100)),
    Column("until", Float),
)
"""What a tenant's webhooks are signed with: as it is, since signing takes it. Until then also the one ``before``."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("job", Integer, ForeignKey("jobs.number", ondelete="CASCADE"), nullable=False, index=True),
    Column("tenant", String(200), nullable=False),
    Column("address", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created", Float, nullable=False),
    Column("tries", Integer, nullable=False, default=0),
    Column("due", Float, index=True),
    Column("ended", Float),
    Column("outcome", String(20)),
)
"""One row a webhook: to be sent when ``due``, which is None when it is over; ``outcome`` of the last try."""


def sqlite_store(path: Path) -> Engine:
    """The store in a file, which is made if it is not there, readable by nobody else."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _WAIT_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        metadata.create_all(connection)
    return engine


def _prepare(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, by nobody else
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    # One that reads first and writes then could find that another wrote in between: it takes its turn first.
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
