"""Whom to call when a plan was made anew: everybody whose visits changed, the soonest of old and new times first."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan import plan
from dagplan.models.difference import difference
from dagplan.models.history import with_history
from dagplan.models.replanning import with_bookings
from dagplan.models.view import PlanView, call_list
from tests.build import asked, at, linked, plan_with, read, single, window
from tests.strategies import small_requests
from tests.thorough import some

NOON = datetime(2026, 10, 1, 12, 0, 0, tzinfo=UTC)
NEXT = "2026-10-06"
DAYS = {
    "last_date": NEXT,
    "availability": [
        window(who, "08:00", "12:00", day=day) for who in ("nurse", "doctor") for day in ("2026-10-05", NEXT)
    ],
}


def first(request, *placed):
    return with_history(request, plan_with(request, *placed), NOON)


def again(request, before, *placed, items=None):
    known = with_bookings(request, before)
    made = plan_with(known, *placed)
    bookings = tuple(one.model_copy(update={"equipment": (items or {}).get(one.visit, ())}) for one in made.bookings)
    return with_history(known, made.model_copy(update={"bookings": bookings}), NOON)


def told(calls):
    """Patient, and of each change what it is and of which visit."""
    return [(call.patient, [(one.what, one.booking.visit) for one in call.changes]) for call in calls]


def test_the_order_is_the_soonest_of_old_and_new_times_cancelled_ones_too():
    request = read(asked(*(single(f"r{n}", f"p{n}") for n in range(1, 6)), **DAYS))
    before = first(
        request,
        ("r1-v", "doctor", "11:00", "u1", NEXT),
        ("r2-v", "doctor", "10:00"),
        ("r3-v", "doctor", "09:00", "u1", NEXT),
        ("r4-v", "doctor", "11:00"),
    )
    after = again(
        request,
        before,
        ("r1-v", "doctor", "08:00"),  # sooner now: 08:00 of the first date
        ("r2-v", "doctor", "08:00", "u1", NEXT),  # came today at 10:00, in vain
        ("r4-v", "doctor", "11:00"),  # stays
        ("r5-v", "doctor", "09:00"),  # is new, and can wait for a letter
    )
    calls = call_list(after)
    assert told(calls.calls) == [
        ("p1", [("moved", "r1-v")]),
        ("p2", [("moved", "r2-v")]),
        ("p3", [("cancelled", "r3-v")]),
    ]
    assert told(calls.new) == [("p5", [("new", "r5-v")])]
    assert calls.equipment == []
    assert [call.patient for call in calls.all] == ["p1", "p2", "p3", "p5"]


def test_one_call_is_one_patient_with_all_that_changed():
    """p1's later move is told in the call that the sooner one makes urgent, and a new visit of p1 too."""
    requests = [single("r1", "p1"), single("r2", "p2"), single("r3", "p1"), single("r4", "p1")]
    request = read(asked(*requests, **DAYS))
    placed = [("r1-v", "doctor", "08:00"), ("r2-v", "doctor", "09:00"), ("r3-v", "doctor", "10:00", "u1", NEXT)]
    before = first(request, *placed)
    after = again(
        request,
        before,
        ("r1-v", "doctor", "08:30"),
        ("r2-v", "doctor", "10:00"),
        ("r3-v", "doctor", "11:00", "u1", NEXT),
        ("r4-v", "doctor", "11:00"),
    )
    calls = call_list(after)
    assert told(calls.calls) == [
        ("p1", [("moved", "r1-v"), ("new", "r4-v"), ("moved", "r3-v")]),
        ("p2", [("moved", "r2-v")]),
    ]
    assert calls.new == []


def test_other_equipment_alone_is_told_staff_and_with_a_move_the_patient():
    equipment = [{"id": one, "unit": "u1", "kind": "spirometer"} for one in ("s1", "s2")]
    request = read(asked(single("r1", "p1"), single("r2", "p2"), single("r3", "p2"), equipment=equipment))
    placed = [("r1-v", "doctor", "08:00"), ("r2-v", "doctor", "09:00")]
    given_now = {"r1-v": ("s1",), "r2-v": ("s1",), "r3-v": ("s1",)}
    empty = first(request)
    before = again(request, empty, *placed, ("r3-v", "doctor", "10:00"), items=given_now)
    assert told(call_list(before).new) == [("p1", [("new", "r1-v")]), ("p2", [("new", "r2-v"), ("new", "r3-v")])]
    items = {"r1-v": ("s2",), "r2-v": ("s2",), "r3-v": ("s1",)}
    after = again(request, before, *placed, ("r3-v", "doctor", "11:00"), items=items)
    calls = call_list(after)
    assert told(calls.calls) == [("p2", [("equipment", "r2-v"), ("moved", "r3-v")])]
    assert told(calls.equipment) == [("p1", [("equipment", "r1-v")])]
    assert PlanView(after).moved_from.keys() == {"r3-v"}


