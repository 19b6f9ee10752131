"""What a plan's bookings are of, for forms that say more of a visit than the plan alone knows."""

from __future__ import annotations

from dagplan.models.errors import InputError, Problem
from dagplan.models.plan import Plan
from dagplan.models.request import PlanRequest, Request
from dagplan.models.view import visits_asked_for
from dagplan.words.messages.file_faults import FileFaults


def places_in(request: PlanRequest, plan: Plan) -> dict[str, tuple[Request, int]]:
    """The request of each visit and its place in the sequence, for a plan of this request.

    Raises
    ------
    InputError
        If the plan books what the request does not ask for.
    """
    places = visits_asked_for(request)
    problems = [
        Problem.of(
            f"$.bookings[{index}].visit",
            FileFaults.NOT_ASKED_FOR(visit=one.visit, patient=one.patient),
            "unknown_id",
        )
        for index, one in enumerate(plan.bookings)
        if one.visit not in places or places[one.visit][0].patient != one.patient
    ]
    if problems:
        raise InputError(problems)
    return places
