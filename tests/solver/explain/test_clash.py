"""Where a sequence breaks, on cases whose answer is written by hand."""

from __future__ import annotations

from datetime import date

import pytest

from dagplan.solver.explain.clash import clash_at
from dagplan.solver.explain.leeway import Leeway
from dagplan.solver.explain.limits import limits_of
from tests.build import DAY, asked, linked, read, window

PLACE = ("u1", date.fromisoformat(DAY))
MORNING, LATE = window("nurse", "08:00", "09:00"), window("doctor", "11:00", "12:00")


def said(*availability, **fields):
    """What is said of the linked request with these windows."""
    request = read(asked(linked(**fields), availability=list(availability)))
    leeway, case = Leeway(request), request.requests[0]
    found = clash_at(leeway, case, PLACE, limits_of(leeway, case))
    return None if found is None else str(found)


@pytest.mark.parametrize(
    ("availability", "fields", "sentence"),
    [
        # the nurse ends at 11:30 at the earliest, the doctor must begin by 08:30
        (
            [window("nurse", "11:00", "12:00"), window("doctor", "08:00", "09:00")],
            {},
            f"On {DAY} a (nurse) ends at 11:30 at the earliest, and b (doctor) begins at 08:30 at the latest.",
        ),
        # 08:30 to 11:30 is 180 minutes, 200 are asked for
        (
            [MORNING, LATE],
            {"min_wait": 200},
            f"On {DAY} at most 180 minutes lie between the end of a (nurse) and the start of b (doctor), "
            "and at least 200 are asked for.",
        ),
        # the nurse ends at 09:00 at the latest, the doctor begins at 11:00: 120 minutes
        (
            [MORNING, LATE],
            {"max_wait": 60},
            f"On {DAY} the shortest wait from a (nurse) to b (doctor) is 120 minutes, and at most 60 are allowed.",
        ),
        # the nurse ends at 08:30, the doctor begins at 11:00: 150 minutes
        (
            [window("nurse", "08:00", "08:30"), LATE],
            {"min_wait": 10, "max_wait": 60},
            f"On {DAY} the shortest wait of at least 10 minutes from a (nurse) to b (doctor) is 150 minutes, "
            "and at most 60 are allowed.",
        ),
    ],
)
def test_the_pair_that_breaks_and_by_how_much(availability, fields, sentence):
    assert said(*availability, **fields) == sentence


@pytest.mark.parametrize("fields", [{}, {"max_wait": 120}, {"min_wait": 120, "max_wait": 120}, {"min_wait": 180}])
def test_nothing_is_said_where_there_is_room(fields):
    assert said(MORNING, LATE, **fields) is None


def test_nothing_is_said_where_a_visit_has_no_room_by_itself():
    assert said(MORNING) is None
