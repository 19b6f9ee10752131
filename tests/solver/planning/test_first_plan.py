"""The first plan: what is kept up to date while it is made, what is shared, and the two halves of it."""

from __future__ import annotations

import random

import pytest

from dagplan import PlanRequest
from dagplan.scenarios import generate
from dagplan.solver.instance.instance import Placement
from dagplan.solver.instance.parts import independent_parts
from dagplan.solver.instance.translate import translate
from dagplan.solver.planning.first_plan import FirstPlan, plan_greedily, share_of_units
from dagplan.solver.planning.params import FirstPlanParams
from dagplan.solver.running.deadlines import Deadline
from dagplan.solver.running.workers import WorkerPool
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import insert_greedily, same_day_requests
from dagplan.solver.search.insertion import _levels, _levels_beside, cheapest_insertion
from tests.instances import tiny
from tests.odd_instances import odd
from tests.replanned_instances import replanned
from tests.thorough import some

SEEDS = range(some(60))


def greedy(instance):
    calendars = Calendars(instance)
    plan_greedily(calendars, same_day_requests(instance), list(instance.requests))
    return calendars


def problems():
    for seed in SEEDS:
        for draw in (tiny, odd, replanned):
            yield translate(PlanRequest.model_validate(draw(seed)))[0]


def test_where_visits_fit_is_the_same_kept_up_to_date_or_reckoned_anew():
    draw = random.Random(1)
    for instance in [*problems(), translate(generate("unit-day", 3))[0]]:
        calendars, same_day = Calendars(instance), same_day_requests(instance)
        for _ in range(40):
            request = draw.choice(list(instance.requests.values()) or [None])
            if request is None:
                break
            if request.index in calendars.placed:
                calendars.unbook(request)
            fresh = Calendars(instance)
            fresh.put(calendars.placed)
            for day, _ in request.days[:3]:
                for unit in request.units:
                    assert calendars.domains(request, unit, day) == fresh.domains(request, unit, day)
            place = cheapest_insertion(calendars, request, same_day.get(request.index, ()))
            assert place == cheapest_insertion(fresh, request, same_day.get(request.index, ()))
            if place is not None:
                calendars.book(request, place)


def test_candidates_that_cost_the_same_are_the_same_however_they_are_gathered():
    seen = 0
    for instance in problems():
        calendars = greedy(instance)
        for request in instance.requests.values():
            if request.index in calendars.placed:
                calendars.unbook(request)
            for day, _ in request.days:
                for unit in request.units:
                    openings = calendars.openings(request, unit, day)
                    if openings is None:
                        continue
                    beside = _levels_beside(calendars, request, unit, day, openings, None)
                    domains = calendars.domains(request, unit, day)
                    plain = [
                        _levels(instance, visit, options, None)
                        for visit, options in zip(request.visits, domains, strict=True)
                    ]
                    assert list(map(told, beside)) == list(map(told, plain))
                    seen += len(beside)
    assert seen > 100


def told(levels):
    """Of each cost the minutes, and where each segment may be started in, in order."""
    said = []
    for cost, union, candidates in levels:
        segments = {}
        for segment, starts in zip(*candidates, strict=True):
            if starts & union:
                segments[segment] = segments.get(segment, 0) | (starts & union)
        said.append((cost, union, list(segments.items())))
    return said


def test_a_place_that_is_full_is_not_looked_at_again_and_the_plan_is_the_same():
    instance, _ = translate(generate("unit-week", 4, load=2.0))
    same_day, everywhere = same_day_requests(instance), Calendars(instance)
    for request in sorted(
        instance.requests.values(), key=lambda one: (-one.unbooked_cost / one.minutes, one.minutes, one.index)
    ):
        place = cheapest_insertion(everywhere, request, same_day.get(request.index, ()))
        if place is not None:
            everywhere.book(request, place)
    assert len(everywhere.placed) < len(instance.requests)
    assert greedy(instance).placed == everywhere.placed


