"""The way to another machine: to an address that was judged, and within a time that holds for all of it.

A name is looked up once, all that it leads to is judged, and the connection goes to an address that was judged: no
second look-up could lead elsewhere (DNS rebinding).
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from functools import cache
from typing import Any

import httpcore2

from .targets import Allowed, Resolve, judged

_CONNECT_SECONDS = 5.0
_MOST_ADDRESSES = 4


@cache
def machines_trust() -> ssl.SSLContext:
    """The certificates that this machine believes; SSL_CERT_FILE names others."""
    return httpcore2.default_ssl_context()


class JudgedWay(httpcore2.NetworkBackend):
    """Connects to addresses that were judged, within a time that holds for all of a try."""

    def __init__(self, allowed: Allowed, seconds: float, resolve: Resolve | None) -> None:
        self._allowed, self._seconds, self._resolve = allowed, seconds, resolve
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to the first address of a name that answers."""
        addresses = judged(host, port, self._allowed, self._resolve)[:_MOST_ADDRESSES]
        until = time.monotonic() + self._seconds
        for left, address in zip(range(len(addresses) - 1, -1, -1), addresses, strict=True):
            try:
                seconds = min(_CONNECT_SECONDS, _left(until, httpcore2.ConnectTimeout))
                stream = self._plain.connect_tcp(str(address), port, seconds, local_address, socket_options)
                return _TimedStream(stream, until)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if not left:
                    raise
        raise AssertionError(host)


class NoTlsError(Exception):
    """The other side speaks no TLS, or has no certificate of its name that is believed."""


class _TimedStream(httpcore2.NetworkStream):
    """A connection that ends when the time is over, however alive it is."""

    def __init__(self, stream: httpcore2.NetworkStream, until: float) -> None:
        self._stream, self._until = stream, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what comes."""
        return self._stream.read(max_bytes, _left(self._until, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        self._stream.write(buffer, _left(self._until, httpcore2.WriteTimeout))

    def close(self) -> None:
        """Close it."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        """The same within TLS."""
        left = _left(self._until, httpcore2.ConnectTimeout)
        try:
            return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._until)
        except httpcore2.ConnectError as error:
            raise NoTlsError from error

    def get_extra_info(self, info: str) -> Any:
        """What is known of it."""
        return self._stream.get_extra_info(info)


def _left(until: float, late: type[httpcore2.TimeoutException]) -> float:
    """Seconds that are left.

    Raises
    ------
    httpcore2.TimeoutException
        Of this kind, if there are none.
    """
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise late
    return seconds
