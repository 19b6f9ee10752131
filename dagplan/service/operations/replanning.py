"""The request that a plan is made of anew: its bookings stand, and changes are in it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from dagplan.models import InputError, PlanRequest, Problem, apply
from dagplan.models.plan import to_json
from dagplan.service.limits import Limits

from .answers import SaidChange, SaidChanges, answer
from .bodies import ReplanBody
from .document import BODY, Document, both, json_body
from .growth import most_requests
from .offering import stands_in

_LIST = "$.changes"
"""Where changes stand in the body, if it is not a list of them, and where the model puts its problems."""


@dataclass(frozen=True)
class Changed:
    """What is to be planned anew.

    Attributes
    ----------
    request
        The request with the bookings that stand, as JSON.
    said
        What changed, a sentence a change (``SaidChanges``).
    """

    request: bytes
    said: bytes


def replan(request: Document, plan: Document, body: bytes, limits: Limits) -> Changed:
    """The request with a plan's bookings as those that stand, and then with changes in it.

    Bookings that are not locked may move in the new plan, at a cost. What an absence takes is still a booking that
    stood, so that whoever had it can be told.

    Parameters
    ----------
    request, plan
        A plan of the request.
    body
        The changes, and how much may move (``ReplanBody``); or a list of changes alone.
    limits
        How large the new plan may be.

    Raises
    ------
    InputError
        With every problem, at its place in the body; or what is wrong with the request that would come of it.
    """
    alone = _is_list(body)
    here = BODY if alone else _LIST
    try:
        sent = json_body(ReplanBody, b'{"changes": %b}' % body if alone else body)
    except InputError as error:
        raise error.elsewhere(lambda one: _in_list(one, here)) from error
    given, made = both(request, plan)
    standing = stands_in(given.request, made, plan.place)
    most = most_requests(len(standing.requests), sent.changes)
    if beyond := limits.beyond(most, 0, 0.0):
        raise InputError(replace(one, place=here) for one in beyond)
    try:
        applied = apply(standing, sent.changes)
    except InputError as error:
        raise error.elsewhere(lambda one: _placed(one, here)) from error
    found = _with_budget(applied.request, sent.max_moved)
    said = SaidChanges(changes=tuple(SaidChange(message=str(one), params=one.params) for one in applied.said))
    if beyond := limits.problems(found):
        raise InputError(replace(one, place=f"request: {one.place}") for one in beyond)
    return Changed(to_json(found).encode(), answer(said))


def _with_budget(request: PlanRequest, max_moved: int | None) -> PlanRequest:
    if max_moved is None:
        return request
    return request.model_copy(update={"settings": request.settings.model_copy(update={"max_moved": max_moved})})


def _is_list(body: bytes) -> bool:
    """Whether a body is a list; one that is broken is told of as it is."""
    try:
        return isinstance(json.loads(body), list)
    except (ValueError, RecursionError):
        return False


def _placed(problem: Problem, here: str) -> Problem:
    """A problem of a change where it stands; one of the outcome is told as of the request that was changed."""
    if not problem.place.startswith(_LIST):
        return replace(problem, place=f"request: {problem.place}")
    return _in_list(problem, here)


def _in_list(problem: Problem, here: str) -> Problem:
    """A problem of a change where it stands."""
    if not problem.place.startswith(_LIST):
        return problem
    return replace(problem, place=f"{here}{problem.place.removeprefix(_LIST)}")
