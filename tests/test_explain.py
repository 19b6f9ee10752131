"""Explanations: nothing is claimed that enumeration denies, and every fix is applied and tried by the oracle."""

from __future__ import annotations

import argparse
import json
from collections import Counter

import pytest

from dagplan import PlanRequest, apply, check, explain, plan
from dagplan.cli import main as command_line
from dagplan.models.plan import to_json
from dagplan.scenarios import generate
from dagplan.solver.bound import lower_bound
from dagplan.solver.explain.price import least_price
from dagplan.solver.explain.standing import Standing
from tests.build import asked, linked, plan_of, plan_with, read, single, window
from tests.instances import tiny
from tests.odd_instances import odd
from tests.oracle import Oracle

IMPOSSIBLE = {
    "no_possible_date",
    "no_one_has_competence",
    "no_one_available",
    "no_common_date",
    "sequence_does_not_fit",
    "locked_in_conflict",
}


def plain(bookings):
    return [booking.model_dump(mode="json") for booking in bookings]


def judge(fields, seen):
    """Explain the plan of one instance, and hold every claim against enumeration; the first wrong one is told."""
    request = PlanRequest.model_validate(fields)
    made = plan(request)
    oracle = Oracle(fields)
    by_id = {case["id"]: case for case in fields["requests"]}
    for entry in explain(request, made, seconds=30).unbooked:
        if not entry.reasons or not entry.reasons[0].ids or entry.request not in entry.reasons[0].ids:
            return f"{entry.request}: no reason speaks of it"
        for reason in entry.reasons:
            seen[reason.code, reason.proof] += 1
            possible = can_stand(oracle, by_id[entry.request])
            if reason.proof == "proven" and reason.code in IMPOSSIBLE and possible:
                return f"{entry.request}: {reason.code}, but it can be placed"
            if reason.code == "lost_to_others" and not possible:
                return f"{entry.request}: lost to others, but it can't be placed at all"
            if reason.code == "no_fix_exists" and entry.fixes:
                return f"{entry.request}: a fix, and no fix exists"
            if (
                reason.code == "lost_to_others"
                and reason.proof == "proven"
                and booked_costs(fields, entry.request) < made.objective.cost
            ):
                return f"{entry.request}: a plan that books it costs less"
        for fix in entry.fixes:
            seen["fix", "+".join(sorted({change["kind"] for change in fix.changes}))] += 1
            wrong = tried(request, made, entry.request, fix)
            if wrong:
                return f"{entry.request}: {fix.message} {wrong}"
        seen["with a fix" if entry.fixes else "without", ""] += 1
    return None


def can_stand(oracle, case):
    """Whether a request has a place beside what is locked, were nothing else booked."""
    facts = [oracle.fact(visit) for visit in oracle.locked if oracle.visits[visit][0]["id"] != case["id"]]
    return any(oracle.conforms([*map(booked, facts), *map(booked, found)]) for found in oracle.placements(case))


def booked(entry):
    visit, person, unit, start, end = entry
    return {
        "visit": visit,
        "practitioner": person,
        "unit": unit,
        "start": f"{start:%Y-%m-%dT%H:%M}",
        "end": f"{end:%Y-%m-%dT%H:%M}",
    }


def tried(request, made, request_id, fix, *, by_enumeration=True):
    """What is wrong with a fix: applied in full, and judged by the oracle, or where that is slow by the checker."""
    changed = apply(request, fix.changes).request
    moves = {change["visit"]: change for change in fix.changes if change["kind"] == "set_booking"}
    kept = []
    for booking in made.bookings:
        if booking.request != request_id:
            to = (
                {name: moves[booking.visit][name] for name in ("practitioner", "unit", "start")}
                if booking.visit in moves
                else {}
            )
            stands = booking.model_validate({**booking.model_dump(), **to})
            kept.append(stands.model_copy(update={"end": stands.start + (booking.end - booking.start)}))
    after = sorted([*kept, *fix.placement], key=lambda one: (one.start, one.practitioner, one.end, one.visit))
    case = next(case for case in request.requests if case.id == request_id)
    if [booking.visit for booking in fix.placement] != [visit.id for visit in case.visits]:
        return "books it in part"
    if by_enumeration:
        oracle = Oracle(changed.model_dump(mode="json", by_alias=True, exclude_none=True))
        return None if oracle.conforms(plain(after)) else "breaks a rule"
    return check(changed, plan_of(changed, after)) or None


def booked_costs(fields, request_id):
    """The least cost of any plan that books a request, or infinity: enumerated with a loss nobody would take."""
    dear = 1_000_000
    weights = fields.get("settings", {}).get("weights", {})
    loss = Oracle(fields).loss
    case = next(case for case in fields["requests"] if case["id"] == request_id)
    others = [
        one for one in fields["requests"] if one["id"] != request_id and one.get("priority", "routine") == "stat"
    ]
    if others:
        return float("inf")
    forced = {
        **fields,
        "requests": [one | {"priority": "stat"} if one is case else one for one in fields["requests"]],
        "settings": {**fields.get("settings", {}), "weights": {**weights, "unbooked": {**loss, "stat": dear}}},
    }
    cost = Oracle(forced).optimum()
    return cost if cost < dear else float("inf")


@pytest.mark.parametrize(("draw", "start"), [(tiny, 0), (odd, 0)])
def test_no_claim_is_false_and_every_fix_works(draw, start):
    seen = Counter()
    for seed in range(start, start + 70):
        wrong = judge(draw(seed), seen)
        assert wrong is None, (seed, wrong)
    assert seen["with a fix", ""] > 10, seen


