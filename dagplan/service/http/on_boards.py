"""Asking about a board, and changing it: from the store to the process that has it laid out, and back."""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from typing import Concatenate, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dagplan.service.operations.answers import Spoken
from dagplan.service.operations.board_answers import sentences
from dagplan.service.operations.board_steps import Stepped, take_back
from dagplan.service.operations.boarding import At, forget, lay_out, request_as_it_stands, sentences_of
from dagplan.service.operations.document import JSON
from dagplan.service.store.board import Board, Step, Write
from dagplan.words.messages.boards import BoardFaults, BoardWords
from dagplan.words.messages.service import ServiceFaults

from .board_views import etag, etag_shown, shown_update
from .desks import DeskLostError
from .problems import RefusalError, busy
from .resources import Resources

P = ParamSpec("P")
T = TypeVar("T")

_BACK = 3
"""So many steps can be taken back at once when a board is laid out because one is to be taken back."""
_MOST_TOLD = 20
_TRIES = 3


class StaleError(Exception):
    """The board is another by now than it was seen to be."""


@asynccontextmanager
async def held(has: Resources, tenant: str, board_id: str) -> AsyncIterator[Board]:
    """A board that nobody else changes here within this block.

    Raises
    ------
    RefusalError
        404, if there is none, or it is another's.
    """
    async with has.desks.turn(board_id):
        yield await has.board(tenant, board_id)


async def ask_about(
    has: Resources,
    board: Board,
    function: Callable[Concatenate[At, P], T | None],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """What a function of ``boarding`` gives of a board, which is laid out first where it is not.

    Raises
    ------
    StaleError
        If the board was changed meanwhile by another service on the same database.
    RefusalError
        If its process is lost more than once, or does not answer in time.
    """
    at, back = At(board.id, board.stamp, has.desks.each), _BACK if function is take_back else 0
    for _ in range(2):
        with suppress(DeskLostError):
            for _ in range(2):
                found = await has.desks.ask(board.id, function, at, *args, **kwargs)
                if found is not None:
                    return found
                loading = await run_in_threadpool(has.boards.loading, board, back)
                if loading is None:
                    raise StaleError
                await has.desks.ask(board.id, lay_out, at, loading.request, loading.changes, back)
    raise busy(ServiceFaults.BUSY())


async def asked(
    has: Resources,
    tenant: str,
    board_id: str,
    function: Callable[Concatenate[At, P], T | None],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> tuple[Board, T]:
    """A board of a tenant, and what a function of ``boarding`` gives of it.

    Raises
    ------
    RefusalError
        404, if there is none; 503, if there is no answer.
    """
    for _ in range(_TRIES):
        async with held(has, tenant, board_id) as board:
            with suppress(StaleError):
                return board, await ask_about(has, board, function, *args, **kwargs)
    raise busy(ServiceFaults.BUSY())


async def request_of(has: Resources, tenant: str, board_id: str) -> tuple[Board, bytes]:
    """A board of a tenant, and its request as it stands, as JSON."""
    return await asked(has, tenant, board_id, request_as_it_stands)


async def hold_seen(has: Resources, board: Board, if_match: str | None, spoken: Spoken) -> None:
    """Refuse a change by who has not seen the board as it is.

    Raises
    ------
    RefusalError
        428, if nothing is said of what was seen; 409, if the board is another.
    """
    if if_match is None:
        raise RefusalError(HTTPStatus.PRECONDITION_REQUIRED, BoardFaults.IF_MATCH())
    seen = [one.strip().removeprefix("W/") for one in if_match.split(",")]
    # Whoever has seen it with another plan ordered has seen what stands on it.
    if "*" not in seen and etag(board) not in {re.sub(r'\.[\w-]+"$', '"', one) for one in seen}:
        raise await changed(has, board, if_match, spoken)


async def changed(has: Resources, board: Board, if_match: str | None, spoken: Spoken) -> RefusalError:
    """The answer to who has not seen a board as it is: what was changed since."""
    number = re.search(r"\d{1,9}", if_match or "")
    kept = [] if number is None else await run_in_threadpool(has.boards.since, board, int(number[0]))
    every = [sentence for one in await told_of_steps(has, board, kept, spoken) for sentence in one]
    told = every[-_MOST_TOLD:]
    more = [BoardWords.MORE(n=len(every) - len(told)).told(spoken.language)] if len(every) > len(told) else []
    members = {"version": board.version, "changed": [*more, *told]}
    return RefusalError(
        HTTPStatus.CONFLICT, BoardFaults.CHANGED(), headers={"ETag": etag_shown(board)}, members=lambda _: members
    )


async def told_of_steps(has: Resources, board: Board, kept: Sequence[bytes], spoken: Spoken) -> list[list[str]]:
    """What was kept of steps, the sentences of each; with ids where the board's names are not to be had just now."""
    if spoken.named and kept:
        with suppress(StaleError, RefusalError):
            return await ask_about(has, board, sentences_of, kept, spoken)
    return [sentences(one, spoken.language) for one in kept]


def new_stamp() -> str:
    """One that no board has had."""
    return secrets.token_urlsafe(16)


async def written(
    has: Resources, board: Board, if_match: str | None, spoken: Spoken, stepped: Stepped, news: Write
) -> Response:
    """The answer to a change that was made in the process of a board, once it is on the disk.

    Raises
    ------
    RefusalError
        409, if the board was changed meanwhile by another service on the same database.
    """
    now = await run_in_threadpool(has.boards.write, board, news)
    if now is None:
        await let_go(has, board.id)
        again = await has.board(board.tenant, board.id)
        raise await changed(has, again, if_match, spoken)
    return update_of(now, stepped)


def update_of(board: Board, stepped: Stepped) -> Response:
    """A board with what has become of it."""
    headers = {"ETag": etag_shown(board), "Cache-Control": "no-store"}
    return Response(shown_update(board, stepped.standing, stepped.answer), headers=headers, media_type=JSON)


async def let_go(has: Resources, board_id: str) -> None:
    """Have nobody keep a board laid out."""
    with suppress(DeskLostError, RefusalError):
        await has.desks.ask(board_id, forget, board_id)


def write_of(stepped: Stepped, stamp: str, origin: str | None = None) -> Write:
    """What is written of a step that was made."""
    made = Step(stepped.changes, stepped.many, stepped.said, origin)
    return Write(stamp, stepped.figures, stepped.said, step=made, request=stepped.request)
