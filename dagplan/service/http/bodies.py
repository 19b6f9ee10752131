"""What is sent, within limits: no larger, no slower, of no more parts, and not compressed; and all of it together."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dagplan.service.settings import Settings
from dagplan.words.messages.service import ServiceFaults

from .languages import language_of
from .problems import RefusalError, busy

_SMALL_BYTES = 1_000_000
"""A body has room for so much, whatever else is held: what is small is answered while others send what is large."""
_LET_GO_SECONDS = 10.0
_MOST_HEAD_BYTES = 65_536
"""Of a request's address and headers. The server itself looks only at those that have not come whole yet."""


@dataclass(frozen=True)
class Bounds:
    """What a body may have, and all together.

    Attributes
    ----------
    bytes, seconds
        What one may have.
    parts
        Values of a JSON body, as its commas and brackets tell: what is small in bytes may be long to read.
    held
        Bytes that are held at once.
    """

    bytes: int
    seconds: float
    parts: int
    held: int

    @classmethod
    def of(cls, settings: Settings) -> Bounds:
        """Those that were set."""
        return cls(
            settings.most_body_bytes, settings.body_seconds, settings.most_body_parts, settings.most_held_bytes
        )


class LimitedBodies:
    """Refuses a body that is beyond its bounds, as soon as that is known.

    Parameters
    ----------
    app
        Who gets the rest.
    bounds
        What a body may have.
    """

    def __init__(self, app: ASGIApp, bounds: Bounds) -> None:
        self._app = app
        self._bounds = bounds
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its body piece by piece."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._bounds.seconds
        body = _Body("json" in Headers(scope=scope).get("content-type", "").lower())
        began = False
        refusal: RefusalError | None = None

        async def limited() -> Message:
            nonlocal refusal
            if body.whole:  # what is still to come is that they go away
                return await receive()
            try:
                async with asyncio.timeout_at(ends):
                    message = await receive()
            except TimeoutError:
                refusal = self._too_slow()
                raise refusal from None
            if message["type"] == "http.request":
                self._held += body.take(message)
                refusal = self._refused(body)
                if refusal is not None:
                    raise refusal
            return message

        async def unless_refused(message: Message) -> None:
            nonlocal began
            if refusal is None or began:
                began = True
                await send(message)

        try:
            refusal = _too_much_before(scope) or self._refused_by(Headers(scope=scope))
            if refusal is None:
                await self._app(scope, limited, unless_refused)
        except RefusalError:
            if refusal is None:
                raise
        finally:
            self._held -= body.held
        if refusal is not None and not began:
            # What is not read of the body would be taken for the next request.
            refusal.headers["Connection"] = "close"
            answer = refusal.response(language_of(HTTPConnection(scope)))
            await answer(scope, receive, partial(_sent, send, receive, None if body.whole else self._bounds.bytes))

    def _refused_by(self, headers: Headers) -> RefusalError | None:
        """What is wrong with a body that is not here yet."""
        if headers.get("content-encoding", "identity").strip().lower() != "identity":
            return RefusalError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, ServiceFaults.COMPRESSED())
        length = headers.get("content-length", "")
        if length.isascii() and length.isdigit() and int(length[:20]) > self._bounds.bytes:
            return self._too_large()
        return None

    def _refused(self, body: _Body) -> RefusalError | None:
        """What is wrong with what has come of a body."""
        if body.bytes > self._bounds.bytes:
            return self._too_large()
        if body.parts > self._bounds.parts:
            return RefusalError(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, ServiceFaults.TOO_MANY_PARTS(n=self._bounds.parts)
            )
        if body.held and self._held > self._bounds.held:
            return busy(ServiceFaults.TOO_MUCH_AT_ONCE())
        return None

    def _too_large(self) -> RefusalError:
        return RefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, ServiceFaults.TOO_LARGE(n=self._bounds.bytes))

    def _too_slow(self) -> RefusalError:
        return RefusalError(HTTPStatus.REQUEST_TIMEOUT, ServiceFaults.TOO_SLOW(n=round(self._bounds.seconds)))


class _Body:
    """What has come of one body."""

    def __init__(self, is_json: bool) -> None:
        self._is_json = is_json
        self.bytes = self.parts = 0
        self.whole = False

    @property
    def held(self) -> int:
        """Bytes that count among those of all."""
        return max(0, self.bytes - _SMALL_BYTES)

    def take(self, message: Message) -> int:
        """Count a piece of it; by how many bytes more is held."""
        before = self.held
        piece = message.get("body", b"")
        self.bytes += len(piece)
        if self._is_json:
            self.parts += piece.count(b",") + piece.count(b"[") + piece.count(b"{")
        self.whole = not message.get("more_body", False)
        return self.held - before


def _too_much_before(scope: Scope) -> RefusalError | None:
    """What is wrong with the size of what comes before a body."""
    headers = sum(len(name) + len(value) + 4 for name, value in scope["headers"])
    if headers + len(scope.get("raw_path") or b"") + len(scope["query_string"]) <= _MOST_HEAD_BYTES:
        return None
    return RefusalError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, ServiceFaults.HEAD_TOO_LARGE(n=_MOST_HEAD_BYTES))


async def _sent(send: Send, receive: Receive, most_left: int | None, message: Message) -> None:
    """Send an answer; before its end, let go by what is still being sent: few read before they have sent all."""
    if most_left is None or message["type"] != "http.response.body":
        await send(message)
        return
    await send({**message, "more_body": True})
    with suppress(TimeoutError):
        async with asyncio.timeout(_LET_GO_SECONDS):
            while most_left > 0:
                piece = await receive()
                if piece["type"] == "http.disconnect" or not piece.get("more_body", False):
                    break
                most_left -= len(piece.get("body", b""))
    await send({"type": "http.response.body", "body": b"", "more_body": False})
