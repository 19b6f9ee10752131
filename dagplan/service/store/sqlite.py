"""A store in a file, for one machine: SQLite, where a write is on the disk when it returns."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from .schema import WRITES
from .transactions import writing
from .versions import make_ready

WAIT_SECONDS = 30.0
_KEPT_CONNECTIONS = 40  # as many as the threads that ask: to open one takes longer than most of what is asked
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",  # nothing of what is kept lies in other files
)


def sqlite_store(path: Path) -> Engine:
    """The store in a file, which is made if it is not there, readable by nobody else.

    Raises
    ------
    OSError
        If the file can't be made or opened.
    NewerStoreError
        If a newer program has written it.
    SQLAlchemyError, sqlite3.Error
        If it is no store, or can't be used.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": WAIT_SECONDS},
        pool_size=_KEPT_CONNECTIONS,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    try:
        with writing(engine) as connection:
            make_ready(connection)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _prepare(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, by nobody else
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    # One that reads first and writes then could find that another wrote in between: it takes its turn first.
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
