"""Tiny instances against brute force: the cost is the optimum, the bound is never above it.

Run thousands by hand: ``python -m tests.test_against_brute_force --n 5000 --start 0``.
"""

from __future__ import annotations

import argparse
from collections import Counter

import pytest

from dagplan import PlanRequest, check, plan
from tests.instances import tiny
from tests.oracle import Oracle


def compare(seed):
    """What is wrong with the plan of one tiny instance, in words; nothing if all is well."""
    asked = tiny(seed)
    oracle = Oracle(asked)
    best = oracle.optimum()
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


@pytest.mark.parametrize("block", range(10))
def test_fifty_tiny_instances(block):
    for seed in range(block * 50, block * 50 + 50):
        wrong, _ = compare(seed)
        assert not wrong, f"seed {seed}: {wrong}"


def test_the_instances_are_contested():
    kinds = Counter(compare(seed)[1] for seed in range(60))
    assert len(kinds) == 4, kinds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--start", type=int, default=0)
    options = parser.parse_args()
    kinds, bad = Counter(), 0
    for seed in range(options.start, options.start + options.n):
        wrong, kind = compare(seed)
        kinds[kind] += 1
        if wrong:
            bad += 1
            print(seed, wrong, flush=True)
    print(f"{options.n} instances, {bad} wrong, {dict(kinds)}")


if __name__ == "__main__":
    main()
