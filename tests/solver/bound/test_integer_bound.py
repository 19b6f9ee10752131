"""The bound in whole numbers: never above the optimum of drawn instances, and what it sees that prices don't.

Run thousands by hand: ``python -m tests.solver.bound.test_integer_bound --n 5000 --start 0 [--kind odd]``.
"""

from __future__ import annotations

import argparse
import random
import threading
import time
from collections import Counter

import pytest

from dagplan import PlanRequest
from dagplan.scenarios import generate
from dagplan.solver.bound.integer_bound import assignment_bound
from dagplan.solver.bound.lower_bound import lower_bound
from dagplan.solver.bound.params import BoundParams
from dagplan.solver.instance.translate import translate
from dagplan.solver.running.deadlines import Deadline, WorkBudget
from tests.build import asked, linked, read, single, window
from tests.drawn_instances import drawn
from tests.equipped_instances import equipped, equipped_drawn, paired
from tests.evenly import evenly
from tests.instances import tiny
from tests.odd_instances import odd
from tests.oracle import Oracle, TooManyWaysError
from tests.replanned_instances import replanned

KINDS = {
    "tiny": tiny,
    "odd": odd,
    "drawn": drawn,
    "equipped": equipped,
    "equipped-drawn": equipped_drawn,
    "paired": paired,
    "replanned": replanned,
    "even": evenly(tiny),
}
STRETCHES = [(2880,), (2880, 1440, 420), (100,), (60,), (30,), (10,)]
MOST_STEPS = 300_000
"""Of enumeration: an instance that takes more is left out."""


def bounds(instance, cost, deadline=None, **fields):
    """The bound of prices, and that in whole numbers, where a plan costs so much."""
    requests = list(instance.requests.values())
    prices = lower_bound(instance, requests).value
    whole = assignment_bound(
        instance,
        requests,
        deadline or Deadline(60),
        lower_bound=prices,
        cost=lambda: cost,
        params=BoundParams(**fields),
    )
    return prices, whole


def compare(draw, seed):
    """What is wrong with the bounds of a drawn instance, in words; and what they prove of it."""
    asked_for = draw(seed)
    best = Oracle(asked_for).optimum(most_steps=MOST_STEPS)
    instance, _ = translate(PlanRequest.model_validate(asked_for))
    best -= instance.constant
    stretches = random.Random(seed).choice(STRETCHES)
    # With a bad plan in hand and with one that is nearly the best.
    everything = sum(request.unbooked_cost for request in instance.requests.values())
    prices, whole = bounds(instance, max(everything, best) + 1, stretches=stretches, most_paths=1000)
    _, nearly = bounds(instance, best + 1, stretches=stretches, most_paths=1000)
    wrong = [f"{found} is above the optimum {best}" for found in (whole, nearly) if found > best]
    return wrong, "prices" if prices == best else "whole numbers" if whole == best else "less"


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_never_above_the_optimum(kind):
    proof = Counter()
    for seed in range(60):
        try:
            wrong, what = compare(KINDS[kind], seed)
        except TooManyWaysError:
            continue
        assert not wrong, f"seed {seed}: {wrong}"
        proof[what] += 1
    assert proof["whole numbers"] >= 2, proof


def bounds_of(*requests, **fields):
    """Both bounds of some requests, each worth 1000 a visit, where no plan is known."""
    instance, _ = translate(read(asked(*requests, **fields)))
    return bounds(instance, 1_000_000)


def test_a_visit_is_not_split():
    both = [single("r1", "p1", duration=40), single("r2", "p2", duration=40)]
    prices, whole = bounds_of(*both, availability=[window("doctor", "08:00", "09:00")])
    assert prices <= 500
    assert whole == 1000


@pytest.mark.parametrize(("until", "lost"), [("09:30", 0), ("09:25", 1000), ("09:00", 1000), ("08:30", 2000)])
def test_what_must_end_early_has_no_use_of_later_minutes(until, lost):
    three = [single(f"r{n}", f"p{n}", not_after=until) for n in range(3)]
    assert bounds_of(*three) == (0, lost)


def sequences(count):
    """So many requests for spirometry and then the physician."""
    visits = linked()["visits"]
    return [
        linked(id=f"r{n}", patient=f"p{n}", visits=[{**visit, "id": f"{visit['id']}{n}"} for visit in visits])
        for n in range(count)
    ]


