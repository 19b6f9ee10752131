"""A workbook that can't be used, with what is wrong with it marked in its cells."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from dagplan.documents import MEDIA_TYPES
from dagplan.service.http.asked import AskedLanguage
from dagplan.service.http.jobs import body_of
from dagplan.service.http.languages import language_of
from dagplan.service.http.problems import ANSWERS
from dagplan.service.http.resources import Has
from dagplan.service.http.tenants import Tenant
from dagplan.service.operations.marking import marked

router = APIRouter(prefix="/v1", tags=["checks"], responses=ANSWERS)

_XLSX = MEDIA_TYPES["xlsx"]
_BOOK = {_XLSX: {"schema": {"type": "string", "format": "binary"}}}
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"description": "The workbook, with a sheet that lists what is wrong.", "content": _BOOK}
}


@router.post(
    "/marked",
    response_class=Response,
    responses=_ANSWER,
    openapi_extra={"requestBody": {"required": True, "description": "A workbook.", "content": _BOOK}},
)
async def mark_workbook(request: Request, tenant: Tenant, has: Has, language: AskedLanguage = None) -> Response:
    """The workbook as it was sent, with what is wrong with it marked in its cells and listed on a sheet.

    What is no workbook, and one in which nothing is wrong, are refused (422).
    """
    body, spoken = await body_of(request), language or language_of(request)
    made = await has.askers.ask(marked, body, has.limits, spoken)
    headers = {
        "Content-Disposition": f'attachment; filename="marked{made.ending}"',
        "Content-Language": spoken,
        "Vary": "Accept-Language",
    }
    return Response(made.body, headers=headers, media_type=_XLSX)