def test_the_least_price_is_never_above_enumeration():
    told = 0
    for seed in range(200, 420):
        fields = tiny(seed)
        request = PlanRequest.model_validate(fields)
        made = plan(request)
        standing = Standing(request, made)
        bound = lower_bound(standing.problem, list(standing.problem.requests.values()))
        for index, one in standing.problem.requests.items():
            if index not in standing.calendars.placed:
                least = least_price(standing, bound, one, made.objective.cost)
                assert least <= booked_costs(fields, request.requests[index].id) - made.objective.cost
                told += least > 0
    assert told > 2


def overfull_week():
    request = generate("unit-week", 3, load=1.15)
    return request.model_copy(update={"settings": request.settings.model_copy(update={"time_limit": 2.0})})


@pytest.mark.clock
def test_every_unbooked_request_of_a_week_has_a_fix():
    request = overfull_week()
    made = plan(request)
    found = explain(request, made, seconds=15)
    assert [entry.request for entry in found.unbooked] == [entry.request for entry in made.unbooked]
    assert len(found.unbooked) > 20
    assert all(entry.fixes or entry.reasons[-1].code == "no_fix_exists" for entry in found.unbooked)
    kinds = {change["kind"] for entry in found.unbooked for fix in entry.fixes for change in fix.changes}
    assert "add_availability" in kinds
    for entry in found.unbooked[:5]:
        for fix in entry.fixes:
            assert tried(request, made, entry.request, fix, by_enumeration=False) is None
    assert found.bottlenecks
    assert any(spot.hour_lets_in and spot.hour_saves > 0 for spot in found.bottlenecks)


def explained(*requests, **fields):
    request = read(asked(*requests, **fields))
    return explain(request, plan(request)).unbooked


def test_a_wait_too_short_is_named_with_the_least_that_would_do():
    nurse, doctor = window("nurse", "09:00", "09:30"), window("doctor", "10:15", "11:00")
    (entry,) = explained(linked(max_wait=30), availability=[nurse, doctor])
    assert entry.reasons[0].code == "sequence_does_not_fit"
    assert entry.reasons[0].proof == "proven"
    assert "is 45 minutes, and at most 30 are allowed" in entry.reasons[0].message
    assert {"kind": "set_visit", "visit": "b", "max_wait": 45} in [
        change for fix in entry.fixes for change in fix.changes
    ]


def test_who_is_not_there_in_time_is_named():
    nurse, doctor = window("nurse", "11:00", "12:00"), window("doctor", "09:00", "11:00")
    (entry,) = explained(linked(), availability=[nurse, doctor])
    assert "a must end by 10:30 for doctor" in entry.reasons[0].message
    assert "nurse, the only one who can, can't before 11:30" in entry.reasons[0].message


def test_one_named_booking_moves():
    requests = [
        single("first", "p1", not_before="09:00", not_after="10:00"),
        single("second", "p2", not_before="09:00", not_after="09:30", priority="routine"),
    ]
    day = asked(*requests, availability=[window("doctor", "09:00", "09:30"), window("doctor", "09:30", "10:00")])
    day["bookings"] = [
        {"visit": "first-v", "practitioner": "doctor", "unit": "u1", "start": day["availability"][0]["start"]}
    ]
    request = read(day)
    assert not plan(request).unbooked  # the program finds it; a plan that did not is explained
    (entry,) = explain(request, plan_with(request, ("first-v", "doctor", "09:00"))).unbooked
    moves = [fix for fix in entry.fixes if fix.changes[0]["kind"] == "set_booking"]
    assert moves
    assert moves[0].changes[0]["visit"] == "first-v"
    assert moves[0].message.startswith("Move first-v from")


def test_nothing_helps_where_nobody_is():
    request = read(asked(single("alone", "p1"), practitioners=[], availability=[]))
    (entry,) = explain(request, plan(request)).unbooked
    assert entry.fixes == ()
    assert [reason.code for reason in entry.reasons] == ["no_one_has_competence", "no_fix_exists"]


def test_nothing_unbooked_is_nothing_to_explain():
    assert explained(linked()) == ()


def test_the_command_line(tmp_path, capsys):
    request = read(asked(linked(), *[single(f"s{n}", f"q{n}", duration=120) for n in range(4)]))
    source, made, out = (tmp_path / name for name in ("in.json", "plan.json", "why.json"))
    source.write_text(to_json(request))
    assert command_line(["plan", str(source), "--out", str(made), "--explain"]) == 0
    told = capsys.readouterr().out
    assert "would let it in: " in told
    assert any(entry["fixes"] for entry in json.loads(made.read_text())["unbooked"])
    assert command_line(["explain", str(source), str(made), "--out", str(out)]) == 0
    written = json.loads(out.read_text())
    assert written["schema"] == "dagplan.explanation/1"
    assert [one["request"] for one in written["unbooked"]] == [
        one["request"] for one in json.loads(made.read_text())["unbooked"]
    ]
    broken = json.loads(made.read_text())
    broken["bookings"][0]["practitioner"] = "nobody"
    made.write_text(json.dumps(broken))
    out.unlink()
    assert command_line(["explain", str(source), str(made), "--out", str(out)]) == 2
    assert "plan.json" in capsys.readouterr().err
    assert not out.exists()


def run():
    parser = argparse.ArgumentParser(description="Hold explanations against enumeration.")
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--start", type=int, default=1000)
    parser.add_argument("--odd", action="store_true")
    options = parser.parse_args()
    seen, bad = Counter(), 0
    for seed in range(options.start, options.start + options.n):
        wrong = judge((odd if options.odd else tiny)(seed), seen)
        if wrong:
            bad += 1
            print(seed, wrong, flush=True)
    print(f"{options.n} instances, {bad} wrong", *sorted(seen.items()), sep="\n")


if __name__ == "__main__":
    run()
