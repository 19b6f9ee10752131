"""The parts of the search by themselves: processes, work counted, shapes out of the ordinary."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import time
from concurrent.futures import BrokenExecutor, Future
from functools import partial

import pytest

from dagplan import PlanRequest, check, plan
from dagplan.models.plan import to_json
from dagplan.scenarios import generate
from dagplan.solver.bound.lower_bound import lower_bound
from dagplan.solver.bound.params import BoundParams
from dagplan.solver.bound.pricing import Pricing
from dagplan.solver.instance.parts import cut_out, independent_parts
from dagplan.solver.instance.translate import translate
from dagplan.solver.planning.rounds import Search
from dagplan.solver.planning.standing import Standing
from dagplan.solver.running import workers as workers_module
from dagplan.solver.running.deadlines import Deadline, WorkBudget
from dagplan.solver.running.workers import WorkerPool
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.draws import Draws
from dagplan.solver.search.greedy import insert_greedily, same_day_requests
from dagplan.solver.search.random_set import Pool
from tests.instances import tiny
from tests.oracle import Oracle
from tests.thorough import some


def with_settings(request, **settings):
    return request.model_copy(update={"settings": request.settings.model_copy(update=settings)})


def without_clock(made):
    told = json.loads(to_json(made))
    del told["run"]["wall_seconds"]
    return told


def busy(seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


class Load:
    """Every core busy with something else."""

    def __init__(self, seconds):
        context = multiprocessing.get_context("spawn")
        self.processes = [context.Process(target=busy, args=(seconds,)) for _ in range(os.cpu_count() or 1)]

    def __enter__(self):
        for process in self.processes:
            process.start()

    def __exit__(self, *_):
        for process in self.processes:
            process.kill()
            process.join()


DETERMINISTIC = {
    "a week": (partial(generate, "unit-week", 1, staff=6), 0.3),
    "a day": (partial(generate, "unit-day", 4, staff=5), 0.3),
    "two units": (partial(generate, "region-week", 1, units=2, staff=4), 0.2),
    "two weeks": (partial(generate, "unit-month", 2, days=10, staff=4), 0.3),
}


@pytest.mark.parametrize("name", DETERMINISTIC)
def test_where_work_is_counted_neither_workers_nor_load_make_a_difference(name):
    made_up, seconds = DETERMINISTIC[name]
    request = made_up()
    asked = [
        with_settings(request, deterministic=True, time_limit=seconds, seed=3, workers=workers)
        for workers in (1, 2, 3)
    ]
    made = [without_clock(plan(one)) for one in asked[:2]]
    with Load(60):
        made.append(without_clock(plan(asked[2])))
    assert made[0] == made[1] == made[2]
    other_seed = without_clock(plan(with_settings(asked[0], seed=4)))
    assert name == "a day" or other_seed["bookings"] != made[0]["bookings"]


def test_work_counted_is_enough_to_prove_tiny_instances():
    for seed in range(some(30)):
        request = PlanRequest.model_validate(tiny(seed))
        by_clock = plan(with_settings(request, time_limit=20))
        counted = plan(with_settings(request, time_limit=20, deterministic=True))
        assert counted.objective.cost == by_clock.objective.cost, seed
        assert counted.status == "optimal"


@pytest.mark.clock
def test_work_counted_can_be_cancelled():
    began = time.monotonic()
    request = with_settings(generate("unit-week", 1), deterministic=True, time_limit=600)
    made = plan(request, cancel=lambda: time.monotonic() > began + 1)
    assert time.monotonic() - began < 2.5
    assert check(request, made) == []


@pytest.mark.clock
@pytest.mark.parametrize("kind", ["unit-day", "unit-week"])
def test_it_is_punctual_though_every_core_is_busy(kind):
    request = with_settings(generate(kind, 1), time_limit=2)
    with Load(60):
        began = time.monotonic()
        made = plan(request)
        assert time.monotonic() - began <= 3
    assert check(request, made) == []


@pytest.mark.parametrize("counted", [pytest.param(False, marks=pytest.mark.clock), True])
def test_a_lost_helper_loses_nothing(counted, monkeypatch):
    def lost(self, function, *args, **kwargs):
        if not self.helpers:
            return None
        future = Future()
        future.set_exception(BrokenExecutor("killed"))
        return future

    week = generate("unit-week", 1, staff=6)
    request = with_settings(week, time_limit=0.5 if counted else 2.0, deterministic=counted, workers=2)
    undisturbed = without_clock(plan(request)) if counted else None
    monkeypatch.setattr(workers_module.WorkerPool, "submit", lost)
    made = plan(request)
    assert check(request, made) == []
    assert made.objective.gap < 0.05
    if not counted:
        return
    assert without_clock(made) == undisturbed
    region = with_settings(
        generate("region-week", 1, units=2, staff=4), time_limit=0.2, workers=2, deterministic=True
    )
    with_helpers_lost = without_clock(plan(region))
    monkeypatch.undo()
    assert with_helpers_lost == without_clock(plan(region))


def test_where_no_process_can_be_started_there_is_a_plan(monkeypatch):
    def refuse(*_, **__):
        raise OSError("no processes here")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    for request in (generate("unit-week", 2), generate("region-week", 2, units=3)):
        made = plan(with_settings(request, time_limit=1.5, workers=2))
        assert made.objective.gap < 0.1


def test_a_part_cut_out_is_the_same_problem():
    instance, _ = translate(generate("region-week", 3, units=4))
    same_day = same_day_requests(instance)
    calendars = Calendars(instance)
    insert_greedily(calendars, instance.requests.values(), same_day)
    total = instance.constant
    for indices in independent_parts(instance):
        part = cut_out(instance, indices)
        placed = {index: part.inward(calendars.placed[index]) for index in indices if index in calendars.placed}
        assert {index: part.outward(placement) for index, placement in placed.items()} == {
            index: calendars.placed[index] for index in placed
        }
        alone = Standing(part.instance, placed, seed=0, workers=1, pool=WorkerPool(0))
        total += alone.cost
        again = Calendars(part.instance)
        insert_greedily(again, part.instance.requests.values(), same_day)
        assert again.placed == placed
    assert total == calendars.cost()


def week(**settings):
    return with_settings(generate("unit-week", 5), **settings)


def exact_waits():
    asked = week()
    exact = [
        one.model_copy(
            update={
                "max_wait": None,
                "visits": (
                    one.visits[0],
                    *(v.model_copy(update={"min_wait": 15, "max_wait": 15}) for v in one.visits[1:]),
                ),
            }
        )
        for one in asked.requests
    ]
    return asked.model_copy(update={"requests": tuple(exact)})


def six_of_each_patient():
    asked = week()
    same_patient = [
        one.model_copy(update={"patient": f"p-{number // 6}", "same_day_as": ()})
        for number, one in enumerate(asked.requests)
    ]
    same_day = [
        one.model_copy(update={"same_day_as": (same_patient[number - 1].id,)}) if number % 6 else one
        for number, one in enumerate(same_patient)
    ]
    return asked.model_copy(update={"requests": tuple(same_day)})


def any_unit():
    shared = generate("region-week", 7, units=3)
    everywhere = [one.model_copy(update={"units": ()}) for one in shared.requests]
    return shared.model_copy(update={"requests": tuple(everywhere)})


SHAPES = {
    "waits that force exact times": exact_waits,
    "patients with six requests wished together": six_of_each_patient,
    "any unit will do": any_unit,
    "forty per cent linked": partial(generate, "unit-week", 6, linked=0.4),
    "sixty dates": partial(generate, "unit-month", 6, days=60, staff=4),
    "two hundred units": partial(generate, "region-week", 6, units=200, days=1, staff=2),
    "nobody available": lambda: week().model_copy(update={"availability": ()}),
    "three times too much": partial(generate, "unit-week", 6, load=3.0),
    "grid 1": partial(week, grid=1),
    "grid 7": partial(week, grid=7),
    "grid 60": partial(week, grid=60),
}
"""What makes a shape that a user may come with, far from the ordinary."""


@pytest.mark.clock
@pytest.mark.parametrize("name", SHAPES)
def test_no_shape_makes_it_late_or_loses_the_plan(name):
    request = PlanRequest.model_validate(
        with_settings(SHAPES[name](), time_limit=2.5).model_dump(by_alias=True, mode="json", exclude_none=True)
    )
    instance, _ = translate(request)
    greedy = Calendars(instance)
    insert_greedily(greedy, instance.requests.values(), same_day_requests(instance))
    began = time.monotonic()
    made = plan(request)
    assert time.monotonic() - began <= 3.5
    assert check(request, made) == []
    assert made.objective.cost <= greedy.cost()
    if name == "nobody available":
        assert (made.status, made.bookings) == ("optimal", ())
    else:
        assert made.objective.gap < 0.2


def test_tables_too_large_for_memory_are_not_built():
    instance, _ = translate(generate("unit-day", 1))
    requests = list(instance.requests.values())
    exact = lower_bound(instance, requests).value
    rough = Pricing(instance, requests, Deadline(60), most_numbers=1000)
    assert not rough._groups
    assert 0 < lower_bound(instance, requests, params=BoundParams(most_numbers=1000)).value <= exact


def test_where_there_is_no_time_for_prices_every_request_is_on_its_best_date():
    for seed in range(some(60)):
        instance, _ = translate(PlanRequest.model_validate(tiny(seed)))
        bound = lower_bound(instance, list(instance.requests.values()), Deadline(0))
        assert 0 <= bound.value + instance.constant <= Oracle(tiny(seed)).optimum()


def test_the_search_keeps_to_its_work():
    instance, _ = translate(generate("unit-week", 1))
    calendars = Calendars(instance)
    insert_greedily(calendars, instance.requests.values(), same_day_requests(instance))
    budget = WorkBudget(0.3)
    with WorkerPool(0) as pool:
        search = Search(calendars, hands=lambda: 1, pool=pool, seed=1, on_better=lambda cost, placed: None)
        search.run(budget, lower_bound=lambda: 0)
    assert budget.left == 0


def test_a_process_whose_dates_have_no_requests_leaves_the_others_theirs():
    """All wish for the first of twelve dates, and a day later costs more than not to be booked."""
    month = generate("unit-month", 2, days=12, staff=4)
    wishing = [
        one.model_copy(update={"earliest": None, "target": month.first_date, "same_day_as": ()})
        for one in month.requests[:40]
    ]
    dear = month.settings.weights.model_copy(update={"day_deviation": 9000})
    instance, _ = translate(with_settings(month.model_copy(update={"requests": tuple(wishing)}), weights=dear))
    calendars, same_day = Calendars(instance), same_day_requests(instance)
    insert_greedily(calendars, instance.requests.values(), same_day)
    part = cut_out(instance, list(calendars.placed))
    booked = Calendars(part.instance)
    booked.put({index: part.inward(one) for index, one in calendars.placed.items()})
    with WorkerPool(0) as pool:
        search = Search(booked, hands=lambda: 2, pool=pool, seed=1, on_better=lambda cost, placed: None)
        tasks = search._deal(2, 0.0, 0.1)
        assert sorted(len(task.movable) for task in tasks) == [0, len(booked.placed)]
        search._merge(tasks, search._work(tasks, b"", WorkBudget(1), 0.02))
    assert set(search.current) == set(booked.placed)


def test_a_pool_draws_each_alike_and_forgets_what_is_taken_out():
    draw = Draws(1)
    pool = Pool(range(10))
    pool.discard(3)
    pool.discard(3)
    pool.add(4)
    assert len(pool) == 9
    assert 3 not in pool
    assert sorted(pool) == sorted(pool.sample(draw, 99)) == [0, 1, 2, 4, 5, 6, 7, 8, 9]
    drawn = {pool.choice(draw) for _ in range(500)}
    assert drawn == set(pool)
