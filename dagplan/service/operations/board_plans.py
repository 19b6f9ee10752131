"""The plan that a board is as it stands: as a file, explained, or to be planned anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dagplan.documents import to_bytes
from dagplan.models import InputError, Plan, PlanRequest, Problem
from dagplan.models.view.names import Names
from dagplan.service.limits import Limits
from dagplan.words import Language, use_language
from dagplan.words.messages.boards import BoardFaults

from .answers import PLAIN, Spoken, answer
from .bodies import OrderBody
from .document import BODY, json_body
from .replanning import with_settings


def board_as_file(request: bytes, form: str, language: Language = "en") -> bytes:
    """A board as a file in any form; what breaks a rule on it stands there as a warning.

    Parameters
    ----------
    request
        As it stands, with its bookings (JSON).
    form
        A name in ``MEDIA_TYPES``; what is a folder elsewhere is a zip.
    language
        Of workbooks, pages and calendars.

    Raises
    ------
    InputError
        If the form can't say what the board holds.
    """
    asked, plan = _planned(request)
    with use_language(language):
        return to_bytes(plan, form, request=asked, language=language)


def explain_board(request: bytes, wanted: Sequence[str], seconds: float, spoken: Spoken = PLAIN) -> bytes:
    """Why requests are unbooked on a board, and what would let them in (``Explanation``).

    Parameters
    ----------
    request
        As it stands (JSON).
    wanted
        Ids of requests; none: all that are unbooked.
    seconds
        Of wall clock.
    spoken
        How it is told.

    Raises
    ------
    InputError
        If one that is named is not among the unbooked.
    """
    from dagplan.solver import explain_plan

    asked, plan = _planned(request)
    unbooked = {one.request for one in plan.unbooked}
    wrong = [one for one in wanted if one not in unbooked]
    if wrong:
        raise InputError(
            Problem.of("?request", BoardFaults.NOT_BOOKED(request=one), "nothing_unbooked") for one in wrong
        )
    found = explain_plan(asked, plan, seconds=seconds, only=wanted or None)
    return answer(found, spoken.language, Names(asked) if spoken.named else None)


def to_be_planned(request: bytes, body: bytes, limits: Limits) -> bytes:
    """The request of a board with what is to be otherwise in its plan (``OrderBody``), as JSON.

    Raises
    ------
    InputError
        If the body can't be read, or more is asked for than is given to one plan.
    """
    sent = json_body(OrderBody, body) if body.strip() else OrderBody()
    asked = PlanRequest.model_validate_json(request)
    found = with_settings(asked, time_limit=sent.time_limit, max_moved=sent.max_moved)
    if beyond := limits.problems(found):
        raise InputError(
            replace(one, place=f"{BODY}.time_limit" if one.code == "too_long" else f"request: {one.place}")
            for one in beyond
        )
    return found.model_dump_json(by_alias=True).encode()


def _planned(request: bytes) -> tuple[PlanRequest, Plan]:
    from dagplan.solver import plan_as_it_stands

    return plan_as_it_stands(PlanRequest.model_validate_json(request))
