"""Connections that do not wait for ever: for a request that never comes whole, or a reader that never reads.

uvicorn ends a connection that is silent between two requests; a byte now and then keeps one open for as long as its
sender likes. Bodies have their own time (``http.bodies``).
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


class TimedProtocol(H11Protocol):
    """A connection with a time for the head of each request, and for a reader to read on.

    Attributes
    ----------
    head_seconds, read_seconds
        What they may take; a subclass says how many (``timed``).
    """

    head_seconds = 20.0
    read_seconds = 60.0

    _for_head: asyncio.TimerHandle | None = None
    _for_reader: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._await_head()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request; what still comes of the last one's body is none."""
        super().on_response_complete()
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        for timer in (self._for_head, self._for_reader):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Begin to wait for who reads."""
        super().pause_writing()
        self._await_reader(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """They read on."""
        super().resume_writing()
        if self._for_reader is not None:
            self._for_reader.cancel()

    def _await_head(self) -> None:
        if self._for_head is not None:
            self._for_head.cancel()
        self._for_head = self.loop.call_later(self.head_seconds, self._without_head)

    def _without_head(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()

    def _await_reader(self, left: int) -> None:
        self._for_reader = self.loop.call_later(self.read_seconds, self._without_reader, left)

    def _without_reader(self, left: int) -> None:
        """Give up a reader who has read nothing."""
        now = self.transport.get_write_buffer_size()
        if now >= left:
            self.transport.abort()
        else:
            self._await_reader(now)


def timed(head_seconds: float, read_seconds: float) -> type[asyncio.Protocol]:
    """Connections with these times."""
    times: dict[str, Any] = {"head_seconds": head_seconds, "read_seconds": read_seconds}
    return type("Timed", (TimedProtocol,), times)
