"""Plans: ordered, followed, stopped, fetched and deleted."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request
from sse_starlette import EventSourceResponse
from starlette.responses import Response

from dagplan import documents
from dagplan.service.http.events import EVENTS, events_of
from dagplan.service.http.jobs import (
    DELETED,
    Cursor,
    IdempotencyKey,
    IfMatch,
    Limit,
    Page,
    Tags,
    Webhook,
    WithState,
    WithTag,
    accepted,
    as_sent,
    body_of,
    listed,
    problems_of_order,
    stopped_or_deleted,
)
from dagplan.service.http.languages import language_of
from dagplan.service.http.problems import ANSWERS, invalid
from dagplan.service.http.request_forms import BODIES, form_of
from dagplan.service.http.resources import Has, Resources
from dagplan.service.http.tenants import Tenant
from dagplan.service.http.views import (
    JobInList,
    JobList,
    PlanJob,
    etag,
    kept_problems,
    matches,
    shown,
    shown_whole,
)
from dagplan.service.operations.answers import Valid
from dagplan.service.operations.document import Document
from dagplan.service.operations.judging import validate
from dagplan.service.store.jobs import Job, Order
from dagplan.service.store.table import PLAN, PROBLEMS

router = APIRouter(prefix="/v1/plans", tags=["plans"], responses=ANSWERS)


@router.post(
    "",
    status_code=HTTPStatus.ACCEPTED,
    response_model=JobInList,
    openapi_extra=BODIES,
    responses={
        HTTPStatus.OK: {"model": Valid, "description": "With `operation=validate`: it can be planned."},
        HTTPStatus.ACCEPTED: {"description": "Accepted, and on the disk: `Location` says where it is."},
    },
)
async def order_plan(
    request: Request,
    tenant: Tenant,
    has: Has,
    *,
    operation: Annotated[Literal["solve", "validate"], Query(description="`validate`: only say whether it can.")] = (
        "solve"
    ),
    tags: Tags = [],  # noqa: B006 - FastAPI copies it
    idempotency_key: IdempotencyKey = None,
    prefer: Annotated[
        str | None,
        Header(description="`respond-async`: accept it unread; what is wrong with it is told as state `invalid`."),
    ] = None,
    webhook: Webhook = None,
) -> Response:
    """Have a plan made of a request.

    The request is read first: what is wrong with it is told at once (422), all of it.
    """
    form = form_of(request)
    if found := await problems_of_order(has, tags, idempotency_key, webhook):
        raise invalid(found)
    body = await body_of(request)
    later = operation == "solve" and prefer is not None and "respond-async" in prefer.lower()
    if not later:
        answer = await has.askers.ask(validate, Document(body, form), language_of(request))
        valid = Valid.model_validate_json(answer)
        beyond = has.limits.beyond(valid.requests, valid.dates, valid.time_limit)
        if beyond:
            raise invalid(beyond)
        if operation == "validate":
            return Response(answer, media_type=documents.MEDIA_TYPES["json"])
    order = Order(body, form, key=idempotency_key, tags=frozenset(tags), hook=webhook)
    applied = "respond-async" if later else None
    return accepted(request, *await has.accept(tenant, order), shown, applied=applied)


@router.get("", response_model=JobList)
async def list_plans(
    request: Request,
    tenant: Tenant,
    has: Has,
    states: WithState = [],  # noqa: B006 - FastAPI copies it
    tag: WithTag = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """All plans with their states and figures, the newest first."""
    return await listed(request, has, tenant, "plan", Page(states, tag, limit, cursor), shown)


@router.get("/{job_id}", response_model=PlanJob)
async def get_plan(
    request: Request,
    job_id: str,
    tenant: Tenant,
    has: Has,
    wait: Annotated[float, Query(ge=0, le=60, description="Seconds to wait for the job to end first.")] = 0.0,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """A plan: how it stands, the best so far while it is made, and what came of it."""
    job = await _ended(has, tenant, job_id, wait)
    language = language_of(request)
    headers = {"ETag": etag(job, language), "Vary": "Accept-Language", "Cache-Control": "private, no-cache"}
    if matches(if_none_match, headers["ETag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    # The job was read first: what belongs to it is as new as its ETag, or newer.
    plan = await has.document(job, PLAN)
    problems = kept_problems(await has.document(job, PROBLEMS))
    body = shown_whole(job, plan, problems, language)
    headers["Content-Language"] = language
    return Response(body, headers=headers, media_type=documents.MEDIA_TYPES["json"])


@router.get(
    "/{job_id}/request",
    response_class=Response,
    responses={HTTPStatus.OK: {"description": "As it was sent.", "content": BODIES["requestBody"]["content"]}},
)
async def get_request(job_id: str, tenant: Tenant, has: Has) -> Response:
    """The request, byte for byte as it was sent."""
    return await as_sent(has, await has.job(tenant, job_id))


@router.get(
    "/{job_id}/events",
    response_class=EventSourceResponse,
    responses=EVENTS,
)
async def get_events(
    job_id: str, tenant: Tenant, has: Has, last_event_id: Annotated[str | None, Header()] = None
) -> EventSourceResponse:
    """How the plan stands, as it changes (server-sent events), until it has ended; each holds the whole standing."""
    return events_of(has, await has.job(tenant, job_id), last_event_id)


@router.delete(
    "/{job_id}",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    responses={
        **DELETED,
        HTTPStatus.ACCEPTED: {"model": JobInList, "description": "It stops, and keeps the best plan so far."},
    },
)
async def stop_or_delete_plan(job_id: str, tenant: Tenant, has: Has, if_match: IfMatch = None) -> Response:
    """Stop a plan in the making and keep the best so far; delete one that is over."""
    return await stopped_or_deleted(has, await has.job(tenant, job_id), if_match, shown)


async def _ended(has: Resources, tenant: str, job_id: str, seconds: float) -> Job:
    """A job, when it has ended, or after so many seconds."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + seconds
    job = await has.job(tenant, job_id)
    while not job.state.is_over and loop.time() < ends:
        await has.followers.changed(job, ends - loop.time())
        job = await has.job(tenant, job_id)
    return job
