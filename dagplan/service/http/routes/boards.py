"""Boards: begun, listed, fetched, branched and deleted."""

from __future__ import annotations

import json
import secrets
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dagplan.service.http.asked import IfNoneMatch, planned
from dagplan.service.http.board_orders import BoardKey, one_order_a_key, order_of
from dagplan.service.http.board_views import (
    BoardList,
    BoardSteps,
    ShownBoard,
    etag,
    etag_shown,
    shown_board,
    shown_steps,
    summary,
)
from dagplan.service.http.desks import DeskLostError
from dagplan.service.http.jobs import Cursor, Limit, body_of, next_page
from dagplan.service.http.languages import Told, language_of
from dagplan.service.http.on_boards import asked, held, let_go, new_stamp, request_of, told_of_steps
from dagplan.service.http.parameters import BoardName, name_of
from dagplan.service.http.problems import ANSWERS, busy
from dagplan.service.http.request_forms import BODIES, form_of
from dagplan.service.http.resources import Has, Resources
from dagplan.service.http.tenants import Tenant
from dagplan.service.http.views import matches
from dagplan.service.operations.answers import Spoken
from dagplan.service.operations.boarding import At, begin, standing, to_begin_with
from dagplan.service.operations.document import JSON, Document
from dagplan.service.store.board import Board
from dagplan.service.store.board_keys import BoardOrder
from dagplan.words import Language
from dagplan.words.messages.service import ServiceFaults

router = APIRouter(prefix="/v1", tags=["boards"], responses=ANSWERS)

_CACHED = {"Vary": "Accept-Language", "Cache-Control": "private, no-cache"}
_BEGUN: dict[int | str, dict[str, Any]] = {
    HTTPStatus.CREATED: {"description": "Begun, and on the disk: `Location` says where it is."}
}

_REQUEST: dict[int | str, dict[str, Any]] = {
    HTTPStatus.OK: {
        "description": "As it stands.",
        "content": {JSON: {"schema": {"$ref": "#/components/schemas/PlanRequest"}}},
    }
}


@router.post(
    "/boards", status_code=HTTPStatus.CREATED, response_model=ShownBoard, openapi_extra=BODIES, responses=_BEGUN
)
async def begin_board(
    request: Request, tenant: Tenant, has: Has, name: BoardName = "", idempotency_key: BoardKey = None
) -> Response:
    """Begin a board from a request: what is booked in it stands.

    What is wrong with the request is told at once (422), all of it.
    """
    form, called = form_of(request), name_of(name)
    body = await body_of(request)
    order = await order_of(has, idempotency_key, b"request", form.encode(), body)
    if again := await _again(request, has, tenant, order):
        return again
    given = await has.askers.ask(to_begin_with, Document(body, form), None, has.limits)
    return await _begun(request, has, tenant, called, given, order)


@router.post("/plans/{job_id}/board", status_code=HTTPStatus.CREATED, response_model=ShownBoard, responses=_BEGUN)
async def begin_board_from_plan(
    request: Request, job_id: str, tenant: Tenant, has: Has, name: BoardName = "", idempotency_key: BoardKey = None
) -> Response:
    """Begin a board from a plan: its request, and its bookings are those that stand."""
    called = name_of(name)
    order = await order_of(has, idempotency_key, b"plan", job_id.encode())
    if again := await _again(request, has, tenant, order):
        return again
    it = await planned(has, tenant, job_id)
    given = await has.askers.ask(to_begin_with, it.request, it.plan, has.limits)
    return await _begun(request, has, tenant, called, given, order)


