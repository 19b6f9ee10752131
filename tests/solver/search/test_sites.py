"""Where room is made: sequences drawn as on empty calendars, and the one of several in whose way the least stands."""

from __future__ import annotations

from dataclasses import replace

from dagplan import PlanRequest
from dagplan.solver.instance.translate import translate
from dagplan.solver.search.sites import Site, draw_sequence, draw_site
from tests.build import linked, single
from tests.instances import tiny
from tests.odd_instances import odd
from tests.solver.search.drafts import (
    DOCTOR,
    NURSE,
    PLAIN,
    at_half_past_eight,
    half_hours,
    instance_of,
    placed,
    segment_of,
    state_of,
)


def test_a_site_has_what_stands_in_the_way_of_any_of_its_visits():
    instance = instance_of(
        linked(not_before="08:00", not_after="09:00", max_wait=0),
        single("r2", "p2", competence="spirometry"),
        single("r3", "p3"),
        single("r4", "p4"),
    )
    nurse, doctor = segment_of(instance, NURSE), segment_of(instance, DOCTOR)
    calendars = placed(instance, (1, nurse, 8, 15), (2, doctor, 8, 30), (3, doctor, 8, 0))
    # The nurse from 08:00 to 08:30, the doctor from 08:30 to 09:00: r4, with the doctor at 08:00, is not in the way.
    assert draw_site(state_of(calendars), instance.requests[0], 1) == Site(
        0, 0, [(nurse, 480, 510), (doctor, 510, 540)], {1, 2}
    )


def test_of_several_the_one_in_whose_way_the_least_stands():
    """The doctor is taken from 08:00 to 10:00; with thirty draws one after that is found."""
    instance = instance_of(*half_hours(4), single("r4", "p4"))
    doctor = segment_of(instance, DOCTOR)
    booked = [(number, doctor, 8 + number // 2, 30 * (number % 2)) for number in range(4)]
    for seed in range(20):
        state = state_of(placed(instance, *booked), seed)
        assert draw_site(state, instance.requests[4], 30).in_the_way == set()
    ways = [draw_site(state_of(placed(instance, *booked), seed), instance.requests[4], 1) for seed in range(40)]
    assert any(site.in_the_way for site in ways)


def test_only_the_cheapest_dates_are_drawn():
    days = [f"2026-10-{5 + number:02d}" for number in range(4)]
    windows = [{"practitioner": "doctor", "unit": "u1", "start": f"{d}T08:00", "end": f"{d}T09:00"} for d in days]
    instance = instance_of(single(target=days[1]), last_date=days[-1], availability=windows)
    # One day costs the same either way: of equal dates the earlier comes first.
    for near, drawn in ((1, {1}), (2, {0, 1}), (4, {0, 1, 2, 3})):
        states = [state_of(placed(instance), seed, replace(PLAIN, near_days=near)) for seed in range(60)]
        assert {draw_site(state, instance.requests[0], 1).day for state in states} == drawn


def test_waits_are_those_drawn_or_as_long_as_they_must_be():
    instance = instance_of(linked())
    for waits, most in (((0,), 0), ((15,), 15), ((2000,), 180)):
        state = state_of(placed(instance), params=replace(PLAIN, waits=waits))
        drawn = [draw_sequence(state, instance.requests[0], 0, 0) for _ in range(80)]
        found = {second[1] - first[2] for first, second in drawn}
        assert max(found) <= most
        assert most == 0 or max(found) > most / 2


def test_a_sequence_that_can_not_be_kept_is_none():
    instance = instance_of(linked(), availability=[])
    assert draw_site(state_of(placed(instance)), instance.requests[0], 3) is None
    later = [
        {"practitioner": "doctor", "unit": "u1", "start": "2026-10-05T08:00", "end": "2026-10-05T09:00"},
        {"practitioner": "nurse", "unit": "u1", "start": "2026-10-05T09:00", "end": "2026-10-05T10:00"},
    ]
    wrong_way_round = instance_of(linked(), availability=later)
    assert draw_site(state_of(placed(wrong_way_round)), wrong_way_round.requests[0], 3) is None


def test_every_sequence_drawn_keeps_lengths_waits_people_and_the_grid():
    looked_at = 0
    for seed in range(60):
        for make in (tiny, odd):
            instance = translate(PlanRequest.model_validate(make(seed)))[0]
            state = state_of(placed(instance), seed)
            for request in instance.requests.values():
                for day, _ in request.days:
                    for unit in request.units:
                        spans = draw_sequence(state, request, unit, day)
                        if spans is not None:
                            keeps_rules(instance, request, unit, day, spans)
                            looked_at += 1
    assert looked_at > 150


def keeps_rules(instance, request, unit, day, spans):
    assert len(spans) == len(request.visits)
    for visit, (segment, start, end) in zip(request.visits, spans):
        assert end - start == visit.duration
        if visit.fixed is not None:
            assert (segment, start) == (-1, visit.fixed)
            continue
        there = instance.segments[segment]
        assert (there.unit, there.day) == (unit, day)
        assert there.start <= start <= end <= there.end
        assert start % instance.grid == 0
        assert there.person in instance.kinds[visit.kind].people
    for visit, before, after in zip(request.visits[1:], spans, spans[1:]):
        if visit.fixed is None:
            assert visit.least <= after[1] - before[2] <= visit.most


def test_where_the_only_start_is_taken_it_is_drawn_all_the_same():
    instance = instance_of(at_half_past_eight("r0"), *half_hours(1, first=1))
    doctor = segment_of(instance, DOCTOR)
    state = state_of(placed(instance, (1, doctor, 8, 30)))
    assert draw_site(state, instance.requests[0], 1) == Site(0, 0, [(doctor, 510, 540)], {1})
