"""Waking those who wait for work: a bell in each process, and on PostgreSQL a listener who rings it for others."""

from __future__ import annotations

import logging
import threading

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

log = logging.getLogger(__name__)

CHANNEL = "dagplan_jobs"
_LISTEN_SECONDS = 0.5
_PAUSE_SECONDS = 2.0


class Bell:
    """Rung when there may be work. Whoever remembers how often it had rung misses no ringing."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._rung = 0

    @property
    def rung(self) -> int:
        """How often."""
        return self._rung

    def ring(self) -> None:
        """Wake all who wait."""
        with self._condition:
            self._rung += 1
            self._condition.notify_all()

    def wait(self, rung: int, seconds: float) -> bool:
        """Wait until it has rung more often than this, so long at most; whether it has."""
        with self._condition:
            return self._condition.wait_for(lambda: self._rung != rung, seconds)


class Listener:
    """Rings the bell when any process tells the database that there is work (``NOTIFY``).

    It has a connection and a thread of its own. While it can't listen nobody is woken, and those who wait look for
    themselves from time to time.
    """

    def __init__(self, store: Engine, bell: Bell) -> None:
        self._store, self._bell = store, bell
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._stay, name="dagplan-listener", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        self._closed.set()
        self._thread.join()

    def _stay(self) -> None:
        import psycopg

        while not self._closed.is_set():
            try:
                self._listen()
            except (SQLAlchemyError, psycopg.Error) as error:
                log.info("nobody is told of jobs for a while: %s", type(error).__name__)
                self._closed.wait(_PAUSE_SECONDS)

    def _listen(self) -> None:
        import psycopg

        held = self._store.raw_connection()
        connection = held.driver_connection
        held.detach()  # it is none of the pool's any more: others need theirs
        assert isinstance(connection, psycopg.Connection)
        try:
            connection.autocommit = True
            connection.execute(f"LISTEN {CHANNEL}")
            self._bell.ring()  # what was told before is not told again
            while not self._closed.is_set():
                for _ in connection.notifies(timeout=_LISTEN_SECONDS, stop_after=1):
                    self._bell.ring()
        finally:
            connection.close()
