"""The models as values: frozen, quick to import, the same after a round trip, steady at the ends of the calendar."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from pydantic import BaseModel, ValidationError

from dagplan import Plan, PlanRequest, check, plan
from dagplan.models import VERSIONS, applicable_routine, warnings_of
from dagplan.models.plan import to_json
from dagplan.models.windows import free_windows
from tests.build import asked, at, linked, plan_with, read, single, window
from tests.odd_instances import odd


def parts_of(value):
    """A model and every model inside it."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from parts_of(getattr(value, name))
    elif isinstance(value, tuple):
        for inner in value:
            yield from parts_of(inner)


def test_requests_and_plans_are_frozen_all_through():
    request = read(asked(busy=[{"practitioner": "nurse", "start": at("09:00"), "end": at("10:00")}]))
    made = plan_with(request, ("a", "nurse", "08:00"), ("b", "doctor", "08:30"))
    kinds = set()
    for part in (*parts_of(request), *parts_of(made)):
        name = next(iter(type(part).model_fields))
        with pytest.raises(ValidationError):
            setattr(part, name, getattr(part, name))
        kinds.add(type(part).__name__)
    assert kinds >= {"PlanRequest", "Unit", "Visit", "Busy", "UnbookedWeights", "Plan", "Booking", "DayPlan", "Terms"}


def test_no_list_or_dict_of_a_request_can_be_changed():
    for part in parts_of(read(odd(3))):
        for name in type(part).model_fields:
            assert not isinstance(getattr(part, name), list | dict | set), name


def test_a_request_and_its_plan_are_the_same_after_a_round_trip():
    for seed in range(40):
        request = read(odd(seed))
        again = PlanRequest.model_validate_json(to_json(request))
        assert again == request
        assert to_json(again) == to_json(request)
        if seed < 10:
            made = plan(request)
            assert Plan.model_validate_json(to_json(made)) == made


def test_what_is_left_out_has_the_default_of_the_contract():
    request = read(
        {"first_date": "2026-10-05", "last_date": "2026-10-05", "units": [], "practitioners": [], "requests": []}
    )
    assert (request.schema_, request.time_zone) == ("dagplan.request/1", "Europe/Stockholm")
    assert request.settings.model_dump() == {
        "grid": 5,
        "max_moved": None,
        "freeze_before": None,
        "time_limit": 30,
        "seed": 0,
        "workers": None,
        "deterministic": False,
        "weights": {
            "unbooked": {"routine": 1000, "urgent": 2000, "asap": 4000, "stat": 8000},
            "day_deviation": 10,
            "wait": 1,
            "not_preferred": 25,
            "moved": 50,
            "apart": 100,
        },
    }
    (one,) = read(asked(single())).requests
    assert (one.priority, one.units, one.min_wait, one.max_wait, one.target) == ("routine", (), 0, None, None)
    assert (one.visits[0].booking_mode, one.visits[0].role) == ("booked", None)


def test_unlocked_is_the_default():
    booking = {"visit": "a", "practitioner": "nurse", "unit": "u1", "start": at("09:00")}
    assert read(asked(bookings=[booking])).bookings[0].locked is False


@pytest.mark.parametrize("module", ["dagplan", "dagplan.models", "dagplan.models.checker", "dagplan.models.schema"])
def test_importing_brings_in_neither_solver_nor_tables(module):
    code = f"import sys, {module}; print([m for m in ('ortools', 'pandas', 'numpy', 'typer') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


ENDLESS = {"practitioner": "nurse", "start": "0001-01-01T00:00", "end": "9999-12-31T23:59"}
CALENDAR_ENDS = [
    ("an absence without end", asked(single(), busy=[ENDLESS])),
    ("a latest date without end", asked(single(latest="9999-12-31"))),
    ("an earliest date long ago", asked(single(earliest="0001-01-01", target="2026-10-05"))),
    ("planned dates without end", asked(single(), first_date="0001-01-01", last_date="9999-12-31", busy=[ENDLESS])),
    (
        "the last date there is",
        asked(
            single(),
            first_date="9999-12-31",
            last_date="9999-12-31",
            availability=[window("doctor", "08:00", "12:00", day="9999-12-31")],
        ),
    ),
]


@pytest.mark.parametrize("data", [e[1] for e in CALENDAR_ENDS], ids=[e[0] for e in CALENDAR_ENDS])
def test_the_ends_of_the_calendar_are_dates_like_others(data):
    request = read(data)
    made = plan(request)
    assert check(request, made) == []
    assert made.status == "optimal"
    assert made.run.wall_seconds < 2


@pytest.mark.parametrize("start", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"])
def test_a_time_that_leaves_the_calendar_when_converted_is_refused(start):
    data = asked(single(), availability=[{**window("doctor", "08:00", "12:00"), "start": start}])
    with pytest.raises(ValidationError, match="no such date or clock time"):
        read(data)


def test_no_booking_stands_on_the_last_date_there_is():
    booking = {"visit": "a", "practitioner": "nurse", "unit": "u1", "start": "9999-12-31T23:45", "locked": True}
    with pytest.raises(ValidationError, match="last date there is"):
        read(asked(linked(), bookings=[booking]))


def spans(*windows, **fields):
    request = read(asked(availability=list(windows), **fields))
    return [span for found in free_windows(request).values() for span in found]


def test_windows_of_one_unit_are_one_and_busy_time_is_taken_out():
    touching = [window("nurse", "08:00", "09:00"), window("nurse", "09:00", "10:00")]
    overlapping = [window("nurse", "08:00", "09:30"), window("nurse", "09:00", "10:00")]
    within = [window("nurse", "08:00", "10:00"), window("nurse", "08:30", "09:00")]
    for windows in (touching, touching[::-1], overlapping, within):
        assert spans(*windows) == [(480, 600)]
    busy = [{"practitioner": "nurse", "start": at("08:30"), "end": at("09:00")}]
    assert spans(*touching, busy=busy) == [(480, 510), (540, 600)]
    night = [{"practitioner": "nurse", "start": "2026-10-04T20:00", "end": at("08:45")}]
    assert spans(*touching, busy=night) == [(525, 600)]
    other = [{"practitioner": "doctor", "start": at("08:30"), "end": at("09:00")}]
    assert spans(*touching, busy=other) == [(480, 600)]
    assert spans(window("nurse", "08:00", "09:00", day="2026-10-09")) == []


def test_a_plan_outside_the_validity_of_the_routine_is_warned_of_with_both_dates():
    (routine,) = VERSIONS
    assert applicable_routine(date(2020, 1, 1)) is applicable_routine(date(2026, 10, 5)) is routine
    for first, last, inside in (
        ("2025-01-27", "2026-11-14", True),
        ("2025-01-26", "2025-01-27", False),
        ("2026-11-14", "2026-11-15", False),
    ):
        found = warnings_of(read(asked(first_date=first, last_date=last)))
        assert ([] if inside else ["routine_not_valid"]) == [warning.code for warning in found]
        assert inside or all(word in found[0].message for word in (first, last, "2025-01-27", "2026-11-14", "5.0"))