@router.get("/boards", response_model=BoardList)
async def list_boards(
    request: Request, tenant: Tenant, has: Has, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """All boards with how they stand in a few numbers, the newest first."""
    has.desks.get_ready()  # who looks at the list will open one
    found, following, headers = await next_page(
        request, limit, cursor, lambda after, most: has.boards.page(tenant, after=after, most=most)
    )
    items = [summary(board).model_dump(mode="json") for board in found]
    body = json.dumps({"items": items, "next": following}, ensure_ascii=False)
    return Response(body, headers=headers, media_type=JSON)


@router.get("/boards/{board_id}", response_model=ShownBoard)
async def get_board(
    board_id: str, tenant: Tenant, has: Has, spoken: Told, if_none_match: IfNoneMatch = None
) -> Response:
    """A board: its version, how it stands, what is not booked and which rules are broken."""
    board = await has.board(tenant, board_id)
    if matches(if_none_match, etag_shown(board)):
        return _unchanged(etag_shown(board))
    board, found = await asked(has, tenant, board_id, standing, spoken)
    return _shown(etag_shown(board), shown_board(board, found), spoken.language)


@router.get("/boards/{board_id}/request", response_class=Response, responses=_REQUEST)
async def get_board_request(
    board_id: str, tenant: Tenant, has: Has, if_none_match: Annotated[str | None, Header()] = None
) -> Response:
    """The contract's request as it stands on the board now, with what is booked in it."""
    board = await has.board(tenant, board_id)
    if matches(if_none_match, etag(board)):
        return _unchanged(etag(board))
    board, found = await request_of(has, tenant, board_id)
    return _shown(etag(board), found)


@router.get("/boards/{board_id}/steps", response_model=BoardSteps)
async def get_board_steps(
    board_id: str, tenant: Tenant, has: Has, spoken: Told, if_none_match: IfNoneMatch = None
) -> Response:
    """What was done on the board, step by step, and which of it was taken back."""
    board = await has.board(tenant, board_id)
    if matches(if_none_match, etag(board)):
        return _unchanged(etag(board))
    async with held(has, tenant, board_id) as board:
        steps = await run_in_threadpool(has.boards.steps, board)
        told = await told_of_steps(has, board, [one.said for one in steps], spoken)
    return _shown(etag(board), shown_steps(board, steps, told), spoken.language)


@router.post(
    "/boards/{board_id}/variants", status_code=HTTPStatus.CREATED, response_model=ShownBoard, responses=_BEGUN
)
async def begin_variant(
    request: Request,
    board_id: str,
    tenant: Tenant,
    has: Has,
    name: BoardName = "",
    idempotency_key: BoardKey = None,
) -> Response:
    """Begin another board from this one as it stands, to try something else on."""
    called, made = name_of(name), None
    order = await order_of(has, idempotency_key, b"variant", board_id.encode())
    if again := await _again(request, has, tenant, order):
        return again
    for _ in range(2):
        async with held(has, tenant, board_id) as board:
            branch = (board, secrets.token_urlsafe(16), called or board.name, new_stamp(), order)
            with one_order_a_key():
                made = await run_in_threadpool(has.boards.branch, *branch)
        if made is not None:
            break
    if made is None:
        raise busy(ServiceFaults.BUSY())
    new = made.id == branch[1]
    made, found = await asked(has, tenant, made.id, standing, Spoken(language_of(request)))
    return _created(request, made, found, new=new)


@router.delete(
    "/boards/{board_id}",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    responses={HTTPStatus.NO_CONTENT: {"description": "It is deleted with all that belongs to it."}},
)
async def delete_board(board_id: str, tenant: Tenant, has: Has) -> Response:
    """Delete a board, with its request and its steps; plans that were ordered of it stay."""
    async with held(has, tenant, board_id) as board:
        await run_in_threadpool(has.boards.delete, tenant, board.id)
        await let_go(has, board.id)
    return Response(status_code=HTTPStatus.NO_CONTENT)


async def _again(request: Request, has: Resources, tenant: str, order: BoardOrder | None) -> Response | None:
    """The answer to who has begun a board by this order before; None for a new one."""
    if order is None:
        return None
    with one_order_a_key():
        board = await run_in_threadpool(has.boards.begun_by, tenant, order)
    if board is None:
        return None
    board, found = await asked(has, tenant, board.id, standing, Spoken(language_of(request)))
    return _created(request, board, found, new=False)


async def _begun(
    request: Request, has: Resources, tenant: str, name: str, given: bytes, order: BoardOrder | None
) -> Response:
    at = At(secrets.token_urlsafe(16), new_stamp(), has.desks.each)
    language = language_of(request)
    for _ in range(2):
        try:
            begun = await has.desks.ask(at.board, begin, at, given, Spoken(language))
        except DeskLostError:
            continue
        beginning = (tenant, at.board, name, given, at.stamp, begun.figures, order)
        with one_order_a_key():
            board = await run_in_threadpool(has.boards.add, *beginning)
        if board.id == at.board:
            return _created(request, board, begun.standing)
        await let_go(has, at.board)  # the same was sent twice at once, and the other came first
        board, found = await asked(has, tenant, board.id, standing, Spoken(language))
        return _created(request, board, found, new=False)
    raise busy(ServiceFaults.BUSY())


def _created(request: Request, board: Board, found: bytes, *, new: bool = True) -> Response:
    path = str(request.url_for("get_board", board_id=board.id).path)
    headers = {"Location": path, "ETag": etag_shown(board)} | ({} if new else {"Idempotency-Replayed": "true"})
    return Response(shown_board(board, found), HTTPStatus.CREATED, headers, JSON)


def _shown(tag: str, body: bytes, language: Language | None = None) -> Response:
    spoken = {} if language is None else {"Content-Language": language}
    return Response(body, headers={**_CACHED, "ETag": tag, **spoken}, media_type=JSON)


def _unchanged(tag: str) -> Response:
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={**_CACHED, "ETag": tag})
