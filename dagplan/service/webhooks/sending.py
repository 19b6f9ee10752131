"""One POST within a time, to an address that was judged.

``httpcore2`` speaks HTTP; the way to the other machine is ours (``judged_way``). ``Host`` and TLS keep the name. No
redirect is followed, no proxy of the environment asked, and of the answer only the status and headers are read. One
time holds for all of it: a receiver that sends a byte now and then can't keep us.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

from .targets import Allowed, RefusedAddressError, Resolve, target_of

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
        import httpcore2  # which takes a quarter of a second, and most services tell nobody

        from .judged_way import NoTlsError

        try:
            return self._sent(address, headers, body)
        except RefusedAddressError:
            return Sent(REFUSED)
        except httpcore2.TimeoutException:
            return Sent(LATE)
        except NoTlsError:
            return Sent(NO_TLS)
        except (httpcore2.NetworkError, OSError):  # OSError: the name can't be looked up now
            return Sent(UNREACHABLE)
        except httpcore2.ProtocolError:
            return Sent(NO_HTTP)

    def _sent(self, address: str, headers: Mapping[str, str], body: bytes) -> Sent:
        import httpcore2

        from .judged_way import JudgedWay, machines_trust

        target = target_of(address, self.allowed)
        # The parts go on as they were judged: no other parser has its say on the address.
        url = httpcore2.URL(
            scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path
        )
        named = [(name.encode(), value.encode()) for name, value in headers.items()]
        way = JudgedWay(self.allowed, self.seconds, self.resolve)
        with (
            httpcore2.ConnectionPool(ssl_context=self.trust or machines_trust(), network_backend=way) as pool,
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


def _pause(later: str, now: float) -> float:
    """Seconds that a ``Retry-After`` asks for: a number of them, or a date; 0 for what is neither."""
    if later.isascii() and later.isdigit():
        return float(later[:9])
    try:
        when = parsedate_to_datetime(later)
        return max(0.0, (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return 0.0
