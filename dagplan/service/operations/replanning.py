"""The request that a plan is made of anew: its bookings stand, and changes are in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dagplan.models import InputError, PlanRequest, apply
from dagplan.models.plan import to_json
from dagplan.service.limits import Limits

from .answers import SaidChange, SaidChanges, answer
from .bodies import ReplanBody
from .changing import placed, sent_changes
from .document import Document, both
from .growth import most_requests
from .offering import stands_in


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
    sent, here = sent_changes(ReplanBody, body)
    given, made = both(request, plan)
    standing = stands_in(given.request, made, plan.place)
    most = most_requests(len(standing.requests), sent.changes)
    if beyond := limits.beyond(most, 0, 0.0):
        raise InputError(replace(one, place=here) for one in beyond)
    try:
        applied = apply(standing, sent.changes)
    except InputError as error:
        raise error.elsewhere(lambda one: placed(one, here)) from error
    found = with_settings(applied.request, max_moved=sent.max_moved)
    said = SaidChanges(changes=tuple(SaidChange(message=str(one), params=one.params) for one in applied.said))
    if beyond := limits.problems(found):
        raise InputError(replace(one, place=f"request: {one.place}") for one in beyond)
    return Changed(to_json(found).encode(), answer(said))


def with_settings(request: PlanRequest, **settings: float | None) -> PlanRequest:
    """The request with other settings; those that are None stay as they are."""
    given = {name: value for name, value in settings.items() if value is not None}
    return request.model_copy(update={"settings": request.settings.model_copy(update=given)}) if given else request
