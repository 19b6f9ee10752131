"""The plan that standing bookings are: nothing moves, nothing is hidden, and the checker agrees."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagplan import check
from dagplan.models import terms_of
from dagplan.solver import Standing, plan_as_it_stands
from tests.build import asked, at, linked, read, single, window

PEOPLE = ("nurse", "doctor", "both")
VISITS = ("a", "b", "r2-v", "r3-v")


def request_with(bookings):
    people = [
        {"id": "nurse", "competences": ["spirometry"]},
        {"id": "doctor", "competences": ["physician"]},
        {"id": "both", "competences": ["physician", "spirometry"]},
    ]
    hours = [window(one, "08:00", "12:00") for one in PEOPLE]
    cases = (linked(), single(), single("r3", "p1"))
    return read(asked(*cases, practitioners=people, availability=hours, bookings=bookings))


def booked(visit, person, clock, *, locked=False):
    return {"visit": visit, "practitioner": person, "unit": "u1", "start": at(clock), "locked": locked}


def places(bookings):
    return {one.visit: (one.practitioner, one.unit, one.start, one.equipment) for one in bookings}


def test_what_keeps_the_rules_is_the_plan_of_the_request_itself():
    request = request_with([booked("a", "nurse", "08:00"), booked("b", "doctor", "08:30")])
    same, plan = plan_as_it_stands(request)
    assert same == request
    assert check(request, plan) == []
    assert places(plan.bookings) == places(Standing(request).bookings)
    assert [one.request for one in plan.unbooked] == ["r2", "r3"]
    assert all(one.reasons for one in plan.unbooked)
    assert plan.objective.cost == 2000
    assert plan.warnings == () or {one.code for one in plan.warnings} == {"routine_not_valid"}


def test_what_breaks_a_rule_is_a_fact_and_told_as_a_warning():
    bookings = [booked("a", "nurse", "08:30"), booked("b", "doctor", "08:30"), booked("r2-v", "doctor", "10:00")]
    request, plan = plan_as_it_stands(request_with(bookings))
    assert {one.visit for one in request.bookings if one.locked} == {"a", "b"}
    assert {one.code for one in plan.warnings} >= {"locked_breaks_sequence", "locked_breaks_patient_once"}
    assert check(request, plan) == []


def test_what_lacks_a_visit_keeps_the_others_and_is_unbooked():
    request, plan = plan_as_it_stands(request_with([booked("a", "nurse", "08:00")]))
    assert [one.visit for one in plan.bookings] == ["a"]
    assert [one.request for one in plan.unbooked] == ["r1", "r2", "r3"]
    assert check(request, plan) == []


STARTS = st.sampled_from([f"{hour:02}:{minute:02}" for hour in range(7, 13) for minute in (0, 15, 30, 33)])
STANDING = st.dictionaries(
    st.sampled_from(VISITS), st.tuples(st.sampled_from(PEOPLE), STARTS, st.booleans()), max_size=4
)


@given(STANDING)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_stands_is_a_plan_that_the_checker_takes(standing):
    before = request_with([booked(visit, *place, locked=locked) for visit, (*place, locked) in standing.items()])
    request, plan = plan_as_it_stands(before)
    assert check(request, plan) == []
    assert places(plan.bookings) == places(Standing(before).bookings)
    assert tuple(one.request for one in plan.unbooked) == Standing(before).unbooked
    assert plan.objective.terms == terms_of(request, plan.bookings)
    told = {one.code.removeprefix("locked_breaks_") for one in plan.warnings if one.code.startswith("locked_breaks_")}
    broken = {one.rule for one in Standing(before).violations}
    assert broken - {"whole"} <= told
    assert {one.visit: one.locked for one in before.bookings if one.locked}.items() <= {
        one.visit: one.locked for one in request.bookings
    }.items()
