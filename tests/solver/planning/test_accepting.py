"""The plan with an offer in it: right for every small input, and clear where it can't be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan import InputError, PlanRequest, accept, check, plan, suggest
from dagplan.models.bookings import locked_in
from dagplan.models.cost import terms_of
from dagplan.models.fingerprint import request_hash
from dagplan.models.history import place_of
from dagplan.models.replanning import with_bookings
from dagplan.solver.offers.desk import Desk
from tests.strategies import small_requests
from tests.thorough import some

WEIGHTS = {"routine": 1000, "urgent": 2000, "asap": 4000, "stat": 8000}


def without(made, case):
    """The plan with one request taken out of it."""
    own = {visit.id for visit in case.visits}
    return made.model_copy(update={"bookings": tuple(one for one in made.bookings if one.visit not in own)})


@settings(max_examples=some(30), deadline=None)
@given(small_requests(), st.integers(0, 2), st.integers(0, 2))
def test_every_offer_can_be_taken_and_nothing_else_changes(asked, which, moves):
    request = PlanRequest.model_validate(asked)
    case = request.requests[which % len(request.requests)]
    made = without(plan(request), case)
    standing = with_bookings(request, made)
    locked = locked_in(request)
    lacking = [visit for visit in case.visits if visit.id not in locked]
    stood = {one.visit: one for one in made.bookings}
    facts = [one for one in plan(request).bookings if one.visit in locked and one.visit not in stood]
    before = terms_of(standing, [*made.bookings, *facts]).total
    for offer in suggest(request, case.id, 3, allow_moves=moves, plan=made):
        taken = accept(request, offer, made)
        assert check(request, taken) == []
        now = {one.visit: place_of(one) for one in taken.bookings}
        wanted = {one.visit: place_of(one) for one in (*made.bookings, *facts, *offer.moves, *offer.bookings)}
        assert now == wanted
        added = terms_of(standing, taken.bookings).total - before
        assert added == offer.cost - WEIGHTS[case.priority] * len(lacking)
        assert len(taken.run.made) == len(made.run.made) + 1
        moved = {one.visit for one in offer.moves}
        assert {one.visit for one in taken.former} >= moved
        assert all(one.revision == len(made.run.made) for one in taken.bookings if one.visit in moved)


def small(**more):
    """Two nurses, three single visits of half an hour, one hour of time for each nurse."""
    visits = [{"id": f"v{i}", "duration": 30, "competence": "ecg"} for i in range(3)]
    fields = {
        "first_date": "2026-10-05",
        "last_date": "2026-10-05",
        "units": [{"id": "u"}],
        "practitioners": [{"id": n, "competences": ["ecg"]} for n in ("n0", "n1")],
        "availability": [
            {"practitioner": n, "unit": "u", "start": "2026-10-05T08:00", "end": "2026-10-05T09:00"}
            for n in ("n0", "n1")
        ],
        "requests": [{"id": f"r{i}", "patient": f"p{i}", "visits": [visits[i]]} for i in range(3)],
    }
    return PlanRequest.model_validate(fields | more)


def offers_of_r0():
    """A plan without r0, and the offers for it."""
    request = small()
    made = without(plan(request), request.requests[0])
    return request, made, suggest(request, "r0", plan=made)


def test_the_bound_of_the_plan_before_holds_for_the_same_request_alone():
    # All three prefer n0, who has time for two: the plan costs 25, and what takes no time proves 0.
    wished = small().model_dump(by_alias=True)
    for one in wished["requests"]:
        one["visits"] = [one["visits"][0] | {"preferred": "n0"}]
    request = PlanRequest.model_validate(wished)
    made = plan(request)
    assert (made.objective.lower_bound, made.run.request_hash) == (25, request_hash(request))
    before = without(made, request.requests[0])
    offer = suggest(request, "r0", plan=before)[0]
    assert accept(request, offer, before).objective.lower_bound == 25
    assert accept(request, offer, before).status == "optimal"

    def told(bound, hashed=made.run.request_hash):
        objective = before.objective.model_copy(update={"lower_bound": bound})
        run = before.run.model_copy(update={"request_hash": hashed})
        return before.model_copy(update={"objective": objective, "run": run})

    assert accept(request, offer, told(10)).objective.lower_bound == 10
    # A bound of another request, or one that can't be true, is no bound.
    assert accept(request, offer, told(10, "another")).objective.lower_bound == 0
    assert accept(request, offer, told(5000)).objective.lower_bound == 0


def test_an_offer_of_another_time_is_refused_by_what_has_become_of_it():
    request, made, offers = offers_of_r0()
    taken = accept(request, offers[0], made)
    # Someone else has the time now.
    other = offers[0].model_copy(
        update={
            "request": "r1",
            "bookings": (offers[0].bookings[0].model_copy(update={"request": "r1", "visit": "v1", "patient": "p1"}),),
        }
    )
    with pytest.raises(InputError) as refused:
        accept(request, other, taken)
    (problem,) = refused.value.problems
    assert problem.place == "accept"
    assert "with this offer the plan breaks a rule" in problem.message

    fewer = PlanRequest.model_validate(
        small().model_dump(by_alias=True) | {"requests": [one.model_dump() for one in request.requests[1:]]}
    )
    with pytest.raises(InputError, match="there is no request r0"):
        accept(fewer, offers[0])
    longer = request.model_dump(by_alias=True)
    longer["requests"][0]["visits"] = [{"id": "other", "duration": 30, "competence": "ecg"}]
    with pytest.raises(InputError, match="not of the visits that r0 has now"):
        accept(PlanRequest.model_validate(longer), offers[0])
    moving = offers[0].model_copy(update={"moves": (offers[0].bookings[0].model_copy(update={"visit": "gone"}),)})
    with pytest.raises(InputError, match="moves gone, which is not booked now"):
        accept(request, moving, made)


def test_what_broke_a_rule_before_is_told_as_that():
    request, made, offers = offers_of_r0()
    ill = {"practitioner": "n0", "start": "2026-10-05T08:00", "end": "2026-10-05T09:00"}
    away = PlanRequest.model_validate(request.model_dump(by_alias=True) | {"busy": [ill]})
    beside_n1 = [one for one in Desk(with_bookings(away, made)).offers("r0") if one.bookings[0].practitioner == "n1"]
    broken = any(one.practitioner == "n0" for one in made.bookings)
    assert broken
    with pytest.raises(InputError, match="the plan breaks a rule before anything is added to it"):
        accept(away, (beside_n1 or offers)[0], made)


def test_without_a_plan_the_bookings_of_the_request_stand():
    booked = [{"visit": "v1", "practitioner": "n0", "unit": "u", "start": "2026-10-05T08:00"}]
    request = small(bookings=booked)
    offer = suggest(request, "r0")[0]
    taken = accept(request, offer)
    assert check(request, taken) == []
    assert [one.visit for one in taken.bookings] == ["v1", "v0"] or taken.bookings[0].start == taken.bookings[1].start
    assert taken.moves is not None
    assert (taken.moves.booked_before, taken.moves.moved) == (1, 0)
    assert [entry.request for entry in taken.unbooked] == ["r2"]
