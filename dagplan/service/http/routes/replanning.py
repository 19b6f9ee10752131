"""New plans from one that is there: planned again with changes, or with an offer taken."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from dagplan.service.http.asked import IfNoneMatch, answered, planned
from dagplan.service.http.jobs import IdempotencyKey, Tags, Webhook, accepted, body_of, problems_of_order
from dagplan.service.http.problems import ANSWERS, invalid, not_found
from dagplan.service.http.resources import Has
from dagplan.service.http.tenants import Tenant
from dagplan.service.http.views import JobInList, shown
from dagplan.service.operations.answers import SaidChanges, in_words
from dagplan.service.operations.document import JSON
from dagplan.service.operations.offering import take
from dagplan.service.operations.replanning import replan
from dagplan.service.store.jobs import Order
from dagplan.service.store.table import PLAN

router = APIRouter(prefix="/v1/plans/{job_id}", tags=["plans"], responses=ANSWERS)

CHANGES, OFFER = "changes", "offer"
"""Names of documents that say how a plan follows from its parent."""


def _body(model: str, description: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{model}"}
    return {"requestBody": {"required": True, "description": description, "content": {JSON: {"schema": schema}}}}


@router.post(
    "/replan",
    status_code=HTTPStatus.ACCEPTED,
    response_model=JobInList,
    openapi_extra=_body("ReplanBody", "Changes of the contract, and how much may move."),
)
async def replan_plan(
    request: Request,
    job_id: str,
    tenant: Tenant,
    has: Has,
    *,
    tags: Tags = [],  # noqa: B006 - FastAPI copies it
    idempotency_key: IdempotencyKey = None,
    webhook: Webhook = None,
) -> Response:
    """Plan again from where this plan stands, with changes: an absence, a lock, a new request, other settings.

    Its bookings are those that stand, and may move at a cost. The new plan has this one as its `parent`; what changed
    is told at `/changes` of the new one.
    """
    if found := await problems_of_order(has, tags, idempotency_key, webhook):
        raise invalid(found)
    body = await body_of(request)
    it = await planned(has, tenant, job_id)
    changed = await has.askers.ask(replan, it.request, it.plan, body, has.limits)
    order = Order(
        changed.request,
        JSON,
        key=idempotency_key,
        tags=frozenset(tags),
        parent=it.job.id,
        hook=webhook,
        beside={CHANGES: changed.said},
    )
    return accepted(request, *await has.accept(tenant, order), shown)


@router.get("/changes", response_model=SaidChanges)
async def get_changes(
    request: Request, job_id: str, tenant: Tenant, has: Has, if_none_match: IfNoneMatch = None
) -> Response:
    """What was changed before this plan was made of its `parent`, a sentence a change."""
    job = await has.job(tenant, job_id)
    said = await has.document(job, CHANGES)
    if said is None:
        raise not_found()

    return await answered(request, if_none_match, (job,), lambda language: has.askers.ask(in_words, said, language))


@router.post(
    "/accept",
    status_code=HTTPStatus.CREATED,
    response_model=JobInList,
    openapi_extra=_body("Offer", "One of the offers that `suggest` gave for this plan."),
)
async def accept_offer(
    request: Request,
    job_id: str,
    tenant: Tenant,
    has: Has,
    tags: Tags = [],  # noqa: B006 - FastAPI copies it
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Take an offer: a new plan, done at once, in which nothing moves but what the offer says.

    The new plan has this one as its `parent`.
    """
    if found := await problems_of_order(has, tags, idempotency_key):
        raise invalid(found)
    offer = await body_of(request)
    it = await planned(has, tenant, job_id)
    made = await has.askers.ask(take, it.request, it.plan, offer)
    order = Order(
        it.request.body,
        it.request.form,
        key=idempotency_key,
        tags=frozenset(tags),
        parent=it.job.id,
        beside={OFFER: offer},
    )
    job, new = await has.accept(tenant, order, came={PLAN: made.plan}, progress=made.figures)
    return accepted(request, job, new, shown, status=HTTPStatus.CREATED)
