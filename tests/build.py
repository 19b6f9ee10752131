"""Builders that keep rule tests short: one date, one unit, a nurse and a physician, unless said otherwise."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime

from dagplan import Plan, PlanRequest
from dagplan.models import gap, terms_of, warnings_of
from dagplan.models.bookings import booking_of, day_plans_of, locked_bookings
from dagplan.models.plan import AppliedRule, Objective, Run, Unbooked
from dagplan.models.routine import VERSION_5

DAY = "2026-10-05"


def at(clock, day=DAY):
    return f"{day}T{clock}"


def window(person, start, end, unit="u1", day=DAY):
    return {"practitioner": person, "unit": unit, "start": at(start, day), "end": at(end, day)}


def linked(**fields):
    """Spirometry (secondary, 30 min, nurse) and then the physician (primary, 30 min)."""
    return {
        "id": "r1",
        "patient": "p1",
        "visits": [
            {"id": "a", "role": "secondary", "duration": 30, "competence": "spirometry"},
            {"id": "b", "role": "primary", "duration": 30, "competence": "physician"},
        ],
        **fields,
    }


def single(name="r2", patient="p2", competence="physician", duration=30, **fields):
    visit = {"id": f"{name}-v", "duration": duration, "competence": competence}
    return {"id": name, "patient": patient, "visits": [visit], **fields}


def asked(*requests, **fields):
    """A request of the contract as a plain dict."""
    base = {
        "schema": "dagplan.request/1",
        "first_date": DAY,
        "last_date": DAY,
        "units": [{"id": "u1"}],
        "practitioners": [
            {"id": "nurse", "competences": ["spirometry"]},
            {"id": "doctor", "competences": ["physician"]},
        ],
        "availability": [window("nurse", "08:00", "12:00"), window("doctor", "08:00", "12:00")],
        "requests": list(requests) or [linked()],
        "settings": {"time_limit": 10, "workers": 1},
    }
    return deepcopy({**base, **fields})


def read(data):
    return PlanRequest.model_validate(data)


def plan_with(request, *placed):
    """A plan of these (visit, practitioner, clock time, [unit], [date]), true in all it says of itself."""
    where = {v.id: (case, i) for case in request.requests for i, v in enumerate(case.visits)}
    locked = {booking.visit for booking in request.bookings if booking.locked}
    bookings = list(locked_bookings(request))
    for visit, person, clock, *more in placed:
        unit = more[0] if more else "u1"
        day = more[1] if len(more) > 1 else DAY
        case, position = where[visit]
        start = datetime.fromisoformat(at(clock, day))
        if visit not in locked:
            bookings.append(booking_of(case, position, person, unit, start))
    bookings.sort(key=lambda one: (one.start, one.practitioner))
    return plan_of(request, bookings)


def plan_of(request, bookings, **objective):
    terms = terms_of(request, bookings)
    booked = {booking.visit for booking in bookings}
    nothing = terms_of(request, locked_bookings(request)).total
    return Plan(
        status="optimal" if terms.total == 0 else "feasible",
        bookings=tuple(bookings),
        day_plans=day_plans_of(tuple(bookings)),
        unbooked=tuple(
            Unbooked(request=case.id, reasons=())
            for case in request.requests
            if any(visit.id not in booked for visit in case.visits)
        ),
        objective=Objective(
            **{
                "cost": terms.total,
                "lower_bound": 0,
                "gap": gap(terms.total, 0, nothing),
                "terms": terms,
                **objective,
            }
        ),
        rule=AppliedRule(
            document=VERSION_5.document,
            version=VERSION_5.version,
            valid_from=VERSION_5.valid_from,
            valid_to=VERSION_5.valid_to,
        ),
        warnings=warnings_of(request),
        run=Run(seed=0, workers=1, wall_seconds=0.0, versions={}, request_hash=""),
    )
