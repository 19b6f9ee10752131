"""What is sent, within limits: no larger, no slower, and not compressed."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dagplan.words.messages.service import ServiceFaults

from .languages import language_of
from .problems import RefusalError


class LimitedBodies:
    """Refuses a body that is too large, as soon as that is known, or that takes too long to arrive.

    Parameters
    ----------
    app
        Who gets the rest.
    most_bytes, seconds
        What a body may have.
    """

    def __init__(self, app: ASGIApp, most_bytes: int, seconds: float) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its body piece by piece."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._seconds
        received = 0
        whole = began = False
        refusal: RefusalError | None = None

        async def limited() -> Message:
            nonlocal received, whole, refusal
            if whole:  # the body is here: what is still to come is that they go away
                return await receive()
            try:
                async with asyncio.timeout_at(ends):
                    message = await receive()
            except TimeoutError:
                refusal = self._too_slow()
                raise refusal from None
            if message["type"] == "http.request":
                received += len(message.get("body", b""))
                whole = not message.get("more_body", False)
                if received > self._most_bytes:
                    refusal = self._too_large()
                    raise refusal
            return message

        async def unless_refused(message: Message) -> None:
            nonlocal began
            if refusal is None or began:
                began = True
                await send(message)

        try:
            refusal = self._refused_by(headers)
            if refusal is None:
                await self._app(scope, limited, unless_refused)
        except RefusalError:
            if refusal is None:
                raise
        if refusal is not None and not began:
            # What is not read of the body would be taken for the next request.
            refusal.headers["Connection"] = "close"
            await refusal.response(language_of(HTTPConnection(scope)))(scope, receive, send)

    def _refused_by(self, headers: Headers) -> RefusalError | None:
        """What is wrong with a body that is not here yet."""
        if headers.get("content-encoding", "identity").strip().lower() != "identity":
            return RefusalError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, ServiceFaults.COMPRESSED())
        length = headers.get("content-length", "")
        if length.isascii() and length.isdigit() and int(length[:20]) > self._most_bytes:
            return self._too_large()
        return None

    def _too_large(self) -> RefusalError:
        return RefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, ServiceFaults.TOO_LARGE(n=self._most_bytes))

    def _too_slow(self) -> RefusalError:
        return RefusalError(HTTPStatus.REQUEST_TIMEOUT, ServiceFaults.TOO_SLOW(n=round(self._seconds)))
