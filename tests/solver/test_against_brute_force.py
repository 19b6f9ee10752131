"""Tiny instances against brute force: the cost is the optimum, the bound is never above it, and both know the rules.

Run thousands by hand: ``python -m tests.solver.test_against_brute_force --n 5000 --start 0 [--kind odd]``.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from dagplan import PlanRequest, check, plan
from dagplan.models.bookings import booking_of
from tests.build import plan_of
from tests.equipped_instances import equipped, equipped_drawn, paired
from tests.instances import tiny
from tests.odd_instances import odd
from tests.oracle import Oracle, TooManyWaysError, optimal
from tests.thorough import some

KINDS = {"tiny": tiny, "odd": odd, "equipped": equipped, "equipped-drawn": equipped_drawn, "paired": paired}
MOST_STEPS = 3_000_000
"""Of enumeration by hand: an instance that takes more is counted, not waited for."""


def compare(seed, draw=tiny, workers=None, most_steps=float("inf")):
    """What is wrong with the plan of one tiny instance, in words; nothing if all is well."""
    asked = draw(seed)
    if workers is not None:
        asked = {**asked, "settings": {**asked.get("settings", {}), "workers": workers}}
    oracle = Oracle(asked)
    best = oracle.optimum(most_steps=most_steps)
    request = PlanRequest.model_validate(asked)
    made = plan(request)
    wrong = [str(violation) for violation in check(request, made)]
    bookings = [booking.model_dump(mode="json") for booking in made.bookings]
    if oracle.cost_of(bookings) != made.objective.cost:
        wrong.append(f"cost {made.objective.cost}, by the oracle {oracle.cost_of(bookings)}")
    if made.objective.lower_bound > best:
        wrong.append(f"bound {made.objective.lower_bound} above the optimum {best}")
    if made.objective.cost != best:
        wrong.append(f"cost {made.objective.cost}, optimum {best}")
    if made.status != "optimal":
        wrong.append(f"status {made.status}")
    return wrong, ("unbooked" if made.unbooked else "all booked", "locked" if oracle.locked else "free")


@pytest.mark.parametrize("block", range(some(10, least=2)))
def test_fifty_tiny_instances(block):
    for seed in range(block * 50, block * 50 + 50):
        wrong, _ = compare(seed)
        assert not wrong, f"seed {seed}: {wrong}"


@pytest.mark.parametrize("block", range(some(6, least=2)))
def test_fifty_odd_instances(block):
    for seed in range(200 + block * 50, 250 + block * 50):
        wrong, _ = compare(seed, odd)
        assert not wrong, f"seed {seed}: {wrong}"


@pytest.mark.parametrize("block", range(some(6, least=1)))
@pytest.mark.parametrize("draw", [equipped, equipped_drawn, paired])
def test_instances_with_equipment_pairs_and_even_dates(draw, block):
    for seed in range(block * 30, block * 30 + 30):
        wrong, _ = compare(seed, draw)
        assert not wrong, f"seed {seed}: {wrong}"


@pytest.mark.parametrize("without", ["equipment", "pairs"])
def test_what_is_new_binds(without):
    """In a good part of the instances the best plan would cost less, were it not for equipment (or pairs)."""
    draw = paired if without == "pairs" else equipped
    costs = [(Oracle(draw(seed)).optimum(), Oracle(less(draw(seed), without)).optimum()) for seed in range(60)]
    binding = sum(with_it > without_it for with_it, without_it in costs)
    assert binding >= 8, binding


def less(asked, name):
    """A request without what visits need, or without what they ask of one another's people."""
    gone = ("equipment",) if name == "equipment" else ("same_practitioner_as", "different_practitioner_from")
    for visit in (visit for case in asked["requests"] for visit in case["visits"]):
        for field in gone:
            visit.pop(field, None)
    return asked


@pytest.mark.parametrize("draw", [tiny, odd])
def test_with_two_threads_the_solver_and_the_search_work_side_by_side(draw):
    for seed in range(500, 500 + some(50)):
        wrong, _ = compare(seed, draw, workers=2)
        assert not wrong, f"seed {seed}: {wrong}"


@pytest.mark.parametrize("draw", [tiny, odd])
def test_the_instances_are_contested(draw):
    kinds = Counter(compare(seed, draw)[1] for seed in range(40, 100))
    assert len(kinds) == 4, kinds


@pytest.mark.parametrize("draw", [tiny, odd, equipped, equipped_drawn])
def test_the_checker_and_the_oracle_judge_alike(draw):
    """Of the oracle's best plan, and of plans in which one or two bookings were changed at random."""
    verdicts = Counter()
    count = some(90)
    for seed in range(100, 100 + count):
        asked, chance = draw(seed), random.Random(seed)
        oracle, request = Oracle(asked), PlanRequest.model_validate(asked)
        _, best = optimal(asked)
        for changes in (0, 1, 1, 1, 2):
            bookings = read_bookings(request, best)
            for _ in range(changes):
                bookings = shaken(request, bookings, chance)
            plain = [booking.model_dump(mode="json") for booking in bookings]
            violations = check(request, plan_of(request, bookings))
            assert (violations == []) is oracle.conforms(plain), (seed, plain, violations)
            assert changes or not violations
            verdicts[bool(violations)] += 1
    assert min(verdicts.values()) > 10 * count / 9, verdicts


def read_bookings(request, plain):
    where = {v.id: (case, i) for case in request.requests for i, v in enumerate(case.visits)}
    bookings = [
        booking_of(
            *where[b["visit"]],
            b["practitioner"],
            b["unit"],
            datetime.fromisoformat(b["start"]),
            tuple(b.get("equipment", ())),
        )
        for b in plain
    ]
    return sorted(bookings, key=lambda one: (one.start, one.practitioner))


def shaken(request, bookings, chance):
    """The bookings with one moved in time, person or unit, or taken away."""
    if not bookings:
        return bookings
    one = chance.choice(bookings)
    others = [booking for booking in bookings if booking is not one]
    kinds = ["time", "time", "time", "date", "person", "unit", "away"]
    kind = chance.choice([*kinds, "item", "item"] if request.equipment else kinds)
    step = timedelta(minutes=chance.choice([-1, 1]) * chance.choice([1, 5, request.settings.grid, 30]))
    if kind == "date":
        step = timedelta(days=chance.choice([-1, 1]))
    if kind in ("time", "date"):
        others.append(one.model_copy(update={"start": one.start + step, "end": one.end + step}))
    elif kind == "person":
        others.append(one.model_copy(update={"practitioner": chance.choice(request.practitioners).id}))
    elif kind == "item":
        items = chance.sample(request.equipment, min(chance.randint(0, 2), len(request.equipment)))
        others.append(one.model_copy(update={"equipment": tuple(item.id for item in items)}))
    elif kind == "unit":
        others.append(one.model_copy(update={"unit": chance.choice(request.units).id}))
    return sorted(others, key=lambda booking: (booking.start, booking.practitioner))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--kind", choices=KINDS, default="tiny", help="how instances are drawn")
    options = parser.parse_args()
    kinds, bad = Counter(), 0
    for seed in range(options.start, options.start + options.n):
        try:
            wrong, kind = compare(seed, KINDS[options.kind], options.workers, MOST_STEPS)
        except TooManyWaysError:
            wrong, kind = [], "too many ways to enumerate"
        kinds[kind] += 1
        if wrong:
            bad += 1
            print(seed, wrong, flush=True)
    print(f"{options.n} instances, {bad} wrong, {dict(kinds)}")


if __name__ == "__main__":
    main()
