"""A small part's time with one hand: the search has its share of it, and so has the exact solver."""

from __future__ import annotations

import pytest

from dagplan.scenarios.generate import generate
from dagplan.solver.instance.translate import translate
from dagplan.solver.planning.params import RefineParams, SolverParams
from dagplan.solver.planning.small_part import solve_small
from dagplan.solver.planning.standing import Standing
from dagplan.solver.running.deadlines import Deadline, WorkBudget
from dagplan.solver.running.workers import WorkerPool
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import insert_greedily, same_day_requests


def part(news=None, requests=None, **params):
    """A day of one unit, or its first requests, planned greedily, without a warm-up before its turns."""
    request = generate("unit-day", 2)
    few = [one.model_copy(update={"same_day_as": ()}) for one in request.requests[:requests]]
    instance, _ = translate(request.model_copy(update={"requests": tuple(few)}))
    calendars = Calendars(instance)
    insert_greedily(calendars, instance.requests.values(), same_day_requests(instance))
    refine = RefineParams(native_warm_up_steps=0, warm_up_steps=0, **params)
    return Standing(
        instance,
        dict(calendars.placed),
        seed=1,
        workers=1,
        pool=WorkerPool(0),
        on_news=news,
        params=SolverParams(refine=refine),
    )


def test_with_one_hand_the_search_goes_on_in_its_turns():
    told = []
    standing = part(lambda *news: told.append(news), share_of_search=1.0, first_turn=0.3)
    greedy = standing.cost
    solve_small(standing, WorkBudget(0.8))
    assert standing.bound <= standing.cost < greedy / 2
    costs, bounds = [cost for cost, _, _ in told], [bound for _, bound, _ in told]
    assert costs == sorted(costs, reverse=True)
    assert bounds == sorted(bounds)
    assert costs[-1] == standing.cost


def test_with_one_hand_the_exact_solver_proves_in_its_turns():
    standing = part(requests=30, share_of_search=0.0, share_of_bound=0.0, short_assignment=0.0)
    greedy = standing.cost
    solve_small(standing, WorkBudget(20))
    assert standing.bound == standing.cost < greedy


@pytest.mark.clock
def test_turns_end_with_the_time():
    deadline = Deadline(1.0)
    standing = part()
    solve_small(standing, deadline)
    assert deadline.spent < 2.0  # what CP-SAT takes to build its model is not cut short
    assert standing.cost == Calendars.cost_of(standing.calendars, standing.instance.requests, standing.same_day)


def test_a_cancelled_part_keeps_the_plan_it_had():
    standing = part()
    before = dict(standing.calendars.placed)
    solve_small(standing, Deadline(5.0, lambda: True))
    assert standing.calendars.placed == before
