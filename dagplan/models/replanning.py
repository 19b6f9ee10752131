"""A request to be planned anew: the bookings of the plan before stand until they are moved."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import ValidationError

from .arguments import PLAN, REQUEST, YES_OR_NO, takes
from .booked import Booking, EarlierPlan
from .clock import length_of
from .errors import Location
from .history import place_of, standing
from .plan import Plan
from .request import ExistingBooking, PlanRequest
from .validation import as_input_error


@takes(request=REQUEST, plan=PLAN, locked=YES_OR_NO)
def with_bookings(request: PlanRequest, plan: Plan, *, locked: bool = False) -> PlanRequest:
    """The request with a plan's bookings as what is booked already, to be planned again.

    Parameters
    ----------
    request
        Its own bookings go, but for the locked ones.
    plan
        A plan of it, or of one like it. Bookings of visits that the request doesn't have are known to the new plan
        (``earlier``), so that calendars and booking systems can be told.
    locked
        True: all stand as facts. False: they may move, at a cost, but for those that were locked before.

    Raises
    ------
    pydantic.ValidationError
        If the plan names a person, a unit or an item of equipment that the request does not have.
    TypeError
        If an argument is not what is wanted.
    """
    own = {one.visit: one for one in request.bookings}
    bookings = {one.visit: _stands_again(one, own.get(one.visit), locked=locked) for one in plan.bookings}
    for one in not_asked(request, plan):
        del bookings[one.visit]
    bookings |= {visit: _fact(fact, bookings.get(visit)) for visit, fact in own.items() if fact.locked}
    whole = request.model_dump(by_alias=True) | {"bookings": tuple(bookings.values()), "earlier": None}
    again = type(request).model_validate(whole)
    return again.model_copy(update={"earlier": _earlier(request, plan)})


def with_plan(request: PlanRequest, plan: Plan, place: Callable[[Location], str]) -> PlanRequest:
    """The request with a plan's bookings as those that stand, where the plan may be a stranger's.

    Parameters
    ----------
    request, plan
        See ``with_bookings``.
    place
        Writes where in the plan something is wrong.

    Raises
    ------
    InputError
        With the place of each booking in the plan that the request can't have.
    """
    try:
        return with_bookings(request, plan)
    except ValidationError as error:
        raise as_input_error(error, place) from error


def not_asked(request: PlanRequest, plan: Plan) -> tuple[Booking, ...]:
    """Bookings of a plan that don't stand in the request: of visits it doesn't have, or has for another patient."""
    patients = {visit.id: case.patient for case in request.requests for visit in case.visits}
    return tuple(one for one in plan.bookings if patients.get(one.visit) != one.patient)


def of_other_length(request: PlanRequest, plan: Plan) -> tuple[tuple[Booking, int], ...]:
    """Bookings of a plan that don't end as the request has it, whose length counts, with the minutes of their visits.

    The request has changed since, or somebody moved the start by hand and not the end.
    """
    lengths = {visit.id: visit.duration for case in request.requests for visit in case.visits}
    left_out = {one.visit for one in not_asked(request, plan)}
    standing = ((one, lengths[one.visit]) for one in plan.bookings if one.visit not in left_out)
    return tuple((one, minutes) for one, minutes in standing if one.end - one.start != length_of(minutes))


def _stands_again(one: Booking, own: ExistingBooking | None, *, locked: bool) -> ExistingBooking:
    made = ExistingBooking(
        visit=one.visit,
        practitioner=one.practitioner,
        unit=one.unit,
        start=one.start,
        locked=locked,
        equipment=one.equipment,
        source=one.source,
        revision=one.revision,
    )
    # The request may know by now which Appointment the plan's proposal has become.
    return made.model_copy(update={"source": own.source}) if own and own.source and _same(own, made) else made


def _fact(fact: ExistingBooking, told: ExistingBooking | None) -> ExistingBooking:
    """A locked booking of the request's own; where the plan has the same one, its items and since when it stands."""
    if told is None or not _same(fact, told):
        return fact
    items = told.equipment if set(told.equipment) >= set(fact.equipment) else fact.equipment
    return fact.model_copy(
        update={"revision": told.revision, "source": fact.source or told.source, "equipment": items}
    )


def _same(one: ExistingBooking, other: ExistingBooking) -> bool:
    return (one.practitioner, one.unit, one.start) == (other.practitioner, other.unit, other.start)


def _earlier(request: PlanRequest, plan: Plan) -> EarlierPlan:
    """What is known of the plan before, and the Appointments that stand somewhere else than it says."""
    places = set(map(place_of, plan.bookings))
    next_number = max(len(plan.run.made), 1)
    elsewhere = tuple(
        one.model_copy(update={"revision": next_number})  # no calendar was told of it by the plan before
        for one in standing(request, sourced=True)
        if place_of(one) not in places
    )
    return EarlierPlan(made=plan.run.made, stood=(*plan.bookings, *elsewhere), former=plan.former)