def test_requests_that_ask_for_the_same_share_it():
    base = PlanRequest.model_validate(tiny(1))
    first = base.requests[0]
    again = first.model_copy(
        update={
            "id": "again",
            "patient": "somebody",
            "same_day_as": (),
            "visits": tuple(v.model_copy(update={"id": f"again-{v.id}"}) for v in first.visits),
        }
    )
    lonely = first.model_copy(update={"same_day_as": ()})
    asked = base.model_copy(update={"requests": (lonely, again), "bookings": ()})
    one, other = translate(asked)[0].requests.values()
    assert one.visits is other.visits
    assert one.days is other.days
    assert one.units is other.units


def test_people_nobody_asks_for_are_left_out():
    request = PlanRequest.model_validate(
        {
            "first_date": "2026-10-05",
            "last_date": "2026-10-06",
            "units": [{"id": "u"}],
            "practitioners": [{"id": "n", "competences": ["a"]}, {"id": "idle", "competences": ["b"]}],
            "availability": [
                {"practitioner": "n", "unit": "u", "start": "2026-10-05T08:00", "end": "2026-10-05T09:00"},
                {"practitioner": "idle", "unit": "u", "start": "2026-10-06T08:00", "end": "2026-10-06T09:00"},
            ],
            "requests": [{"id": "r", "patient": "p", "visits": [{"id": "v", "duration": 10, "competence": "a"}]}],
        }
    )
    instance, names = translate(request)
    assert [names.people[segment.person] for segment in instance.segments] == ["n"]
    assert len(instance.dates) == 2  # somebody is there on both


def test_an_over_deadline_ends_a_first_plan_before_it_is_whole():
    instance, _ = translate(generate("unit-day", 1))
    calendars = Calendars(instance)
    insert_greedily(calendars, instance.requests.values(), {}, deadline=Deadline(0))
    assert not calendars.placed


def tied_together(seed):
    """A few units of which two share a person, and two a patient."""
    request = generate("region-week", seed, units=7, days=2, staff=3)
    units = [unit.id for unit in request.units]
    one, other, third, fourth = random.Random(seed).sample(units, 4)
    there = [window for window in request.availability if window.unit == one]
    lent = [window.model_copy(update={"practitioner": there[0].practitioner, "unit": other}) for window in there[:1]]
    patient = next(case.patient for case in request.requests if case.units == (third,))
    cases = list(request.requests)
    number = next(at for at, case in enumerate(cases) if case.units == (fourth,))
    cases[number] = cases[number].model_copy(update={"patient": patient})
    windows = tuple(window for window in request.availability if window != there[0])
    return request.model_copy(update={"availability": (*windows, *lent), "requests": tuple(cases)})


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
def test_a_share_of_the_units_has_nothing_in_common_with_the_rest(share):
    for instance in [*problems(), *(translate(tied_together(seed))[0] for seed in range(6))]:
        chosen = set(share_of_units(instance, share))
        for part in independent_parts(instance):
            settled = [index for index in part if instance.requests[index].units]
            assert len({index in chosen for index in settled}) <= 1
    assert 0 < len(chosen) < len(instance.requests)


def test_a_first_plan_in_two_halves_is_the_plan_of_one():
    instance, _ = translate(generate("region-week", 2, units=5, days=2, staff=4))
    same_day = same_day_requests(instance)
    alone = greedy(instance)
    halves = Calendars(instance)
    with WorkerPool(1) as pool:
        first = FirstPlan(instance, same_day, pool, FirstPlanParams(large=1))
        assert first.part is not None
        assert 0 < len(first.part.instance.requests) < len(instance.requests)
        first.end(halves)
    assert halves.placed == alone.placed
    assert halves.cost() == alone.cost()
    assert halves.free == alone.free


def test_what_a_lost_helper_had_is_planned_here():
    class Lost(WorkerPool):
        def submit(self, function, *args, **kwargs):
            return object()

        def result(self, future, deadline):
            return None

    instance, _ = translate(generate("region-week", 2, units=4, days=1, staff=3))
    calendars = Calendars(instance)
    FirstPlan(instance, same_day_requests(instance), Lost(1), FirstPlanParams(large=1)).end(calendars)
    assert calendars.placed == greedy(instance).placed
    assert all(isinstance(one, Placement) for one in calendars.placed.values())
