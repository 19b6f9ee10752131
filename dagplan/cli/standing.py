"""A plan whose bookings stand: read for a request, and put in the place of the request's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dagplan.words.messages.command_line import Commands
from dagplan.words.messages.plan_warnings import PlanWarnings

from .app import tell_passed_over
from .terminal import complain

if TYPE_CHECKING:
    from dagplan.files import Loaded
    from dagplan.models import Plan, PlanRequest
    from dagplan.words import Said

MOST_NAMED = 5
"""So many bookings are named in a line; the others are counted."""


def plan_to_stand(given: Loaded, path: str, *, quiet: bool) -> Plan:
    """The plan at a path, read for a request; it is judged also when there is no request.

    What in it is passed over, or counts otherwise than it says, is told on standard error.

    Raises
    ------
    InputError
        With every problem of the plan.
    """
    from dagplan.models import InputError

    found = given.with_plan(path)
    tell_passed_over(found.passed_over[len(given.passed_over) :], quiet=quiet)
    if found.made is None:
        raise InputError(found.problems[len(given.problems) :])
    if given.asked and not quiet:
        _tell_other_lengths(given.request, found.plan, path)
    return found.plan


def _tell_other_lengths(request: PlanRequest, plan: Plan, path: str) -> None:
    from dagplan.models.clock import end_clock
    from dagplan.models.replanning import of_other_length

    found = of_other_length(request, plan)
    if found:
        said: list[Said] = [
            Commands.BOOKED_UNTIL(visit=one.visit, start=one.start, end=end_clock(one.end), length=minutes)
            for one, minutes in found[:MOST_NAMED]
        ]
        if more := len(found) - len(said):
            said.append(PlanWarnings.MORE(n=more))
        complain(f"{path}: {Commands.OF_OTHER_LENGTH(n=len(found), bookings=said).shown}")


def standing(request: PlanRequest, plan: Plan, path: str) -> PlanRequest:
    """The request with the plan's bookings as those that stand.

    Raises
    ------
    InputError
        With the place of each booking in the plan that the request can't have.
    """
    from dagplan.models.errors import json_path
    from dagplan.models.replanning import with_plan

    return with_plan(request, plan, lambda place: f"{path}: {json_path(place)}")
