"""Dates filled evenly: by hand, against enumeration, and the sums that have to agree while a plan is made."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from dagplan import PlanRequest, check, plan, suggest
from dagplan.models import terms_of
from dagplan.models.bookings import locked_bookings
from dagplan.models.replanning import with_bookings
from dagplan.scenarios import generate
from dagplan.solver.bound.lower_bound import lower_bound
from dagplan.solver.explain.price import least_price
from dagplan.solver.explain.standing import Standing
from dagplan.solver.instance.instance import Placement, Slot
from dagplan.solver.instance.parts import cut_out
from dagplan.solver.instance.translate import translate
from dagplan.solver.planning.assemble import bookings_of
from dagplan.solver.planning.draft import Draft
from dagplan.solver.planning.first_plan import first_plan_elsewhere, plan_greedily, share_of_units
from dagplan.solver.planning.rounds import Search
from dagplan.solver.planning.settle_alone import settle_alone
from dagplan.solver.running.deadlines import Deadline, WorkBudget
from dagplan.solver.running.workers import WorkerPool
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import same_day_requests
from dagplan.solver.search.improve import improve
from dagplan.solver.search.params import SearchParams
from dagplan.solver.search.ruin_and_recreate import step
from dagplan.solver.search.state import State
from tests.build import DAY, asked, read, single, window
from tests.claims import every_false
from tests.drawn_instances import drawn
from tests.evenly import evenly
from tests.instances import tiny
from tests.odd_instances import odd
from tests.offered import every_false_offer
from tests.oracle import Oracle, TooManyWaysError
from tests.solver.test_against_brute_force import compare
from tests.thorough import some

WEEK = [f"2026-10-{number:02d}" for number in range(5, 10)]
MOST_STEPS = 200_000


def a_week(uneven, *more, **weights):
    """Eight visits of half an hour for Monday; the doctor is there for four hours on each of five dates."""
    return read(
        asked(
            *(single(f"r{number}", f"p{number}") for number in range(8)),
            *more,
            last_date=WEEK[-1],
            availability=[window("doctor", "08:00", "12:00", day=day) for day in WEEK],
            settings={"time_limit": 10, "workers": 1, "weights": {"day_deviation": 2, "uneven": uneven, **weights}},
        )
    )


def visits_by_date(made):
    found = Counter(one.start.date().isoformat() for one in made.bookings)
    return [found[day] for day in WEEK]


def test_without_a_weight_all_that_is_wished_for_monday_is_on_monday():
    made = plan(a_week(0))
    assert visits_by_date(made) == [8, 0, 0, 0, 0]
    assert made.objective.cost == 0


def test_a_weight_spreads_a_week_as_far_as_it_pays():
    made = plan(a_week(5))
    # Two visits are 25 % of a date, one 12 %; the mean is 20 %: three dates are 5 points above it, 15 in all. The
    # visits are 1, 1, 2, 2, 3 and 4 days away, at 2 a day. On four dates it would be 20 points and 12 days.
    assert visits_by_date(made) == [2, 2, 2, 1, 1]
    assert made.objective.terms.uneven == 75
    assert made.objective.terms.day_deviation == 26
    assert made.status == "optimal"


def test_a_small_weight_spreads_it_less():
    made = plan(a_week(1, day_deviation=30))
    # All on Monday are 80 points above the mean. A visit on Tuesday is 12 or 13 points less there, and costs 30.
    assert visits_by_date(made) == [8, 0, 0, 0, 0]
    assert made.objective.terms.uneven == 80


def one_that_evens(unbooked):
    """A visit of an hour is locked on Monday; one may be on Tuesday, a day from its target: that costs 10."""
    return read(
        asked(
            single("r0", "p0", duration=60),
            single("r1", "p1", duration=60, target=DAY, earliest=WEEK[1]),
            last_date=WEEK[1],
            availability=[window("doctor", "08:00", "12:00", day=day) for day in WEEK[:2]],
            bookings=[
                {"visit": "r0-v", "practitioner": "doctor", "unit": "u1", "start": f"{DAY}T08:00", "locked": True}
            ],
            settings={"workers": 1, "weights": {"unbooked": {"routine": unbooked}, "uneven": 1}},
        )
    )


@pytest.mark.parametrize("unbooked", [0, 9, 10])
def test_what_would_cost_more_than_it_is_worth_is_booked_where_it_makes_dates_even(unbooked):
    request = one_that_evens(unbooked)
    # Monday is at 25 %, the mean at 12 %: 13 points. With an hour on Tuesday both are at 25 %.
    assert terms_of(request, locked_bookings(request)).uneven == 13
    made = plan(request)
    assert len(made.bookings) == 2
    assert (made.objective.cost, made.objective.lower_bound, made.status) == (10, 10, "optimal")


def test_it_is_not_said_to_cost_too_much_where_it_could_make_dates_even():
    request = one_that_evens(5)
    small = request.model_copy(
        update={
            "settings": request.settings.model_copy(
                update={"weights": request.settings.weights.model_copy(update={"uneven": 0})}
            )
        }
    )
    (left_out,) = plan(small).unbooked
    assert [reason.code for reason in left_out.reasons] == ["costs_more_than_it_is_worth"]
    assert not plan(request).unbooked


BLOCKS = [(tiny, start, 20) for start in range(0, some(80), 20)]
BLOCKS += [(odd, start, 10) for start in range(200, 200 + some(40), 10)]
BLOCKS += [(drawn, start, 10) for start in range(0, some(40), 10)]


@pytest.mark.parametrize(("draw", "start", "count"), BLOCKS)
def test_tiny_instances_against_brute_force(draw, start, count):
    judged = 0
    for seed in range(start, start + count):
        try:
            wrong, _ = compare(seed, evenly(draw), workers=1 + seed % 2, most_steps=MOST_STEPS)
        except TooManyWaysError:
            continue
        assert not wrong, (seed, wrong)
        judged += 1
    assert judged > 0.6 * count


def test_nothing_that_is_offered_is_false():
    seen = Counter()
    for seed in range(20):
        wrong = list(every_false_offer(evenly(drawn)(seed), seed, seen))
        assert not wrong, (seed, wrong)
    assert seen["offers"] > 40, seen
    assert seen["asked for, with moves enumerated"] > 30, seen


def test_nothing_that_is_said_is_false():
    seen = Counter()
    for seed in range(15):
        wrong = list(every_false(evenly(drawn)(seed), seed, seen))
        assert not wrong, (seed, wrong)
    assert seen["unbooked", "with a fix"] > 10, seen


def test_the_least_price_is_never_above_enumeration():
    told, count = 0, some(120)
    for seed in range(count):
        fields = evenly(tiny)(seed)
        request = PlanRequest.model_validate(fields)
        made = plan(request)
        standing = Standing(request, made)
        bound = lower_bound(standing.instance, list(standing.instance.requests.values()))
        for index, one in standing.instance.requests.items():
            if index not in standing.calendars.placed:
                least = least_price(standing, bound, one, made.objective.cost)
                assert least <= Oracle(fields).optimum(must=request.requests[index].id) - made.objective.cost
                told += 1
    assert told > count // 12


def test_the_first_offer_is_on_the_date_with_the_most_time_left():
    full = a_week(0, single("late", "other"))
    stands = with_bookings(full, plan(full.model_copy(update={"requests": full.requests[:7]})))
    weights = stands.settings.weights.model_copy(update={"uneven": 1})
    even = stands.model_copy(update={"settings": stands.settings.model_copy(update={"weights": weights})})
    plain, evened = suggest(stands, "late", n=5), suggest(even, "late", n=5)
    assert [(one.bookings[0].start.date().isoformat(), one.cost) for one in plain] == [
        (day, 2 * away) for away, day in enumerate(WEEK)
    ]
    # Seven visits on Monday are 87 % there and 17 % of the week: 70 points above it. An eighth there makes that 100
    # and 20, on another date 87 and 20: 3 points less.
    assert [(one.bookings[0].start.date().isoformat(), one.cost) for one in evened] == [
        *((day, 2 * away - 3) for away, day in enumerate(WEEK) if away),
        (DAY, 10),
    ]


@pytest.mark.parametrize("draw", [tiny, odd, drawn])
def test_the_search_counts_what_the_contract_counts(draw):
    for seed in range(some(40)):
        request = PlanRequest.model_validate(evenly(draw)(seed))
        instance, names = translate(request)
        calendars, same_day = Calendars(instance), same_day_requests(instance)
        plan_greedily(calendars, same_day, list(instance.requests))
        state = State(calendars, list(instance.requests), same_day, seed, max_moved=instance.max_moved)
        for number in range(60):
            step(state, number / 60)
            assert state.cost + instance.constant == calendars.cost()
        bookings = [*locked_bookings(request), *bookings_of(request, names, calendars, calendars.placed, {})]
        assert calendars.cost() == terms_of(request, bookings).total, seed
        state.leave_best()
        assert state.best_cost + instance.constant == calendars.cost()


def test_the_books_of_a_draft_add_up_with_units_that_nobody_can_be_at():
    for seed in range(some(60)):
        instance, _ = translate(PlanRequest.model_validate(evenly(odd)(seed)))
        draft = Draft(instance)
        plan_greedily(draft.calendars, draft.same_day, list(instance.requests))
        draft.split()
        assert draft.cost == draft.calendars.cost(), seed
        settle_alone(draft, Deadline(10))
        assert draft.lower_bound <= draft.cost == draft.calendars.cost(), seed


def evened(kind, seed, uneven=30, **shape):
    request = generate(kind, seed, **shape)
    alone = tuple(case.model_copy(update={"same_day_as": ()}) for case in request.requests)
    request = request.model_copy(update={"requests": alone})
    weights = request.settings.weights.model_copy(update={"uneven": uneven})
    return request.model_copy(update={"settings": request.settings.model_copy(update={"weights": weights})})


def test_hands_that_have_some_of_the_dates_see_what_the_others_have_booked():
    instance, _ = translate(evened("unit-month", 1))
    calendars, same_day = Calendars(instance), same_day_requests(instance)
    plan_greedily(calendars, same_day, list(instance.requests))
    before = calendars.cost()
    with WorkerPool(0) as pool:
        search = Search(calendars, hands=lambda: 1, pool=pool, seed=3, on_better=lambda *_: None)
        tasks = search._deal(2, 0.5, 0.6)
        assert tasks[0].days is not None
        for task in tasks:
            own = State(_as_improved(instance, task), task.movable, same_day, 1, days=task.days)
            done = improve(instance, task, SearchParams(), WorkBudget(0.05))
            movable = set(task.movable)
            beside = {i: where for i, where in task.placed.items() if i not in movable}
            found = replace(task, placed=beside | done.best)
            after = State(_as_improved(instance, found), task.movable, same_day, 1)
            # What a hand thinks that it gains by itself is what the whole plan gains.
            best = {i: where for i, where in search.current.items() if i not in movable} | done.best
            whole = Calendars(instance)
            whole.put(best)
            assert whole.cost() - before == after.cost - own.cost < 0


def test_half_of_the_units_planned_apart_are_planned_as_with_the_others():
    instance, _ = translate(evened("region-week", 1, units=6, days=3, staff=3))
    same_day = same_day_requests(instance)
    alone, halves = Calendars(instance), Calendars(instance)
    plan_greedily(alone, same_day, list(instance.requests))
    theirs = cut_out(instance, share_of_units(instance, 0.5))
    assert 0 < len(theirs.instance.requests) < len(instance.requests)
    plan_greedily(halves, same_day, [index for index in instance.requests if index not in theirs.instance.requests])
    for index, *place, cost, slots in first_plan_elsewhere(theirs.instance):
        there = Placement(*place, tuple(Slot(*slot) for slot in slots), cost)
        halves.book(instance.requests[index], theirs.outward(there))
    assert halves.placed == alone.placed
    assert halves.cost() == alone.cost()


def _as_improved(instance, task):
    calendars = Calendars(instance)
    calendars.put(task.placed)
    calendars.load.add(task.elsewhere)
    return calendars


def test_a_month_in_rounds_is_evener_and_keeps_the_rules():
    request = evened("unit-month", 1)
    request = request.model_copy(
        update={"settings": request.settings.model_copy(update={"time_limit": 0.3, "deterministic": True})}
    )
    made = plan(request)
    assert check(request, made) == []
    assert made.objective.terms.uneven < 30 * 20
