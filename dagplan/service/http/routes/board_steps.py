"""What changes a board: steps, taken back and made again, and plans that are taken over."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dagplan.models import Problem
from dagplan.service.http.asked import planned
from dagplan.service.http.board_views import BoardChanged, BoardUpdate
from dagplan.service.http.jobs import body_of
from dagplan.service.http.languages import Told
from dagplan.service.http.on_boards import (
    StaleError,
    ask_about,
    changed,
    held,
    hold_seen,
    new_stamp,
    update_of,
    write_of,
    written,
)
from dagplan.service.http.problems import ANSWERS, MEDIA_TYPE, RefusalError, invalid
from dagplan.service.http.resources import Has, Resources
from dagplan.service.http.tenants import Tenant
from dagplan.service.operations.answers import Spoken
from dagplan.service.operations.board_steps import make_again, step, take_back, take_over
from dagplan.service.operations.bodies import AcceptBody
from dagplan.service.operations.document import JSON, json_body
from dagplan.service.store.board import Board, Write
from dagplan.words.messages.boards import BoardFaults

router = APIRouter(prefix="/v1/boards/{board_id}", tags=["boards"], responses=ANSWERS)

ORDERED_OF = "board"
"""Name of the document of a plan that says which board it was ordered of, and of which version."""

BoardSeen = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The `ETag` of the board as it was seen (428 without); if it is another, nothing is done (409).",
    ),
]
_KEPT_AFTER = 5_000
"""So many changes are made again at the most when a board is laid out; then its request is kept as it stands."""
_CONFLICT: dict[int | str, dict[str, Any]] = {
    HTTPStatus.CONFLICT: {
        "description": "It was changed since it was seen (`board_changed`), or this can't be done with it as it is.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/BoardChanged"}}},
        "model": BoardChanged,
    }
}


def _body(model: str, text: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{model}"}
    return {"requestBody": {"required": True, "description": text, "content": {JSON: {"schema": schema}}}}


@router.post(
    "/steps",
    response_model=BoardUpdate,
    responses=_CONFLICT,
    openapi_extra=_body("StepBody", "What is to be otherwise; or a list of changes alone."),
)
async def make_step(
    request: Request, board_id: str, tenant: Tenant, has: Has, spoken: Told, if_match: BoardSeen = None
) -> Response:
    """Let changes take effect on the board, or take an offer: all of it, or nothing.

    What can't be done is refused with its place (422). A booking may break a rule afterwards: that is told, by the
    name of the rule. Steps that were taken back are gone then.
    """
    body = await body_of(request)
    async with held(has, tenant, board_id) as board:
        await hold_seen(has, board, if_match, spoken)
        if board.position >= has.settings.most_steps:
            said = BoardFaults.TOO_MANY_STEPS(most=has.settings.most_steps)
            raise invalid([Problem.of("", said, "too_many")])
        stamp = new_stamp()
        most = _KEPT_AFTER - await run_in_threadpool(has.boards.changes_since_kept, board)
        try:
            made = await ask_about(has, board, step, stamp, body, has.limits, spoken, most=most)
        except StaleError:
            raise await changed(has, await has.board(tenant, board_id), if_match, spoken) from None
        return await written(has, board, if_match, spoken, made, write_of(made, stamp))


@router.post("/undo", response_model=BoardUpdate, responses=_CONFLICT)
async def undo_step(board_id: str, tenant: Tenant, has: Has, spoken: Told, if_match: BoardSeen = None) -> Response:
    """Take the last step back; it can be made again."""
    async with held(has, tenant, board_id) as board:
        await hold_seen(has, board, if_match, spoken)
        if not board.position:
            raise RefusalError(HTTPStatus.CONFLICT, BoardFaults.NOTHING_TO_UNDO())
        return await _walk(has, board, if_match, spoken, back=True)


@router.post("/redo", response_model=BoardUpdate, responses=_CONFLICT)
async def redo_step(board_id: str, tenant: Tenant, has: Has, spoken: Told, if_match: BoardSeen = None) -> Response:
    """Make the step again that was taken back last."""
    async with held(has, tenant, board_id) as board:
        await hold_seen(has, board, if_match, spoken)
        if board.position == board.steps:
            raise RefusalError(HTTPStatus.CONFLICT, BoardFaults.NOTHING_TO_REDO())
        return await _walk(has, board, if_match, spoken, back=False)


@router.post(
    "/accept",
    response_model=BoardUpdate,
    responses=_CONFLICT,
    openapi_extra=_body("AcceptBody", "A plan that was ordered of this board as it is."),
)
async def accept_board_plan(
    request: Request, board_id: str, tenant: Tenant, has: Has, spoken: Told, if_match: BoardSeen = None
) -> Response:
    """Take over the bookings of a plan that was ordered of the board: a step like any other.

    Of a plan in the making it is the best so far. One that was ordered of an older version is refused (409).
    """
    sent = json_body(AcceptBody, await body_of(request))
    it = await planned(has, tenant, sent.plan)
    kept = await has.document(it.job, ORDERED_OF)
    async with held(has, tenant, board_id) as board:
        await hold_seen(has, board, if_match, spoken)
        of = {} if kept is None else json.loads(kept)
        if of.get("id") != board.id:
            raise RefusalError(HTTPStatus.CONFLICT, BoardFaults.OTHER_PLAN())
        if of.get("version") != board.version:
            raise RefusalError(HTTPStatus.CONFLICT, BoardFaults.OLDER_PLAN())
        stamp = new_stamp()
        most = _KEPT_AFTER - await run_in_threadpool(has.boards.changes_since_kept, board)
        try:
            made = await ask_about(has, board, take_over, stamp, it.plan.body, spoken, most=most)
        except StaleError:
            raise await changed(has, await has.board(tenant, board_id), if_match, spoken) from None
        if not made.many:
            return update_of(board, made)
        return await written(has, board, if_match, spoken, made, write_of(made, stamp, it.job.id))


async def _walk(has: Resources, board: Board, if_match: str | None, spoken: Spoken, *, back: bool) -> Response:
    """Take a step back, or make one again."""
    number = board.position if back else board.position + 1
    kept = await run_in_threadpool(has.boards.step, board, number)
    stamp = new_stamp()
    try:
        if kept is None:
            raise StaleError
        function = take_back if back else make_again
        made = await ask_about(has, board, function, stamp, kept.changes, kept.said, spoken)
    except StaleError:
        raise await changed(has, await has.board(board.tenant, board.id), if_match, spoken) from None
    news = Write(stamp, made.figures, made.said, position=number - 1 if back else number)
    return await written(has, board, if_match, spoken, made, news)
