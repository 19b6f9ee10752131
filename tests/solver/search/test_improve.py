"""The seam: a function of what it is given, that changes nothing and can be sent to another process."""

from __future__ import annotations

import pickle
from dataclasses import fields, replace

import pytest

from dagplan.scenarios import generate
from dagplan.solver.instance.translate import translate
from dagplan.solver.running.deadlines import Deadline, WorkBudget
from dagplan.solver.running.helpers import Helpers
from dagplan.solver.search.calendars import Calendars, cost_of
from dagplan.solver.search.greedy import insert_greedily, same_day_requests
from dagplan.solver.search.improve import improve
from dagplan.solver.search.params import SearchParams
from dagplan.solver.search.task import Done, Task

STEPS = 120
PARAMS = SearchParams(seconds_a_step=1.0, native_seconds_a_step=1.0)


def drawn(kind="unit-day", days=None, **changes):
    """An instance, and a task on a first plan of it with some requests made dearer."""
    instance, _ = translate(generate(kind, 5, load=1.3, **changes))
    calendars = Calendars(instance)
    insert_greedily(calendars, instance.requests.values(), same_day_requests(instance))
    placed = {index: one for index, one in calendars.placed.items() if days is None or one.day in days}
    movable = [index for index in instance.requests if index in placed or index not in calendars.placed]
    penalty = dict.fromkeys(movable[::7], 5.0)
    return instance, Task(days, movable, placed, penalty, 0.2, 0.6, seed=11, max_moved=None)


def known(instance):
    """All that an instance says, without what it has found out since."""
    return {one.name: repr(getattr(instance, one.name)) for one in fields(instance) if not one.name.startswith("_")}


@pytest.mark.parametrize("days", [None, frozenset({1, 3})])
def test_the_same_comes_of_the_same_and_nothing_is_changed(days):
    instance, task = drawn("unit-week", days, staff=4)
    as_it_was = pickle.loads(pickle.dumps((instance, task)))
    first = improve(instance, task, PARAMS, WorkBudget(STEPS))
    assert improve(instance, task, PARAMS, WorkBudget(STEPS)) == first
    assert task == as_it_was[1]
    assert known(instance) == known(as_it_was[0])
    assert first.penalty != task.penalty
    assert first.last != task.placed
    elsewhere = replace(task, seed=12)
    assert improve(instance, elsewhere, PARAMS, WorkBudget(STEPS)) != first


def test_it_can_be_sent_and_what_comes_of_it_too():
    instance, task = drawn()
    here = improve(instance, task, PARAMS, WorkBudget(STEPS))
    function, *arguments = pickle.loads(pickle.dumps((improve, instance, task, PARAMS, WorkBudget(STEPS))))
    assert pickle.loads(pickle.dumps(function(*arguments))) == here
    helpers = Helpers(1)
    try:
        assert helpers.submit(improve, instance, task, PARAMS, WorkBudget(STEPS)).result(60) == here
    finally:
        helpers.shutdown()


def test_the_best_is_no_worse_than_what_was_given_nor_than_the_last():
    instance, task = drawn()
    same_day = same_day_requests(instance)
    done = improve(instance, task, PARAMS, WorkBudget(STEPS))
    ways = task.placed, done.last, done.best
    given, last, best = (cost_of(instance, one, task.movable, same_day) for one in ways)
    assert best < given
    assert best <= last


def test_on_some_dates_only_their_requests_move_and_only_there():
    days = frozenset({1, 3})
    instance, task = drawn("unit-week", days, staff=4)
    done = improve(instance, task, PARAMS, WorkBudget(STEPS))
    for placements in (done.last, done.best):
        assert set(placements) <= set(task.movable)
        assert {one.day for one in placements.values()} <= days


def test_where_there_is_nothing_to_move_nothing_comes_of_it():
    instance, task = drawn()
    nothing = replace(task, movable=[], placed={}, penalty={})
    assert improve(instance, nothing, PARAMS, WorkBudget(3)) == Done({}, {}, {})


def test_without_time_all_stands_as_it_stood():
    instance, task = drawn()
    assert improve(instance, task, PARAMS, Deadline(0)) == Done(task.placed, task.placed, task.penalty)
