"""One POST within a time, to an address that was judged.

``httpcore2`` speaks HTTP; the way to the other machine is ours. A name is looked up once, all that it leads to is
judged, and the connection goes to an address that was judged: no second look-up could lead elsewhere (DNS rebinding).
``Host`` and TLS keep the name. No redirect is followed, no proxy of the environment asked, and of the answer only the
status and headers are read. One time holds for all of it: a receiver that sends a byte now and then can't keep us.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

import httpcore2

from .targets import Allowed, RefusedAddressError, Resolve, judged, target_of

TOLD, REFUSED, GONE, LATE, UNREACHABLE, NO_TLS, NO_HTTP = (
    "told",
    "refused",
    "gone",
    "late",
    "unreachable",
    "no_tls",
    "no_http",
)
"""How a try went; any other status than 2xx and 410 is ``http_`` and the status."""
SECONDS = 20.0
"""Standard Webhooks: between 15 and 30."""
_CONNECT_SECONDS = 5.0
_MOST_ADDRESSES = 4


@dataclass(frozen=True)
class Sent:
    """How a try went.

    Attributes
    ----------
    outcome
        In a word.
    pause
        Seconds that the receiver asks us to wait (``Retry-After``); 0: it said nothing.
    """

    outcome: str
    pause: float = 0.0


@dataclass(frozen=True)
class Sender:
    """Sends to where may be sent.

    Attributes
    ----------
    allowed
        Where that is.
    seconds
        Time for all of one try but looking up the name.
    resolve
        Looks up a name.
    trust
        Which certificates are believed.
    now
        Tells the time, in seconds since 1970.
    """

    allowed: Allowed
    seconds: float = SECONDS
    resolve: Resolve | None = None
    trust: ssl.SSLContext | None = None
    now: Callable[[], float] = time.time

    def send(self, address: str, headers: Mapping[str, str], body: bytes) -> Sent:
        """Send a body, and say how that went; nothing that the other side does is an error here."""
        try:
            return self._sent(address, headers, body)
        except RefusedAddressError:
            return Sent(REFUSED)
        except httpcore2.TimeoutException:
            return Sent(LATE)
        except _NoTlsError:
            return Sent(NO_TLS)
        except (httpcore2.NetworkError, OSError):  # OSError: the name can't be looked up now
            return Sent(UNREACHABLE)
        except httpcore2.ProtocolError:
            return Sent(NO_HTTP)

    def _sent(self, address: str, headers: Mapping[str, str], body: bytes) -> Sent:
        target = target_of(address, self.allowed)
        # The parts go on as they were judged: no other parser has its say on the address.
        url = httpcore2.URL(
            scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path
        )
        named = [(name.encode(), value.encode()) for name, value in headers.items()]
        way = _JudgedWay(self.allowed, self.seconds, self.resolve)
        with (
            httpcore2.ConnectionPool(ssl_context=self.trust or _trust(), network_backend=way) as pool,
            pool.stream("POST", url, headers=[(b"host", target.authority), *named], content=body) as answer,
        ):
            return self._judged_answer(answer.status, dict(answer.headers))

    def _judged_answer(self, status: int, headers: Mapping[bytes, bytes]) -> Sent:
        if 200 <= status < 300:
            return Sent(TOLD)
        if status == 410:
            return Sent(GONE)
        later = next((value for name, value in headers.items() if name.lower() == b"retry-after"), b"")
        return Sent(f"http_{status}", _pause(later.decode("latin-1").strip(), self.now()))


@cache
def _trust() -> ssl.SSLContext:
    """The certificates that this machine believes; SSL_CERT_FILE names others."""
    return httpcore2.default_ssl_context()


def _pause(later: str, now: float) -> float:
    """Seconds that a ``Retry-After`` asks for: a number of them, or a date; 0 for what is neither."""
    if later.isascii() and later.isdigit():
        return float(later[:9])
    try:
        when = parsedate_to_datetime(later)
        return max(0.0, (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return 0.0


class _JudgedWay(httpcore2.NetworkBackend):
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


class _NoTlsError(Exception):
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
            raise _NoTlsError from error

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
