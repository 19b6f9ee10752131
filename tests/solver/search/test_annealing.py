"""How much worse a plan may be that the search goes on from."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from dagplan.solver.search.annealing import draw_limit, heat_of
from tests.build import linked, single
from tests.solver.search.drafts import PLAIN, instance_of, placed, state_of

# Two visits for 2000 and one for 4000: 2000 a visit.
STATE = [linked(), single("r2", "p2", priority="asap")]


def state(**params):
    return state_of(placed(instance_of(*STATE)), params=replace(PLAIN, **params))


@pytest.mark.parametrize(("progress", "heat"), [(0, 400.0), (0.5, 40.0), (1, 4.0)])
def test_the_heat_falls_by_the_same_factor_in_equal_times(progress, heat):
    assert heat_of(state(hottest=0.2, coldest=0.002), progress) == pytest.approx(heat)


def test_a_worse_plan_is_gone_on_from_with_the_probability_of_annealing():
    hot = state(hottest=0.1, coldest=0.1)  # 200 of cost
    limits = [draw_limit(hot, 1000, 0.3) for _ in range(4000)]
    assert min(limits) > 1000
    for worse in (100, 200, 400):
        accepted = sum(1000 + worse < limit for limit in limits) / len(limits)
        assert accepted == pytest.approx(math.exp(-worse / 200), abs=0.03)
