"""Any plan, from any source, held against every rule."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dagplan import documents
from dagplan.service.http.asked import planned
from dagplan.service.http.jobs import body_of
from dagplan.service.http.languages import language_of
from dagplan.service.http.problems import ANSWERS, RefusalError, not_found
from dagplan.service.http.resources import Has
from dagplan.service.http.tenants import Tenant
from dagplan.service.operations.answers import Judged
from dagplan.service.operations.document import JSON, Document
from dagplan.service.operations.judging import check, check_both
from dagplan.service.store.table import REQUEST
from dagplan.words.messages.service import ServiceFaults

router = APIRouter(prefix="/v1", tags=["checks"], responses=ANSWERS)

_FORMS = tuple(dict.fromkeys(documents.MEDIA_TYPES[name] for name in ("json", "xlsx", "csv", "fhir")))
_BODY: dict[str, Any] = {
    "requestBody": {
        "description": "`{request, plan}`, both of the contract; with `of` the plan alone, in any form of one.",
        "content": {
            JSON: {
                "schema": {
                    "anyOf": [{"$ref": "#/components/schemas/CheckBody"}, {"$ref": "#/components/schemas/Plan"}]
                }
            },
            **{form: {"schema": {"type": "string", "format": "binary"}} for form in _FORMS[1:3]},
            _FORMS[3]: {"schema": {"type": "object"}},
        },
    }
}


@router.post("/check", response_model=Judged, openapi_extra=_BODY)
async def check_plan(
    request: Request,
    tenant: Tenant,
    has: Has,
    of: Annotated[
        str | None,
        Query(description="Id of a plan: the body is a plan of its request; without a body it is judged itself."),
    ] = None,
) -> Response:
    """Whether a plan keeps every rule and says nothing false of itself; if not, every violation."""
    body = await request.body()
    form = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    language = language_of(request)
    if of is None:
        if form != JSON:
            raise _unreadable((JSON,))
        answer = await has.askers.ask(check_both, await body_of(request), language)
    elif not body:
        it = await planned(has, tenant, of)
        answer = await has.askers.ask(check, it.request, it.plan, language)
    else:
        if not documents.can_read(form):
            raise _unreadable(_FORMS)
        job = await has.job(tenant, of)
        asked = await has.document(job, REQUEST)
        if asked is None:
            raise not_found()
        answer = await has.askers.ask(check, Document(asked, job.form, "request"), Document(body, form), language)
    return Response(answer, headers={"Vary": "Accept-Language"}, media_type=JSON)


def _unreadable(forms: tuple[str, ...]) -> RefusalError:
    return RefusalError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, ServiceFaults.UNKNOWN_FORM(forms=forms))
