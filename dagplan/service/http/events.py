"""How a job stands, as it changes: server-sent events.

Each event holds the whole standing, so whoever comes back after a break needs the newest only; ``Last-Event-ID``
spares them what they have seen.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from dagplan.service.store.jobs import Job

from .resources import Resources
from .views import shown

_EVENT = {
    "type": "object",
    "required": ["event", "id", "data"],
    "properties": {
        "event": {"type": "string", "enum": ["state", "end"], "description": "Whether it goes on."},
        "id": {"type": "string", "description": "For `Last-Event-ID`."},
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "description": "How it stands, as in the list.",
        },
    },
}
EVENTS: dict[int | str, dict[str, Any]] = {
    HTTPStatus.OK: {
        "content": {"text/event-stream": {"schema": _EVENT}},
        "description": "Events `state`, then one `end`; the schema is of each.",
    }
}
"""What a stream of events is, for the routes that give one."""

_PING_SECONDS = 15
_LOOK_SECONDS = 60.0


def events_of(
    has: Resources, job: Job, last: str | None, show: Callable[[Job], BaseModel] = shown
) -> EventSourceResponse:
    """The events of a job, from the one after the last that was seen; they end with the job, or when it is gone."""
    return EventSourceResponse(
        _events(has, job, last, show),
        ping=_PING_SECONDS,
        sep="\n",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _events(
    has: Resources, job: Job, last: str | None, show: Callable[[Job], BaseModel]
) -> AsyncIterator[ServerSentEvent]:
    seen = last
    now: Job | None = job
    while now is not None:
        identity = str(now.version)
        # One that is over is told again to who comes back: they could not tell an end from a break otherwise.
        if identity != seen or now.state.is_over:
            kind = "end" if now.state.is_over else "state"
            yield ServerSentEvent(show(now).model_dump_json(), event=kind, id=identity)
            seen = identity
        if now.state.is_over:
            return
        await has.followers.changed(now, _LOOK_SECONDS)
        now = await run_in_threadpool(has.table.get, job.tenant, job.id)
