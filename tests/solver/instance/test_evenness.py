"""The count of minutes against the contract's term, over random bookings; by hand what one visit more changes."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from dagplan.models.evenness import points_above
from dagplan.solver.instance.evenness import Evenness, Load, UnitDates
from dagplan.solver.instance.parts import cut_out, independent_parts, units_of
from dagplan.solver.instance.translate import translate
from tests.build import DAY, asked, read, single, window

NEXT, LAST = "2026-10-06", "2026-10-07"


def drawn_evenness(draw):
    units = {}
    for unit in draw.sample(range(4), draw.randint(1, 3)):
        count = draw.randint(1, 6)
        columns = {day: at for at, day in enumerate(range(count)) if draw.random() < 0.9}
        units[unit] = UnitDates(
            tuple(draw.choice([20, 60, 240, 1000]) for _ in range(count)),
            tuple(draw.choice([0, 0, 15, 60, 300]) for _ in range(count)),
            columns,
        )
    return Evenness(draw.choice([1, 5, 30]), units)


def by_the_contract(evenness, minutes):
    total = 0
    for unit, dates in evenness.units.items():
        booked = list(dates.locked)
        for day, at in dates.column.items():
            booked[at] += minutes.get((unit, day), 0)
        total += points_above(dates.available, booked)
    return evenness.weight * total


@pytest.mark.parametrize("seed", range(40))
def test_what_is_counted_is_the_contracts_term_after_every_booking(seed):
    draw = random.Random(seed)
    evenness = drawn_evenness(draw)
    load, minutes, stands = Load(evenness), {}, []
    assert load.cost == evenness.cost_of_locked == by_the_contract(evenness, {})
    for _ in range(60):
        before = load.cost
        if stands and draw.random() < 0.4:
            unit, day, length = stands.pop(draw.randrange(len(stands)))
            length = -length
        else:
            # Some of them at a unit where nobody works, or on a date that does not count.
            unit, day, length = draw.randrange(4), draw.randrange(7), draw.choice([5, 10, 30, 45])
            stands.append((unit, day, length))
        told = load.delta(unit, day, length)
        assert load.cost_with({(unit, day): length}) == before + told
        load.book(unit, day, length)
        minutes[unit, day] = minutes.get((unit, day), 0) + length
        assert load.cost == before + told == by_the_contract(evenness, minutes) == evenness.cost(minutes)
        assert load.cost == load.cost_of(range(4)) == sum(load.cost_of([one]) for one in range(4))


def three_dates(*requests, **fields):
    """A doctor with 100 minutes at u1 on three dates, each percentage point of unevenness at 5."""
    windows = [window("doctor", "08:00", "09:40", day=day) for day in (DAY, NEXT, LAST)]
    base = {"last_date": LAST, "availability": windows, "settings": {"workers": 1, "weights": {"uneven": 5}}}
    return translate(read(asked(*requests, **{**base, **fields})))[0]


def test_the_dates_of_a_request_come_with_what_they_cost_and_of_the_same_cost_the_emptiest_first():
    instance = three_dates(single("r0", duration=10), single("r1", duration=30))
    request, load = instance.requests[0], Load(instance.evenness)
    # On empty dates: 10 minutes are 10 points, the mean is 3: 35; and a day from the target costs 10.
    assert load.cheapest_first(request, None) == [(0, 35), (1, 45), (2, 55)]
    load.book(0, 0, 30)
    # The mean is 13 with it: there 27 are above instead of 20 before, elsewhere 17.
    assert load.cheapest_first(request, None) == [(1, 10 - 15), (2, 20 - 15), (0, 35)]
    assert load.cheapest_first(request, {0, 2}) == [(2, 5), (0, 35)]
    even = replace(request, days=type(request.days)([(0, 0), (2, 0), (1, 0)]))
    load.book(0, 0, -30)
    load.book(0, 2, 1)  # too little to be a point of the mean: the same cost, but not as empty
    assert [day for day, _ in load.cheapest_first(even, {1, 2})] == [1, 2]


@pytest.mark.parametrize("seed", range(20))
def test_no_booking_saves_more_than_the_most_it_can(seed):
    draw = random.Random(seed)
    base = three_dates(single("r0", duration=draw.choice([10, 30])))
    request = base.requests[0]
    saved = base.evenness.most_saved(request)
    for _ in range(100):
        load = Load(base.evenness)
        for day in range(3):
            load.book(0, day, draw.randrange(101))
        assert all(load.delta(0, day, request.minutes) >= -saved for day in range(3))


def test_the_most_it_can_is_reached():
    instance = three_dates(single("r0", duration=30))
    load = Load(instance.evenness)
    load.add({(0, 0): 60, (0, 1): 60})
    # Two dates at 60 above a mean of 40; with 30 more on the third the mean is 50, and none is above but these.
    assert load.delta(0, 2, 30) == -5 * 2 * 10 == -instance.evenness.most_saved(instance.requests[0])


def two_units(**fields):
    """At u1 two requests, each with a person of its own; u2 for another; at u3 only a locked visit."""
    return translate(
        read(
            asked(
                single("r0", "p0", units=["u1"]),
                single("r1", "p1", "spirometry", units=["u1"]),
                single("r2", "p2", "surgery", units=["u2"]),
                single("r3", "p3", "surgery", units=["u3"]),
                last_date=NEXT,
                units=[{"id": "u1"}, {"id": "u2"}, {"id": "u3"}],
                practitioners=[
                    {"id": "nurse", "competences": ["spirometry"]},
                    {"id": "doctor", "competences": ["physician"]},
                    {"id": "surgeon", "competences": ["surgery"]},
                ],
                availability=[
                    window("nurse", "08:00", "09:00", "u1"),
                    window("doctor", "08:00", "09:00", "u1"),
                    window("surgeon", "08:00", "09:00", "u2"),
                    window("surgeon", "08:00", "09:00", "u3", NEXT),
                    window("nurse", "08:00", "09:00", "u3", NEXT),
                    window("nurse", "08:00", "09:00", "u3", "2026-10-08"),  # after the last date
                    window("doctor", "10:00", "12:00", "u3"),
                ],
                bookings=[
                    {
                        "visit": "r3-v",
                        "practitioner": "surgeon",
                        "unit": "u3",
                        "start": f"{NEXT}T08:00",
                        "locked": True,
                    }
                ],
                **fields,
            )
        )
    )[0]


def test_requests_of_one_unit_are_one_part_only_where_it_costs_anything_how_evenly_it_is_filled():
    assert independent_parts(two_units()) == [[0], [1], [2]]
    even = two_units(settings={"weights": {"uneven": 2}})
    assert independent_parts(even) == [[0, 1], [2]]
    assert [units_of(even, part) for part in independent_parts(even)] == [{0}, {1}]
    part = cut_out(even, [0, 1]).instance
    assert list(part.evenness.units) == [0]
    assert part.constant == part.evenness.cost_of_locked == 0


def test_what_locked_visits_cost_is_no_constant():
    even = two_units(settings={"weights": {"uneven": 2}})
    # At u3 30 of 120 minutes are booked on the second date and none of 120 on the first: 25 against a mean of 12.
    assert even.evenness.cost_of_locked == 2 * 13
    assert even.constant == two_units().constant
    assert even.nothing_booked == two_units().nothing_booked + 26
