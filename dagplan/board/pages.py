"""Which page is where."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Header, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from dagplan.service.http.problems import RefusalError
from dagplan.service.http.resources import Has
from dagplan.service.http.sessions import refuse_other_pages
from dagplan.service.http.tenants import without_keys
from dagplan.service.http.views import matches
from dagplan.words.messages.service import ServiceFaults

from .answers import HEADERS, language_for, page
from .assets import edition, page_assets
from .session import begun, ended, fields_of, holds, is_let_in, own_path
from .words import say

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

router = APIRouter(include_in_schema=False)


@router.get("/", response_class=Response)
async def start(request: Request, has: Has) -> Response:
    """Where a file is dropped, and boards are listed."""
    return await _for_known(request, has, "start")


@router.get("/boards/{board_id}", response_class=Response)
async def board(request: Request, board_id: str, has: Has) -> Response:
    """A board; whether there is one, the page asks the API."""
    return await _for_known(request, has, "board")


@router.get("/login", response_class=Response)
async def login(request: Request, has: Has) -> Response:
    """Where a key is asked for."""
    if await is_let_in(request, has):
        return RedirectResponse(own_path(request.query_params.get("next", "/")), 303, HEADERS)
    return page(request, "login", next=own_path(request.query_params.get("next", "/")), wrong=False)


@router.post("/login", response_class=Response)
async def let_in(request: Request, has: Has) -> Response:
    """Take a key; nothing of it is kept here."""
    refuse_other_pages(request)
    fields = await fields_of(request)
    secret, where = fields.get("key", "").strip(), own_path(fields.get("next", "/"))
    if await holds(has.keys, secret):
        return begun(request, secret, where)
    return page(request, "login", HTTPStatus.UNAUTHORIZED, next=where, wrong=True)


@router.post("/logout", response_class=Response)
async def let_out(request: Request) -> Response:
    """Forget the key."""
    refuse_other_pages(request)
    return ended()


@router.get("/static/{version}/{name}", response_class=Response)
async def static(
    version: str,
    name: str,
    if_none_match: Annotated[str | None, Header()] = None,
    accept_encoding: Annotated[str, Header()] = "",
) -> Response:
    """A static file of the package; one of this edition may be kept for good."""
    found = page_assets().get(name)
    if found is None:
        raise RefusalError(HTTPStatus.NOT_FOUND, ServiceFaults.NO_SUCH_THING())
    kept = "public, max-age=31536000, immutable" if version == edition() else "no-cache"
    headers = {**HEADERS, "Cache-Control": kept, "ETag": found.tag, "Vary": "Accept-Encoding"}
    if matches(if_none_match, found.tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if "gzip" in accept_encoding:
        return Response(
            found.compressed, headers={**headers, "Content-Encoding": "gzip"}, media_type=found.media_type
        )
    return Response(found.body, headers=headers, media_type=found.media_type)


@router.get("/template.xlsx", response_class=Response)
async def template(request: Request) -> Response:
    """A workbook to fill in, with an example of the week to come."""
    from dagplan.files.excel import template_bytes  # half a second, and rarely wanted

    language, today = language_for(request), date.today()
    book = await run_in_threadpool(template_bytes, language, today + timedelta(days=7 - today.weekday()))
    name = say(language, "template_name")
    headers = {**HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.xlsx"}
    return Response(book, headers=headers, media_type=_WORKBOOK)


@router.get("/favicon.ico", response_class=Response)
async def icon() -> Response:
    """What browsers ask for by themselves."""
    return RedirectResponse(f"/static/{edition()}/icon.svg", 307, HEADERS)


async def _for_known(request: Request, has: Has, name: str) -> Response:
    """A page for who is let in; others are asked for a key first, and then go on to it."""
    if not await is_let_in(request, has):
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?next={quote(asked, safe='')}", 303, HEADERS)
    return page(request, name, keyless=await without_keys(has))
