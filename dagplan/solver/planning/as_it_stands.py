"""The plan that a request's own bookings are: nothing is planned, and nothing that breaks a rule is hidden."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from dagplan.models import PlanRequest
from dagplan.models.arguments import REQUEST, takes
from dagplan.models.bookings import locked_bookings
from dagplan.models.case import Case
from dagplan.models.checker import broken_rules, violations_of
from dagplan.models.history import with_history
from dagplan.models.plan import Booking, Plan
from dagplan.solver.explain.reasons import Reasons
from dagplan.solver.instance.translate import translate
from dagplan.solver.search.greedy import least_cost

from .assemble import WrongPlanError, in_order, written, written_ahead


@takes(request=REQUEST)
def plan_as_it_stands(request: PlanRequest) -> tuple[PlanRequest, Plan]:
    """The bookings of a request as a plan, with the request that it is a plan of.

    A planner may have booked against a rule. What breaks one, and all else that is booked of its request, is taken as
    locked: so it stands in the plan, which says as a warning what it breaks, as of any locked booking. The same goes
    for a request that lacks some of its visits: it keeps those that it has, and stands among the unbooked.

    Parameters
    ----------
    request
        With its ``bookings``.

    Returns
    -------
    tuple of PlanRequest and Plan
        The request with those bookings locked, or itself where all keep the rules; and the plan, checked against
        every rule. Its lower bound is a weak one that takes no time.

    Raises
    ------
    TypeError
        If the request is not a ``PlanRequest``.
    """
    began = time.monotonic()
    asked = with_breaches_locked(request)
    case = Case(asked, tuple(in_order(standing_in_full(asked))))
    instance, names = translate(asked)
    bound = min(instance.constant + least_cost(instance.requests.values()), case.terms.total)
    lacking = set(case.lacking)
    open_ones = [index for index in instance.requests if asked.requests[index].id in lacking]
    ahead = written_ahead(asked, instance)
    made = written(case, instance, ahead, bound, open_ones, Reasons(asked, instance, names))
    made = with_history(asked, made, None if asked.settings.deterministic else datetime.now(UTC))
    violations = violations_of(case, made)
    if violations:
        raise WrongPlanError("; ".join(str(violation) for violation in violations[:5]))
    run = made.run.model_copy(update={"wall_seconds": round(time.monotonic() - began, 3)})
    return asked, made.model_copy(update={"run": run})


def with_breaches_locked(request: PlanRequest) -> PlanRequest:
    """The request with every booking locked that has a part in breaking a rule, and those of the same requests."""
    owners = {visit.id: case.id for case in request.requests for visit in case.visits}
    locked: set[str] = set()
    while True:
        asked = _locked(request, {one.visit for one in request.bookings if owners[one.visit] in locked})
        charges = list(broken_rules(Case(asked, tuple(in_order(standing_in_full(asked))))))
        named = {owners.get(one, one) for charge in charges for one in charge.ids} & set(owners.values())
        if not charges:
            return asked
        if named <= locked:  # what breaks the rules names nobody: then all of it are facts
            return _locked(request, {one.visit for one in request.bookings})
        locked |= named


def standing_in_full(request: PlanRequest) -> list[Booking]:
    """All that stands, as bookings of a plan."""
    every = _locked(request, {one.visit for one in request.bookings})
    return list(locked_bookings(every))


def _locked(request: PlanRequest, visits: set[str]) -> PlanRequest:
    bookings = tuple(
        one.model_copy(update={"locked": True}) if one.visit in visits and not one.locked else one
        for one in request.bookings
    )
    return request.model_copy(update={"bookings": bookings}) if visits else request
