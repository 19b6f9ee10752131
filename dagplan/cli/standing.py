"""A plan whose bookings stand: read for a request, and put in the place of the request's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .app import tell_passed_over

if TYPE_CHECKING:
    from dagplan.files import Loaded
    from dagplan.models import Plan, PlanRequest


def plan_to_stand(given: Loaded, path: str, *, quiet: bool) -> Plan:
    """The plan at a path, read for a request; it is judged also when there is no request.

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
    return found.plan


def standing(request: PlanRequest, plan: Plan, path: str) -> PlanRequest:
    """The request with the plan's bookings as those that stand.

    Raises
    ------
    InputError
        With the place of each booking in the plan that the request can't have.
    """
    from pydantic import ValidationError

    from dagplan.models.errors import json_path
    from dagplan.models.replanning import with_bookings
    from dagplan.models.validation import as_input_error

    try:
        return with_bookings(request, plan)
    except ValidationError as error:
        raise as_input_error(error, lambda place: f"{path}: {json_path(place)}") from error
