"""Transactions in a store: those that read, and those that write and wait for their turn before they read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from .schema import WRITES


@contextmanager
def reading(store: Engine) -> Iterator[Connection]:
    """A transaction that only reads."""
    with store.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(store: Engine) -> Iterator[Connection]:
    """A transaction that writes: all of it, or nothing where the block raises."""
    with store.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        yield connection
