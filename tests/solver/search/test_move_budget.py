"""The budget of moves against enumeration: how many visits of a request can keep their booking."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from dagplan import PlanRequest
from dagplan.solver.instance.translate import translate
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.move_budget import disturbed_by, most_kept, spare_moves
from tests.oracle import Oracle, clash
from tests.replanned_instances import replanned

SEEDS = range(150)


def in_disorder(seed):
    """A drawn request whose bookings that may move are some of them later or earlier: two may not both stay."""
    draw, asked = random.Random(seed), replanned(seed)
    for booking in asked["bookings"]:
        if not booking.get("locked") and draw.random() < 0.5:
            start = datetime.fromisoformat(booking["start"]) + timedelta(minutes=30 * draw.randint(-3, 3))
            if start.date().isoformat() == booking["start"][:10]:
                booking["start"] = start.isoformat(timespec="minutes")
    return asked


def with_existing(seed):
    """Each request that has bookings which may move: as a dict, in the instance, and the oracle and instance."""
    asked = in_disorder(seed)
    instance, _ = translate(PlanRequest.model_validate(asked))
    oracle = Oracle(asked)
    for index, request in instance.requests.items():
        if request.existing:
            yield asked["requests"][index], request, oracle, instance


def clear_of_locked(oracle, case):
    """Every whole sequence of a request that crosses no locked visit of another."""
    own = {visit["id"] for visit in case["visits"]}
    facts = [(oracle.fact(v), oracle.visits[v][0]["patient"]) for v in oracle.locked if v not in own]
    for booked in oracle.placements(case):
        new = [one for one in booked if one[0] not in oracle.locked]
        if not any(clash(one, case["patient"], *fact) for one in new for fact in facts):
            yield booked


def test_the_most_visits_that_can_keep_their_booking():
    seen = set()
    for seed in SEEDS:
        for case, request, oracle, instance in with_existing(seed):
            wishes = [visit["id"] for visit in case["visits"] if visit["id"] in oracle.wishes]
            kept = [len(wishes) - oracle.counted(case, booked, set()) for booked in clear_of_locked(oracle, case)]
            assert most_kept(instance, request) == max(kept, default=0), (seed, case["id"])
            seen.add((len(wishes), max(kept, default=0)))
    assert {(1, 0), (1, 1), (2, 1), (2, 2)} <= seen


def test_nothing_booked_counts_all_that_could_stand():
    """A budget that the bookings there are can't exceed is none."""
    counts = []
    for seed in SEEDS:
        asked = replanned(seed)
        instance, _ = translate(PlanRequest.model_validate(asked))
        oracle, calendars = Oracle(asked), Calendars(instance)
        most = asked["settings"].get("max_moved")
        if most is None or most >= len(oracle.wishes):
            assert spare_moves(calendars) is None
            continue
        facts = [{**one, "end": oracle.fact(one["visit"])[4].isoformat()} for one in oracle.locked.values()]
        counts.append(oracle.all_counted(facts))
        assert disturbed_by(instance, {}, instance.requests) == counts[-1], seed
        assert spare_moves(calendars) == most - counts[-1]
    assert {0, 1, 2} <= set(counts)
