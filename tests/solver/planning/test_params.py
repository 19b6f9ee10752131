"""Parameters: each has a range, all faults are told at once, and each is handed down to what it steers."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace

import pytest
from pydantic import ValidationError

from dagplan import check, plan
from dagplan.scenarios import generate
from dagplan.solver.bound.lower_bound import lower_bound
from dagplan.solver.bound.params import BoundParams
from dagplan.solver.cpsat.params import CpSatParams
from dagplan.solver.instance.translate import translate
from dagplan.solver.planning import engine
from dagplan.solver.planning.params import FirstPlanParams, RefineParams, RoundParams, SolverParams, TimeParams
from dagplan.solver.search.params import SearchParams

EACH = [FirstPlanParams, TimeParams, RefineParams, RoundParams, SearchParams, BoundParams, CpSatParams]


@pytest.mark.parametrize("params", EACH)
def test_every_value_has_a_range_and_is_told_of(params):
    for one in fields(params):
        below = (-1,) if isinstance(one.default, tuple) else -1
        for wrong in (below, "x", None, float("nan")):
            with pytest.raises(ValueError, match=one.name):
                params(**{one.name: wrong})
        assert one.name in params.__doc__


@pytest.mark.parametrize(
    ("params", "name", "inside", "outside"),
    [
        (SearchParams, "waiting_first", [0, 1], [1.01]),
        (SearchParams, "centre_first", [0, 1], [1.01]),
        (SearchParams, "noise", [0, 1], [1.01]),
        (SearchParams, "tries", [1, 50], [0, 1.5]),
        (SearchParams, "waits", [(0,), (1, 2)], [(), (5, -1), [5]]),
        (SearchParams, "slacks", [(0,)], [()]),
        (SearchParams, "most_neighbours", [0], [-1]),
        (SearchParams, "seconds_a_step", [1e-9], [0, float("inf")]),
        (SearchParams, "coldest", [0.2, 1e-9], [0, 0.21]),
        (SearchParams, "hottest", [0.002, 10], [0.001]),
        (BoundParams, "step", [0.01, 1], [0, 1.01]),
        (BoundParams, "rounds", [1], [0]),
        (CpSatParams, "probing_level", [0, 3], [4]),
        (CpSatParams, "linearization_level", [0, 2], [3]),
        (CpSatParams, "poll_seconds", [0.001], [0]),
        (TimeParams, "margin", [1], [0.99]),
        (RefineParams, "warm_up", [0, 1], [1.01]),
        (RoundParams, "first_seconds", [0.01], [0]),
        (RoundParams, "dates_a_hand", [1], [0]),
        (FirstPlanParams, "share", [0, 1], [1.01]),
    ],
)
def test_just_inside_the_range_and_just_outside(params, name, inside, outside):
    for value in inside:
        assert getattr(params(**{name: value}), name) == value
    for value in outside:
        with pytest.raises(ValueError, match=name):
            params(**{name: value})


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(ValidationError) as told:
        SearchParams(tries=0, waiting_first=2, unheard_of=1)
    assert told.value.error_count() == 3


def test_they_never_change_and_can_be_sent():
    params = SolverParams(search=SearchParams(tries=7))
    assert pickle.loads(pickle.dumps(params)) == params != SolverParams()
    with pytest.raises(FrozenInstanceError):
        params.search.tries = 8
    assert all(is_dataclass(getattr(params, one.name)) for one in fields(params))


def asked(**settings):
    request = generate("unit-week", 4, staff=6)
    settings = {"deterministic": True, "time_limit": 0.1, "workers": 1, **settings}
    return request.model_copy(update={"settings": request.settings.model_copy(update=settings)})


def told(made):
    return made.bookings, made.objective


def test_as_they_are_they_are_what_is_used_without_any():
    assert told(engine.plan(asked(), params=SolverParams())) == told(plan(asked()))


@pytest.mark.parametrize(
    "params",
    [
        SolverParams(refine=RefineParams(exact_candidates=0), search=SearchParams(tries=9)),
        SolverParams(
            refine=RefineParams(exact_candidates=0),
            search=SearchParams(seconds_a_step=0.01, native_seconds_a_step=0.01),
        ),
        SolverParams(refine=RefineParams(exact_candidates=0), rounds=RoundParams(first_seconds=0.01)),
        SolverParams(refine=RefineParams(share_of_bound=0.0, exact_candidates=0)),
    ],
    ids=["more tries", "dear steps", "short rounds", "no bound"],
)
def test_other_values_make_another_plan_that_keeps_the_rules(params):
    request = asked()
    made = engine.plan(request, params=params)
    assert check(request, made) == []
    without_exact = engine.plan(request, params=SolverParams(refine=RefineParams(exact_candidates=0)))
    others = plan(request) if params.search == SearchParams() and params.rounds == RoundParams() else without_exact
    assert told(made) != told(others)


def test_a_bound_of_fewer_rounds_proves_less_and_nothing_untrue():
    instance, _ = translate(generate("unit-day", 4, staff=4, load=1.2))
    requests = list(instance.requests.values())
    best = lower_bound(instance, requests).value
    for params in (BoundParams(rounds=1), replace(BoundParams(), close_enough=0.1)):
        assert 0 < lower_bound(instance, requests, params=params).value < best
