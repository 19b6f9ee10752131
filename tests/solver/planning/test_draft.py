"""The books of a draft, told by hand; what is settled at once; and parts refined in turn or side by side."""

from __future__ import annotations

import pytest

from dagplan.scenarios import generate
from dagplan.solver.instance.instance import Slot
from dagplan.solver.instance.translate import translate
from dagplan.solver.planning.draft import Draft
from dagplan.solver.planning.first_plan import plan_greedily
from dagplan.solver.planning.params import SolverParams
from dagplan.solver.planning.refine import Refined
from dagplan.solver.planning.refine_parts import Resources, refine_in_turn, refine_parts, refine_side_by_side
from dagplan.solver.planning.reporting import Reporter
from dagplan.solver.planning.settle_alone import settle_alone
from dagplan.solver.running.deadlines import Deadline, WorkBudget
from tests.build import DAY, asked, read, single, window

NEXT = "2026-10-06"


def three_parts(on_news=lambda _: None):
    """At u1 two requests for one half hour, and at u2 one on each of two dates with a doctor of its own.

    Unbooked each costs 1000; a date that is not the wished one costs 10. The last wishes for the first date, when
    nobody is there for it: that is known only when it is settled.
    """
    requests = [
        single("r0", "p0", units=["u1"], latest=DAY),
        single("r1", "p1", units=["u1"], latest=DAY),
        single("r2", "p2", "surgery", units=["u2"]),
        single("r3", "p3", "eyes", units=["u2"]),
    ]
    instance, _ = translate(
        read(
            asked(
                *requests,
                last_date=NEXT,
                units=[{"id": "u1"}, {"id": "u2"}],
                practitioners=[
                    {"id": "doctor", "competences": ["physician"]},
                    {"id": "surgeon", "competences": ["surgery"]},
                    {"id": "oculist", "competences": ["eyes"]},
                ],
                availability=[
                    window("doctor", "08:00", "08:30", "u1"),
                    window("surgeon", "08:00", "09:00", "u2"),
                    window("oculist", "08:00", "09:00", "u2", NEXT),
                ],
            )
        )
    )
    return Draft(instance, on_news)


def test_before_it_is_split_a_draft_is_proven_to_cost_what_each_costs_at_the_least():
    draft = three_parts()
    assert (draft.lower_bound, draft.cost, draft.open_parts()) == (0, 0, [])


def test_the_books_by_hand():
    draft = three_parts()
    plan_greedily(draft.calendars, draft.same_day, [0, 1])
    draft.split()
    assert draft.parts == [[0, 1], [2], [3]]
    assert draft.costs == [1000, 1000, 1000]
    assert draft.bounds == [0, 0, 0]
    assert draft.booked == [1, 0, 0]
    assert (draft.cost, draft.lower_bound, draft.unbooked) == (3000, 0, 3)
    assert draft.falls_apart  # two of four
    assert draft.open_parts() == [0, 1, 2]


def test_one_large_part_does_not_make_it_fall_apart():
    draft = three_parts()
    draft.parts = [[0, 1, 2], [3]]
    assert not draft.falls_apart
    draft.parts = [[0, 1, 2, 3]]
    assert not draft.falls_apart


def test_requests_alone_are_settled_at_once_and_told_of():
    seen = []
    draft = three_parts(lambda one: seen.append((one.cost, one.lower_bound, one.unbooked)))
    draft.split()
    settle_alone(draft, Deadline(60))
    assert draft.costs == [2000, 0, 10]
    assert draft.bounds == [0, 0, 10]
    assert set(draft.calendars.placed) == {2, 3}
    assert seen == [(2010, 10, 2)]
    assert draft.open_parts() == [0]


def test_without_time_nothing_is_settled():
    draft = three_parts()
    draft.split()
    settle_alone(draft, Deadline(0))
    assert not draft.calendars.placed
    assert draft.costs == [2000, 1000, 1000]


def test_a_part_is_cut_out_and_its_plan_put_in_place():
    seen = []
    draft = three_parts(lambda one: seen.append((one.cost, one.lower_bound, one.unbooked)))
    plan_greedily(draft.calendars, draft.same_day, [0, 1, 2])
    draft.split()
    part, placements = draft.cut_out(0)
    assert set(part.instance.requests) == {0, 1}
    assert set(placements) == {0}
    other = part.instance.placement(part.instance.requests[1], 0, 0, [Slot(0, 480)])
    draft.take_over(0, part, Refined({1: other}, cost=1000, bound=1000))
    assert set(draft.calendars.placed) == {1, 2}
    assert draft.calendars.placed[1].slots == (Slot(part.segments[0], 480),)
    assert seen == [(2000, 1000, 2)]
    draft.note(0, 1000, 700, 1)
    assert draft.bounds[0] == 1000  # what is proven stays proven


def test_a_caller_is_told_of_the_whole_request():
    """Of five requests asked for, one is locked and no part of the draft."""
    seen = []
    reporter = Reporter(seen.append, Deadline(0), asked_for=5)
    draft = three_parts(reporter)
    draft.split()
    settle_alone(draft, Deadline(60))
    (told,) = seen
    # 4000 with nothing booked: of 3990 that can be had at best 2000 are missing.
    assert (told.cost, told.lower_bound, told.booked, told.unbooked) == (2010, 10, 3, 2)
    assert told.gap == pytest.approx(2000 / 3990)
    Reporter(None, Deadline(0), 5)(draft)  # nobody to tell


def resources(**changes):
    return Resources(**{"seed": 1, "workers": 1, "executor": None, "params": SolverParams(), **changes})


def region():
    instance, _ = translate(generate("region-week", 3, units=3, days=1, staff=2))
    draft = Draft(instance)
    plan_greedily(draft.calendars, draft.same_day, list(instance.requests))
    draft.split()
    return draft


@pytest.mark.parametrize("way", [refine_in_turn, refine_side_by_side])
def test_refined_parts_fit_together_and_the_books_are_right(way):
    draft = region()
    before = draft.cost
    way(draft, WorkBudget(0.15), resources())
    assert draft.cost == draft.calendars.cost() < before
    assert draft.unbooked == len(draft.instance.requests) - len(draft.calendars.placed)
    for part, cost, bound in zip(draft.parts, draft.costs, draft.bounds):
        assert bound <= cost == draft.calendars.cost_of(part, draft.same_day)


def test_many_parts_go_side_by_side_where_there_is_more_than_one_process_or_work_is_counted(monkeypatch):
    from dagplan.solver.planning import refine_parts as module

    went = []
    monkeypatch.setattr(module, "refine_side_by_side", lambda *_: went.append("side by side"))
    monkeypatch.setattr(module, "refine_in_turn", lambda *_: went.append("in turn"))
    draft = region()
    refine_parts(draft, Deadline(1), resources())
    refine_parts(draft, Deadline(1), resources(workers=2))
    refine_parts(draft, WorkBudget(1), resources())
    draft.parts = [list(draft.instance.requests)]
    refine_parts(draft, WorkBudget(1), resources(workers=2))
    assert went == ["in turn", "side by side", "side by side", "in turn"]