def test_nothing_before_and_nothing_changed_is_no_list():
    request = read(asked(linked()))
    placed = [("a", "nurse", "09:00"), ("b", "doctor", "09:30")]
    made = first(request, *placed)
    assert call_list(made).all == ()
    assert call_list(plan_with(request, *placed)).all == (), "a plan without history says nothing"
    assert call_list(again(request, made, *placed)).all == ()


def test_new_visits_beside_bookings_that_all_stay_are_no_list():
    """A planner's ordinary week: some visits are booked, and the others are now. Moved ones make it a list."""
    fact = {"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": at("08:00")}
    request = read(asked(single(), single("r3", "p3"), bookings=[fact]))
    stays = first(request, ("r2-v", "doctor", "08:00"), ("r3-v", "doctor", "09:00"))
    assert call_list(stays).all == ()
    moves = first(request, ("r2-v", "doctor", "08:30"), ("r3-v", "doctor", "09:00"))
    assert told(call_list(moves).all) == [("p2", [("moved", "r2-v")]), ("p3", [("new", "r3-v")])]
    from_a_plan = again(request, first(request), ("r2-v", "doctor", "08:00"), ("r3-v", "doctor", "09:00"))
    assert "new" in {change.what for call in call_list(from_a_plan).all for change in call.changes}


def test_a_request_s_own_bookings_are_what_patients_know():
    """A plan from another source: what it moved follows from its request."""
    fact = {"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": at("08:00")}
    request = read(asked(single(), single("r3", "p3"), bookings=[fact]))
    foreign = plan_with(request, ("r2-v", "doctor", "09:00"), ("r3-v", "doctor", "08:00"))
    calls = PlanView(foreign, request).calls
    assert told(calls.calls) == [("p2", [("moved", "r2-v")])]
    assert told(calls.new) == [("p3", [("new", "r3-v")])]


def test_a_proposal_that_came_to_nothing_is_not_what_the_patient_knows():
    fact = {"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": at("08:00"), "source": "Appointment/7"}
    request = read(asked(single(), bookings=[fact]))
    proposed = first(request, ("r2-v", "doctor", "10:00"))
    assert [one.before.start.hour for one in call_list(proposed).changes("moved")] == [8]
    known = with_bookings(request, proposed)
    kept = with_history(known, plan_with(known, ("r2-v", "doctor", "10:00")), NOON)
    assert [(one.before.start.hour, one.after.start.hour) for one in call_list(kept).changes("moved")] == [(8, 10)]
    back = with_history(known, plan_with(known, ("r2-v", "doctor", "08:00")), NOON)
    assert call_list(back).all == (), "the Appointment stands where it stood all the time"


def test_an_id_given_to_another_patient_is_a_cancelled_and_a_new_visit():
    before = first(read(asked(single())), ("r2-v", "doctor", "09:00"))
    after = again(read(asked(single(patient="p9"))), before, ("r2-v", "doctor", "09:00"))
    calls = call_list(after)
    assert (told(calls.calls), told(calls.new)) == (
        [("p2", [("cancelled", "r2-v")])],
        [("p9", [("new", "r2-v")])],
    )


@settings(max_examples=some(30), deadline=None)
@given(small_requests(), st.data())
def test_the_list_is_the_difference_of_any_two_plans_of_a_line(fields, data):
    request = read(fields)
    before = plan(request)
    kept = [one for one in before.bookings if data.draw(st.booleans())]
    thinner = before.model_copy(update={"bookings": tuple(kept)})
    after = plan(with_bookings(request, thinner))
    calls = call_list(after)
    found = difference(thinner, after)
    changes = [change for call in calls.all for change in call.changes]
    assert {one.booking.visit for one in changes if one.what == "moved"} == {one.visit for one in found.moved}
    assert {one.booking.visit for one in changes if one.what == "equipment"} == {one.visit for one in found.equipment}
    assert {one.booking.visit for one in changes if one.what == "cancelled"} == {one.visit for one in found.dropped}
    assert {one.booking.visit for one in changes if one.what == "new"} == {one.visit for one in found.added}
    assert len(changes) == sum(map(len, (found.moved, found.added, found.dropped, found.equipment)))
    for group in (calls.calls, calls.new, calls.equipment):
        assert [call.soonest for call in group] == sorted(call.soonest for call in group)
    assert len({call.patient for call in (*calls.calls, *calls.new)}) == len(calls.calls) + len(calls.new)