def test_a_first_visit_can_not_be_late():
    """The physicians leave at 09:30: all first visits have to lie in the nurse's first hour."""
    people = [
        window("nurse", "08:00", "12:00"),
        window("doctor", "08:00", "09:30"),
        window("other", "08:00", "09:30"),
    ]
    staff = [{"id": "nurse", "competences": ["spirometry"]}]
    staff += [{"id": name, "competences": ["physician"]} for name in ("doctor", "other")]
    assert bounds_of(*sequences(2), practitioners=staff, availability=people) == (0, 0)
    assert bounds_of(*sequences(3), practitioners=staff, availability=people) == (0, 2000)


def test_in_stretches_the_order_is_seen():
    """Each of two sequences has its half of the day; then the nurse comes when the physician has gone."""
    morning = [window("nurse", "08:00", "08:30"), window("doctor", "08:30", "09:30")]
    afternoon = [window("nurse", "15:00", "15:30"), window("doctor", "15:30", "16:00")]
    late = [window("doctor", "15:00", "15:30"), window("nurse", "15:30", "16:00")]
    assert bounds_of(*sequences(2), availability=morning + afternoon)[1] == 0
    instance, _ = translate(read(asked(*sequences(2), availability=morning + late)))
    # In the morning the one nurse's half hour; from it the physician in the afternoon costs a wait of 6.5 hours.
    assert bounds(instance, 1_000_000)[1] == 2000


def test_a_patient_is_in_one_place_at_a_time():
    staff = [{"id": name, "competences": ["physician"]} for name in ("one", "two")]
    people = [window(name, "08:00", "08:30") for name in ("one", "two")]
    same, other = ([single("r1", "p1"), single("r2", patient)] for patient in ("p1", "p2"))
    assert bounds_of(*other, practitioners=staff, availability=people) == (0, 0)
    assert bounds_of(*same, practitioners=staff, availability=people) == (0, 1000)


def test_an_item_serves_one_visit_at_a_time():
    """Three visits before half past nine need the only room, of which there is enough in the day."""
    three = [single(f"r{n}", f"p{n}", not_after="09:00") for n in range(3)]
    for request in three:
        request["visits"][0]["equipment"] = ["room"]
    staff = [{"id": f"d{n}", "competences": ["physician"]} for n in range(3)]
    fields = {
        "practitioners": staff,
        "availability": [window(one["id"], "08:00", "12:00") for one in staff],
        "equipment": [{"id": "e1", "kind": "room", "unit": "u1"}],
    }
    assert bounds_of(*three, **fields) == (0, 1000)
    fields["equipment"].append({"id": "e2", "kind": "room", "unit": "u1"})
    assert bounds_of(*three, **fields) == (0, 0)


@pytest.fixture(scope="module")
def crowded_day():
    return translate(generate("unit-day", 6, load=1.3, linked=0.6))[0]


def test_on_a_day_it_proves_what_prices_do_not():
    instance, _ = translate(generate("unit-day", 11))
    prices, whole = bounds(instance, 1_000_000, deadline=Deadline(20), stretches=(2880,))
    assert prices < 1500
    assert whole > 4000


def test_no_more_is_proven_than_the_plan_costs(crowded_day):
    requests = list(crowded_day.requests.values())
    assert assignment_bound(crowded_day, requests, WorkBudget(0.3), lower_bound=0, cost=lambda: 20_000) == 20_000


def test_where_work_is_counted_the_same_comes_of_the_same(crowded_day):
    def once():
        budget = WorkBudget(0.15)
        return bounds(crowded_day, 45_000, deadline=budget), budget.left

    assert once() == once()


def test_it_stops_when_told(crowded_day):
    asked_so_often = []

    def cancel():
        asked_so_often.append(1)
        return len(asked_so_often) > 10

    began = time.monotonic()
    prices, whole = bounds(crowded_day, 45_000, deadline=Deadline(600, cancel))
    assert whole >= prices
    assert time.monotonic() - began < 60


def test_it_stops_when_a_plan_costs_what_is_proven(crowded_day):
    requests, costs = list(crowded_day.requests.values()), [45_000]
    found = threading.Timer(0.3, lambda: costs.append(1000))
    found.start()
    began = time.monotonic()
    assignment_bound(crowded_day, requests, Deadline(600), lower_bound=1000, cost=lambda: costs[-1])
    found.join()
    assert time.monotonic() - began < 60


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--kind", choices=KINDS, default="tiny", help="how instances are drawn")
    options = parser.parse_args()
    kinds, bad = Counter(), 0
    for seed in range(options.start, options.start + options.n):
        try:
            wrong, what = compare(KINDS[options.kind], seed)
        except TooManyWaysError:
            wrong, what = [], "too many ways to enumerate"
        kinds[what] += 1
        if wrong:
            bad += 1
            print(seed, wrong, flush=True)
    print(f"{options.n} instances, {bad} wrong, {dict(kinds)}")


if __name__ == "__main__":
    main()
