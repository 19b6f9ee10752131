"""A step: what is taken out is put back at its cheapest, in the order drawn, and nothing else is touched."""

from __future__ import annotations

from dataclasses import replace

from dagplan.solver.instance.instance import Slot
from dagplan.solver.search.ruin_and_recreate import recreate, step
from dagplan.solver.search.ruin_operators import NOTHING, Ruin
from tests.build import single, window
from tests.solver.search.drafts import DOCTOR, PLAIN, four_and_one_waiting, instance_of, placed, segment_of, state_of

TODAY = frozenset({0})


def test_the_first_in_the_order_gets_the_room():
    """One half hour, two requests for it."""
    instance = instance_of(single("r0", "p0"), single("r1", "p1"), availability=[window("doctor", "08:00", "08:30")])
    for order in ([0, 1], [1, 0]):
        state = state_of(placed(instance))
        assert recreate(state, Ruin(0, TODAY, [], [0, 1]), order, None) == order[:1]
        assert set(state.placed) == set(order[:1])


def test_what_waited_is_tried_on_the_freed_date_and_what_was_booked_on_all():
    days = ["2026-10-05", "2026-10-06"]
    windows = [window("doctor", "08:00", "09:00", day=day) for day in days]
    instance = instance_of(single("r0", "p0", target=days[1]), last_date=days[1], availability=windows)
    waited = state_of(placed(instance))
    recreate(waited, Ruin(0, TODAY, [], [0]), [0], None)
    assert waited.placed[0].day == 0
    booked = state_of(placed(instance))
    recreate(booked, Ruin(0, TODAY, [0], []), [0], None)
    assert booked.placed[0].day == 1


def test_a_better_plan_is_kept():
    """r4 can only be at 08:30, where r1 stands, which can be anywhere."""
    state = four_and_one_waiting(params=replace(PLAIN, centre_first=1))
    step(state, 0.5)
    assert state.placed[4].slots == (Slot(segment_of(state.instance, DOCTOR), 510),)
    assert set(state.placed) == {0, 1, 2, 3, 4}
    assert (state.cost, state.best_cost, len(state.waiting), state.penalty) == (0, 0, 0, {})


def test_a_worse_plan_is_undone_and_the_centre_becomes_dearer():
    """r4 is routine and r1 urgent: with the one half hour there is, no plan is better, nor as good."""
    instance = instance_of(
        single("r0", "p0", priority="urgent"), single("r1", "p1"), availability=[window("doctor", "08:00", "08:30")]
    )
    calendars = placed(instance, (0, segment_of(instance, DOCTOR), 8, 0))
    state = state_of(calendars, params=replace(PLAIN, centre_first=1, hottest=1e-9, coldest=1e-9))
    before = dict(state.placed)
    step(state, 0.5)
    assert state.placed == before
    assert (state.cost, state.best_cost, list(state.waiting)) == (1000, 1000, [1])
    assert state.penalty == {1: 3.0}  # 0.003 of 1000


def test_a_new_neighbourhood_is_a_function_in_the_list():
    """Take out all there is, and put it back the last first."""

    def everything(state):
        return Ruin(4, TODAY, sorted(state.placed), [4])

    def backwards(request, noise):
        return (-request.index,)

    state = four_and_one_waiting(params=replace(PLAIN, centre_first=0, hottest=1e3, coldest=1e3))
    step(state, 0, [everything], [backwards])
    assert list(state.placed) == [4, 3, 2, 1, 0]
    assert state.cost == 0


def test_a_step_with_nothing_to_do_does_nothing():
    state = four_and_one_waiting()
    before, drawn = dict(state.placed), state.random.state
    step(state, 0.5, [lambda _: NOTHING])
    assert (state.placed, state.random.state, state.penalty) == (before, drawn, {})
