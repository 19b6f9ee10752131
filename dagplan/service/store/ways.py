"""What the job table does otherwise in SQLite than in PostgreSQL: the time, turns, waking, and what is deleted."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, Engine, Float, cast, extract, func, literal, select

from .sweeping import Sweeper
from .waking import CHANNEL, Bell, Listener

Moment = ColumnElement[float]
"""Seconds since 1970, UTC, in a statement."""

_ADDING = 0x44_61_67_71  # the key of an advisory lock


class Ways(Protocol):
    """How things are done in one kind of store."""

    def now(self) -> Moment:
        """The time, by the one clock that counts."""

    def take_turn(self, connection: Connection) -> None:
        """Wait until nobody else is in between this and the end of its transaction."""

    def tell(self, connection: Connection) -> None:
        """Tell those of other processes who listen, when this transaction has been ended, that there is work."""

    def listen(self, bell: Bell) -> None:
        """Ring a bell when another process tells that there is work, from now on."""

    def note_deletion(self, connection: Connection) -> None:
        """Note, in the transaction that deletes, that something was deleted."""

    def after_deletion(self) -> None:
        """Do what can be done at once, lest anything of what was deleted be left."""

    def sweep(self) -> bool:
        """Do what takes longer; whether nothing of what was deleted is left."""

    def close(self) -> None:
        """Listen no more."""


def ways_of(store: Engine, now: Callable[[], float] | None) -> Ways:
    """How things are done in this store; ``now`` tells the time instead of the clock that counts."""
    clock = clock_of(store, now)
    return _InPostgres(store, clock) if store.dialect.name == "postgresql" else _InSqlite(store, clock)


def clock_of(store: Engine, now: Callable[[], float] | None = None) -> Callable[[], Moment]:
    """The clock that counts: of this machine, and of the database where there may be several; or the one given."""
    if now is None and store.dialect.name == "postgresql":
        return lambda: cast(extract("epoch", func.clock_timestamp()), Float)
    return lambda: literal((now or time.time)(), Float)


class _InSqlite:
    def __init__(self, store: Engine, clock: Callable[[], Moment]) -> None:
        self._sweeper = Sweeper(store)
        self.now = clock

    def take_turn(self, connection: Connection) -> None:
        """Whoever writes has waited for its turn at the start (``BEGIN IMMEDIATE``)."""

    def tell(self, connection: Connection) -> None:
        """Other processes look for themselves."""

    def listen(self, bell: Bell) -> None:
        """Nobody tells."""

    def note_deletion(self, connection: Connection) -> None:
        self._sweeper.note(connection)

    def after_deletion(self) -> None:
        self._sweeper.empty_log()

    def sweep(self) -> bool:
        return self._sweeper.sweep()

    def close(self) -> None:
        """Nothing is open."""


class _InPostgres:
    def __init__(self, store: Engine, clock: Callable[[], Moment]) -> None:
        self._store = store
        self.now = clock
        self._listener: Listener | None = None

    def take_turn(self, connection: Connection) -> None:
        connection.execute(select(func.pg_advisory_xact_lock(_ADDING)))

    def tell(self, connection: Connection) -> None:
        connection.execute(select(func.pg_notify(CHANNEL, "")))

    def listen(self, bell: Bell) -> None:
        if self._listener is None:
            self._listener = Listener(self._store, bell)

    def note_deletion(self, connection: Connection) -> None:
        """Its own vacuum does what can be done."""

    def after_deletion(self) -> None:
        """Nothing can be done at once."""

    def sweep(self) -> bool:
        return True

    def close(self) -> None:
        if self._listener is not None:
            self._listener.close()
