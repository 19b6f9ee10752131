"""What must hold for every input (Hypothesis over small requests, and over the seeds of the tiny instances)."""

from __future__ import annotations

import json
import random
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan import Plan, PlanRequest, check, plan
from dagplan.models.history import place_of
from dagplan.models.plan import to_json
from tests.instances import tiny
from tests.oracle import cost_of, optimal
from tests.strategies import small_requests
from tests.thorough import some

seeds = st.integers(min_value=0, max_value=10**9)
few = settings(max_examples=some(40), deadline=None)


def solved(asked):
    request = PlanRequest.model_validate(asked)
    made = plan(request)
    assert check(request, made) == []
    assert made.objective.lower_bound <= made.objective.cost
    assert made.status == "optimal"
    return made


@few
@given(small_requests())
def test_the_plan_of_any_small_request_conforms_and_is_the_best(asked):
    made = solved(asked)
    best, _ = optimal(asked)
    assert made.objective.lower_bound == made.objective.cost == best
    assert cost_of(asked, [booking.model_dump(mode="json") for booking in made.bookings]) == best
    assert 0 <= made.objective.gap <= 1


@few
@given(small_requests())
def test_a_small_request_is_the_same_after_json(asked):
    request = PlanRequest.model_validate(asked)
    assert PlanRequest.model_validate_json(json.dumps(asked)) == request
    assert PlanRequest.model_validate_json(to_json(request)) == request


@few
@given(small_requests())
def test_what_was_planned_is_planned_again(asked):
    """The plan's own bookings, as unlocked wishes or as facts, cost nothing more than they did."""
    made = solved(asked)
    kept = {booking["visit"] for booking in asked["bookings"] if booking["locked"]}
    facts = [
        {"visit": b.visit, "practitioner": b.practitioner, "unit": b.unit, "start": f"{b.start:%Y-%m-%dT%H:%M}"}
        for b in made.bookings
    ]
    wishes = [{**fact, "locked": fact["visit"] in kept} for fact in facts]
    again = solved({**asked, "bookings": wishes})
    assert again.objective.cost <= made.objective.cost - made.objective.terms.moved
    locked = solved({**asked, "bookings": [{**fact, "locked": True} for fact in facts]})
    assert set(map(place_of, made.bookings)) <= set(map(place_of, locked.bookings))
    assert locked.objective.cost <= made.objective.cost - made.objective.terms.moved


@few
@given(seeds)
def test_reading_what_was_written_gives_the_same(seed):
    request = PlanRequest.model_validate(tiny(seed))
    assert PlanRequest.model_validate_json(to_json(request)) == request
    made = plan(request)
    assert Plan.model_validate_json(to_json(made)) == made


@few
@given(seeds)
def test_other_names_change_no_cost(seed):
    asked = tiny(seed)
    text = json.dumps(asked)
    for kind in ("r0", "r1", "r2", "r3", "p1", "p2", "p3", "p4", "n0", "n1", "n2", "n3", "u1", "u2"):
        text = text.replace(f'"{kind}"', f'"Z{kind[::-1]}x"').replace(f'"{kind}-', f'"y.{kind[::-1]}-')
    assert solved(json.loads(text)).objective.cost == solved(asked).objective.cost


@few
@given(seeds)
def test_another_order_changes_no_cost(seed):
    asked = tiny(seed)
    turned = dict(asked)
    for name in ("units", "practitioners", "availability", "busy", "requests", "bookings"):
        turned[name] = random.Random(seed).sample(asked[name], len(asked[name]))
    assert solved(turned).objective.cost == solved(asked).objective.cost


@few
@given(seeds, st.integers(min_value=-100, max_value=100))
def test_other_dates_change_no_cost(seed, weeks):
    def shift(value):
        if isinstance(value, dict):
            return {key: shift(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [shift(inner) for inner in value]
        if isinstance(value, str) and value.startswith("2026-1"):
            step = timedelta(weeks=weeks)
            return (
                (datetime.fromisoformat(value) + step).isoformat(timespec="minutes")
                if "T" in value
                else (date.fromisoformat(value) + step).isoformat()
            )
        return value

    asked = tiny(seed)
    assert solved(shift(asked)).objective.cost == solved(asked).objective.cost


@few
@given(seeds)
def test_visit_type_visit_form_and_role_names_change_no_plan(seed):
    asked = tiny(seed)
    before = solved(asked)
    for request in asked["requests"]:
        for visit in request["visits"]:
            visit["visit_type"], visit["visit_form"] = "nybesök", "distans"
    after = solved(asked)
    assert after.bookings == before.bookings
    text = json.dumps(asked)
    for word in ("a", "b", "c"):
        text = text.replace(f'"competence": "{word}"', f'"competence": "skrå {word}"')
    renamed = json.loads(text)
    for person in renamed["practitioners"]:
        person["competences"] = [f"skrå {word}" for word in person["competences"]]
    assert solved(renamed).objective.cost == before.objective.cost


@few
@given(seeds)
def test_more_availability_never_costs_more(seed):
    asked = tiny(seed)
    before = solved(asked).objective.cost
    for day in sorted({window["start"][:10] for window in asked["availability"]}):
        for person in asked["practitioners"]:
            asked["availability"].append(
                {"practitioner": person["id"], "unit": "u1", "start": f"{day}T13:00", "end": f"{day}T13:40"}
            )
    assert solved(asked).objective.cost <= before
