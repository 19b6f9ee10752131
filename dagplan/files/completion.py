"""A plan from another source, completed with what follows from its bookings.

Only what such a plan states itself should be held against it, so what it leaves out is derived. Its bookings
it has to state.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dagplan.models.bookings import day_plans_of, locked_bookings
from dagplan.models.checker import warnings_of
from dagplan.models.clock import load_zone
from dagplan.models.cost import gap, terms_of
from dagplan.models.fields import zone_for_reading
from dagplan.models.piecewise import read_list
from dagplan.models.plan import AppliedRule, Booking, Plan, Run, Terms, Unbooked
from dagplan.models.request import PlanRequest, Role
from dagplan.models.routine import applicable_routine
from dagplan.models.validation import validate_bounded


def plan_from(data: Mapping[str, Any], request: PlanRequest) -> Plan:
    """A plan for a request from JSON-like data, completed.

    Times with an offset are converted to the request's time zone.

    Raises
    ------
    pydantic.ValidationError
        With every problem of the data as it was given.
    """
    whole = dict(data)
    with zone_for_reading(load_zone(request.time_zone)):
        if isinstance(whole.get("bookings"), list):
            roles = {visit.id: visit.role for case in request.requests for visit in case.visits}
            whole["bookings"] = [_with_role(entry, roles) for entry in whole["bookings"]]
        bookings = read_list(Booking, whole.get("bookings"))
        if bookings is None:
            bookings = ()  # judged once more below, with its place in the plan
        else:
            whole["bookings"] = bookings
        return validate_bounded(Plan, whole | _left_out(whole, request, bookings) | _worth(whole, request, bookings))


def _with_role(entry: object, roles: Mapping[str, Role | None]) -> object:
    """A booking's role may be left out, as it may in the request."""
    if not isinstance(entry, Mapping) or "role" in entry:
        return entry
    visit = entry.get("visit")
    return {**entry, "role": roles.get(visit) if isinstance(visit, str) else None}


def _left_out(data: Mapping[str, Any], request: PlanRequest, bookings: tuple[Booking, ...]) -> dict[str, Any]:
    """What follows from the bookings, but for what is stated."""
    return {name: value for name, value in _derived(request, bookings).items() if name not in data}


def _derived(request: PlanRequest, bookings: tuple[Booking, ...]) -> dict[str, Any]:
    booked = {booking.visit for booking in bookings}
    routine = applicable_routine(request.first_date)
    return {
        "day_plans": day_plans_of(bookings),
        "unbooked": tuple(
            Unbooked(request=case.id, reasons=())
            for case in request.requests
            if any(visit.id not in booked for visit in case.visits)
        ),
        "rule": AppliedRule(
            document=routine.document,
            version=routine.version,
            valid_from=routine.valid_from,
            valid_to=routine.valid_to,
        ),
        "warnings": warnings_of(request, routine),
        "run": Run(seed=request.settings.seed, workers=1, wall_seconds=0.0, versions={}, request_hash=""),
    }


def _worth(data: Mapping[str, Any], request: PlanRequest, bookings: tuple[Booking, ...]) -> dict[str, Any]:
    """Status and objective, each part that is not stated derived so that it agrees with those that are."""
    stated = data.get("objective", {})
    if not isinstance(stated, Mapping):
        return {"status": data.get("status", "feasible")}
    terms = terms_of(request, _of_known_visits(request, bookings))
    cost = stated.get("cost", terms.total)
    bound = stated.get("lower_bound", cost if data.get("status") == "optimal" else 0)
    says_nothing_of_bound = "lower_bound" not in stated and data.get("status") == "feasible"
    status = data.get("status")
    if status is None or says_nothing_of_bound:
        status = "optimal" if bound == cost else "feasible"
    return {"status": status, "objective": {**_figures(request, terms, bound), "cost": cost, **stated}}


def _figures(request: PlanRequest, terms: Terms, bound: object) -> dict[str, Any]:
    locked_only = terms_of(request, locked_bookings(request)).total
    share = gap(terms.total, bound, locked_only) if isinstance(bound, int) else 0.0
    return {"lower_bound": bound, "gap": share, "terms": terms}


def _of_known_visits(request: PlanRequest, bookings: tuple[Booking, ...]) -> list[Booking]:
    known = {visit.id for case in request.requests for visit in case.visits}
    return [booking for booking in bookings if booking.visit in known]
