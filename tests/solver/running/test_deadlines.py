"""Deadlines that are put off, and those that are sent before they begin."""

from __future__ import annotations

import pickle

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
