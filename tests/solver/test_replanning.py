"""Replanning: budgets of moves are never exceeded, frozen bookings stay, an undisturbed plan is left alone."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan import PlanRequest, apply, check, plan
from dagplan.cli import main
from dagplan.models.bookings import frozen, locked_in
from dagplan.models.moves import able_to_stand, disturbance
from dagplan.models.plan import to_json
from dagplan.models.replanning import with_bookings
from dagplan.scenarios import generate
from dagplan.solver.instance.translate import translate
from dagplan.solver.planning.assemble import assemble, written_ahead
from dagplan.solver.planning.rounds import Search
from dagplan.solver.running.deadlines import WorkBudget
from dagplan.solver.running.workers import WorkerPool
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import insert_greedily, keep_existing, same_day_requests
from dagplan.solver.search.ruin_and_recreate import step
from dagplan.solver.search.state import State
from tests.build import DAY, asked, at, linked, plan_of, plan_with, read, single, window
from tests.instances import tiny
from tests.oracle import Oracle
from tests.replanned_instances import replanned
from tests.solver.test_against_brute_force import compare, read_bookings, shaken
from tests.strategies import small_requests
from tests.thorough import some


def settled(request, **changes):
    return request.model_copy(update={"settings": request.settings.model_copy(update=changes)})


@pytest.mark.parametrize("block", range(some(4, least=1)))
def test_fifty_replanned_instances_are_the_best_within_their_budget(block):
    for seed in range(block * 50, block * 50 + 50):
        wrong, _ = compare(seed, replanned)
        assert not wrong, f"seed {seed}: {wrong}"


def test_the_budgets_bite():
    bites, count = 0, some(150)
    for seed in range(count):
        told = replanned(seed)
        if "max_moved" not in told["settings"]:
            continue
        free = {**told, "settings": {k: v for k, v in told["settings"].items() if k != "max_moved"}}
        bites += Oracle(told).optimum() > Oracle(free).optimum()
    assert bites > count / 18


def test_the_checker_and_the_oracle_count_moves_alike():
    verdicts, count = Counter(), some(120)
    for seed in range(count):
        told, chance = replanned(seed), random.Random(seed)
        oracle, request = Oracle(told), PlanRequest.model_validate(told)
        assert able_to_stand(request) == oracle.standing(), seed
        free = Oracle({**told, "settings": {k: v for k, v in told["settings"].items() if k != "max_moved"}})
        free.optimum()
        names = ("visit", "practitioner", "unit", "start")
        bookings = read_bookings(
            request, [{**dict(zip(names, one)), "start": one[3].isoformat()} for one in free.best_visits]
        )
        for _ in range(3):
            plain = [booking.model_dump(mode="json") for booking in bookings]
            whole = plan_of(request, bookings)
            violations = check(request, whole)
            if not any(one.rule == "whole" for one in violations):
                assert len(disturbance(request, bookings).counted) == oracle.all_counted(plain), seed
            assert (violations == []) is oracle.conforms(plain), (seed, violations)
            verdicts[any(one.rule == "few_moved" for one in violations)] += 1
            bookings = shaken(request, bookings, chance)
    assert min(verdicts.values()) > count // 12, verdicts


@settings(max_examples=some(60), deadline=None)
@given(small_requests(), st.integers(0, 3), st.sampled_from([None, "2026-10-05T08:20", "2026-10-06T00:00"]))
def test_the_budget_holds_on_any_small_request(told, most, freeze):
    told["settings"] |= {"max_moved": most} | ({"freeze_before": freeze} if freeze else {})
    request = PlanRequest.model_validate(told)
    made = plan(request)
    assert check(request, made) == []
    assert made.objective.cost == made.objective.lower_bound == Oracle(told).optimum()
    assert len(disturbance(request, made.bookings).counted) <= most
    by_visit = {booking.visit: booking for booking in made.bookings}
    for visit, fact in locked_in(request).items():
        assert by_visit[visit].start == fact.start


def test_frozen_bookings_are_as_locked():
    early = {"visit": "a", "practitioner": "nurse", "unit": "u1", "start": at("08:00"), "locked": False}
    late = {"visit": "b", "practitioner": "doctor", "unit": "u1", "start": at("10:00"), "locked": False}
    request = read(asked(linked(), bookings=[early, late]))
    assert {(b.visit, b.start.hour) for b in plan(request).bookings} == {("a", 8), ("b", 8)}
    held = settled(request, freeze_before=request.bookings[1].start)
    assert [b.locked for b in frozen(held).bookings] == [True, False]
    assert {(b.visit, b.start.hour, b.start.minute) for b in plan(held).bookings} == {("a", 8, 0), ("b", 8, 30)}
    moved = plan_with(request, ("a", "nurse", "08:30"), ("b", "doctor", "10:00"))
    assert "locked_stand" not in {one.rule for one in check(request, moved)}
    assert "locked_stand" in {one.rule for one in check(held, moved)}


def test_a_booking_is_not_dropped_beyond_the_budget_even_for_a_dearer_request():
    people = [window("doctor", "08:00", "08:30")]
    told = asked(
        single("r1", "p1"),
        single("r2", "p2", priority="stat"),
        availability=people,
        bookings=[{"visit": "r1-v", "practitioner": "doctor", "unit": "u1", "start": at("08:00")}],
    )
    assert [b.visit for b in plan(read(told)).bookings] == ["r2-v"]
    told["settings"]["max_moved"] = 0
    made = plan(read(told))
    assert ([b.visit for b in made.bookings], made.status) == (["r1-v"], "optimal")
    told["busy"] = [{"practitioner": "doctor", "start": at("07:00"), "end": at("08:05")}]
    told["availability"] = [window("doctor", "08:00", "08:35")]
    assert [b.visit for b in plan(read(told)).bookings] == ["r2-v"]  # its booking can't stand: it may be dropped


def test_replanning_an_undisturbed_plan_moves_nothing():
    booked, count = 0, some(60)
    for seed in range(count):
        request = PlanRequest.model_validate(tiny(seed))
        made = plan(request)
        again = with_bookings(request, made)
        assert plan(again).bookings == made.bookings, seed
        assert plan(settled(again, max_moved=0)).bookings == made.bookings, seed
        booked += len(made.bookings)
    assert booked > 5 * count / 3


def test_with_bookings_keeps_facts_and_can_lock():
    request = PlanRequest.model_validate(tiny(3))
    made = plan(request)
    locked = with_bookings(request, made, locked=True)
    assert all(one.locked for one in locked.bookings)
    facts = locked_in(request)
    assert {one.visit for one in with_bookings(request, made).bookings if one.locked} == facts.keys()
    assert {one.visit for one in locked.bookings} == {one.visit for one in made.bookings}
    assert PlanRequest.model_validate_json(to_json(locked)) == locked


@pytest.mark.parametrize("most", [0, 6, 30])
def test_the_search_by_itself_stays_within_the_budget(most):
    instance, _ = translate(in_disarray(generate("unit-day", 2), most))
    calendars, same_day = Calendars(instance), same_day_requests(instance)
    keep_existing(calendars, instance.requests.values(), same_day)
    insert_greedily(calendars, instance.requests.values(), same_day)
    state = State(calendars, list(instance.requests), same_day, 1, max_moved=most)
    seen = set()
    for number in range(300):
        step(state, number / 300)
        counted = sum(instance.disturbed(one, calendars.placed.get(one.index)) for one in instance.requests.values())
        assert counted == state.moved <= most
        seen.add(counted)
    assert max(seen) == most
    assert most < 30 or len(seen) > 3


def in_disarray(request, most):
    """The request, booked greedily; then the busiest person is away on the first date, and few may move."""
    instance, names = translate(request)
    calendars = Calendars(instance)
    insert_greedily(calendars, instance.requests.values(), same_day_requests(instance))
    booked = with_bookings(request, assemble(request, names, calendars, written_ahead(request, instance), 0))
    person = Counter(one.practitioner for one in booked.bookings).most_common(1)[0][0]
    first = f"{request.first_date}T"
    away = {"kind": "remove_availability", "practitioner": person, "start": f"{first}00:00", "end": f"{first}23:59"}
    return settled(apply(booked, [away]).request, max_moved=most)


def test_processes_share_the_budget():
    instance, _ = translate(in_disarray(generate("unit-week", 1, staff=4, days=10), 5))
    calendars, same_day = Calendars(instance), same_day_requests(instance)
    keep_existing(calendars, instance.requests.values(), same_day)
    insert_greedily(calendars, instance.requests.values(), same_day)
    with WorkerPool(0) as pool:
        search = Search(calendars, hands=lambda: 1, pool=pool, seed=1, on_better=lambda cost, placed: None)
        for _ in range(2):
            tasks = search._deal(2, 0.1, 0.2)
            assert sum(task.max_moved for task in tasks) == 5
            deadline = WorkBudget(0.2)
            search._merge(tasks, search._work(tasks, b"", deadline, 0.06))
            for placed in (search.current, search.best):
                assert sum(instance.disturbed(one, placed.get(one.index)) for one in instance.requests.values()) <= 5


def test_what_had_to_move_is_proven_and_said():
    told = asked(
        linked(),
        single("r2", "p2", competence="spirometry"),
        bookings=[
            {"visit": "a", "practitioner": "nurse", "unit": "u1", "start": at("08:00")},
            {"visit": "b", "practitioner": "doctor", "unit": "u1", "start": at("08:30")},
            {"visit": "r2-v", "practitioner": "nurse", "unit": "u1", "start": at("09:00")},
        ],
    )
    assert plan(read(told)).moves.message == "All 3 visits that were booked stay."
    away = {"kind": "remove_availability", "practitioner": "nurse", "start": at("00:00"), "end": at("08:30")}
    sick = apply(read(told), [away]).request
    made = plan(sick)
    assert made.moves.message == "2 of 3 visits that were booked move; no plan leaves more where they are."
    assert (made.moves.moved, made.moves.dropped, made.moves.at_least, made.moves.proven_least) == (2, 0, 2, True)
    assert len(disturbance(sick, made.bookings).counted) == 2
    false = made.model_copy(update={"moves": made.moves.model_copy(update={"moved": 1})})
    assert [one.rule for one in check(sick, false)] == ["moves_true"]
    assert plan(read(asked())).moves is None


def test_no_plan_disturbs_less_than_is_proven():
    proven, count = 0, some(50)
    for seed in range(count):
        told = replanned(seed)
        told["settings"] = {"grid": told["settings"]["grid"], "workers": 1}
        made = plan(PlanRequest.model_validate(told))
        if made.moves is None:
            continue
        oracle = Oracle(told)
        visits = [sum(v["id"] in oracle.wishes for v in r["visits"]) for r in told["requests"]]
        least = sum(
            min([count, *(oracle.counted(r, booked, set()) for booked in oracle.placements(r))])
            for r, count in zip(told["requests"], visits)
        )
        assert made.moves.at_least <= least <= made.moves.moved + made.moves.dropped, seed
        proven += made.moves.proven_least
    assert proven > 0.4 * count


def test_the_command_line_plans_anew_from_a_plan(tmp_path, capsys):
    source, first, second = (str(tmp_path / name) for name in ("in.json", "first.json", "second.json"))
    (tmp_path / "in.json").write_text(json.dumps(asked(linked(), single())), "utf-8")
    assert main(["plan", source, "--out", first, "-q"]) == 0
    moment = f"{DAY}T08:30"
    assert (
        main(["plan", source, "--from", first, "--out", second, "--max-moved", "0", "--freeze-before", moment]) == 0
    )
    assert "The visit that was booked stays." in capsys.readouterr().out
    plans = [json.loads((tmp_path / name).read_text("utf-8")) for name in ("first.json", "second.json")]
    assert plans[0]["bookings"] == plans[1]["bookings"]
    assert main(["plan", source, "--from", first, "--max-moved", "-1", "--freeze-before", "noon"]) == 2
    errors = capsys.readouterr().err
    assert "--max-moved: must be at least 0" in errors
    assert "--freeze-before: write a local time to the minute" in errors
    plans[0]["bookings"][0]["practitioner"] = "nobody"
    (tmp_path / "first.json").write_text(json.dumps(plans[0]), "utf-8")
    assert main(["plan", source, "--from", first]) == 2
    assert "there is no practitioner nobody" in capsys.readouterr().err
