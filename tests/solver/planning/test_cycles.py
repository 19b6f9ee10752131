"""Searches one after the other, beside a proof."""

from __future__ import annotations

from dagplan.solver.planning.cycles import Cycles, next_cycle
from dagplan.solver.running.deadlines import WorkBudget
from dagplan.solver.search.params import SearchParams
from dagplan.solver.search.task import Done

PARAMS = SearchParams(native_seconds_a_step=0.01)


class Falling:
    """A search that makes its plan cheaper by one each hundred steps, and notes how far it was told to be."""

    def __init__(self, begun_from, number):
        self.begun_from, self.number, self.steps, self.told = begun_from, number, 0, []

    @property
    def best_cost(self):
        return 100 - 10 * self.number - self.steps // 100

    @property
    def best(self):
        return {self.number: self.best_cost}

    def run(self, steps, progress, until):
        self.steps += steps
        self.told.append((progress, until))

    def done(self):
        return Done({}, self.best, {})


def test_each_cycle_is_twice_as_long_begins_from_the_best_and_the_last_ends_with_the_time():
    begun = []

    def begin(best, number):
        begun.append(Falling(best, number))
        return begun[-1]

    deadline = WorkBudget(10)
    cycles = Cycles(begin, {0: 100}, 100, deadline, first=1.0, params=PARAMS)
    while not deadline.over():
        cycles.go_on(0.25)
    assert [one.number for one in begun] == [1, 2, 3]
    # A hundred steps a second: one second, two, and seven, since four would leave less than eight.
    assert [round(one.steps, -1) for one in begun] == [100, 200, 700]
    assert [one.begun_from for one in begun] == [{0: 100}, {1: 89}, {2: 78}]
    for one in begun:
        assert one.told[0][0] == 0
        assert one.told[-1][1] > 0.95
        assert all(0 <= progress <= until <= 1 for progress, until in one.told)
        assert [progress for progress, _ in one.told] == sorted(progress for progress, _ in one.told)
    assert (cycles.best_cost, cycles.best) == (63, {3: 63})


def test_a_worse_cycle_leaves_the_best_plan_as_it_is():
    deadline = WorkBudget(2)
    cycles = Cycles(Falling, {0: 5}, 5, deadline, first=1.0, params=PARAMS)
    assert cycles.go_on(0.5) == 5
    assert cycles.best == {0: 5}


def test_without_time_for_another_a_cycle_takes_all_that_is_left():
    assert next_cycle(5, 3) == (3, 0)
    assert next_cycle(1, 3) == (1, 2)
