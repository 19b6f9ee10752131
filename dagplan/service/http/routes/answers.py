"""What can be asked of a plan: why, where else, what differs, and the plan in any other form."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dagplan.documents import MEDIA_TYPES
from dagplan.models import Problem
from dagplan.models.explanation import Explanation
from dagplan.models.offer import Offers
from dagplan.service.http.asked import AskedLanguage, IfNoneMatch, answered, planned
from dagplan.service.http.pages import PAGE
from dagplan.service.http.parameters import free_of
from dagplan.service.http.problems import ANSWERS, invalid
from dagplan.service.http.resources import Has
from dagplan.service.http.tenants import Tenant
from dagplan.service.operations.answers import ToldDifference
from dagplan.service.operations.comparing import diff
from dagplan.service.operations.judging import explain
from dagplan.service.operations.offering import suggest
from dagplan.service.operations.writing import FILE_ENDINGS, plan_as_file
from dagplan.words.messages.service_answers import AnswerFaults

router = APIRouter(prefix="/v1/plans/{job_id}", tags=["plans"], responses=ANSWERS)

FileForm = Literal["json", "xlsx", "csv", "fhir", "html", "ics", "calendars", "oracle"]
OF_ASKING = 0.75
"""So much of the time for a question may be thought; the rest is for reading."""
_BINARY = {"type": "string", "format": "binary"}
_SCHEMAS = {
    MEDIA_TYPES["json"]: {"$ref": "#/components/schemas/Plan"},
    MEDIA_TYPES["fhir"]: {"$ref": "#/components/schemas/Bundle"},
}
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    HTTPStatus.NOT_MODIFIED: {"description": "As `If-None-Match` has it."},
}


def files(*forms: str) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI says of an answer that is a plan as a file in one of these media types."""
    content = {form: {"schema": _SCHEMAS.get(form, _BINARY)} for form in dict.fromkeys(forms)}
    return {HTTPStatus.OK: {"description": "The plan.", "content": content}, **NOT_MODIFIED}


@router.get("/explain", response_model=Explanation, responses=NOT_MODIFIED)
async def explain_plan(
    request: Request,
    job_id: str,
    tenant: Tenant,
    has: Has,
    seconds: Annotated[float, Query(gt=0, le=600, description="To think; less is taken where less is given.")] = 10.0,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Why requests are unbooked, what would let them in, and where time is short."""
    it = await planned(has, tenant, job_id)
    most = min(seconds, OF_ASKING * has.settings.asking_seconds)
    return await answered(
        request,
        if_none_match,
        (it.job,),
        lambda language: has.askers.ask(explain, it.request, it.plan, most, language),
    )


@router.get("/suggest", response_model=Offers, responses=NOT_MODIFIED)
async def suggest_places(  # noqa: PLR0913, PLR0917 - one parameter a parameter of the query
    request: Request,
    job_id: str,
    tenant: Tenant,
    has: Has,
    wanted: Annotated[
        list[str], Query(alias="request", description="Ids of requests; left out: all that are not booked whole.")
    ] = [],  # noqa: B006 - FastAPI copies it
    free: Annotated[
        str | None,
        Query(description="`practitioner,start,end`: instead, which waiting requests fit this time of that person."),
    ] = None,
    count: Annotated[int, Query(ge=1, le=50, description="Offers of each request, or for the free time.")] = 5,
    allow_moves: Annotated[int, Query(ge=0, le=10, description="So many visits of others may move.")] = 0,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Whole placements beside what the plan books, the cheapest first; `accept` takes one."""
    time = None if free is None else free_of(free)
    if time is not None and wanted:
        raise invalid([Problem.of("?free", AnswerFaults.EITHER())])
    it = await planned(has, tenant, job_id)
    return await answered(
        request,
        if_none_match,
        (it.job,),
        lambda language: has.askers.ask(
            suggest,
            it.request,
            it.plan,
            wanted=wanted,
            free=time,
            count=count,
            allow_moves=allow_moves,
            language=language,
        ),
    )


@router.get("/diff", response_model=ToldDifference, responses=NOT_MODIFIED)
async def tell_plans_apart(
    request: Request,
    job_id: str,
    tenant: Tenant,
    has: Has,
    against: Annotated[
        str | None, Query(description="Id of the plan before; left out: the one that this one follows from.")
    ] = None,
    reckoned: Annotated[
        bool, Query(description="Both costs by this plan's request, not as each plan says itself.")
    ] = False,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """What differs: bookings moved, added and dropped since the plan before, by patient and by practitioner."""
    after = await planned(has, tenant, job_id)
    other = against if against is not None else after.job.parent
    if other is None:
        raise invalid([Problem.of("?against", AnswerFaults.NO_PARENT())])
    before = await planned(has, tenant, other)
    asked = after.request if reckoned else None
    return await answered(
        request,
        if_none_match,
        (before.job, after.job),
        lambda language: has.askers.ask(diff, before.plan, after.plan, asked, language=language),
    )


@router.get("/report", response_class=Response, responses=files(MEDIA_TYPES["html"]))
async def get_report(
    request: Request,
    job_id: str,
    tenant: Tenant,
    has: Has,
    language: AskedLanguage = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """The plan as a page, whole in itself."""
    it = await planned(has, tenant, job_id)
    return await answered(
        request,
        if_none_match,
        (it.job,),
        lambda spoken: has.askers.ask(plan_as_file, it.request, it.plan, "html", spoken),
        form=MEDIA_TYPES["html"],
        language=language,
        headers=PAGE,
    )


@router.get("/files/{form}", response_class=Response, responses=files(*MEDIA_TYPES.values()))
async def get_file(
    request: Request,
    job_id: str,
    form: FileForm,
    tenant: Tenant,
    has: Has,
    language: AskedLanguage = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """The plan as a file to keep, in any form; what is a folder elsewhere is a zip."""
    it = await planned(has, tenant, job_id)
    return await answered(
        request,
        if_none_match,
        (it.job,),
        lambda spoken: has.askers.ask(plan_as_file, it.request, it.plan, form, spoken),
        form=MEDIA_TYPES[form],
        language=language,
        headers={"Content-Disposition": f'attachment; filename="plan-{it.job.id}{FILE_ENDINGS[form]}"', **PAGE},
    )
