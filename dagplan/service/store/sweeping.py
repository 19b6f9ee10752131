"""What was deleted from the store in a file is in none of its files any more.

SQLite overwrites what it deletes (``secure_delete``), but not what two other places hold of it:

- the log beside the file (WAL), until it is emptied: done after every deletion;
- gaps in the file that were left where rows were moved, with their bytes, as the tables grew: the file is written
  anew (``VACUUM``) within seconds, or for a large store when its turn comes.

How many deletions the file has not been written anew since is its ``user_version``, changed in the transaction that
deletes. So no end of the service, at whatever moment, forgets that.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

log = logging.getLogger(__name__)

_WAIT_SECONDS = 1.0
_SHARE = 50
"""A file is written anew for one part in so many of the time, at most."""
_IN_MEMORY_BYTES = 64_000_000


class Sweeper:
    """Sweeps one store."""

    def __init__(self, store: Engine) -> None:
        self._store = store
        self._next = 0.0

    def note(self, connection: Connection) -> None:
        """Note, in the transaction that deletes, that there is something to sweep."""
        many = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        connection.exec_driver_sql(f"PRAGMA user_version = {many % 1_000_000 + 1}")

    def empty_log(self) -> bool:
        """Move what the log holds into the file, and empty it; whether that was done: not while others read."""
        try:
            with self._by_itself() as connection:
                return _empty_log(connection)
        except sqlite3.Error as error:  # another sweeps, or the disk is full: ``sweep`` does it later
            log.warning("the store's log could not be emptied: %s", type(error).__name__)
            return False

    def sweep(self) -> bool:
        """Write the file anew, if something was deleted and its turn has come; whether nothing is left of that."""
        began = time.monotonic()
        try:
            with self._by_itself() as connection:
                noted = _one(connection, "PRAGMA user_version")
                if not noted:
                    return True
                if began < self._next:
                    return False
                _write_anew(connection)
                done = _empty_log(connection) and _forget(connection, noted)
        except sqlite3.Error as error:  # another writes, or the disk is full: later
            log.warning("the store could not be written anew: %s", type(error).__name__)
            done = False
        ended = time.monotonic()
        self._next = ended + _SHARE * (ended - began)
        return done

    @contextmanager
    def _by_itself(self) -> Iterator[sqlite3.Connection]:
        """A connection in no transaction, which does not wait long for others."""
        held = self._store.raw_connection()
        try:
            connection = held.driver_connection
            assert isinstance(connection, sqlite3.Connection)
            usual = _one(connection, "PRAGMA busy_timeout")
            connection.execute(f"PRAGMA busy_timeout = {int(1000 * _WAIT_SECONDS)}").close()
            try:
                yield connection
            finally:
                connection.execute(f"PRAGMA busy_timeout = {usual}").close()
        finally:
            held.close()


def _empty_log(connection: sqlite3.Connection) -> bool:
    return not _one(connection, "PRAGMA wal_checkpoint(TRUNCATE)")


def _write_anew(connection: sqlite3.Connection) -> None:
    size = _one(connection, "PRAGMA page_count") * _one(connection, "PRAGMA page_size")
    if size > _IN_MEMORY_BYTES:
        connection.execute("PRAGMA temp_store = FILE").close()
    try:
        connection.execute("VACUUM").close()
    finally:
        connection.execute("PRAGMA temp_store = MEMORY").close()


def _forget(connection: sqlite3.Connection, noted: int) -> bool:
    """Note that nothing is left, unless something was deleted meanwhile."""
    connection.execute("BEGIN IMMEDIATE").close()
    same = _one(connection, "PRAGMA user_version") == noted
    if same:
        connection.execute("PRAGMA user_version = 0").close()
    connection.execute("COMMIT").close()
    return same


def _one(connection: sqlite3.Connection, statement: str) -> int:
    cursor = connection.execute(statement)
    try:
        found: int = cursor.fetchone()[0]
        return found
    finally:
        cursor.close()
