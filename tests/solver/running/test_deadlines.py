"""Deadlines within others, those that are put off, and those that are sent before they begin."""

from __future__ import annotations

import pickle
import threading
from types import SimpleNamespace

import pytest

from dagplan.solver.running import deadlines
from dagplan.solver.running.deadlines import Deadline, Limit, WorkBudget


def test_a_deadline_is_put_off_for_as_long_as_is_said():
    answers = [True, True, False]
    put_off = Deadline(0).put_off(lambda: answers.pop(0))
    assert [put_off.over() for _ in range(3)] == [False, False, True]
    assert put_off.left == 0


def test_before_its_time_nobody_is_asked():
    def not_yet():
        raise AssertionError

    assert not Deadline(60).put_off(not_yet).over()


def test_who_says_stop_is_heard_all_the_same():
    assert Deadline(60, cancel=lambda: True).put_off(lambda: True).over()


def test_work_that_is_counted_is_never_put_off():
    budget = WorkBudget(1)
    put_off = budget.put_off(lambda: True)
    assert not put_off.over()
    put_off.work(1)
    assert put_off.over()


def test_a_limit_begins_where_it_is_sent_to():
    counted = pickle.loads(pickle.dumps(Limit(2.0, counted=True))).begin()
    assert (counted.counted, counted.left) == (True, 2.0)
    by_clock = pickle.loads(pickle.dumps(Limit(60.0, counted=False))).begin()
    assert not by_clock.counted
    assert 50 < by_clock.left <= 60


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands till it is set."""
    now = [1000.0]
    monkeypatch.setattr(deadlines, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def go_to(seconds):
        now[0] = 1000.0 + seconds

    return go_to


def test_a_deadline_is_over_when_its_time_has_come(clock):
    deadline = Deadline(10)
    clock(9)
    assert (deadline.spent, deadline.left, deadline.over()) == (9, 1, False)
    clock(10)
    assert (deadline.left, deadline.over()) == (0, True)
    clock(11)
    assert (deadline.spent, deadline.left, deadline.over()) == (11, 0, True)


def test_one_that_began_before_has_less_left(clock):
    deadline = Deadline(10, began=1000.0 - 4)
    assert (deadline.spent, deadline.left) == (4, 6)


@pytest.mark.parametrize(("seconds", "left"), [(2, 2), (3, 3), (4, 3), (0, 0)])
def test_within_another_it_ends_no_later(clock, seconds, left):
    whole = Deadline(10)
    clock(7)
    part = whole.within(seconds)
    assert (part.spent, part.left) == (0, left)
    assert whole.left == 3
    clock(7 + left)
    assert part.over()
    clock(12)
    assert whole.within(5).over()


def test_for_work_side_by_side_the_clock_is_the_same(clock):
    whole = Deadline(10)
    clock(7)
    assert [whole.alone(seconds).left for seconds in (2, 5)] == [2, 3]
    whole.work(100)
    assert whole.left == 3


@pytest.mark.parametrize("made", [Deadline, WorkBudget])
def test_who_says_stop_is_heard_in_every_part(made):
    stop = threading.Event()
    whole = made(60, cancel=stop)
    parts = [whole.within(30), whole.alone(30), whole.within(30).within(5), whole.put_off(lambda: True)]
    assert not any(one.over() or one.cancelled for one in parts)
    stop.set()
    assert all(one.over() and one.cancelled and one.left == 0 for one in (whole, *parts))


@pytest.mark.parametrize(("seconds", "left"), [(2, 2), (3, 3), (4, 3)])
def test_work_within_a_budget_counts_for_both(seconds, left):
    whole = WorkBudget(10)
    whole.work(7)
    part = whole.within(seconds)
    assert (part.left, whole.left) == (left, 3)
    part.work(1)
    assert (part.left, whole.left) == (left - 1, 2)
    whole.work(1)
    assert (part.left, whole.left) == (left - 2, 1)
    assert part.within(5).left == left - 2


def test_work_side_by_side_counts_once():
    """Each of two has what is left, and what one does takes nothing from the other or from the whole."""
    whole = WorkBudget(10)
    whole.work(7)
    one, other = whole.alone(2), whole.alone(5)
    assert (one.left, other.left) == (2, 3)
    one.work(2)
    assert (one.over(), other.left, whole.left) == (True, 3, 3)
    assert one.counted
    assert other.within(1).counted


class Solver:
    """What a linear solver is told."""

    def __init__(self):
        self.told = []

    def SetTimeLimit(self, milliseconds):  # noqa: N802
        self.told.append(milliseconds)

    def SetSolverSpecificParametersAsString(self, text):  # noqa: N802
        self.told.append(text)


@pytest.mark.parametrize(
    ("seconds", "milliseconds"),
    # 0 would be no limit at all
    [(2.5, [2500]), (0.0012, [1]), (0, [1]), (999_999, [999_999_000]), (1_000_000, []), (float("inf"), [])],
)
def test_a_solver_gets_the_milliseconds_that_are_left(clock, seconds, milliseconds):
    solver = Solver()
    Deadline(seconds).limit(solver)
    assert solver.told == milliseconds


@pytest.mark.parametrize(("done", "told"), [(0, "2.500000"), (2, "0.500000"), (2.4995, "0.001000"), (9, "0.001000")])
def test_a_solver_gets_the_work_that_is_left(done, told):
    solver, budget = Solver(), WorkBudget(2.5)
    budget.work(done)
    budget.limit(solver)
    assert solver.told == [f"max_deterministic_time: {told}"]
