"""Every refusal, in one shape: problem details (RFC 9457), with all that is wrong at once and where it is."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import compile_path

from dagplan.models import InputError, Problem
from dagplan.models.error_words import findings_of
from dagplan.models.errors import shown_field
from dagplan.words import Language, Said
from dagplan.words.messages.service import ServiceFaults

from .languages import language_of

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
UNDESCRIBED = "undescribed"
"""Where an application keeps routes that are none of the API's."""
_RETRY_SECONDS = 5
_WENT_AWAY = 499
"""What logs call it when who asked went away before the whole of the body was here."""


class ProblemOfInput(BaseModel):
    """One thing that is wrong, and where."""

    place: str = Field(description="JSON path, or sheet and cell; query parameters as `?name`, headers by name.")
    code: str = Field(description="A stable word for programs.")
    message: str = Field(description="For people, in the language that was asked for.")
    params: dict[str, Any] | None = Field(None, description="What the message says, for other languages.")
    count: int = Field(1, description="How many it stands for: more than one in the line that counts the rest.")

    @classmethod
    def of(cls, problem: Problem, language: Language) -> ProblemOfInput:
        """A problem in a language."""
        return cls(
            place=problem.place_in(language),
            code=problem.code,
            message=problem.message_in(language),
            params=problem.params,
            count=problem.count,
        )


class ProblemDetails(BaseModel):
    """Problem details (RFC 9457)."""

    type: str = Field(description="`urn:dagplan:problem:` and the code.")
    title: str = Field(description="What the status means.")
    status: int = Field(description="The HTTP status.")
    code: str = Field(description="A stable word for programs.")
    detail: str = Field(description="For people, in the language that was asked for.")
    problems: list[ProblemOfInput] = Field(description="All that is wrong with what was sent; may be empty.")


class RefusalError(Exception):
    """Something that is not done.

    Parameters
    ----------
    status
        Of HTTP.
    said
        Why.
    problems
        All that is wrong with what was sent.
    headers
        Further headers of the answer.
    members
        Further members of the answer, in a language.
    """

    def __init__(
        self,
        status: int,
        said: Said,
        *,
        problems: Iterable[Problem] = (),
        headers: Mapping[str, str] | None = None,
        members: Callable[[Language], Mapping[str, Any]] = lambda _: {},
    ) -> None:
        super().__init__(str(said))
        self.status, self.said = status, said
        self.problems = tuple(problems)
        self.headers = dict(headers or {})
        self._members = members

    def response(self, language: Language) -> Response:
        """The answer, in a language."""
        code = self.said.code.value.partition(".")[0]
        details = ProblemDetails(
            type=f"urn:dagplan:problem:{code}",
            title=HTTPStatus(self.status).phrase,
            status=self.status,
            code=code,
            detail=self.said.sentence(language),
            problems=[ProblemOfInput.of(one, language) for one in self.problems],
        )
        headers = {"Content-Language": language, "Vary": "Accept-Language", **self.headers}
        whole = details.model_dump(mode="json") | dict(self._members(language))
        return Response(json.dumps(whole, ensure_ascii=False), self.status, headers, MEDIA_TYPE)


def not_found() -> RefusalError:
    """The answer to who asks for what isn't there, or isn't theirs."""
    return RefusalError(HTTPStatus.NOT_FOUND, ServiceFaults.NO_SUCH_JOB())


def invalid(problems: Iterable[Problem]) -> RefusalError:
    """The answer to what can't be used."""
    found = tuple(problems)
    count = sum(one.count for one in found)
    return RefusalError(HTTPStatus.UNPROCESSABLE_ENTITY, ServiceFaults.INVALID(n=count), problems=found)


def other_body() -> RefusalError:
    """The answer to who uses a name of their own (``Idempotency-Key``) for something else."""
    return RefusalError(HTTPStatus.UNPROCESSABLE_ENTITY, ServiceFaults.OTHER_BODY())


def busy(said: Said, status: int = HTTPStatus.SERVICE_UNAVAILABLE, seconds: int = _RETRY_SECONDS) -> RefusalError:
    """The answer to who may try again."""
    return RefusalError(status, said, headers={"Retry-After": str(seconds)})


ANSWERS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "Problem details (RFC 9457), in the language of Accept-Language.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
    }
}
"""What every route may answer besides."""


def answer_with_problems(app: FastAPI) -> None:
    """Have every error of an application told in this shape."""

    @app.exception_handler(RefusalError)
    async def refuse(request: Request, error: RefusalError) -> Response:
        return error.response(language_of(request))

    @app.exception_handler(InputError)
    async def refuse_input(request: Request, error: InputError) -> Response:
        return invalid(error.told).response(language_of(request))

    @app.exception_handler(RequestValidationError)
    async def refuse_parameters(request: Request, error: RequestValidationError) -> Response:
        found = [
            Problem(_place(one.location), one.message, one.code, one.count, one.params)
            for one in findings_of(error.errors())
        ]
        return invalid(found).response(language_of(request))

    @app.exception_handler(HTTPException)
    async def refuse_as_asked(request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            # Each method is a route of its own, and the error names only those of the first.
            methods = sorted(await asyncio.to_thread(_methods_at, request))
            headers = {"Allow": ", ".join(methods)}
            refusal = RefusalError(error.status_code, ServiceFaults.NOT_ALLOWED(methods=methods), headers=headers)
        elif error.status_code == HTTPStatus.NOT_FOUND:
            refusal = RefusalError(error.status_code, ServiceFaults.NO_SUCH_THING())
        else:
            refusal = RefusalError(error.status_code, ServiceFaults.REFUSED(why=HTTPStatus(error.status_code).phrase))
        return refusal.response(language_of(request))

    @app.exception_handler(ClientDisconnect)
    async def let_go(_request: Request, _error: ClientDisconnect) -> Response:
        # Nobody hears this: the access log does, which would have an error of ours otherwise.
        return Response(status_code=_WENT_AWAY)

    @app.exception_handler(SQLAlchemyError)
    async def store_away(request: Request, error: SQLAlchemyError) -> Response:
        log.error("the store can't be reached: %s", type(error).__name__)
        return busy(ServiceFaults.STORE_AWAY()).response(language_of(request))

    @app.exception_handler(Exception)
    async def fail(request: Request, error: Exception) -> Response:
        return RefusalError(HTTPStatus.INTERNAL_SERVER_ERROR, ServiceFaults.INTERNAL()).response(language_of(request))


def _methods_at(request: Request) -> set[str]:
    """The methods of every route with the path of a request."""
    path = request.scope["path"]
    found = {
        method.upper()
        for template, operations in request.app.openapi()["paths"].items()
        if compile_path(template)[0].match(path)
        for method in operations
    }
    for route in getattr(request.app.state, UNDESCRIBED, ()):
        found |= route.methods if route.path_regex.match(path) else set()
    return found | ({"HEAD"} if "GET" in found else set())


def _place(location: tuple[int | str, ...]) -> str:
    """Where a parameter is, or a part of a body."""
    if not location:
        return ""
    where, *rest = location
    if where == "query":
        return "?" + ".".join(shown_field(str(step)) for step in rest)
    if where == "body":
        return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{shown_field(step)}" for step in rest)
    return ".".join(shown_field(str(step)) for step in rest)
