"""The one judge of all methods: the package's own checker and cost, and one lower bound for everybody."""

from __future__ import annotations

from collections.abc import Iterable

from dagplan import Plan, PlanRequest, check
from dagplan.models import applicable_routine, gap, terms_of, warnings_of
from dagplan.models.bookings import booking_of, day_plans_of, locked_bookings
from dagplan.models.plan import AppliedRule, Objective, Run, Unbooked
from dagplan.models.request import ExistingBooking


class RefusedPlanError(RuntimeError):
    """A method's plan breaks a rule, or costs less than the proven bound: a defect, never a result."""


def judge(request: PlanRequest, bookings: Iterable[ExistingBooking], lower_bound: int) -> Plan:
    """Make bookings a plan, locked ones included, and hold it against every rule.

    Parameters
    ----------
    request
        What was to be planned.
    bookings
        What a method booked.
    lower_bound
        The cost that no plan can undercut, the engine's; the gap is taken against it.

    Raises
    ------
    RefusedPlanError
        If the checker finds anything.
    """
    cases = {visit.id: (case, at) for case in request.requests for at, visit in enumerate(case.visits)}
    placed = list(locked_bookings(request))
    placed += [booking_of(*cases[one.visit], one.practitioner, one.unit, one.start) for one in bookings]
    placed.sort(key=lambda one: (one.start, one.practitioner, one.end, one.visit))
    terms = terms_of(request, placed)
    nothing = terms_of(request, locked_bookings(request)).total
    booked = {booking.visit for booking in placed}
    routine = applicable_routine(request.first_date)
    plan = Plan(
        status="optimal" if terms.total == lower_bound else "feasible",
        bookings=tuple(placed),
        day_plans=day_plans_of(tuple(placed)),
        unbooked=tuple(
            Unbooked(request=case.id, reasons=())
            for case in request.requests
            if any(visit.id not in booked for visit in case.visits)
        ),
        objective=Objective(
            cost=terms.total, lower_bound=lower_bound, gap=gap(terms.total, lower_bound, nothing), terms=terms
        ),
        rule=AppliedRule(
            document=routine.document,
            version=routine.version,
            valid_from=routine.valid_from,
            valid_to=routine.valid_to,
        ),
        warnings=warnings_of(request, routine),
        run=Run(seed=request.settings.seed, workers=1, wall_seconds=0.0, versions={}, request_hash=""),
    )
    violations = check(request, plan)
    if violations:
        raise RefusedPlanError("; ".join(str(violation) for violation in violations[:5]))
    return plan
