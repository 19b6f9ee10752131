"""Explanations: nothing is claimed that enumeration denies, and every fix is applied and tried by the oracle."""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter

import pytest

from dagplan import PlanRequest, apply, check, explain, plan
from dagplan.cli import main as command_line
from dagplan.models.plan import to_json
from dagplan.scenarios import generate
from dagplan.solver.bound.lower_bound import lower_bound
from dagplan.solver.explain.price import least_price
from dagplan.solver.explain.standing import Standing
from tests.build import asked, linked, plan_of, plan_with, read, single, window
from tests.claims import after_fix, every_false
from tests.drawn_instances import drawn
from tests.equipped_instances import equipped
from tests.instances import tiny
from tests.odd_instances import odd
from tests.oracle import Oracle
from tests.thorough import some


@pytest.mark.parametrize(
    ("draw", "start", "count"),
    [
        *((drawn, start, 40) for start in range(0, some(120), 40)),
        *((draw, start, some(40)) for draw, start in ((tiny, 0), (odd, 60))),
        (equipped, 0, some(12, least=6)),
    ],
)
def test_nothing_that_is_said_is_false(draw, start, count):
    seen = Counter()
    for seed in range(start, start + count):
        wrong = list(every_false(draw(seed), seed, seen))
        assert not wrong, (seed, wrong)
    assert seen["unbooked", "with a fix"] > count // 2, seen


def test_the_least_price_is_never_above_enumeration():
    told, count = 0, some(220)
    for seed in range(200, 200 + count):
        fields = tiny(seed)
        request = PlanRequest.model_validate(fields)
        made = plan(request)
        standing = Standing(request, made)
        bound = lower_bound(standing.instance, list(standing.instance.requests.values()))
        for index, one in standing.instance.requests.items():
            if index not in standing.calendars.placed:
                least = least_price(standing, bound, one, made.objective.cost)
                assert least <= Oracle(fields).optimum(must=request.requests[index].id) - made.objective.cost
                told += least > 0
    assert told > count // 100


@pytest.fixture(scope="module")
def overfull_week():
    """A week with more to do than there is time for, and a plan of it."""
    request = generate("unit-week", 3, load=1.15)
    request = request.model_copy(update={"settings": request.settings.model_copy(update={"time_limit": 2.0})})
    return request, plan(request)


@pytest.mark.clock
def test_every_unbooked_request_of_a_week_has_a_fix(overfull_week):
    request, made = overfull_week
    found = explain(request, made, seconds=15)
    assert [entry.request for entry in found.unbooked] == [entry.request for entry in made.unbooked]
    assert len(found.unbooked) > 20
    assert all(entry.fixes or entry.reasons[-1].code == "no_fix_exists" for entry in found.unbooked)
    kinds = {change["kind"] for entry in found.unbooked for fix in entry.fixes for change in fix.changes}
    assert "add_availability" in kinds
    for entry in found.unbooked[:5]:
        for fix in entry.fixes:
            changed = apply(request, fix.changes).request
            assert check(changed, plan_of(changed, after_fix(made, entry.request, fix))) == []
    assert found.bottlenecks
    assert any(slot.hour_lets_in and slot.hour_saves > 0 for slot in found.bottlenecks)


@pytest.mark.clock
@pytest.mark.parametrize("seconds", [1, 4])
def test_it_is_punctual(seconds, overfull_week):
    request, made = overfull_week
    began = time.monotonic()
    found = explain(request, made, seconds=seconds)
    assert time.monotonic() - began < seconds + max(0.5, 0.03 * seconds)
    assert all(entry.reasons for entry in found.unbooked)


def crowd(people):
    """A short day of many, all alike, and twenty patients of whom nobody is booked in the plan."""
    names = [f"n{number}" for number in range(people)]
    request = read(
        asked(
            *(linked(id=f"r{i}", patient=f"p{i}", visits=visits_of(i)) for i in range(20)),
            practitioners=[{"id": name, "competences": ["spirometry", "physician"]} for name in names],
            availability=[window(name, "08:00", "08:40") for name in names],
        )
    )
    return request, plan_of(request, [])


def visits_of(number):
    return [{**visit, "id": f"{visit['id']}{number}"} for visit in linked()["visits"]]


def test_many_people_cost_no_more_than_their_number():
    """Eight times as many: what is theirs alone is read, and what is alike is looked at once."""
    spent = []
    for people in (500, 4000):
        request, made = crowd(people)
        began = time.process_time()
        found = explain(request, made, seconds=60)
        spent.append(time.process_time() - began)
        assert all(entry.fixes for entry in found.unbooked)
    assert spent[1] < 12 * spent[0], spent


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
    assert entry.reasons[0].message.endswith(
        " a (nurse) ends at 11:30 at the earliest, and b (doctor) begins at 10:30 at the latest."
    )


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
    parser.add_argument("--odd", action="store_true", help="the instances of odd_instances.py, as they are")
    parser.add_argument("--tiny", action="store_true", help="those of instances.py, as they are")
    parser.add_argument("--equipped", action="store_true", help="those of equipped_instances.py, as they are")
    options = parser.parse_args()
    draw = odd if options.odd else tiny if options.tiny else equipped if options.equipped else drawn
    seen, false = Counter(), Counter()
    for seed in range(options.start, options.start + options.n):
        for kind, said in every_false(draw(seed), seed, seen):
            false[kind] += 1
            if false[kind] <= 5:
                print(seed, kind, said, flush=True)
    print(f"{options.n} instances, {sum(false.values())} false claims", *false.items(), sep="\n")
    print(*sorted(seen.items()), sep="\n")


if __name__ == "__main__":
    run()
