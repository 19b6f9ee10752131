"""The same edges for the solver: with just enough room it books, with one step less it doesn't."""

from __future__ import annotations

import pytest

from dagplan import check, plan
from tests.build import asked, at, linked, read, single, window

NEXT = "2026-10-06"


def booked(data):
    request = read(data)
    made = plan(request)
    assert check(request, made) == []
    assert made.status == "optimal"
    return len(request.requests) - len(made.unbooked), made


ROOM = [
    (
        "both back to back",
        asked(availability=[window("nurse", "09:00", "09:30"), window("doctor", "09:30", "10:00")]),
        asked(availability=[window("nurse", "09:00", "09:30"), window("doctor", "09:25", "09:55")]),
    ),
    (
        "one date",
        asked(
            availability=[window("nurse", "09:00", "09:30"), window("doctor", "09:30", "10:00")],
            last_date=NEXT,
        ),
        asked(
            availability=[window("nurse", "09:00", "09:30"), window("doctor", "09:30", "10:00", day=NEXT)],
            last_date=NEXT,
        ),
    ),
    (
        "one unit",
        asked(
            availability=[window("nurse", "09:00", "09:30", "u2"), window("doctor", "09:30", "10:00", "u2")],
            units=[{"id": "u1"}, {"id": "u2"}],
        ),
        asked(
            availability=[window("nurse", "09:00", "09:30", "u1"), window("doctor", "09:30", "10:00", "u2")],
            units=[{"id": "u1"}, {"id": "u2"}],
        ),
    ),
    (
        "longest wait",
        asked(
            linked(max_wait=30),
            availability=[window("nurse", "09:00", "09:30"), window("doctor", "10:00", "10:30")],
        ),
        asked(
            linked(max_wait=25),
            availability=[window("nurse", "09:00", "09:30"), window("doctor", "10:00", "10:30")],
        ),
    ),
    (
        "least wait",
        asked(
            linked(min_wait=30),
            availability=[window("nurse", "09:00", "09:30"), window("doctor", "10:00", "10:30")],
        ),
        asked(
            linked(min_wait=35),
            availability=[window("nurse", "09:00", "09:30"), window("doctor", "10:00", "10:30")],
        ),
    ),
    (
        "the grid",
        asked(single(duration=30), settings={"grid": 30}, availability=[window("doctor", "08:30", "09:00")]),
        asked(single(duration=30), settings={"grid": 30}, availability=[window("doctor", "08:35", "09:25")]),
    ),
    (
        "busy",
        asked(single(), busy=[{"practitioner": "doctor", "start": at("08:30"), "end": at("12:00")}]),
        asked(single(), busy=[{"practitioner": "doctor", "start": at("08:25"), "end": at("12:00")}]),
    ),
    (
        "touching windows are one",
        asked(single(), availability=[window("doctor", "08:00", "08:15"), window("doctor", "08:15", "08:30")]),
        asked(single(), availability=[window("doctor", "08:00", "08:15"), window("doctor", "08:20", "08:35")]),
    ),
    (
        "clock limits",
        asked(linked(not_before="09:00", not_after="10:00")),
        asked(linked(not_before="09:00", not_after="09:55")),
    ),
    (
        "two patients, one person",
        asked(single("r2", "p2"), single("r3", "p3"), availability=[window("doctor", "08:00", "09:00")]),
        asked(single("r2", "p2"), single("r3", "p3"), availability=[window("doctor", "08:00", "08:55")]),
    ),
    (
        "one patient, two people",
        asked(
            single("r2", "p1"),
            single("r3", "p1", "spirometry"),
            availability=[window("doctor", "08:00", "08:30"), window("nurse", "08:00", "09:00")],
        ),
        asked(
            single("r2", "p1"),
            single("r3", "p1", "spirometry"),
            availability=[window("doctor", "08:00", "08:30"), window("nurse", "08:00", "08:55")],
        ),
    ),
    (
        "earliest and latest",
        asked(single(earliest=NEXT), last_date=NEXT, availability=[window("doctor", "08:00", "09:00", day=NEXT)]),
        asked(
            single(latest="2026-10-05"),
            last_date=NEXT,
            availability=[window("doctor", "08:00", "09:00", day=NEXT)],
        ),
    ),
]


