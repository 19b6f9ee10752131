"""Jobs as they are shown."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from pydantic import AwareDatetime, BaseModel, Field

from dagplan.models import Plan, Problem
from dagplan.service import told
from dagplan.service.figures import Figures, StudyFigures
from dagplan.service.store.jobs import Job, Place, State
from dagplan.words import Language
from dagplan.words.messages.service import ServiceFaults

from .problems import ProblemOfInput, invalid

_ID = re.compile(r"[\w-]{1,64}", re.ASCII)


class AnyJob(BaseModel):
    """A job as it stands."""

    id: str = Field(description="Can't be guessed.")
    state: State = Field(
        description="`queued`, `running`; over: `done`, `stopped` (with the best plan so far), `failed`, `invalid`."
    )
    stopping: bool = Field(description="Whether somebody asked for it to stop.")
    created: AwareDatetime = Field(description="When it was accepted.")
    begun: AwareDatetime | None = Field(description="When it was last begun.")
    ended: AwareDatetime | None = Field(description="When it was over; null before that.")
    attempt: int = Field(description="How many times it was begun: more than once where a worker was lost.")
    form: str = Field(description="Media type of what was sent.")
    tags: list[str] = Field(description="Those it was ordered with.")


class JobInList(AnyJob):
    """A plan that was ordered."""

    parent: str | None = Field(description="Id of the plan that it follows from.")
    figures: Figures | None = Field(description="How the plan stands; null before there is one.")


class PlanJob(JobInList):
    """A job, and its plan."""

    plan: Plan | None = Field(
        description="The contract's plan: the best so far while it is made, then the plan; null before there is one."
    )
    problems: list[ProblemOfInput] = Field(description="Why it is `failed` or `invalid`.")


class JobList(BaseModel):
    """A page of jobs, the newest first."""

    items: list[JobInList] = Field(description="So many as were asked for, or those that are left.")
    next: str | None = Field(description="The `cursor` of the next page; null: this is the last.")


class StudyInList(AnyJob):
    """A study that was ordered."""

    figures: StudyFigures | None = Field(description="How many cases are done; null before it is begun.")


class StudyJob(StudyInList):
    """A study, and why nothing comes of it."""

    problems: list[ProblemOfInput] = Field(description="Why it is `failed`.")


class StudyList(BaseModel):
    """A page of studies, the newest first."""

    items: list[StudyInList] = Field(description="The studies of this page.")
    next: str | None = Field(description="The `cursor` of the next page; null: this is the last.")


def _any(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "state": job.state,
        "stopping": job.stopping,
        "created": moment(job.created),
        "begun": None if job.begun is None else moment(job.begun),
        "ended": None if job.ended is None else moment(job.ended),
        "attempt": job.attempt,
        "form": job.form,
        "tags": list(job.tags),
    }


def shown_study(job: Job) -> StudyInList:
    """A study without its documents."""
    figures = None if job.progress is None else StudyFigures.model_validate_json(job.progress)
    return StudyInList(**_any(job), figures=figures)


def shown(job: Job) -> JobInList:
    """A plan that was ordered without its documents."""
    return JobInList(
        **_any(job),
        parent=job.parent,
        figures=None if job.progress is None else Figures.model_validate_json(job.progress),
    )


def shown_whole(job: Job, plan: bytes | None, problems: Iterable[Problem], language: Language) -> bytes:
    """A job with its plan as it is kept (a large one is not read to be written again), as JSON."""
    head = shown(job).model_dump_json()
    wrong = [ProblemOfInput.of(one, language).model_dump() for one in problems]
    rest = b'"problems":' + json.dumps(wrong, ensure_ascii=False).encode()
    return head.encode()[:-1] + b',"plan":' + (plan or b"null").strip() + b"," + rest + b"}"


def kept_problems(body: bytes | None) -> tuple[Problem, ...]:
    """The problems of a job."""
    return () if body is None else told.from_json(body)


def etag(job: Job, language: Language | None = None) -> str:
    """What a job's answers are known by: another after every change, and in each language that matters."""
    return f'"{job.version}"' if language is None else f'"{job.version}-{language}"'


def matches(given: str | None, tag: str) -> bool:
    """Whether a header ``If-None-Match`` or ``If-Match`` names what there is."""
    if given is None:
        return False
    return given.strip() == "*" or tag in {one.strip().removeprefix("W/") for one in given.split(",")}


def cursor_of(place: Place) -> str:
    """Where the page after this one begins, in what its tenant knows already: not in how many jobs there are."""
    return base64.urlsafe_b64encode(f"{place.created!r} {place.id}".encode()).decode().rstrip("=")


def place_of(cursor: str) -> Place:
    """The place that a page comes after.

    Raises
    ------
    RefusalError
        If it is none of ours.
    """
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
        created, _, job_id = text.partition(" ")
        if _ID.fullmatch(job_id) and math.isfinite(float(created)):
            return Place(job_id, float(created))
    except (binascii.Error, ValueError):
        pass
    raise invalid([Problem.of("?cursor", ServiceFaults.WRONG_CURSOR())])


def moment(seconds: float) -> datetime:
    """A time in seconds since 1970, as it is shown."""
    return datetime.fromtimestamp(round(seconds, 3), UTC)
