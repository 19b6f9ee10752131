"""Studies of scenarios: ordered, followed, stopped, deleted, and their results."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query, Request
from sse_starlette import EventSourceResponse
from starlette.responses import Response

from dagplan.documents import MEDIA_TYPES
from dagplan.service.http.asked import CACHED, IfNoneMatch, answered
from dagplan.service.http.events import EVENTS, events_of
from dagplan.service.http.jobs import (
    DELETED,
    Cursor,
    IdempotencyKey,
    IfMatch,
    Limit,
    Page,
    Tags,
    Webhook,
    WithState,
    WithTag,
    accepted,
    as_sent,
    body_of,
    listed,
    problems_of_order,
    stopped_or_deleted,
)
from dagplan.service.http.languages import language_of
from dagplan.service.http.negotiation import best_form
from dagplan.service.http.pages import PAGE
from dagplan.service.http.problems import ANSWERS, ProblemOfInput, RefusalError, invalid
from dagplan.service.http.resources import Has, Resources
from dagplan.service.http.tenants import Tenant
from dagplan.service.http.views import StudyInList, StudyJob, StudyList, etag, kept_problems, matches, shown_study
from dagplan.service.operations.document import JSON, Document
from dagplan.service.operations.results import PARQUET, StudyTables, result
from dagplan.service.operations.studying import FORMS, STUDY, TOML, earlier_plans, study_to_run
from dagplan.service.store.jobs import Order
from dagplan.service.store.table import PROBLEMS, REQUEST
from dagplan.service.work.studies import RESULTS
from dagplan.words.messages.service import ServiceFaults
from dagplan.words.messages.study_orders import StudyOrderFaults

router = APIRouter(prefix="/v1/studies", tags=["studies"], responses=ANSWERS)

Table = Literal["scenarios", "cases", "comparison", "items"]
_CSV, _HTML, _ZIP = "text/csv", MEDIA_TYPES["html"], MEDIA_TYPES["csv"]
_OFFERED = {"json": JSON, "csv": _CSV, "parquet": PARQUET, "html": _HTML, "zip": _ZIP}
_BODIES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A study with its requests, or the study file (TOML), which names earlier plans.",
        "content": {
            JSON: {"schema": {"$ref": "#/components/schemas/StudyBody"}},
            TOML: {"schema": {"type": "string"}},
        },
    }
}
_RESULTS: dict[int | str, dict[str, Any]] = {
    HTTPStatus.OK: {
        "model": StudyTables,
        "description": "JSON: all tables. CSV, Parquet: one of them. HTML: the page. ZIP: all files.",
        "content": {
            form: {"schema": {"type": "string", "format": "binary"}} for form in (_CSV, PARQUET, _HTML, _ZIP)
        },
    },
    HTTPStatus.NOT_MODIFIED: {"description": "As `If-None-Match` has it."},
}


@router.post("", status_code=HTTPStatus.ACCEPTED, response_model=StudyInList, openapi_extra=_BODIES)
async def order_study(
    request: Request,
    tenant: Tenant,
    has: Has,
    tags: Tags = [],  # noqa: B006 - FastAPI copies it
    idempotency_key: IdempotencyKey = None,
    webhook: Webhook = None,
) -> Response:
    """Have scenarios of a request planned and compared.

    Everything that is wrong with any of them is told at once (422). Each case that is done is kept, and is not done
    again where a worker is lost.
    """
    form = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if form not in FORMS:
        raise RefusalError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, ServiceFaults.UNKNOWN_FORM(forms=FORMS))
    if found := await problems_of_order(has, tags, idempotency_key, webhook):
        raise invalid(found)
    body = await body_of(request)
    named = await has.askers.ask(earlier_plans, body, form)
    earlier = {name: one for name in named if (one := await _request_of(has, tenant, name)) is not None}
    whole = await has.askers.ask(study_to_run, body, form, earlier, has.limits, has.settings.most_cases)
    order = Order(
        body,
        form,
        kind="study",
        key=idempotency_key,
        tags=frozenset(tags),
        hook=webhook,
        beside={STUDY: whole},
    )
    return accepted(request, *await has.accept(tenant, order), shown_study)


@router.get("", response_model=StudyList)
async def list_studies(
    request: Request,
    tenant: Tenant,
    has: Has,
    states: WithState = [],  # noqa: B006 - FastAPI copies it
    tag: WithTag = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """All studies with their states and how many cases are done, the newest first."""
    return await listed(request, has, tenant, "study", Page(states, tag, limit, cursor), shown_study)


@router.get("/{job_id}", response_model=StudyJob)
async def get_study(
    request: Request, job_id: str, tenant: Tenant, has: Has, if_none_match: IfNoneMatch = None
) -> Response:
    """How a study stands."""
    job = await has.job(tenant, job_id, "study")
    language = language_of(request)
    headers = {**CACHED, "ETag": etag(job, language)}
    if matches(if_none_match, headers["ETag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    problems = kept_problems(await has.document(job, PROBLEMS))
    wrong = [ProblemOfInput.of(one, language) for one in problems]
    body = StudyJob(**shown_study(job).model_dump(), problems=wrong)
    return Response(body.model_dump_json(), headers={**headers, "Content-Language": language}, media_type=JSON)


@router.get(
    "/{job_id}/request",
    response_class=Response,
    responses={HTTPStatus.OK: {"description": "As it was sent.", "content": _BODIES["requestBody"]["content"]}},
)
async def get_study_request(job_id: str, tenant: Tenant, has: Has) -> Response:
    """The study, byte for byte as it was sent."""
    return await as_sent(has, await has.job(tenant, job_id, "study"))


@router.get(
    "/{job_id}/events",
    response_class=EventSourceResponse,
    responses=EVENTS,
)
async def get_study_events(
    job_id: str, tenant: Tenant, has: Has, last_event_id: Annotated[str | None, Header()] = None
) -> EventSourceResponse:
    """How the study stands, as it changes (server-sent events), until it has ended."""
    return events_of(has, await has.job(tenant, job_id, "study"), last_event_id, shown_study)


@router.get("/{job_id}/results", response_model=StudyTables, responses=_RESULTS)
async def get_results(
    request: Request,
    job_id: str,
    tenant: Tenant,
    has: Has,
    form: Annotated[
        Literal["json", "csv", "parquet", "html", "zip"] | None, Query(description="Instead of what `Accept` says.")
    ] = None,
    table: Annotated[Table, Query(description="Which one, as CSV or Parquet.")] = "comparison",
    if_none_match: IfNoneMatch = None,
) -> Response:
    """What came of the scenarios, held against the base; of a study that was stopped, as far as it came."""
    media_type = _OFFERED[form] if form else best_form(request.headers.get("accept", ""), list(_OFFERED.values()))
    if media_type is None:
        said = ServiceFaults.NO_SUCH_ANSWER(forms=list(_OFFERED.values()))
        raise RefusalError(HTTPStatus.NOT_ACCEPTABLE, said)
    job = await has.job(tenant, job_id, "study")
    kept = await has.document(job, RESULTS[language_of(request)])
    if kept is None:
        say = StudyOrderFaults.NO_RESULTS if job.state.is_over else StudyOrderFaults.NO_RESULTS_YET
        raise RefusalError(HTTPStatus.CONFLICT, say(state=job.state.value) if not job.state.is_over else say())
    headers = dict(PAGE) if media_type == _HTML else {}
    if media_type in (_CSV, PARQUET, _ZIP):
        name = {_CSV: f"{table}.csv", PARQUET: f"{table}.parquet", _ZIP: "zip"}[media_type]
        headers["Content-Disposition"] = f'attachment; filename="study-{job.id}.{name}"'
    return await answered(
        request,
        if_none_match,
        (job,),
        lambda language: has.askers.ask(result, kept, media_type, table, language),
        form=media_type,
        headers=headers,
    )


@router.delete(
    "/{job_id}",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    responses={
        **DELETED,
        HTTPStatus.ACCEPTED: {"model": StudyInList, "description": "It stops, and keeps what is done."},
    },
)
async def stop_or_delete_study(job_id: str, tenant: Tenant, has: Has, if_match: IfMatch = None) -> Response:
    """Stop a study and keep what is done; delete one that is over."""
    return await stopped_or_deleted(has, await has.job(tenant, job_id, "study"), if_match, shown_study)


async def _request_of(has: Resources, tenant: str, job_id: str) -> Document | None:
    """The request of an earlier plan of the same tenant."""
    try:
        job = await has.job(tenant, job_id)
    except RefusalError:
        return None
    body = await has.document(job, REQUEST)
    return None if body is None else Document(body, job.form)
