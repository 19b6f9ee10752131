"""Two plans from files told apart, with true costs: as each says itself, or both reckoned for one request."""

from __future__ import annotations

from dagplan.models.booked import Booking
from dagplan.models.cost import terms_of
from dagplan.models.difference import CostDifference, Difference, difference
from dagplan.models.plan import Plan, Unbooked
from dagplan.models.request import PlanRequest

from .reading import Reading


def compared(old: Reading[Plan], new: Reading[Plan], request: PlanRequest | None = None) -> Difference:
    """What differs between two plans, however each was read.

    Parameters
    ----------
    old, new
        The plans, with what their files say of the cost; one whose file says nothing of it has none.
    request
        What both answer. Then both costs are what its terms and weights make of the bookings of visits that it asks
        for, and what either leaves unbooked is what it lacks of it.
    """
    if request is None:
        cost = CostDifference(before=old.cost, after=new.cost)
        known = old.tells_unbooked and new.tells_unbooked
        return difference(old.value, new.value, cost=cost, unbooked_known=known)
    before, after = (_answering(one.value, request) for one in (old, new))
    costs = (terms_of(request, _asked_for(plan.bookings, request)).total for plan in (before, after))
    return difference(before, after, cost=CostDifference(before=next(costs), after=next(costs)))


def _answering(plan: Plan, request: PlanRequest) -> Plan:
    """A plan that says of this request what it leaves unbooked."""
    booked = {one.visit for one in plan.bookings}
    lacking = tuple(
        Unbooked(request=case.id, reasons=())
        for case in request.requests
        if any(visit.id not in booked for visit in case.visits)
    )
    return plan.model_copy(update={"unbooked": lacking})


def _asked_for(bookings: tuple[Booking, ...], request: PlanRequest) -> list[Booking]:
    patients = {visit.id: case.patient for case in request.requests for visit in case.visits}
    return [one for one in bookings if patients.get(one.visit) == one.patient]
