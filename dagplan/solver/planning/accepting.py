"""The plan with an offer in it: nothing else moves but what the offer says, and the checker has the last word."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from dagplan.models import InputError, PlanRequest, Problem
from dagplan.models.arguments import OFFER, PLAN, REQUEST, takes
from dagplan.models.bookings import booking_as, frozen
from dagplan.models.case import Case
from dagplan.models.checker import broken_rules, violations_of
from dagplan.models.fingerprint import request_hash
from dagplan.models.history import with_history
from dagplan.models.offer import Offer
from dagplan.models.plan import Booking, Plan
from dagplan.models.replanning import with_bookings
from dagplan.solver.explain.reasons import Reasons
from dagplan.solver.instance.translate import translate
from dagplan.solver.search.greedy import least_cost
from dagplan.words.messages.offers import OfferFaults

from .assemble import WrongPlanError, in_order, written, written_ahead


@takes(request=REQUEST, offer=OFFER, plan=PLAN.or_none())
def accept(request: PlanRequest, offer: Offer, plan: Plan | None = None) -> Plan:
    """The plan with one offer in it: all that stands and is not moved by the offer stays as it is.

    Parameters
    ----------
    request
        What the plan is of.
    offer
        One of those that ``suggest`` gave for the same request and plan.
    plan
        The plan whose bookings stand; left out: the request's own ``bookings``.

    Returns
    -------
    Plan
        Of the same request, checked against every rule. It knows of the plan before as one made by planning again
        does: what moved stands in ``former``. Its lower bound is that of the plan before, if that is of just this
        request; otherwise a weak one that takes no time.

    Raises
    ------
    InputError
        If the offer is not of this request and plan, or what stands beside it breaks a rule.
    TypeError
        If an argument is not what is wanted.
    """
    began = time.monotonic()
    standing = request if plan is None else with_bookings(request, plan)
    before = _in_full(standing)
    problems = list(_misfits(request, offer, before))
    if problems:
        raise InputError(problems)
    own = {one.visit for one in offer.bookings}
    booked = {visit: one for visit, one in before.items() if visit not in own}
    booked |= {one.visit: one for one in (*offer.bookings, *offer.moves)}
    case = Case(request, tuple(in_order(booked.values())))
    problems = list(_breaches(case, Case(request, tuple(in_order(before.values())))))
    if problems:
        raise InputError(problems)

    instance, names = translate(request)
    ahead = replace(written_ahead(standing, instance), request_hash=request_hash(request))
    bound = instance.constant + least_cost(instance.requests.values())
    if plan is not None and plan.run.request_hash == ahead.request_hash:
        known = plan.objective.lower_bound
        bound = known if bound < known <= case.terms.total else bound
    lacking = set(case.lacking)
    open_ones = [index for index in instance.requests if request.requests[index].id in lacking]
    made = written(case, instance, ahead, bound, open_ones, Reasons(request, instance, names))
    made = with_history(standing, made, None if request.settings.deterministic else datetime.now(UTC))
    violations = violations_of(case, made)
    if violations:
        raise WrongPlanError("; ".join(str(violation) for violation in violations[:5]))
    run = made.run.model_copy(update={"wall_seconds": round(time.monotonic() - began, 3)})
    return made.model_copy(update={"run": run})


def _in_full(standing: PlanRequest) -> dict[str, Booking]:
    """All that stands, by visit."""
    facts = {one.visit: one for one in frozen(standing).bookings}
    return {
        visit.id: booking_as(case, position, facts[visit.id])
        for case in standing.requests
        for position, visit in enumerate(case.visits)
        if visit.id in facts
    }


def _misfits(request: PlanRequest, offer: Offer, before: dict[str, Booking]) -> Iterator[Problem]:
    """Why an offer is not of this request and plan."""
    case = next((one for one in request.requests if one.id == offer.request), None)
    if case is None:
        yield Problem.of("request", OfferFaults.NO_REQUEST(request=offer.request), "unknown_id")
        return
    if [one.visit for one in offer.bookings] != [visit.id for visit in case.visits]:
        yield Problem.of("accept", OfferFaults.OTHER_VISITS(request=case.id), "stale_offer")
    own = {visit.id for visit in case.visits}
    for one in offer.moves:
        if one.visit in own or one.visit not in before:
            yield Problem.of("accept", OfferFaults.NOT_BOOKED(visit=one.visit), "stale_offer")


def _breaches(case: Case, before: Case) -> Iterator[Problem]:
    """The rules that the bookings break: with the offer, or already before."""
    found = list(broken_rules(case))
    known = {(one.rule, one.ids) for one in broken_rules(before)} if found else set()
    for one in found:
        breach = one.in_words()
        say = OfferFaults.BROKEN_BEFORE if (one.rule, one.ids) in known else OfferFaults.BREAKS
        yield Problem.of("accept", say(breach=one.said), breach.rule)
