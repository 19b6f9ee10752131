"""``HEAD``: whatever can be asked for with ``GET`` can be asked of without its body."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """Answers ``HEAD`` with the head of what ``GET`` would give.

    Parameters
    ----------
    app
        Who knows ``GET``.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        began = False

        async def until_begun() -> Message:
            # A stream of events goes on until they go away, which is when its head is there.
            return {"type": "http.disconnect"} if began else await receive()

        async def head_only(message: Message) -> None:
            nonlocal began
            if message["type"] == "http.response.start":
                await send(message)
                await send({"type": "http.response.body", "body": b"", "more_body": False})
                began = True

        await self._app({**scope, "method": "GET"}, until_begun, head_only)
