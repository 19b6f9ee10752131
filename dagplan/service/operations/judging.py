"""What can be said at once of a request, and of a plan of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dagplan.files.reading import PassedOver
from dagplan.models import InputError, warnings_of
from dagplan.models.verdict import verdict
from dagplan.words import Language

from .answers import Judged, PassedOverKind, Valid, answer
from .bodies import CheckBody
from .document import Document, both, json_body, opened, part


def validate(request: Document, language: Language = "en") -> bytes:
    """Whether a request can be planned, and how large it is (``Valid``).

    Raises
    ------
    InputError
        If it can't, with every problem.
    """
    given = opened(request)
    asked = given.request
    found = Valid(
        requests=len(asked.requests),
        visits=sum(len(case.visits) for case in asked.requests),
        dates=(asked.last_date - asked.first_date).days + 1,
        units=len(asked.units),
        practitioners=len(asked.practitioners),
        first_date=asked.first_date,
        last_date=asked.last_date,
        time_limit=asked.settings.time_limit,
        passed_over=_kinds(given.passed_over),
        warnings=warnings_of(asked),
    )
    return answer(found, language)


def check(request: Document, plan: Document, language: Language = "en") -> bytes:
    """Hold any plan against every rule (``Judged``).

    Raises
    ------
    InputError
        If either can't be read, with the problems of both.
    """
    given, made = both(request, plan)
    found = verdict(given.request, made)
    whole = {name: getattr(found, name) for name in type(found).model_fields}
    return answer(Judged(**whole, passed_over=_kinds(given.passed_over)), language)


def check_both(body: bytes, language: Language = "en") -> bytes:
    """The same of a plan and its request in one body (``CheckBody``)."""
    sent = json_body(CheckBody, body)
    return check(part(sent.request, "request"), part(sent.plan, "plan"), language)


def explain(request: Document, plan: Document, seconds: float, language: Language = "en") -> bytes:
    """Why requests are unbooked, what would let them in, and where time is short (``Explanation``).

    Parameters
    ----------
    request, plan
        A plan of the request that keeps every rule.
    seconds
        Of wall clock, reading left out.
    language
        Of every message.

    Raises
    ------
    InputError
        If either can't be read, or the plan breaks a rule.
    """
    from dagplan.solver import explain_plan

    given, made = both(request, plan)
    try:
        found = explain_plan(given.request, made, seconds=seconds)
    except InputError as error:
        raise error.elsewhere(lambda one: replace(one, place=plan.place)) from error
    return answer(found, language)


def _kinds(found: Iterable[PassedOver]) -> tuple[PassedOverKind, ...]:
    return tuple(
        PassedOverKind(
            reason=one.reason, count=one.count, first=one.first, message=one.message, params=one.said.params
        )
        for one in found
    )