@pytest.mark.parametrize("data", [e[1] for e in ROOM], ids=[e[0] for e in ROOM])
def test_just_enough_room(data):
    count, _ = booked(data)
    assert count == len(data["requests"])


@pytest.mark.parametrize("data", [e[2] for e in ROOM], ids=[e[0] for e in ROOM])
def test_a_little_too_little(data):
    count, made = booked(data)
    assert count == len(data["requests"]) - 1
    assert made.unbooked[0].reasons[0].proof == "proven"


def test_the_primary_may_stand_anywhere_and_be_of_any_profession():
    for position in range(3):
        visits = [
            {
                "id": f"v{i}",
                "duration": 20,
                "competence": "spirometry",
                "role": "primary" if i == position else "secondary",
            }
            for i in range(3)
        ]
        count, made = booked(asked({"id": "r1", "patient": "p1", "visits": visits}))
        assert count == 1
        assert [b.visit for b in made.bookings] == ["v0", "v1", "v2"]


def test_a_locked_visit_is_completed_around():
    fact = {"visit": "b", "practitioner": "doctor", "unit": "u1", "start": at("09:03"), "locked": True}
    count, made = booked(asked(linked(max_wait=5), bookings=[fact]))
    assert count == 1
    assert [f"{b.start:%H:%M}" for b in made.bookings] == ["08:30", "09:03"]


def test_a_locked_visit_that_cannot_be_completed_stands_and_is_unbooked_too():
    fact = {"visit": "b", "practitioner": "doctor", "unit": "u1", "start": at("08:00"), "locked": True}
    count, made = booked(asked(bookings=[fact]))
    assert count == 0
    assert [b.visit for b in made.bookings] == ["b"]
    assert made.objective.terms.unbooked == 1000
    assert made.unbooked[0].reasons


def test_a_wish_that_keeps_the_rules_is_not_moved():
    wish = {"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": at("11:00")}
    _, made = booked(asked(single(), bookings=[wish]))
    assert f"{made.bookings[0].start:%H:%M}" == "11:00"
    assert made.objective.cost == 0


def test_nothing_happens_in_the_hour_that_does_not_exist():
    day = "2027-03-28"
    data = asked(
        single(competence="physician", duration=45),
        first_date=day,
        last_date=day,
        availability=[window("doctor", "01:30", "03:45", day=day)],
    )
    count, made = booked(data)
    assert count == 1
    assert f"{made.bookings[0].start:%H:%M}" == "03:00"


REASONS = [
    ("no_one_has_competence", asked(single(competence="hearing"))),
    ("no_possible_date", asked(single(excluded_dates=["2026-10-05"]))),
    ("no_one_available", asked(single(duration=300))),
    (
        "no_common_date",
        asked(
            availability=[window("nurse", "08:00", "12:00"), window("doctor", "08:00", "12:00", day=NEXT)],
            last_date=NEXT,
        ),
    ),
    (
        "sequence_does_not_fit",
        asked(availability=[window("nurse", "10:00", "12:00"), window("doctor", "08:00", "10:00")]),
    ),
    ("costs_more_than_it_is_worth", asked(single(target="2026-01-01"))),
    (
        "lost_to_others",
        asked(single("r2", "p2"), single("r3", "p3"), availability=[window("doctor", "08:00", "08:30")]),
    ),
]


@pytest.mark.parametrize(("code", "data"), REASONS, ids=[e[0] for e in REASONS])
def test_the_first_reason(code, data):
    _, made = booked(data)
    (entry,) = made.unbooked
    assert entry.reasons[0].code == code
    assert entry.request in entry.reasons[0].message


def test_centuries_of_planned_dates_cost_nothing():
    data = asked(single("r2"), single("r3", earliest="2500-01-01"), first_date="1900-01-01", last_date="9999-12-31")
    count, made = booked(data)
    assert count == 0 or made.bookings[0].request == "r2"
    assert {entry.request: entry.reasons[0].code for entry in made.unbooked}["r3"] == "no_one_available"


def test_waits_longer_than_a_day_are_ordinary_numbers():
    assert booked(asked(linked(max_wait=10_000_000)))[0] == 1
    count, made = booked(asked(linked(min_wait=1_000_000_000)))
    assert count == 0
    assert made.unbooked[0].reasons[0].code == "sequence_does_not_fit"
