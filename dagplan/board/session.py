"""Letting a browser in and out: the cookie that stands for a key."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dagplan.service.http.resources import Resources
from dagplan.service.http.sessions import COOKIE, SESSION_SECONDS
from dagplan.service.http.tenants import without_keys
from dagplan.service.store.keys import KeyTable

from .answers import HEADERS

_MOST_FORM_BYTES = 8192


async def is_let_in(request: Request, has: Resources) -> bool:
    """Whether the API would answer this browser."""
    return await without_keys(has) or await holds(has.keys, request.cookies.get(COOKIE, ""))


async def holds(keys: KeyTable, secret: str) -> bool:
    """Whether a secret is of a key that opens something."""
    return bool(secret) and await run_in_threadpool(keys.key_of, secret) is not None


async def fields_of(request: Request) -> dict[str, str]:
    """What a small form holds, the last of each name; nothing, if it is not small."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_FORM_BYTES:
            return {}
    try:
        found = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in found.items()}


def begun(request: Request, secret: str, where: str) -> Response:
    """Go on, with the cookie."""
    answer = RedirectResponse(own_path(where), 303, HEADERS)
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=SESSION_SECONDS,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return answer


def ended() -> Response:
    """Back to the door, without the cookie; a browser forgets what it kept of the pages too."""
    answer = RedirectResponse("/login", 303, {**HEADERS, "Clear-Site-Data": '"cache"'})
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return answer


def own_path(where: str) -> str:
    """A path of this service, whatever was asked for: a link to the login leads nowhere else.

    >>> own_path("/boards/x?view=day"), own_path("//elsewhere.example/"), own_path("https://elsewhere.example")
    ('/boards/x?view=day', '/', '/')
    """
    try:
        parts = urlsplit(where)
    except ValueError:
        return "/"
    odd = any(letter in where for letter in "\\\r\n\t") or not where.startswith("/") or where.startswith("//")
    return "/" if odd or parts.scheme or parts.netloc else where
