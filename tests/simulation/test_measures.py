"""The figures of a year, counted by hand."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dagplan.simulation.compared import differences
from dagplan.simulation.ledger import Over
from dagplan.simulation.measures import figures_of, figures_of_week
from dagplan.simulation.policies import Inflow
from dagplan.simulation.year import Week
from tests.simulation.worlds import two_people


def over(number, waited, *, end="served", priority="routine", kind="nurse", moves=0, journeys=1):
    asked = datetime(2026, 10, 5, 15, 30)
    return Over(number, asked, kind, priority, end, date(2026, 10, 5 + waited), moves, journeys)


def test_ten_patients_of_two_weeks():
    """Eight are served after 1 to 8 days, of two journeys or moves one each; one is missed, one gives up on day 9."""
    first = [over(number, number + 1) for number in range(4)]
    second = [over(4, 5, moves=2), over(5, 6, journeys=2), over(6, 7), over(7, 8)]
    second += [over(8, 3, end="missed", journeys=0), over(9, 9, end="withdrawn", journeys=0)]
    sundays = {"waiting": 3, "overdue": 2, "longest": 9}, {"waiting": 5, "overdue": 3, "longest": 16}
    figures = [
        {**sundays[0], "served": 4, "offered": 3, "there.nurse": 600, "used.nurse": 300, "there.physician": 600},
        {**sundays[1], "served": 4, "offered": 0, "not_offered": 1, "there.nurse": 400, "used.nurse": 200},
    ]
    weeks = [
        Week(3, date(2026, 10, 26), figures[0], tuple(first)),
        Week(4, date(2026, 11, 2), figures[1], tuple(second)),
    ]
    found = figures_of(weeks, two_people(), Inflow(target_days={"routine": 6}))
    assert found == {
        "wait_mean": 36 / 8,
        "wait_median": 4,  # of 1 … 8: half wait no longer
        "wait_p90": 8,  # seven of eight are not nine of ten
        "within": 6 / 9,  # six of the eight in six days, of these and the one who gave up
        "waiting": 4,
        "overdue": 2.5,
        "longest": 12.5,
        "served": 4,
        "withdrawn": 1 / 10,
        "missed": 1 / 10,
        "moves": 2 / 8,
        "journeys": 9 / 8,
        "at_once": 3 / 4,
        "used.nurse": 500 / 1000,
        "used.physician": 0,
    }


def test_a_priority_has_figures_of_its_own_from_twenty_patients_on():
    some = [over(number, 2, priority="urgent") for number in range(20)]
    some += [over(20 + number, 4, kind="nurse → physician") for number in range(19)]
    found = figures_of([Week(0, date(2026, 10, 5), {}, tuple(some))], two_people(), Inflow(target_days={"urgent": 1}))
    assert found["wait_mean.urgent"] == found["wait_p90.urgent"] == found["wait_mean.nurse"] == 2
    assert found["within.urgent"] == 0
    assert found["within"] == 19 / 39
    assert not {"wait_mean.routine", "within.routine", "wait_mean.nurse → physician"} & set(found)


def test_a_week_has_figures_of_its_own_however_few_were_through_in_it():
    some = (over(0, 2), over(1, 5), over(2, 1, priority="urgent"), over(3, 9, end="withdrawn", priority="urgent"))
    week = Week(3, date(2026, 10, 26), {"there.nurse": 600, "used.nurse": 150, "served": 3}, some)
    found = figures_of_week(week, two_people(), Inflow(target_days={"routine": 4, "urgent": 9}))
    assert found == {
        **dict.fromkeys(("wait_mean", "wait_mean.nurse"), 8 / 3),
        **dict.fromkeys(("wait_median", "wait_median.nurse"), 2),
        **dict.fromkeys(("wait_p90", "wait_p90.nurse"), 5),
        "wait_mean.routine": 3.5,
        "wait_median.routine": 2,
        "wait_p90.routine": 5,
        **dict.fromkeys(("wait_mean.urgent", "wait_median.urgent", "wait_p90.urgent"), 1),
        "within": 2 / 4,
        "within.routine": 1 / 2,
        "within.urgent": 1 / 2,
        "share.nurse": 150 / 600,
    }


def test_of_nobody_there_are_no_figures():
    assert figures_of([], two_people(), Inflow()) == {}


def test_policies_are_held_against_one_another_seed_by_seed():
    years = {
        "a": {1: {"wait": 10.0}, 2: {"wait": 30.0}, 3: {"wait": 20.0}},
        "b": {1: {"wait": 9.0}, 2: {"wait": 29.0}, 3: {"wait": 18.5}, 4: {"wait": 1.0}},
        "c": {1: {"wait": 10.0}, 2: {"wait": 30.0}, 3: {"wait": 20.0}},
    }
    base, other, same = differences(years, "a")
    assert (base.mean, base.least, base.most, base.found, base.reading) == (20, 10, 30, None, "")
    assert (other.seeds, other.mean, other.base) == (4, 57.5 / 4, 20)
    assert other.found.pairs == 3
    assert other.found.difference == pytest.approx(-3.5 / 3)  # the fourth seed has nothing beside it
    assert other.found.low < -3.5 / 3 < other.found.high
    assert same.reading == "same"
