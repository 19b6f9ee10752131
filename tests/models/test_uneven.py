"""How unevenly dates are filled, by hand from the contract."""

from __future__ import annotations

import pytest

from dagplan.models import terms_of
from tests.build import DAY, asked, at, plan_with, read, single, window

NEXT, THIRD, BEFORE = "2026-10-06", "2026-10-07", "2026-10-02"
LONG, SHORT = window("doctor", "08:00", "12:00"), window("doctor", "08:00", "10:00", day=NEXT)


def uneven(data, *placed):
    request = read(data)
    return terms_of(request, plan_with(request, *placed).bookings).uneven


def dates(*requests, weight=1, **fields):
    """Four hours on one date and two on the next, one hundred percent being all of it."""
    settings = {"weights": {"uneven": weight}}
    return asked(*requests, **{"last_date": THIRD, "availability": [LONG, SHORT], "settings": settings, **fields})


def hour(name, minutes=60):
    return single(name, f"p-{name}", duration=minutes)


def on(name, clock="08:00", day=DAY, unit="u1"):
    return (f"{name}-v", "doctor", clock, unit, day)


def fact(name, clock, day):
    return {"visit": f"{name}-v", "practitioner": "doctor", "unit": "u1", "start": at(clock, day), "locked": True}


CASES = [
    # (name, request, placements, the sum of the percent above the mean)
    ("nothing is booked", dates(hour("x")), [], 0),
    # 60 of 240 is 25, 0 of 120 is 0; 60 of 360 is 16.
    ("an hour on the long date", dates(hour("x")), [on("x")], 25 - 16),
    # 60 of 120 is 50.
    ("an hour on the short date", dates(hour("x")), [on("x", day=NEXT)], 50 - 16),
    # 120 of 240 and 60 of 120 are 50, and so is 180 of 360.
    ("in proportion", dates(hour("x", 120), hour("y")), [on("x"), on("y", day=NEXT)], 0),
    # 60 of 240 is 25, 60 of 120 is 50; 120 of 360 is 33.
    ("as much on both", dates(hour("x"), hour("y")), [on("x"), on("y", day=NEXT)], 50 - 33),
    # Rounded down, each by itself: 50 of 240 is 20 (20.8), 25 of 120 is 20 (20.8), 75 of 360 is 20 (20.8).
    ("rounded down", dates(hour("x", 50), hour("y", 25)), [on("x"), on("y", day=NEXT)], 0),
    # 55 of 240 is 22 (22.9), 20 of 120 is 16 (16.7); 75 of 360 is 20 (20.8).
    ("rounded down apart", dates(hour("x", 55), hour("y", 20)), [on("x"), on("y", day=NEXT)], 22 - 20),
    # A date with nobody there does not count, and what is locked on it neither: 60 of 240 is 25; 60 of 360 is 16.
    (
        "a date without availability",
        dates(hour("x"), hour("y"), bookings=[fact("y", "08:00", THIRD)]),
        [on("x")],
        25 - 16,
    ),
    (
        "a locked booking off the dates",
        dates(hour("x"), hour("y"), bookings=[fact("y", "08:00", BEFORE)]),
        [on("x")],
        25 - 16,
    ),
    # What is locked is booked, and its time is there: 60 of 240 is 25, 60 of 120 is 50; 120 of 360 is 33.
    (
        "a locked booking on them",
        dates(hour("x"), hour("y"), bookings=[fact("y", "08:00", NEXT)]),
        [on("x")],
        50 - 33,
    ),
    # Locked outside of anybody's time it counts as well: 180 of 120 is 150; 180 of 360 is 50.
    (
        "more than there is",
        dates(hour("x", 180), bookings=[fact("x", "13:00", NEXT)]),
        [],
        150 - 50,
    ),
    # Busy time is not there: 60 of 120 and 60 of 120 are 50, and so is 120 of 240.
    (
        "busy time is taken out",
        dates(
            hour("x"),
            hour("y"),
            busy=[{"practitioner": "doctor", "start": at("10:00"), "end": at("12:00")}],
        ),
        [on("x"), on("y", day=NEXT)],
        0,
    ),
    # Windows that overlap are one: as the first case.
    (
        "windows that overlap",
        dates(hour("x"), availability=[LONG, window("doctor", "09:00", "11:00"), SHORT]),
        [on("x")],
        25 - 16,
    ),
    # A second person's time is there too, whatever the competence: 60 of 480 is 12, 0 of 120; 60 of 600 is 10.
    (
        "two people",
        dates(hour("x"), availability=[LONG, window("nurse", "08:00", "12:00"), SHORT]),
        [on("x")],
        12 - 10,
    ),
    # Time on dates that are not planned does not count: one date alone is even.
    ("one planned date", dates(hour("x"), last_date=DAY), [on("x")], 0),
    # Each unit by itself: at u1 25 - 16; at u2 60 of 60 is 100, 0 of 60 is 0; 60 of 120 is 50.
    (
        "two units",
        dates(
            hour("x"),
            hour("y"),
            units=[{"id": "u1"}, {"id": "u2"}],
            availability=[
                LONG,
                SHORT,
                window("doctor", "13:00", "14:00", "u2"),
                window("doctor", "13:00", "14:00", "u2", NEXT),
            ],
        ),
        [on("x"), on("y", "13:00", DAY, "u2")],
        25 - 16 + 100 - 50,
    ),
]


@pytest.mark.parametrize(("data", "placed", "expected"), [e[1:] for e in CASES], ids=[e[0] for e in CASES])
def test_by_hand(data, placed, expected):
    assert uneven(data, *placed) == expected


def test_it_has_a_weight_and_none_unless_it_is_set():
    assert uneven(dates(hour("x"), weight=30), on("x")) == 30 * 9
    assert uneven(dates(hour("x"), settings={}), on("x")) == 0


def test_it_falls_when_a_visit_is_added():
    both = dates(hour("x", 120), hour("y"))
    assert uneven(both, on("x")) == 50 - 33
    assert uneven(both, on("x"), on("y", day=NEXT)) == 0
