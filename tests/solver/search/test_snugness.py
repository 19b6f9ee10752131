"""Of places that cost the same the one that leaves what is free in one piece; expected by hand."""

from __future__ import annotations

import pytest

from dagplan import PlanRequest
from dagplan.solver.instance.translate import translate
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.insertion import cheapest_insertion
from dagplan.solver.search.snugness import snug_start

GRID = 5


def minutes(*spans):
    """A set of minutes from half-open spans."""
    return sum((1 << end) - (1 << start) for start, end in spans)


def starts(*some):
    """A set of minutes."""
    return sum(1 << one for one in some)


@pytest.mark.parametrize(
    ("free", "asked", "duration", "expected"),
    [
        # A gap of twenty minutes between two others: it is filled, not an hour begun.
        (minutes((100, 160), (200, 220)), starts(100, 110, 200), 20, (0, 200)),
        # Nowhere filled: beside what is before, before what is after.
        (minutes((100, 160)), starts(110, 100, 140), 20, (1, 100)),
        (minutes((100, 160)), starts(110, 140), 20, (1, 140)),
        (minutes((100, 160)), starts(110, 120), 20, (2, 110)),
        # Seventeen minutes of a gap of twenty: the three left over are of use to nobody.
        (minutes((100, 120)), starts(100), 17, (0, 100)),
        (minutes((100, 125)), starts(100), 17, (1, 100)),
    ],
)
def test_the_snuggest_of_one_persons_starts(free, asked, duration, expected):
    assert snug_start(free, asked, duration, GRID) == expected


DATE = "2026-12-08"


def places(*windows):
    """Where a chain of half an hour with the nurse and then with a physician goes: person and clock time each.

    ``windows`` are of person, competence, from, until.
    """
    people = sorted({(person, competence) for person, competence, *_ in windows})
    asked = PlanRequest.model_validate(
        {
            "schema": "dagplan.request/1",
            "first_date": DATE,
            "last_date": DATE,
            "units": [{"id": "unit"}],
            "practitioners": [{"id": person, "competences": [competence]} for person, competence in people],
            "availability": [
                {"practitioner": person, "unit": "unit", "start": f"{DATE}T{start}", "end": f"{DATE}T{end}"}
                for person, _, start, end in windows
            ],
            "requests": [
                {
                    "id": "asked",
                    "patient": "p",
                    "max_wait": 60,
                    "visits": [
                        {"id": "first", "role": "secondary", "duration": 30, "competence": "nurse"},
                        {"id": "second", "role": "primary", "duration": 30, "competence": "physician"},
                    ],
                }
            ],
        }
    )
    instance, names = translate(asked)
    found = cheapest_insertion(Calendars(instance), instance.requests[0])
    assert found is not None
    return [
        (names.people[instance.segments[slot.segment].person], f"{slot.start // 60:02}:{slot.start % 60:02}")
        for slot in found.slots
    ]


def test_a_pair_fills_a_gap_rather_than_begin_the_morning():
    # At 08:30 with physician a it would begin two free hours; physician b's half hour fits it exactly.
    found = places(
        ("n", "nurse", "08:00", "12:00"), ("a", "physician", "08:00", "12:00"), ("b", "physician", "09:00", "09:30")
    )
    assert found == [("n", "08:30"), ("b", "09:00")]


def test_both_visits_of_a_pair_count():
    # From 08:00 the nurse's window begins with it; at 10:30 the nurse has her half hour and the physician his end.
    found = places(
        ("n", "nurse", "08:00", "10:00"), ("m", "nurse", "10:30", "11:00"), ("a", "physician", "08:00", "11:30")
    )
    assert found == [("m", "10:30"), ("a", "11:00")]


def test_among_people_at_one_moment_the_one_who_fits():
    found = places(
        ("n", "nurse", "08:00", "08:30"), ("a", "physician", "08:00", "12:00"), ("b", "physician", "08:30", "09:00")
    )
    assert found == [("n", "08:00"), ("b", "08:30")]


def test_a_shorter_wait_goes_before_a_snug_fit():
    # With b there would be half an hour to wait.
    found = places(
        ("n", "nurse", "08:10", "08:50"), ("a", "physician", "08:00", "12:00"), ("b", "physician", "09:20", "09:50")
    )
    assert [one for one, _ in found] == ["n", "a"]
