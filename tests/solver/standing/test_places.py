"""Allowed places against the checker: every person and start of a tiny request is tried."""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta

import pytest

from dagplan import InputError, PlanRequest
from dagplan.models.bookings import booking_of
from dagplan.models.case import Case
from dagplan.models.checker import breaches
from dagplan.solver import Standing
from tests.day_changes import drawn_changes
from tests.equipped_instances import equipped_drawn, paired


def starts_of(standing, which, visit):
    """Each allowed start of a visit: person, unit and time."""
    grid = standing.request.settings.grid
    return {
        (one.practitioner, one.unit, datetime.combine(one.date, time()) + timedelta(minutes=minute))
        for one in standing.allowed(which)
        if one.visit == visit
        for first, last in one.starts
        for minute in range(first, last + 1, grid)
    }


def every_place(request):
    """Every person, unit and start on the grid, of dates on which somebody is there."""
    dates = sorted({one.start.date() for one in request.availability})
    minutes = range(0, 1440, request.settings.grid)
    for day in dates:
        begin, end = 24 * 60, 0
        for one in request.availability:
            if one.start.date() == day:
                begin = min(begin, one.start.hour * 60 + one.start.minute)
                end = 1440 if one.end.date() > day else max(end, one.end.hour * 60 + one.end.minute)
        for minute in minutes:
            if begin - 30 <= minute <= end:
                for person in request.practitioners:
                    for unit in request.units:
                        yield person.id, unit.id, datetime.combine(day, time()) + timedelta(minutes=minute)


def stands_there(request, bookings, case, position, place, item_choices):
    """Whether a visit breaks no rule at a place, with any of the items it could have."""
    visit = case.visits[position].id
    others = [one for one in bookings if one.visit != visit]
    loose = [one for one in request.bookings if one.visit != visit]
    held = request.model_copy(
        update={
            "bookings": tuple(loose),
            "settings": request.settings.model_copy(update={"max_moved": None}),
        }
    )
    for items in item_choices:
        trial = booking_of(case, position, *place, items)
        found = breaches(Case(held, (*others, trial)))
        if not any(visit in breach.visits for _, breach in found):
            return True
    return False


def item_choices(request, visit):
    """Every choice of an item of each kind that a visit needs."""
    choices = [()]
    for kind in visit.equipment:
        same = [one.id for one in request.equipment if one.kind.casefold().strip() == kind.casefold().strip()]
        choices = [(*some, item) for some in choices for item in same]
    return choices


@pytest.mark.parametrize("make", [equipped_drawn, paired])
def test_a_visit_may_be_where_it_breaks_no_rule(make):
    tried = allowed = 0
    for seed in range(20):
        draw = random.Random(seed)
        standing = Standing(PlanRequest.model_validate(make(seed)))
        for _ in range(3):
            try:
                standing.apply(drawn_changes(draw, standing.request, lambda _: []))
            except InputError:
                continue
        request, bookings = standing.request, standing.bookings
        booked = {one.visit for one in bookings}
        for case in request.requests:
            for position, visit in enumerate(case.visits):
                if {one.id for one in case.visits} - booked - {visit.id}:
                    continue  # where others find room too is another question
                if standing._state.register.is_locked(visit.id):
                    assert standing.allowed(visit.id) == ()
                    continue
                ours = starts_of(standing, visit.id, visit.id)
                places = list(every_place(request))
                for place in places if len(places) < 500 else draw.sample(places, 500):
                    right = stands_there(request, bookings, case, position, place, item_choices(request, visit))
                    assert (place in ours) == right, (seed, visit.id, place)
                    tried, allowed = tried + 1, allowed + right
                assert ours <= set(places)
    assert tried > 1000
    assert allowed > 50


@pytest.mark.parametrize("make", [equipped_drawn, paired])
def test_why_not_says_nothing_just_where_a_place_is_allowed(make):
    forbidden = 0
    for seed in range(8):
        draw = random.Random(seed)
        standing = Standing(PlanRequest.model_validate(make(seed)))
        for visit in [one for case in standing.request.requests for one in case.visits]:
            if standing._state.register.is_locked(visit.id):
                continue
            ours = starts_of(standing, visit.id, visit.id)
            places = list(every_place(standing.request))
            for place in draw.sample(places, min(60, len(places))):
                why = standing.why_not(visit.id, *place)
                assert (place in ours) == (not why), (seed, visit.id, place, why)
                forbidden += bool(why)
                offer = standing.placing(visit.id, *place, whole=False)
                assert (offer is not None) == (place in ours), (seed, visit.id, place)
                if offer is not None:
                    assert (visit.id, *place) in {
                        (one.visit, one.practitioner, one.unit, one.start) for one in offer.bookings
                    }
    assert forbidden > 100


@pytest.mark.parametrize("make", [equipped_drawn, paired])
def test_every_start_of_a_chain_belongs_to_a_whole_placement_and_no_other_does(make):
    chains = 0
    for seed in range(12):
        standing = Standing(PlanRequest.model_validate(make(seed)))
        draw = random.Random(seed)
        for case in standing.request.requests:
            if len(case.visits) < 2:
                continue
            for visit in case.visits:
                if standing._state.register.is_locked(visit.id):
                    continue
                ours = starts_of(standing, case.id, visit.id)
                places = list(every_place(standing.request))
                for place in draw.sample(places, min(80, len(places))):
                    offer = standing.placing(visit.id, *place)
                    assert (place in ours) == (offer is not None), (seed, visit.id, place)
                    chains += offer is not None
    assert chains > 10
