"""Plans of boards: ordered, and what stands on a board as a plan, in any form."""

from __future__ import annotations

import json
from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dagplan.documents import MEDIA_TYPES
from dagplan.service.http.asked import AskedLanguage, IfNoneMatch, answered
from dagplan.service.http.jobs import IdempotencyKey, accepted, problems_of_order
from dagplan.service.http.on_boards import request_of
from dagplan.service.http.pages import PAGE
from dagplan.service.http.problems import ANSWERS, invalid
from dagplan.service.http.resources import Has
from dagplan.service.http.routes.answers import FileForm, files
from dagplan.service.http.routes.board_steps import ORDERED_OF
from dagplan.service.http.tenants import Tenant
from dagplan.service.http.views import JobInList, shown
from dagplan.service.operations.board_plans import board_as_file, to_be_planned
from dagplan.service.operations.document import JSON
from dagplan.service.operations.writing import FILE_ENDINGS
from dagplan.service.store.jobs import Order

router = APIRouter(prefix="/v1/boards/{board_id}", tags=["boards"], responses=ANSWERS)


@router.post(
    "/plan",
    status_code=HTTPStatus.ACCEPTED,
    response_model=JobInList,
    responses={HTTPStatus.ACCEPTED: {"description": "Accepted, and on the disk: `Location` says where it is."}},
    openapi_extra={
        "requestBody": {
            "required": False,
            "description": "How it is to be made.",
            "content": {JSON: {"schema": {"$ref": "#/components/schemas/OrderBody"}}},
        }
    },
)
async def order_board_plan(
    request: Request, board_id: str, tenant: Tenant, has: Has, idempotency_key: IdempotencyKey = None
) -> Response:
    """Have a plan made of the board as it stands: what is booked and not locked may move, at a cost.

    The board stays as it is until the plan is accepted. It is a plan like any other, followed and stopped as such.
    """
    if found := await problems_of_order(has, (), idempotency_key):
        raise invalid(found)
    body = await request.body()
    board, given = await request_of(has, tenant, board_id)
    asked = await has.askers.ask(to_be_planned, given, body, has.limits)
    of = json.dumps({"id": board.id, "version": board.version}).encode()
    job, new = await has.accept(tenant, Order(asked, JSON, key=idempotency_key, beside={ORDERED_OF: of}))
    await run_in_threadpool(has.boards.ordered, board, job.id)
    return accepted(request, job, new, shown)


@router.get("/report", response_class=Response, responses=files(MEDIA_TYPES["html"]))
async def get_board_report(
    request: Request,
    board_id: str,
    tenant: Tenant,
    has: Has,
    language: AskedLanguage = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """What stands on the board as a page, whole in itself; what breaks a rule stands there as a warning."""
    board, given = await request_of(has, tenant, board_id)
    return await answered(
        request,
        if_none_match,
        (board,),
        lambda spoken: has.askers.ask(board_as_file, given, "html", spoken),
        form=MEDIA_TYPES["html"],
        language=language,
        headers=PAGE,
    )


@router.get("/files/{form}", response_class=Response, responses=files(*MEDIA_TYPES.values()))
async def get_board_file(
    request: Request,
    board_id: str,
    form: FileForm,
    tenant: Tenant,
    has: Has,
    language: AskedLanguage = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """What stands on the board as a file to keep, in any form that a plan has."""
    board, given = await request_of(has, tenant, board_id)
    return await answered(
        request,
        if_none_match,
        (board,),
        lambda spoken: has.askers.ask(board_as_file, given, form, spoken),
        form=MEDIA_TYPES[form],
        language=language,
        headers={"Content-Disposition": f'attachment; filename="board-{board.id}{FILE_ENDINGS[form]}"', **PAGE},
    )
