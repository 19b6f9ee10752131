"""How often each kind is asked for: the rates as the file has them, and as many patients as they say."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from math import sqrt

import pytest

from dagplan.simulation.demand import Arrivals
from dagplan.simulation.policies import Inflow, InflowOfKind
from dagplan.simulation.streams import Streams
from tests.simulation.worlds import MONDAY, two_people

SUMMER = (1.0,) * 5 + (0.0,) * 3 + (1.0,) * 4
NURSE, BOTH, PHYSICIAN = ("nurse",), ("nurse", "physician"), ("physician",)


def drawn(demand: Inflow, weeks: int, seed: int = 1, first: date = MONDAY) -> Counter[tuple[str, str]]:
    """How many of each kind and priority ask in so many weeks."""
    arrivals = Arrivals(two_people(), demand, Streams(seed), first)
    days = (first + timedelta(days=step) for step in range(7 * weeks))
    return Counter((one.kind, one.priority) for day in days for one in arrivals.on(day, 0))


def rate(demand: Inflow, day: date) -> float:
    return Arrivals(two_people(), demand, Streams(1), MONDAY).rate(day)


@pytest.mark.parametrize(
    ("demand", "day", "wanted"),
    [
        # Three requests in the one week of the base, spread over five days.
        (Inflow(), MONDAY, 3 / 5),
        (Inflow(per_week=30), MONDAY, 6),
        # One of three is of that kind: 10 of 30 a week, now 50.
        (Inflow(per_week=30, kind=(InflowOfKind(competences=NURSE, per_week=50),)), MONDAY, (20 + 50) / 5),
        (Inflow(per_week=30, kind=(InflowOfKind(competences=NURSE, season=SUMMER),)), date(2026, 10, 6), 6),
        (Inflow(per_week=30, kind=(InflowOfKind(competences=NURSE, season=SUMMER),)), date(2027, 7, 6), 4),
        (Inflow(per_week=30, kind=(InflowOfKind(competences=NURSE, season=SUMMER),)), date(2027, 7, 4), 0),
        # All grow by a tenth in a year of 365.25 days, that kind by a half in four of them.
        (Inflow(per_week=30, trend=0.1), date(2030, 10, 7), 6 * 1.1 ** (1463 / 365.25)),
        (
            Inflow(per_week=30, kind=(InflowOfKind(competences=NURSE, trend=0.5),)),
            date(2030, 10, 7),
            4 + 2 * 1.5 ** (1463 / 365.25),
        ),
    ],
)
def test_how_many_ask_on_a_date(demand, day, wanted):
    assert rate(demand, day) == pytest.approx(wanted)


def test_each_kind_comes_as_often_as_it_is_said_to_and_with_its_priorities():
    demand = Inflow(
        per_week=30,
        priorities={"routine": 1.0},
        kind=(
            InflowOfKind(competences=("Nurse", " physician"), per_week=20, priorities={"urgent": 3.0, "asap": 1.0}),
            InflowOfKind(competences=PHYSICIAN, per_week=4, season=SUMMER),
        ),
    )
    found = drawn(demand, 100)
    wanted = {
        ("nurse", "routine"): 1000,
        ("nurse → physician", "urgent"): 1500,
        ("nurse → physician", "asap"): 500,
        # From 5 October for a hundred weeks: June to August twice, 132 of 500 weekdays less.
        ("physician", "routine"): 4 * (500 - 132) / 5,
    }
    assert set(found) == set(wanted)
    for name, count in wanted.items():
        assert abs(found[name] - count) <= 4 * sqrt(count), name


def test_kinds_that_come_like_the_rest_come_as_often_as_without_being_named():
    kinds = tuple(InflowOfKind(competences=one) for one in (NURSE, BOTH, PHYSICIAN))
    found, plain = (drawn(Inflow(per_week=60, kind=some), 100) for some in (kinds, ()))
    assert sum(found.values()) == sum(plain.values())
    assert (
        set(found)
        == set(plain)
        == {
            ("nurse", "routine"),
            ("nurse → physician", "routine"),
            ("physician", "urgent"),
        }
    )
    for name in found:
        assert abs(found[name] - 2000) <= 4 * sqrt(2000)
