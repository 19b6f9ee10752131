"""The books of the search: after any steps, with any parameters, they say what is found when all is counted anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan import PlanRequest
from dagplan.scenarios import generate
from dagplan.solver.instance.translate import translate
from dagplan.solver.search.calendars import Calendars, cost_of
from dagplan.solver.search.greedy import insert_greedily, keep_existing, same_day_requests
from dagplan.solver.search.params import SearchParams
from dagplan.solver.search.ruin_and_recreate import step
from dagplan.solver.search.state import Account, State
from tests.instances import tiny
from tests.odd_instances import odd
from tests.replanned_instances import replanned
from tests.solver.search.drafts import DOCTOR, PLAIN, four_and_one_waiting, segment_of
from tests.solver.test_replanning import in_disarray
from tests.strategies import small_requests
from tests.thorough import some

PARAMS = st.builds(
    SearchParams,
    hottest=st.sampled_from([0.01, 0.2, 5.0]),
    coldest=st.sampled_from([0.0001, 0.01]),
    penalty_step=st.sampled_from([0.0, 0.003, 1.0]),
    most_penalty=st.sampled_from([0.0, 2.0, 5.0]),
    waiting_first=st.sampled_from([0.0, 0.6, 1.0]),
    centre_first=st.sampled_from([0.0, 0.5, 1.0]),
    tries=st.integers(1, 4),
    noise=st.sampled_from([0.0, 0.3, 1.0]),
    near_days=st.integers(1, 5),
    waits=st.sampled_from([(0,), (0, 30), (2000,)]),
    slacks=st.sampled_from([(0,), (0, 30, 60), (1440,)]),
    other_people=st.integers(0, 4),
    most_neighbours=st.integers(0, 12),
    most_waiting=st.integers(0, 6),
    most_combinations=st.integers(1, 40),
)


def begun(instance, seed, params, part=None):
    """A state at a first plan."""
    calendars, same_day = Calendars(instance), same_day_requests(instance)
    keep_existing(calendars, instance.requests.values(), same_day)
    insert_greedily(calendars, instance.requests.values(), same_day)
    part = list(instance.requests) if part is None else part
    return State(calendars, part, same_day, seed, max_moved=instance.max_moved, params=params)


def books_are_right(state):
    """Count anew, from where the requests stand, all that is kept up to date."""
    instance, placed = state.instance, state.calendars.placed
    fresh = Calendars(instance)
    fresh.put(placed)
    assert state.calendars.free == fresh.free
    assert state.cost == fresh.cost_of(state.part, state.same_day)
    assert sorted(state.waiting) == sorted(index for index in state.part if index not in placed)
    holders = {}
    for index in set(state.part) & set(placed):
        for slot in placed[index].slots:
            if slot.segment >= 0:
                holders.setdefault(slot.segment, set()).add(index)
    assert {segment: held for segment, held in state.holders.items() if held} == holders
    if state.max_moved is not None:
        moved = sum(instance.disturbed(instance.requests[index], placed.get(index)) for index in state.part)
        assert state.moved == moved <= state.max_moved
    assert state.best_cost == cost_of(instance, outside(state) | state.best, state.part, state.same_day)


def outside(state):
    return {index: one for index, one in state.calendars.placed.items() if index not in set(state.part)}


def best_is_kept(state, steps):
    """After each step the books are right, and the best is the best there was."""
    least = state.cost
    for number in range(steps):
        step(state, number / steps)
        books_are_right(state)
        least = min(least, state.cost)
        assert state.best_cost == least
    state.leave_best()
    books_are_right(state)
    assert state.cost == state.best_cost == least
    assert state.placements() == state.best


@settings(max_examples=some(60), deadline=None)
@given(small_requests(), PARAMS, st.integers(0, 2**62))
def test_the_books_are_right_after_any_steps(asked, params, seed):
    instance = translate(PlanRequest.model_validate(asked))[0]
    if instance.requests:
        best_is_kept(begun(instance, seed, params), 15)


@pytest.mark.parametrize("make", [tiny, odd, replanned])
def test_the_books_are_right_on_instances_out_of_the_ordinary(make):
    booked = waited = 0
    for seed in range(40):
        instance = translate(PlanRequest.model_validate(make(seed)))[0]
        state = begun(instance, seed, SearchParams())
        booked += len(state.best)
        waited += len(state.waiting)
        best_is_kept(state, 25)
    assert booked > 20
    assert waited > 5


def test_the_books_are_right_where_only_some_requests_may_move():
    instance, _ = translate(generate("unit-day", 7, load=1.3))
    part = [index for index in instance.requests if index % 3]
    state = begun(instance, 7, SearchParams(), part)
    others = outside(state)
    assert others
    best_is_kept(state, 60)
    assert outside(state) == others


def test_the_books_are_right_where_few_visits_may_leave_their_booking():
    instance, _ = translate(in_disarray(generate("unit-day", 2), 30))
    state = begun(instance, 2, SearchParams())
    seen = set()
    for number in range(60):
        step(state, number / 60)
        books_are_right(state)
        seen.add(state.moved)
    assert len(seen) > 3


def test_every_step_is_kept_or_leaves_no_trace():
    """Where nothing may be worse, a step that finds nothing as good puts all back where it was."""
    instance, _ = translate(generate("unit-day", 3, load=1.2))
    state = begun(instance, 3, SearchParams(hottest=1e-9, coldest=1e-9, penalty_step=0))
    undone = 0
    for number in range(200):
        before, cost, waiting = dict(state.placed), state.cost, sorted(state.waiting)
        step(state, number / 200)
        assert state.cost <= cost
        if state.placed == before:
            undone += 1
            assert (state.cost, sorted(state.waiting)) == (cost, waiting)
    assert 0 < undone < 200


def test_those_that_hold_some_minutes_of_a_segment():
    """The doctor has r0 at 08:00, r1 at 08:30, r2 at 09:00, r3 at 09:30, half an hour each."""
    state = four_and_one_waiting()
    doctor = segment_of(state.instance, DOCTOR)
    assert set(state.holding(doctor, 480, 481)) == {0}
    assert set(state.holding(doctor, 509, 511)) == {0, 1}
    assert set(state.holding(doctor, 510, 540)) == {1}
    assert set(state.holding(doctor, 0, 1440)) == {0, 1, 2, 3}
    assert set(state.holding(doctor, 600, 720)) == set()
    state.take_out(1)
    assert set(state.holding(doctor, 509, 511)) == {0}


def test_a_request_tried_in_vain_becomes_dearer_by_a_step_up_to_the_most():
    """It costs 1000 unbooked; r1 costs nothing where it stands."""
    state = four_and_one_waiting(params=replace(PLAIN, penalty_step=0.4, penalty_height=0.0))
    assert state.account([1, 4]) == Account(1000, 1000, 0)
    for penalty in (400, 800, 1000, 1000):
        state.discourage(4)
        assert state.penalty == {4: penalty}
        assert state.account([1, 4]) == Account(1000, 1000 + penalty, 0)
    assert state.cost == 1000
