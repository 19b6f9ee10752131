"""What is kept of the time, and when it is said to have been too short."""

from __future__ import annotations

import time

import pytest

from dagplan.models.entries import Settings
from dagplan.solver.planning.params import TimeParams
from dagplan.solver.planning.timekeeping import Timekeeper
from tests.build import asked, plan_with, read

PARAMS = TimeParams(ending=0.5, ending_share=0.1)


def keeper(ago=0.0, cancel=None, **settings):
    return Timekeeper(Settings(time_limit=100, **settings), cancel, time.monotonic() - ago, PARAMS)


@pytest.mark.parametrize(
    ("first_plan", "left"),
    [(1.0, 90 - 2 - 3 - 0.5), (20.0, 90 - 2 - 3 - 2.0)],
    ids=["at least half a second", "a tenth of the first plan"],
)
def test_writing_the_callers_time_and_an_ending_are_kept(first_plan, left):
    time_kept = keeper(ago=10)
    time_kept.keep(writing=2, afterwards=3, first_plan=first_plan)
    assert time_kept.deadline.left == pytest.approx(left, abs=0.2)
    assert time_kept.spent == pytest.approx(10, abs=0.2)


def test_nothing_can_be_kept_of_time_that_is_over_or_of_work_that_is_counted():
    assert keeper(ago=99).can_be_kept
    assert not keeper(ago=101).can_be_kept
    assert not keeper(cancel=lambda: True).can_be_kept
    assert not keeper(deterministic=True).can_be_kept


def codes(time_kept, *, searched):
    made = plan_with(read(asked()), ("a", "nurse", "08:00"), ("b", "doctor", "08:30"))
    stamped = time_kept.stamped(made, searched=searched)
    assert stamped.run.wall_seconds == pytest.approx(time_kept.spent, abs=0.2)
    assert stamped.bookings == made.bookings
    return [warning.code for warning in stamped.warnings if warning not in made.warnings]


def test_it_is_late_only_where_no_time_was_left_to_search():
    assert codes(keeper(ago=101), searched=False) == ["late"]
    assert codes(keeper(ago=99), searched=False) == []
    assert codes(keeper(ago=101), searched=True) == []
    assert codes(keeper(ago=101, cancel=lambda: True), searched=False) == []
    assert codes(keeper(ago=101, deterministic=True), searched=False) == []


def test_what_the_caller_needs_counts_too():
    time_kept = keeper(ago=90)
    time_kept.keep(writing=1, afterwards=11, first_plan=1)
    assert codes(time_kept, searched=False) == ["late"]
