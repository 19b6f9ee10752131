"""What an address to tell may say, and where it leads.

It is judged when it is accepted, to tell whoever wrote it, and again at each sending, where it counts: names may lead
elsewhere by then.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from dagplan.service.settings import Settings
from dagplan.words import Said
from dagplan.words.messages.input_faults import ValueFaults
from dagplan.words.messages.webhook_faults import WebhookFaults

from .reach import Address, Reach, reach_of

LONGEST_ADDRESS = 2000
"""Characters."""
PORTS = frozenset({443, 8443, 80})
_DEFAULT_PORTS = {"https": 443, "http": 80}
_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_.])?")
_UNKNOWN = {getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA", "EAI_ADDRFAMILY") if hasattr(socket, name)}
Resolve = Callable[[str, int], Iterable[str]]


class RefusedAddressError(Exception):
    """Nothing is sent to this address, for the reason ``said``.

    Attributes
    ----------
    said
        What is wrong with it; it names no address.
    """

    def __init__(self, said: Said) -> None:
        super().__init__(str(said))
        self.said = said


@dataclass(frozen=True)
class Allowed:
    """Where may be told.

    Attributes
    ----------
    private
        Also one's own machine and networks.
    http
        Also without TLS.
    ports
        On these only; None: on any.
    """

    private: bool = False
    http: bool = False
    ports: frozenset[int] | None = PORTS

    @classmethod
    def of(cls, settings: Settings) -> Allowed:
        """What the settings allow."""
        ports = frozenset(int(one) for one in settings.webhook_ports.split(",") if one.strip())
        return cls(settings.webhook_private, settings.webhook_http, ports or None)

    def holds(self, address: Address) -> bool:
        """Whether something may be sent to an IP address."""
        reach = reach_of(address)
        return reach is Reach.PUBLIC or (self.private and reach is Reach.OWN)


@dataclass(frozen=True)
class Target:
    """What an address says.

    Attributes
    ----------
    scheme
        ``https`` or ``http``.
    host
        The name, or an IP address without brackets.
    port
        The port, whether it was written or not.
    authority
        Host and port as the header ``Host`` has them.
    path
        The path with the query.
    """

    scheme: str
    host: str
    port: int
    authority: bytes
    path: bytes


def target_of(address: str, allowed: Allowed) -> Target:
    """What an address says.

    Raises
    ------
    RefusedAddressError
        If it is none, or nothing may be sent there, wherever its name leads.
    """
    if len(address) > LONGEST_ADDRESS:
        raise RefusedAddressError(ValueFaults.TOO_LONG(most=LONGEST_ADDRESS))
    if not address.isascii():  # letters of other alphabets have several forms, and some look like other letters
        raise RefusedAddressError(WebhookFaults.NO_ADDRESS())
    import httpx2  # here: it is needed where somebody is to be told, and takes a tenth of a second

    try:
        url = httpx2.URL(address)
        host = url.raw_host.decode()
    except (httpx2.InvalidURL, ValueError) as error:
        raise RefusedAddressError(WebhookFaults.NO_ADDRESS()) from error
    if url.scheme not in _DEFAULT_PORTS or not _is_host(host):
        raise RefusedAddressError(WebhookFaults.NO_ADDRESS())
    if url.scheme == "http" and not allowed.http:
        raise RefusedAddressError(WebhookFaults.ONLY_HTTPS())
    if url.userinfo:
        raise RefusedAddressError(WebhookFaults.WITH_PASSWORD())
    if url.fragment:
        raise RefusedAddressError(WebhookFaults.WITH_FRAGMENT())
    port = _DEFAULT_PORTS[url.scheme] if url.port is None else url.port
    if not 0 < port < 1 << 16:
        raise RefusedAddressError(WebhookFaults.NO_ADDRESS())
    if allowed.ports is not None and port not in allowed.ports:
        raise RefusedAddressError(WebhookFaults.PORT(allowed=[str(one) for one in sorted(allowed.ports)]))
    named = f"[{host}]" if ":" in host else host
    authority = named if port == _DEFAULT_PORTS[url.scheme] else f"{named}:{port}"
    return Target(url.scheme, host, port, authority.encode(), url.raw_path)


def _is_host(host: str) -> bool:
    if ":" not in host:
        return _NAME.fullmatch(host) is not None
    try:
        return "%" not in host and bool(ip_address(host))  # no zone: that is a network of this machine
    except ValueError:
        return False


def judged(host: str, port: int, allowed: Allowed, resolve: Resolve | None = None) -> list[Address]:
    """The IP addresses that a name leads to, all of which may be sent to.

    Names that lead to none that may, and names that lead nowhere, are refused in the same words: nobody learns from
    that which names there are in a network of ours.

    Raises
    ------
    RefusedAddressError
        If there is none, or one that may not be sent to.
    OSError
        If it can't be found out now.
    """
    try:
        found = [ip_address(one) for one in (resolve or resolved)(host, port)]
    except socket.gaierror as error:
        if error.errno not in _UNKNOWN:
            raise
        found = []
    except UnicodeError:  # an empty label, or one that is too long
        found = []
    if not found or not all(allowed.holds(one) for one in found):
        raise RefusedAddressError(WebhookFaults.NOT_PUBLIC())
    return found


def resolved(host: str, port: int) -> list[str]:
    """The IP addresses of a name, as this machine finds them, each once."""
    found: list[Any] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


def refusal_of(address: str, allowed: Allowed, resolve: Resolve | None = None) -> Said | None:
    """What is wrong with an address to tell; None where nothing is, or where its name can't be looked up now.

    Looking up a name takes its time: not for an event loop.
    """
    try:
        target = target_of(address, allowed)
        judged(target.host, target.port, allowed, resolve)
    except RefusedAddressError as error:
        return error.said
    except OSError:
        return None
    return None
