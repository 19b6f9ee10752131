"""The first plan by hand: one doctor, half hours, and who comes first."""

from __future__ import annotations

import pytest

from dagplan.solver.running.deadlines import Deadline
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import insert_greedily, keep_existing, least_cost, same_day_requests
from tests.build import DAY, at, linked, single, window
from tests.solver.search.drafts import at_half_past_eight, instance_of

NEXT = "2026-10-06"


def told(calendars):
    """Where each request is: its date's number and the clock time of its first visit."""
    return {
        index: (one.day, f"{one.slots[0].start // 60:02d}:{one.slots[0].start % 60:02d}")
        for index, one in calendars.placed.items()
    }


def doctor(start, end, **fields):
    return window("doctor", start, end, **fields)


def booked(visit, clock, day=DAY, **fields):
    return {"visit": visit, "practitioner": "doctor", "unit": "u1", "start": at(clock, day), **fields}


def greedily(instance, **fields):
    calendars = Calendars(instance)
    insert_greedily(calendars, instance.requests.values(), same_day_requests(instance), **fields)
    return told(calendars)


def test_wishes_for_a_date_go_both_ways():
    instance = instance_of(
        single("r0", "p", same_day_as=["r2"]),
        single("r1", "q"),
        single("r2", "p", same_day_as=["r3"]),
        single("r3", "p"),
    )
    found = {index: set(others) for index, others in same_day_requests(instance).items()}
    assert found == {0: {2}, 2: {0, 3}, 3: {2}}


def test_the_least_cost_is_on_the_best_date_or_to_be_left_out():
    """A day late 275; four days would be 1100, to be left out is 1000; nowhere at all, two visits at 1000."""
    days = {
        "last_date": "2026-10-09",
        "availability": [doctor("08:00", "09:00", day=day) for day in (NEXT, "2026-10-09")],
    }
    instance = instance_of(
        single("r0", "p0", target=DAY),
        single("r1", "p1", target=DAY, earliest="2026-10-09"),
        linked(id="r2", patient="p2", excluded_dates=[NEXT, "2026-10-09"]),
        settings={"weights": {"day_deviation": 275}},
        **days,
    )
    requests = instance.requests
    assert [least_cost([requests[number]]) for number in range(3)] == [275, 1000, 2000]
    assert least_cost(requests.values()) == 3275
    assert least_cost([]) == 0


@pytest.mark.parametrize(
    ("first", "second", "ends", "winner"),
    [
        # 1000 for 30 minutes, or 2000
        ({}, {"priority": "urgent"}, "08:30", 1),
        ({"priority": "urgent"}, {}, "08:30", 0),
        # 2000 for 60 minutes is as much a minute as 1000 for 30: the shorter one
        ({"priority": "urgent", "duration": 60}, {}, "09:00", 1),
        # 2000 for 55 is more
        ({"priority": "urgent", "duration": 55}, {}, "09:00", 0),
        # alike in all: the one that was asked for first
        ({}, {}, "08:30", 0),
    ],
)
def test_the_most_valuable_minutes_come_first(first, second, ends, winner):
    both = single("r0", "p0", **first), single("r1", "p1", **second)
    instance = instance_of(*both, availability=[doctor("08:00", ends)])
    assert list(greedily(instance)) == [winner]
    calendars = Calendars(instance)
    insert_greedily(calendars, reversed(instance.requests.values()), {})
    assert list(calendars.placed) == [winner]


def test_in_order_they_are_taken_as_they_come():
    instance = instance_of(
        single("r0", "p0"), single("r1", "p1", priority="stat"), availability=[doctor("08:00", "08:30")]
    )
    assert list(greedily(instance)) == [1]
    assert list(greedily(instance, in_order=True)) == [0]


def test_what_is_placed_stays_and_what_has_no_room_is_left_out():
    instance = instance_of(at_half_past_eight("r0"), at_half_past_eight("r1", priority="stat"), single("r2", "p2"))
    calendars = Calendars(instance)
    insert_greedily(calendars, [instance.requests[0], instance.requests[2]], {})
    before = told(calendars)
    assert before.keys() == {0, 2}
    assert before[0] == (0, "08:30")
    insert_greedily(calendars, instance.requests.values(), {})
    assert told(calendars) == before
    # four hours of the doctor's, less two visits of half an hour
    assert sum(free.bit_count() for free in calendars.free) == 4 * 60 - 2 * 30


