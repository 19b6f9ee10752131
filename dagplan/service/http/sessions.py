"""Browsers: the cookie that stands for a key, and who may send with it.

A browser adds its cookies to whatever a page of anybody's asks, and reaches a service on loopback in the name of
whoever sits there. So what changes something is done for pages of this service only (cross-site request forgery).
"""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request

from dagplan.words.messages.service import ServiceFaults

from .problems import RefusalError

COOKIE = "dagplan_session"
"""Holds the secret of a key; nothing of a session is kept here."""
SESSION_SECONDS = 12 * 3600
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_PORTS = {"http": ":80", "https": ":443"}


def refuse_other_pages(request: Request) -> None:
    """Refuse to change anything for a page of another origin; programs, which name none, are let through.

    Raises
    ------
    RefusalError
        403.
    """
    if request.method in _SAFE:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None:  # where the address is trusted; it can't be set by a page
        ours = site in {"same-origin", "none"}
    else:
        origin = request.headers.get("origin")
        ours = origin is None or _is_own(origin, request)
    if not ours:
        raise RefusalError(HTTPStatus.FORBIDDEN, ServiceFaults.OTHER_PAGE())


def _is_own(origin: str, connection: HTTPConnection) -> bool:
    """Whether an origin is the one that was asked; its scheme is not held against a proxy that ends TLS."""
    try:
        parts = urlsplit(origin)
        default = _PORTS.get(parts.scheme)
    except ValueError:
        return False
    if not parts.netloc or default is None:  # "null": of a page without an origin
        return False
    named, asked = (one.lower().removesuffix(default) for one in (parts.netloc, connection.headers.get("host", "")))
    return named == asked
