"""What theory knows of a queue, the simulated unit shows too."""

from __future__ import annotations

from math import sqrt
from statistics import fmean, stdev

import pytest
from scipy import stats

from dagplan.simulation.policies import WEEKDAYS, Inflow, Policy
from dagplan.simulation.year import Year
from tests.simulation.worlds import one_room, world_of

EVERY_DAY = Policy(name="every-day", plan_on=WEEKDAYS, horizon=60, notice=0, freeze=0, at_once=())
SEEDS = range(1, 9)


def mean_wait(load: float, seed: int) -> float:
    """Days from asking to the visit: one visit a day, planned each morning."""
    demand = Inflow(per_week=7 * load, weekdays=(1.0,) * 7)
    world = world_of(one_room(), EVERY_DAY, demand=demand, weeks=16, warm_up=3, settings={"time_limit": 0.05})
    waits = [
        one.waited
        for week in Year(world, world.file.policy[0], seed).weeks()
        if week.number >= world.file.warm_up
        for one in week.over
    ]
    return fmean(waits)


@pytest.mark.parametrize("load", [0.6])
def test_one_visit_a_day_is_the_queue_that_theory_knows(load):
    """M/D/1, a day a visit: the mean wait in the queue is load / 2 (1 − load), and one's own turn comes a day later.

    Who asks on a date is known the morning after, so that a day passes even where nobody waits.
    """
    found = [mean_wait(load, seed) for seed in SEEDS]
    theory = 1 + load / (2 * (1 - load))
    width = stats.t.ppf(0.9995, len(found) - 1) * stdev(found) / sqrt(len(found))
    assert abs(fmean(found) - theory) <= width
    assert width <= 0.5 * theory, "an interval that says nothing"