def test_after_the_deadline_no_more_are_looked_at():
    instance = instance_of(single("r0", "p0"), single("r1", "p1"))
    assert greedily(instance, deadline=Deadline(0)) == {}
    assert greedily(instance, deadline=Deadline(60)).keys() == {0, 1}


@pytest.mark.parametrize(("max_moved", "places"), [(0, {2}), (1, {0, 2}), (2, {0, 1, 2})])
def test_no_more_leave_their_booking_than_may(max_moved, places):
    """Two are booked where nobody works any more; the third can stay."""
    instance = instance_of(
        *(single(f"r{number}", f"p{number}") for number in range(3)),
        availability=[doctor("08:00", "10:00")],
        bookings=[booked("r0-v", "11:00"), booked("r1-v", "11:30"), booked("r2-v", "08:00")],
        settings={"max_moved": max_moved},
    )
    calendars = Calendars(instance)
    keep_existing(calendars, instance.requests.values(), {})
    assert told(calendars) == {2: (0, "08:00")}
    insert_greedily(calendars, instance.requests.values(), {})
    assert calendars.placed.keys() == places


@pytest.mark.parametrize(("max_moved", "day", "places"), [(1, 0, {0}), (0, 1, {0}), (2, 0, {0, 1})])
def test_what_could_stay_counts_till_it_is_booked_somewhere(max_moved, day, places):
    """r0 could stay a date late, at 100: to go is cheaper, at 50, where that one move is left; r1 has to go."""
    instance = instance_of(
        single("r0", "p0", target=DAY),
        single("r1", "p1"),
        last_date=NEXT,
        availability=[doctor("08:00", "09:00"), doctor("08:00", "09:00", day=NEXT)],
        bookings=[booked("r0-v", "08:00", NEXT), booked("r1-v", "11:00")],
        settings={"max_moved": max_moved, "weights": {"day_deviation": 100}},
    )
    calendars = Calendars(instance)
    insert_greedily(calendars, instance.requests.values(), {})
    assert told(calendars)[0][0] == day
    assert calendars.placed.keys() == places


@pytest.mark.parametrize(
    ("clock", "kept"), [("08:30", True), ("08:31", False), ("12:00", False), ("11:30", True), ("11:35", False)]
)
def test_what_is_booked_stays_where_it_keeps_the_rules(clock, kept):
    instance = instance_of(single("r0", "p0"), bookings=[booked("r0-v", clock)])
    calendars = Calendars(instance)
    keep_existing(calendars, instance.requests.values(), {})
    assert told(calendars) == ({0: (0, clock)} if kept else {})


def test_of_two_at_one_time_the_first_stays():
    instance = instance_of(
        single("r0", "p0"), single("r1", "p1"), bookings=[booked("r0-v", "08:30"), booked("r1-v", "08:45")]
    )
    calendars = Calendars(instance)
    keep_existing(calendars, [instance.requests[1], instance.requests[0]], {})
    assert calendars.placed.keys() == {1}


@pytest.mark.parametrize(("of_a_day", "kept"), [(1000, True), (1001, False)])
def test_what_costs_more_where_it_is_than_left_out_does_not_stay(of_a_day, kept):
    """A day late; with as many moves as pay it goes, where moves are limited it stays whatever it costs."""
    for settings, stays in (({}, kept), ({"max_moved": 0}, True)):
        instance = instance_of(
            single("r0", "p0", target=DAY),
            last_date=NEXT,
            availability=[doctor("08:00", "09:00", day=NEXT)],
            bookings=[booked("r0-v", "08:00", NEXT)],
            settings={"weights": {"day_deviation": of_a_day}, **settings},
        )
        calendars = Calendars(instance)
        keep_existing(calendars, instance.requests.values(), {})
        assert bool(calendars.placed) is stays


@pytest.mark.parametrize(("apart", "kept"), [(1000, {0, 1}), (1001, {0})])
def test_apart_from_its_pair_counts_too(apart, kept):
    instance = instance_of(
        single("r0", "p", same_day_as=["r1"]),
        single("r1", "p", target=NEXT),
        last_date=NEXT,
        availability=[doctor("08:00", "09:00"), doctor("08:00", "09:00", day=NEXT)],
        bookings=[booked("r0-v", "08:00"), booked("r1-v", "08:00", NEXT)],
        settings={"weights": {"apart": apart}},
    )
    calendars = Calendars(instance)
    keep_existing(calendars, instance.requests.values(), same_day_requests(instance))
    assert calendars.placed.keys() == kept
