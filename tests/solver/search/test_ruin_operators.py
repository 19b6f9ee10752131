"""What each ruin operator takes out, what it tries beside that, and when it is its turn."""

from __future__ import annotations

from dataclasses import replace

from dagplan.solver.search.ruin_operators import (
    NOTHING,
    RUIN_OPERATORS,
    Ruin,
    around_any,
    around_waiting,
    draw_ruin,
)
from tests.build import window
from tests.solver.search.drafts import (
    DOCTOR,
    PLAIN,
    at_half_past_eight,
    four_and_one_waiting,
    half_hours,
    instance_of,
    placed,
    segment_of,
    state_of,
)

SEEDS = range(60)


def test_for_a_waiting_request_what_stands_in_its_way_is_taken_out():
    assert around_waiting(four_and_one_waiting()) == Ruin(4, frozenset({0}), taken=[1], waiting=[4])


def test_neighbours_in_time_are_taken_out_too_as_far_as_the_slack_reaches():
    half_an_hour, an_hour = (replace(PLAIN, slacks=(slack,), most_neighbours=8) for slack in (30, 60))
    ruins = [around_waiting(four_and_one_waiting(seed, half_an_hour)) for seed in SEEDS]
    assert {tuple(ruin.taken) for ruin in ruins} == {(1,), (0, 1), (1, 2), (0, 1, 2)}
    further = [around_waiting(four_and_one_waiting(seed, an_hour)) for seed in SEEDS]
    assert (0, 1, 2, 3) in {tuple(ruin.taken) for ruin in further}


def test_at_most_so_many_neighbours_are_taken_out():
    one = replace(PLAIN, slacks=(60,), most_neighbours=1)
    assert {len(around_waiting(four_and_one_waiting(seed, one)).taken) for seed in SEEDS} == {1, 2}


def with_another_doctor(seed, params):
    """Doctor: r0 at 08:30. Another doctor: r1 at 08:30, which r2 can't have; r2 waits for 08:30 with the first."""
    people = [
        {"id": "nurse", "competences": ["spirometry"]},
        {"id": "doctor", "competences": ["physician", "surgery"]},
        {"id": "another", "competences": ["physician"]},
    ]
    instance = instance_of(
        *half_hours(2),
        at_half_past_eight("r2", competence="surgery"),
        practitioners=people,
        availability=[window("doctor", "08:00", "12:00"), window("another", "08:00", "12:00")],
    )
    doctor, another = segment_of(instance, 1), segment_of(instance, 2)
    return state_of(placed(instance, (0, doctor, 8, 30), (1, another, 8, 30)), seed, params)


def test_neighbours_are_looked_for_with_others_at_the_same_unit():
    alone = replace(PLAIN, most_neighbours=8)
    assert {tuple(around_waiting(with_another_doctor(seed, alone)).taken) for seed in SEEDS} == {(0,)}
    both = replace(alone, other_people=2)
    assert {tuple(around_waiting(with_another_doctor(seed, both)).taken) for seed in SEEDS} == {(0,), (0, 1)}


def test_others_that_wait_are_tried_where_they_may_be():
    elsewhere = {"units": ["u2"]}
    instance = instance_of(
        at_half_past_eight("r0"),
        at_half_past_eight("r1"),
        at_half_past_eight("r2", **elsewhere),
        at_half_past_eight("r3"),
        units=[{"id": "u1"}, {"id": "u2"}],
    )
    states = [state_of(placed(instance), seed, replace(PLAIN, most_waiting=5)) for seed in SEEDS]
    ruins = [ruin for ruin in map(around_waiting, states) if ruin.centre == 0]
    assert ruins
    assert {frozenset(ruin.waiting) for ruin in ruins} == {frozenset({0, 1, 3})}
    assert {ruin.waiting[-1] for ruin in ruins} == {0}
    fewer = [around_waiting(state_of(placed(instance), seed, replace(PLAIN, most_waiting=1))) for seed in SEEDS]
    assert max(len(ruin.waiting) for ruin in fewer) == 2


def test_the_waiting_have_their_turn_only_where_some_wait_and_as_often_as_said():
    full = instance_of(*half_hours(1))
    none_waits = state_of(placed(full, (0, segment_of(full, DOCTOR), 8, 0)))
    drawn_before = none_waits.random.state
    assert around_waiting(none_waits) is None
    assert none_waits.random.state == drawn_before
    assert around_waiting(four_and_one_waiting(params=replace(PLAIN, waiting_first=0))) is None
    half = replace(PLAIN, waiting_first=0.5)
    turns = sum(around_waiting(four_and_one_waiting(seed, half)) is not None for seed in range(400))
    assert 150 < turns < 250


def test_any_request_of_the_part_and_no_other_has_room_made_for_it():
    centres = {around_any(four_and_one_waiting(seed, part=[0, 3, 4])).centre for seed in SEEDS}
    assert centres == {0, 3, 4}


def test_a_booked_request_leaves_its_own_place_too():
    instance = instance_of(at_half_past_eight("r0"), *half_hours(2, first=1))
    doctor = segment_of(instance, DOCTOR)
    for seed in SEEDS:
        calendars = placed(instance, (0, doctor, 8, 30), (1, doctor, 8, 0), (2, doctor, 9, 0))
        assert around_any(state_of(calendars, seed, part=[0])) == Ruin(0, frozenset({0}), taken=[0], waiting=[])


def test_where_no_date_is_worked_on_there_is_nothing_to_do():
    assert around_waiting(four_and_one_waiting(days=frozenset({7}))) == NOTHING
    assert around_any(four_and_one_waiting(days=frozenset({7}))) == NOTHING


def test_without_requests_there_is_nothing_to_do():
    state = four_and_one_waiting(part=[])
    assert draw_ruin(state) == NOTHING


def test_operators_are_asked_in_order_until_it_is_ones_turn():
    asked = []

    def saying(name, answer):
        def operator(_):
            asked.append(name)
            return answer

        return operator

    mine = Ruin(2, frozenset({0}), [2], [])
    operators = [saying("never", None), saying("mine", mine), saying("last", NOTHING)]
    assert draw_ruin(four_and_one_waiting(), operators) is mine
    assert asked == ["never", "mine"]
    assert draw_ruin(four_and_one_waiting(), operators[:1]) == NOTHING


def test_of_the_operators_the_last_is_always_ready():
    *_, last = RUIN_OPERATORS
    assert all(last(four_and_one_waiting(seed)) is not None for seed in SEEDS)


def test_what_is_taken_out_is_booked_and_what_is_tried_is_not():
    params = replace(PLAIN, waiting_first=0.5, tries=3, slacks=(0, 60), other_people=2, most_neighbours=8)
    for seed in SEEDS:
        state = four_and_one_waiting(seed, params)
        ruin = draw_ruin(state)
        assert ruin.centre in {*ruin.taken, *ruin.waiting}
        assert ruin.taken == sorted(set(ruin.taken) & set(state.placed))
        assert not set(ruin.waiting) & set(state.placed)
