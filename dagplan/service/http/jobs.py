"""What can be done with a job of any kind: listed, stopped, deleted."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, TypeVar, get_args

from fastapi import Header, Query, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dagplan.models import Problem
from dagplan.service.operations.document import JSON
from dagplan.service.store.board import Board
from dagplan.service.store.jobs import Job, Kind, Place, State
from dagplan.service.store.table import REQUEST
from dagplan.words import Language
from dagplan.words.messages.service import ServiceFaults

from .problems import RefusalError, not_found
from .resources import WEBHOOK_HEADER, Resources
from .views import cursor_of, etag, matches, place_of

Placed = TypeVar("Placed", Job, Board)
Show = Callable[[Job], BaseModel]
"""Makes of a job what is shown of it."""

_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_TAG = re.compile(r"[\w.:/@+-]{1,100}")

# What they must look like is described here and judged in ``problems_of_order``, which says it in words.
Tags = Annotated[
    list[str],
    Query(
        alias="tag",
        description="Words to find it by; may be given more than once.",
        json_schema_extra={"items": {"type": "string", "pattern": f"^{_TAG.pattern}$"}},
    ),
]
KEY_PATTERN = f"^{_KEY.pattern}$"
"""Of a caller's own name for an order."""
IdempotencyKey = Annotated[
    str | None,
    Header(
        description="Your own name for this order: sent again with the same body, it is the same job.",
        json_schema_extra={"pattern": KEY_PATTERN},
    ),
]
Webhook = Annotated[
    str | None,
    Header(alias=WEBHOOK_HEADER, description="Web address (https) that is told when it is over, by a signed POST."),
]
WithState = Annotated[list[State], Query(alias="state", description="Only those in this state, or one of these.")]
WithTag = Annotated[str | None, Query(alias="tag", description="Only those with this tag.")]
Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(description="`next` of the page before.")]
IfMatch = Annotated[str | None, Header()]
DELETED: dict[int | str, dict[str, Any]] = {
    HTTPStatus.NO_CONTENT: {"description": "It was over, and is deleted with all that belongs to it."},
}


async def body_of(request: Request) -> bytes:
    """A body that has to be there.

    Raises
    ------
    RefusalError
        422, if it is empty.
    """
    body = await request.body()
    if not body:
        raise RefusalError(HTTPStatus.UNPROCESSABLE_ENTITY, ServiceFaults.NO_BODY())
    return body


async def as_sent(has: Resources, job: Job) -> Response:
    """What a job was ordered with, byte for byte."""
    body = await has.document(job, REQUEST)
    if body is None:  # deleted meanwhile
        raise not_found()
    return Response(body, headers={"Cache-Control": "private, no-cache"}, media_type=job.form)


async def problems_of_order(
    has: Resources, tags: Sequence[str], key: str | None, webhook: str | None = None
) -> list[Problem]:
    """What is wrong with what stands beside a body."""
    found = await has.hook_problems(webhook)
    if key is not None and not _KEY.fullmatch(key):
        found.append(Problem.of("Idempotency-Key", ServiceFaults.NO_NAME(most=200)))
    if len(tags) > has.settings.most_tags:
        said = ServiceFaults.TOO_MANY_TAGS(asked=len(tags), most=has.settings.most_tags)
        found.append(Problem.of("?tag", said, "too_many"))
    if any(not _TAG.fullmatch(tag) for tag in tags):
        found.append(Problem.of("?tag", ServiceFaults.NO_TAG(most=100)))
    return found


@dataclass(frozen=True)
class Page:
    """Which jobs of a list are wanted."""

    states: Sequence[State] = ()
    tag: str | None = None
    limit: int = 50
    cursor: str | None = None


async def listed(request: Request, has: Resources, tenant: str, kind: Kind, page: Page, show: Show) -> Response:
    """A page of jobs, the newest first."""
    asked = partial(has.table.page, tenant, kind=kind, states=set(page.states), tag=page.tag)
    found, following, headers = await next_page(
        request, page.limit, page.cursor, lambda after, most: asked(after=after, most=most)
    )
    items = [show(job).model_dump(mode="json") for job in found]
    body = json.dumps({"items": items, "next": following}, ensure_ascii=False)
    return Response(body, headers=headers, media_type=JSON)


async def next_page(
    request: Request, limit: int, cursor: str | None, ask: Callable[[Place | None, int], list[Placed]]
) -> tuple[list[Placed], str | None, dict[str, str]]:
    """What stands on a page, the cursor of the one after it, and the headers that say so; ``ask`` gives so many."""
    after = None if cursor is None else place_of(cursor)
    found = await run_in_threadpool(ask, after, limit + 1)
    following = cursor_of(found[limit - 1].place) if len(found) > limit else None
    headers = {} if following is None else {"Link": f'<{_next(request, following)}>; rel="next"'}
    return found[:limit], following, headers


async def stopped_or_deleted(has: Resources, job: Job, if_match: str | None, show: Show) -> Response:
    """The answer to who asks for a job to stop, or for one that is over to be deleted."""
    known = {etag(job), *(etag(job, language) for language in get_args(Language))}
    if if_match is not None and not any(matches(if_match, one) for one in known):
        raise RefusalError(HTTPStatus.PRECONDITION_FAILED, ServiceFaults.OTHER_VERSION())
    if job.state.is_over:
        await run_in_threadpool(has.table.delete, job.tenant, job.id)
        return Response(status_code=HTTPStatus.NO_CONTENT)
    stopping = await run_in_threadpool(has.table.stop, job.tenant, job.id)
    if stopping is None:
        raise not_found()
    return Response(show(stopping).model_dump_json(), HTTPStatus.ACCEPTED, {"ETag": etag(stopping)}, JSON)


def accepted(
    request: Request,
    job: Job,
    new: bool,
    show: Show,
    *,
    status: int = HTTPStatus.ACCEPTED,
    applied: str | None = None,
) -> Response:
    """The answer to an order."""
    route = "get_plan" if job.kind == "plan" else "get_study"
    headers = {"Location": str(request.url_for(route, job_id=job.id).path), "ETag": etag(job)}
    if not new:
        headers["Idempotency-Replayed"] = "true"
    if applied:
        headers["Preference-Applied"] = applied
    return Response(show(job).model_dump_json(), status, headers, JSON)


def _next(request: Request, cursor: str) -> str:
    url = request.url.include_query_params(cursor=cursor)
    return f"{url.path}?{url.query}"
