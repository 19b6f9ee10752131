"""For whoever runs the service: whether it is there, whether it can work, and its figures."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from typing import Literal

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dagplan import __version__
from dagplan.service.http.problems import ANSWERS, RefusalError, busy
from dagplan.service.http.resources import Has
from dagplan.service.settings import Settings, is_loopback
from dagplan.words.messages.service import ServiceFaults

router = APIRouter(tags=["health"], responses=ANSWERS)


class Health(BaseModel):
    """That the service is there."""

    status: Literal["ok"] = Field("ok", description="That it is.")
    version: str = Field(__version__, description="Of the package.")


@router.get("/healthz")
async def healthz() -> Health:
    """Whether the service answers."""
    return Health()


@router.get("/readyz")
async def readyz(has: Has) -> Health:
    """Whether it can take and make plans: the store answers, and workers are there."""
    await run_in_threadpool(has.table.states)
    if not has.supervisor.is_well:
        raise busy(ServiceFaults.NO_WORKERS())
    return Health()


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def metrics(request: Request, has: Has) -> Response:
    """Figures for Prometheus, of all tenants together; they may have a key of their own (``DAGPLAN_METRICS_KEY``)."""
    _refuse_others(request.headers.get("authorization", ""), has.settings)
    page = request.app.state.meters.page(await run_in_threadpool(has.table.states))
    return Response(page, media_type=CONTENT_TYPE_LATEST)


def _refuse_others(authorization: str, settings: Settings) -> None:
    """Show figures to nobody but who has their key; where there is none, to nobody beyond this machine.

    Raises
    ------
    RefusalError
        401, if a key is needed, or this is another; 403, if no key would do.
    """
    if settings.metrics_key is None:
        if not is_loopback(settings.host):
            raise RefusalError(HTTPStatus.FORBIDDEN, ServiceFaults.NO_METRICS())
        return
    scheme, _, given = authorization.partition(" ")
    known = settings.metrics_key.get_secret_value()
    if scheme.lower() != "bearer":
        raise RefusalError(HTTPStatus.UNAUTHORIZED, ServiceFaults.NO_KEY(), headers={"WWW-Authenticate": "Bearer"})
    if not secrets.compare_digest(given.strip().encode(), known.encode()):
        refused = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        raise RefusalError(HTTPStatus.UNAUTHORIZED, ServiceFaults.WRONG_KEY(), headers=refused)
