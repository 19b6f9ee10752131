"""A board laid out: the same whether it was kept, or laid out anew from what the store has of it."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan import InputError, to_bytes
from dagplan.service.limits import Limits
from dagplan.service.operations import boarding
from dagplan.service.operations.board_steps import make_again, step, take_back
from dagplan.service.operations.boarding import At, begin, forget, lay_out, request_as_it_stands, standing
from tests.build import at
from tests.service.http.boarded import REQUEST, move

LIMITS = Limits(100, 100, math.inf)
BASE = to_bytes(REQUEST, "json")


@pytest.fixture(autouse=True)
def nothing_kept():
    boarding._open.clear()
    yield
    boarding._open.clear()


def sent(*changes):
    return json.dumps(list(changes)).encode()


BOOK = {"practitioner": "doctor", "unit": "u1"}


def test_what_is_not_here_is_not_answered():
    here = At("one", "s0")
    assert standing(here) is None
    begin(here, BASE)
    assert json.loads(standing(here))["unbooked"] == ["r2"]
    assert standing(At("one", "another")) is None
    assert step(At("one", "another"), "s1", sent(move("a", "07:30")), LIMITS) is None
    forget("one")
    assert request_as_it_stands(here) is None


def test_after_a_step_it_is_known_by_its_new_stamp_alone():
    begin(At("one", "s0"), BASE)
    assert step(At("one", "s0"), "s1", sent(move("r2-v", "09:00", **BOOK)), LIMITS).many == 1
    assert standing(At("one", "s0")) is None
    assert json.loads(standing(At("one", "s1")))["unbooked"] == []


def test_a_step_that_is_refused_leaves_it_as_it_was():
    here = At("one", "s0")
    begin(here, BASE)
    before = standing(here), request_as_it_stands(here)
    for changes in (
        [move("x", "09:00")],
        [move("r2-v", "09:00", **BOOK), {"kind": "set_settings", "time_limit": 1e9}],
        [move("r2-v", "09:00", **BOOK), move("r2-v", "09:00")],
    ):
        with pytest.raises(InputError):
            step(here, "s1", sent(*changes), Limits(100, 100, 60))
        assert (standing(here), request_as_it_stands(here)) == before


def test_so_many_boards_are_kept_and_the_one_asked_about_last_stays():
    for name in ("one", "two"):
        begin(At(name, "s", most=2), BASE)
    standing(At("one", "s", most=2))
    begin(At("three", "s", most=2), BASE)
    assert [standing(At(name, "s", most=2)) is not None for name in ("one", "two", "three")] == [True, False, True]


def test_what_was_not_made_here_is_taken_back_when_it_is_laid_out_for_that():
    changes = [sent(move("r2-v", clock, **BOOK)) for clock in ("09:00", "10:00", "11:00")]
    here = At("one", "s")
    lay_out(here, BASE, changes)
    assert take_back(here, "t", changes[2], b"[]") is None
    lay_out(here, BASE, changes, back=2)
    back = take_back(here, "t", changes[2], b"[]")
    assert json.loads(back.answer)["moved"]["r2-v"]["after"]["start"] == at("10:00")
    assert take_back(At("one", "t"), "u", changes[1], b"[]") is not None
    assert take_back(At("one", "u"), "v", changes[0], b"[]") is None


CLOCKS = st.sampled_from(["08:00", "08:30", "09:00", "10:15", "13:00"])
CHANGES = st.one_of(
    st.builds(lambda visit, clock: move(visit, clock, **BOOK), st.sampled_from(["a", "b", "r2-v"]), CLOCKS),
    st.builds(lambda visit: {"kind": "set_booking", "visit": visit}, st.sampled_from(["a", "b", "r2-v"])),
    st.builds(
        lambda visit, locked: {"kind": "set_booking", "visit": visit, "locked": locked},
        st.sampled_from(["a", "b", "r2-v"]),
        st.booleans(),
    ),
    st.builds(lambda wait: {"kind": "set_request", "request": "r1", "max_wait": wait}, st.integers(0, 60)),
    st.builds(lambda grid: {"kind": "set_settings", "grid": grid}, st.sampled_from([5, 10, 15])),
    st.just({"kind": "drop_request", "request": "r2"}),
    st.just({"kind": "remove_availability", "practitioner": "nurse", "start": at("08:00"), "end": at("09:00")}),
)
ACTS = st.lists(st.one_of(st.just("undo"), st.just("redo"), st.lists(CHANGES, min_size=1, max_size=3)), max_size=8)


def like(kept):
    return json.loads(kept)


@given(ACTS)
@settings(max_examples=60, deadline=None)
def test_kept_or_laid_out_anew_it_is_the_same(acts):
    begin(At("one", "0"), BASE)
    steps, position, stamp = [], 0, "0"
    for number, act in enumerate(acts, 1):
        here, after = At("one", stamp), str(number)
        if act == "undo":
            if not position:
                continue
            made = take_back(here, after, *steps[position - 1])
            position -= 1
        elif act == "redo":
            if position == len(steps):
                continue
            made = make_again(here, after, *steps[position])
            position += 1
        else:
            try:
                made = step(here, after, sent(*act), LIMITS)
            except InputError:
                continue
            steps[position:] = [(made.changes, made.said)]
            position += 1
        stamp = after
        changes = [one for one, _ in steps[:position]]
        for back in (0, 2):
            lay_out(At("two", after), BASE, changes, back)
            assert like(standing(At("two", after))) == like(standing(At("one", after))) == like(made.standing)
            assert like(request_as_it_stands(At("two", after))) == like(request_as_it_stands(At("one", after)))
