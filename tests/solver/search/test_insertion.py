"""Insertion against enumeration: beside what is booked, no place costs less than the one that is found."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dagplan import PlanRequest
from dagplan.solver.instance.translate import translate
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import insert_greedily, same_day_requests
from dagplan.solver.search.insertion import cheapest_insertion, cheapest_of_all
from tests.instances import tiny
from tests.offered import as_bookings
from tests.oracle import Oracle, clash
from tests.thorough import some

SEEDS = range(some(120))


def without_bookings(seed):
    """A tiny request in which nothing is booked yet."""
    return {**tiny(seed), "bookings": []}


def entries(request, placement, instance, names):
    """A placement as the oracle has it: visit, person, unit, start, end."""
    day = instance.dates[placement.day]
    midnight = datetime(day.year, day.month, day.day)
    for visit, slot in zip(request["visits"], placement.slots, strict=True):
        person = names.people[instance.segments[slot.segment].person]
        start = midnight + timedelta(minutes=slot.start)
        yield visit["id"], person, names.units[placement.unit], start, start + timedelta(minutes=visit["duration"])


def each_request_taken_out(seed):
    """Each request out of a first plan: what stands, all places, and what was found."""
    asked = without_bookings(seed)
    instance, names = translate(PlanRequest.model_validate(asked))
    same_day = same_day_requests(instance)
    oracle = Oracle(asked)
    for index, request in instance.requests.items():
        calendars = Calendars(instance)
        others = [one for number, one in instance.requests.items() if number != index]
        insert_greedily(calendars, others, same_day)
        cases = asked["requests"]
        stands = [
            (entry, cases[number]["patient"])
            for number, placement in calendars.placed.items()
            for entry in entries(cases[number], placement, instance, names)
        ]
        places = [
            booked
            for booked in oracle.placements(cases[index])
            if not any(clash(one, cases[index]["patient"], *other) for one in booked for other in stands)
        ]
        beside = [entry for entry, _ in stands]
        found = cheapest_insertion(calendars, request, same_day.get(index, ()))
        alone = cheapest_of_all(calendars, request)
        yield asked, oracle, cases[index], beside, places, found, alone, (instance, names)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_cheapest_place_is_found_and_none_where_none_pays(seed):
    for _, oracle, case, beside, places, found, _, made in each_request_taken_out(seed):
        without = oracle.cost_of(as_bookings(beside))
        costs = [oracle.cost_of(as_bookings([*beside, *booked])) for booked in places]
        if found is None:
            assert min(costs, default=without) >= without
            continue
        booked = list(entries(case, found, *made))
        assert booked in [list(one) for one in places]
        assert oracle.cost_of(as_bookings([*beside, *booked])) == min(costs) < without


@pytest.mark.parametrize("seed", SEEDS)
def test_without_wishes_for_a_date_the_cheapest_place_has_the_cost_it_says(seed):
    for _, oracle, case, _, places, _, alone, made in each_request_taken_out(seed):
        costs = [oracle.booked_cost(case, booked) for booked in places]
        if alone is None:
            assert min(costs, default=oracle.unbooked_cost(case)) >= oracle.unbooked_cost(case)
            continue
        assert alone.cost == min(costs) == oracle.booked_cost(case, list(entries(case, alone, *made)))


def test_places_are_many_and_some_requests_have_none():
    """The instances say something: of all that was asked about, most have several places and some none that pays."""
    counts = [len(one[4]) for seed in range(40) for one in each_request_taken_out(seed)]
    assert sum(count > 3 for count in counts) > 30
    assert sum(count == 0 for count in counts) > 3
