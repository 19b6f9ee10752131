"""What is asked of a job's plan: the plan with its request, and answers that are known again by their ETag."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Literal, Protocol

from fastapi import Header, Query, Request
from starlette.responses import Response

from dagplan.service.operations.document import JSON, Document
from dagplan.service.store.jobs import Job
from dagplan.service.store.table import PLAN, REQUEST
from dagplan.version import __version__
from dagplan.words import Language
from dagplan.words.messages.service import ServiceFaults
from dagplan.words.messages.service_answers import AnswerFaults

from .languages import language_of
from .problems import RefusalError, not_found
from .resources import Resources
from .views import matches

IfNoneMatch = Annotated[str | None, Header()]
AskedLanguage = Annotated[
    Literal["sv", "en"] | None, Query(alias="language", description="Instead of what `Accept-Language` says.")
]
CACHED = {"Vary": "Accept, Accept-Language", "Cache-Control": "private, no-cache"}


class Versioned(Protocol):
    """A job or a board: its answers are others only if its version is."""

    @property
    def id(self) -> str:
        """Which it is."""

    @property
    def version(self) -> int:
        """Another after every change."""


@dataclass(frozen=True)
class Planned:
    """A job that has a plan: the best so far, or what came of it."""

    job: Job
    request: Document
    plan: Document


async def planned(has: Resources, tenant: str, job_id: str) -> Planned:
    """A tenant's job with its request and plan.

    Raises
    ------
    RefusalError
        404, if there is no such job, or it is another's; 409, if it has no plan.
    """
    job = await has.job(tenant, job_id)
    plan = await has.document(job, PLAN)
    if plan is None:
        say = AnswerFaults.NO_PLAN if job.state.is_over else ServiceFaults.NO_PLAN_YET
        raise RefusalError(HTTPStatus.CONFLICT, say(state=job.state.value))
    request = await has.document(job, REQUEST)
    if request is None:  # deleted meanwhile
        raise not_found()
    return Planned(job, Document(request, job.form), Document(plan, place="$.plan"))


async def answered(
    request: Request,
    if_none_match: str | None,
    of: Sequence[Versioned],
    ask: Callable[[Language], Awaitable[bytes]],
    *,
    form: str = JSON,
    language: Language | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An answer that is another only if what it is of is, or the question; not asked for anew if it is known."""
    spoken = language or language_of(request)
    known = (__version__, spoken, request.url.path, request.url.query, form, *((one.id, one.version) for one in of))
    tag = f'"{hashlib.sha256(repr(known).encode()).hexdigest()[:32]}"'
    whole = {**CACHED, **(headers or {}), "ETag": tag}
    if matches(if_none_match, tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=whole)
    return Response(await ask(spoken), headers={**whole, "Content-Language": spoken}, media_type=form)
