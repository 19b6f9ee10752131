"""Webhooks: whether the address of a plan or a study was told that it is over."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field
from starlette.concurrency import run_in_threadpool

from dagplan.service.http.problems import ANSWERS, not_found
from dagplan.service.http.resources import Has, Resources
from dagplan.service.http.tenants import Tenant
from dagplan.service.http.views import moment
from dagplan.service.store.deliveries import Delivery
from dagplan.service.store.jobs import Job, State

router = APIRouter(prefix="/v1", tags=["webhooks"], responses=ANSWERS)
outgoing = APIRouter()
"""What is not answered but sent, for the description only."""


class Webhook(BaseModel):
    """A webhook as it stands."""

    id: str = Field(description="The header `webhook-id`, the same at each try.")
    tries: int = Field(description="How many were begun.")
    outcome: str | None = Field(
        description="How the last try went: `told`; `gone` (410), and nothing more is sent; `http_` and the status; "
        "`late`, `unreachable`, `no_tls`, `no_http`; `refused`, if the address may not be told. Null: none has ended."
    )
    next: AwareDatetime | None = Field(description="When it is tried next; null: it is over.")
    ended: AwareDatetime | None = Field(description="When it was told, or given up.")

    @classmethod
    def of(cls, delivery: Delivery) -> Webhook:
        """What is shown of a delivery."""
        return cls(
            id=delivery.id,
            tries=delivery.tries,
            outcome=delivery.outcome,
            next=None if delivery.due is None else moment(delivery.due),
            ended=None if delivery.ended is None else moment(delivery.ended),
        )


class Told(BaseModel):
    """What is sent to the address in `Dagplan-Webhook` when a plan or a study is over."""

    type: str = Field(description="`plan.` or `study.`, and the state.", examples=["plan.done"])
    timestamp: AwareDatetime = Field(description="When it ended.")
    id: str = Field(description="Of the plan or the study.")
    state: State = Field(description="How it ended: `done`, `stopped`, `failed` or `invalid`.")
    figures: dict[str, float | str] | None = Field(
        description="Its figures, as the plan or the study shows them; null where there are none."
    )


@outgoing.post("over", status_code=HTTPStatus.NO_CONTENT, response_description="Any 2xx: heard.")
def over(told: Told) -> None:
    """A plan or a study is over: sent by this service, signed as Standard Webhooks 1.0.0 has it."""


@router.get("/plans/{job_id}/webhook")
async def get_webhook(job_id: str, tenant: Tenant, has: Has) -> Webhook:
    """Whether the address in `Dagplan-Webhook` was told that the plan is over; 404 before that."""
    return await _webhook_of(has, await has.job(tenant, job_id))


@router.get("/studies/{job_id}/webhook")
async def get_webhook_of_study(job_id: str, tenant: Tenant, has: Has) -> Webhook:
    """Whether the address in `Dagplan-Webhook` was told that the study is over; 404 before that."""
    return await _webhook_of(has, await has.job(tenant, job_id, "study"))


async def _webhook_of(has: Resources, job: Job) -> Webhook:
    delivery = await run_in_threadpool(has.deliverer.waiting.of_job, job.tenant, job.id)
    if delivery is None:
        raise not_found()
    return Webhook.of(delivery)
