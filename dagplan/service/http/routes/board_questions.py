"""What is asked of a board: where else something may be, why it is not booked, what differs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dagplan.models import Problem
from dagplan.models.explanation import Explanation
from dagplan.models.offer import Offers
from dagplan.service.http.asked import IfNoneMatch, Versioned, answered, planned
from dagplan.service.http.languages import Told
from dagplan.service.http.on_boards import asked, request_of
from dagplan.service.http.parameters import free_of, time_of
from dagplan.service.http.problems import ANSWERS, invalid
from dagplan.service.http.resources import Has
from dagplan.service.http.routes.answers import NOT_MODIFIED, OF_ASKING
from dagplan.service.http.tenants import Tenant
from dagplan.service.operations.answers import Spoken, ToldDifference
from dagplan.service.operations.bare_plan import bare_plan
from dagplan.service.operations.board_answers import AllowedPlaces, PlacingAnswer
from dagplan.service.operations.board_plans import explain_board
from dagplan.service.operations.board_questions import allowed, for_free_time, offers, placing
from dagplan.service.operations.comparing import diff
from dagplan.service.operations.document import JSON, Document
from dagplan.service.store.board import Board
from dagplan.words.messages.boards import BoardFaults
from dagplan.words.messages.service_answers import AnswerFaults

router = APIRouter(prefix="/v1/boards/{board_id}", tags=["boards"], responses=ANSWERS)


@router.get("/allowed", response_model=AllowedPlaces)
async def get_allowed(
    board_id: str,
    tenant: Tenant,
    has: Has,
    spoken: Told,
    of: Annotated[str, Query(description="Id of a visit (the others of its request stay), or of a whole request.")],
) -> Response:
    """Where a visit, or each visit of a request, may be instead: every start that keeps the rules."""
    return _said(*await asked(has, tenant, board_id, allowed, of, spoken), spoken)


@router.get("/placing", response_model=PlacingAnswer)
async def get_placing(  # noqa: PLR0913, PLR0917 - one parameter a parameter of the query
    board_id: str,
    tenant: Tenant,
    has: Has,
    spoken: Told,
    visit: Annotated[str, Query(description="Id of the visit.")],
    practitioner: Annotated[str, Query(description="Id of the person.")],
    unit: Annotated[str, Query(description="Id of the care unit.")],
    start: Annotated[str, Query(description="Local time, as 2026-12-07T09:30.")],
    whole: Annotated[bool, Query(description="Whether the other visits of its request may move along.")] = True,
) -> Response:
    """Whether a visit may be just there: the cheapest placement that has it there, or the rules that forbid it."""
    place = (visit, practitioner, unit, time_of(start))
    return _said(*await asked(has, tenant, board_id, placing, *place, whole=whole, spoken=spoken), spoken)


@router.get("/offers", response_model=Offers)
async def get_offers(  # noqa: PLR0917 - one parameter a parameter of the query
    board_id: str,
    tenant: Tenant,
    has: Has,
    spoken: Told,
    wanted: Annotated[str | None, Query(alias="request", description="Id of the request, booked or not.")] = None,
    free: Annotated[
        str | None,
        Query(description="`practitioner,start,end`: instead, which waiting requests fit this time of that person."),
    ] = None,
    count: Annotated[int, Query(ge=1, le=50, description="So many at most.")] = 5,
    allow_moves: Annotated[int, Query(ge=0, le=10, description="So many visits of others may move.")] = 0,
) -> Response:
    """Whole placements beside what stands, the cheapest first; a step with an `offer` takes one."""
    if (wanted is None) == (free is None):
        raise invalid([Problem.of("?free", AnswerFaults.EITHER())])
    if wanted is not None:
        found = await asked(has, tenant, board_id, offers, wanted, count, allow_moves, spoken)
    else:
        found = await asked(has, tenant, board_id, for_free_time, free_of(free or ""), count, spoken)
    return _said(*found, spoken)


@router.get("/explain", response_model=Explanation, responses=NOT_MODIFIED)
async def explain_unbooked(  # noqa: PLR0917 - one parameter a parameter of the query
    request: Request,
    board_id: str,
    tenant: Tenant,
    has: Has,
    spoken: Told,
    wanted: Annotated[
        list[str], Query(alias="request", description="Ids of unbooked requests; left out: all of them.")
    ] = [],  # noqa: B006 - FastAPI copies it
    seconds: Annotated[float, Query(gt=0, le=600, description="To think; less is taken where less is given.")] = 10.0,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Why requests are unbooked on the board, what would let them in, and where time is short."""
    board, given = await request_of(has, tenant, board_id)
    most = min(seconds, OF_ASKING * has.settings.asking_seconds)
    return await answered(
        request,
        if_none_match,
        (board,),
        lambda _: has.askers.ask(explain_board, given, wanted, most, spoken),
    )


@router.get("/difference", response_model=ToldDifference, responses=NOT_MODIFIED)
async def tell_board_apart(
    request: Request,
    board_id: str,
    tenant: Tenant,
    has: Has,
    plan: Annotated[str | None, Query(description="Id of a plan, also of one in the making.")] = None,
    other: Annotated[str | None, Query(alias="board", description="Id of another board, such as a variant.")] = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """What is otherwise in a plan, or on another board: bookings moved, added and dropped."""
    if (plan is None) == (other is None):
        raise invalid([Problem.of("?plan", BoardFaults.PLAN_OR_BOARD())])
    board, before = await asked(has, tenant, board_id, bare_plan)
    if other is not None:
        second, body = await asked(has, tenant, other, bare_plan)
        after = Document(body)
        of: tuple[Versioned, ...] = (board, second)
    else:
        it = await planned(has, tenant, plan or "")
        after, of = it.plan, (board, it.job)
    return await answered(
        request,
        if_none_match,
        of,
        lambda language: has.askers.ask(diff, Document(before), after, language=language),
    )


def _said(_board: Board, body: bytes, spoken: Spoken) -> Response:
    """An answer about a board as it is just now."""
    headers = {"Content-Language": spoken.language, "Cache-Control": "no-store"}
    return Response(body, headers=headers, media_type=JSON)
