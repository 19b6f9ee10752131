"""How a page is answered: in which language and theme, and what a browser may do with it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from dagplan.service.http.languages import language_of
from dagplan.words import Language

from .assets import edition
from .words import say, words_as_json

Theme = Literal["light", "dark", "auto"]

LANGUAGE_COOKIE, THEME_COOKIE = "dagplan_language", "dagplan_theme"
_YEAR_SECONDS = 365 * 24 * 3600
_OWN = "'self'"
POLICY = "; ".join(
    f"{what} {whence}"
    for what, whence in {
        "default-src": "'none'",
        "script-src": _OWN,
        "style-src": _OWN,
        "img-src": f"{_OWN} data: blob:",
        "connect-src": _OWN,
        "font-src": _OWN,
        "form-action": _OWN,
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }.items()
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    # With no referrer at all a form would be sent as from no origin, and be refused.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language, Cookie",
}


def language_for(request: Request) -> Language:
    """The one in the address, or chosen before, or that the browser likes best."""
    for given in (request.query_params.get("language"), request.cookies.get(LANGUAGE_COOKIE)):
        if given == "sv":
            return "sv"
        if given == "en":
            return "en"
    return language_of(request)


def theme_for(request: Request) -> Theme:
    """The one chosen before; otherwise as the machine has it."""
    chosen = request.cookies.get(THEME_COOKIE)
    return "light" if chosen == "light" else "dark" if chosen == "dark" else "auto"


def page(request: Request, name: str, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> Response:
    """A page.

    Parameters
    ----------
    request
        Who asks for it.
    name
        Of its template, without endings.
    status
        Of HTTP.
    values
        What it shows.
    """
    language = language_for(request)
    text = (
        _environment()
        .get_template(f"{name}.html.j2")
        .render(
            language=language,
            other="en" if language == "sv" else "sv",
            theme=theme_for(request),
            static=f"/static/{edition()}",
            words=Markup(words_as_json(language)),
            say=lambda word, **given: say(language, word, **given),
            path=request.url.path,
            **values,
        )
    )
    answer = Response(text, status, {**HEADERS, "Content-Language": language}, "text/html; charset=utf-8")
    if request.query_params.get("language") == language:
        keep(request, answer, LANGUAGE_COOKIE, language)
    return answer


def keep(request: Request, answer: Response, name: str, value: str) -> None:
    """Have a browser remember a choice, which the page itself may read and change."""
    secure = request.url.scheme == "https"
    answer.set_cookie(name, value, max_age=_YEAR_SECONDS, path="/", secure=secure, samesite="strict")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("dagplan.board"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
