"""The cheapest places at given prices a minute, against enumeration of every place of every request."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

import numpy as np
import pytest

from dagplan import PlanRequest
from dagplan.solver.bound.pricing import OutOfTimeError, Pricing
from dagplan.solver.instance.translate import translate
from dagplan.solver.running.deadlines import Deadline
from tests.build import asked, read, single, window
from tests.instances import tiny
from tests.odd_instances import odd
from tests.oracle import Oracle, clash
from tests.thorough import some

BLOCK = 200
"""Seeds of one test."""


def without_pairs(draw, seed):
    """A drawn request in which no date is wished for together: what that costs stands in no single place."""
    drawn = draw(seed)
    for request in drawn["requests"]:
        request.pop("same_day_as", None)
    return drawn


class Priced:
    """One instance, prices drawn for its segments, and each way to book a request with what it costs at them."""

    def __init__(self, drawn, seed, **fields):
        self.asked, self.oracle = drawn, Oracle(drawn)
        self.instance, self.names = translate(PlanRequest.model_validate(drawn))
        draw = random.Random(seed)
        self.prices = np.array([draw.choice([0, 0, 1, 7, 40]) + draw.random() for _ in self.instance.segments])
        self.requests = list(self.instance.requests.values())
        self.pricing = Pricing(self.instance, self.requests, Deadline(60), **fields)

    def segment(self, one):
        """The number of the only segment that a booking lies in."""
        _, person, unit, start, end = one
        first, last = (60 * moment.hour + moment.minute for moment in (start, end))
        (number,) = [
            segment.index
            for segment in self.instance.segments
            if (self.names.people[segment.person], self.names.units[segment.unit]) == (person, unit)
            and self.instance.dates[segment.day] == start.date()
            and segment.start <= first
            and (last or 1440) <= segment.end
        ]
        return number

    def minutes(self, one):
        """How long it takes, in whole steps of the grid."""
        duration, grid = self.oracle.visits[one[0]][1]["duration"], self.oracle.grid
        return (duration + grid - 1) // grid * grid

    def of_facts(self, case):
        """What its locked visits cost, wherever the others are."""
        locked = [visit["id"] for visit in case["visits"] if visit["id"] in self.oracle.locked]
        return self.oracle.not_preferred([self.oracle.fact(visit) for visit in locked])

    def ways(self, case):
        """By unit and date: cost, segments and price of each way to book a request beside what is locked."""
        facts = [(self.oracle.fact(visit), self.oracle.visits[visit][0]["patient"]) for visit in self.oracle.locked]
        found = defaultdict(list)
        for booked in self.oracle.placements(case):
            new = [one for one in booked if one[0] not in self.oracle.locked]
            if not any(clash(one, case["patient"], *fact) for one in new for fact in facts):
                segments = tuple(self.segment(one) for one in new)
                price = sum(self.minutes(one) * self.prices[at] for one, at in zip(new, segments, strict=True))
                found[new[0][2], new[0][3].date()].append(
                    (self.oracle.booked_cost(case, booked) - self.of_facts(case), segments, price)
                )
        return found


def each_request(draw, first, **fields):
    """Each request with something to plan: what is priced, its position, its case, its ways, dear dates left out."""
    for seed in range(first, first + BLOCK):
        priced = Priced(without_pairs(draw, seed), seed, **fields)
        for number, request in enumerate(priced.requests):
            case = priced.asked["requests"][request.index]
            unbooked = priced.oracle.unbooked_cost(case) - priced.of_facts(case)
            yield seed, priced, number, case, priced.ways(case), unbooked


def date_cost(priced, case, day):
    weight = priced.oracle.weights["day_deviation"]
    target = case.get("target") or max(case.get("earliest") or priced.asked["first_date"], priced.asked["first_date"])
    return weight * abs((day - type(day).fromisoformat(target)).days)


def are_whole(priced, case):
    """Whether none of its visits is locked: beside one that is, each visit is looked at by itself."""
    return not any(visit["id"] in priced.oracle.locked for visit in case["visits"])


@pytest.mark.parametrize(
    ("draw", "first"), [(draw, n * BLOCK) for draw in (tiny, odd) for n in range(some(2, least=1))]
)
def test_each_place_costs_what_its_cheapest_way_does(draw, first):
    seen = Counter()
    for seed, priced, number, case, ways, unbooked in each_request(draw, first):
        found = priced.pricing.places(priced.prices)[priced.pricing.owner == number]
        cheapest = [
            min(cost + price for cost, _, price in some)
            for (_, day), some in ways.items()
            if date_cost(priced, case, day) < unbooked
        ]
        assert len(found) == len(cheapest), (seed, case["id"])
        if are_whole(priced, case):
            assert np.sort(found) == pytest.approx(sorted(cheapest)), (seed, case["id"])
        else:
            assert all(np.sort(found) <= np.sort(cheapest) + 1e-6), (seed, case["id"])
        assert priced.pricing.unbooked_cost[number] == unbooked
        seen["linked" if len(case["visits"]) > 1 else "single", are_whole(priced, case)] += bool(cheapest)
    assert min(seen[kind, True] for kind in ("linked", "single")) > 15
    assert seen["linked", False] > 2


@pytest.mark.parametrize(("draw", "first"), [(tiny, 2 * BLOCK), (odd, 2 * BLOCK)])
def test_a_sequence_is_a_way_that_costs_what_the_place_does(draw, first):
    linked = 0
    for seed, priced, number, case, ways, _ in each_request(draw, first):
        pricing = priced.pricing
        places, mine = pricing.places(priced.prices), np.flatnonzero(pricing.owner == number)
        found = pricing.sequences(pricing.pattern[mine])
        prices = np.append(priced.prices, 0.0)
        assert found.cost + (found.minutes * prices[found.segment]).sum(axis=1) == pytest.approx(
            places[mine] - pricing.cost[mine]
        )
        for row, place in enumerate(mine if are_whole(priced, case) else ()):
            segments = tuple(one for one in found.segment[row].tolist() if one < len(priced.prices))
            (costs,) = [
                [cost for cost, at, _ in some if at == segments]
                for some in ways.values()
                if any(at == segments for _, at, _ in some)
            ]
            assert min(costs) == pytest.approx(found.cost[row] + pricing.cost[place]), (seed, case["id"])
            lasts = [one for one in found.minutes[row].tolist() if one]
            assert lasts == [priced.minutes((visit["id"],)) for visit in case["visits"]]
            linked += len(segments) > 1
    assert linked > 10


def test_without_memory_for_the_sequences_a_place_costs_no_more():
    """Each visit is then where it costs least by itself: no order, no waits."""
    less = 0
    for seed, priced, number, case, ways, unbooked in each_request(tiny, 3 * BLOCK, most_numbers=0):
        found = np.sort(priced.pricing.places(priced.prices)[priced.pricing.owner == number])
        dates = [some for (_, day), some in ways.items() if date_cost(priced, case, day) < unbooked]
        cheapest = np.sort([min(cost + price for cost, _, price in some) for some in dates])
        assert all(found <= cheapest + 1e-6), (seed, case["id"])
        less += are_whole(priced, case) and bool((found < cheapest - 1e-6).any())
        if len(case["visits"]) == 1:
            assert found == pytest.approx(cheapest)
    assert less > 3


def test_dates_that_cost_as_much_as_leaving_it_out_are_no_places():
    days = ("2026-10-05", "2026-10-06", "2026-10-07")
    for weight, count in ((500, 2), (499, 3), (1000, 1), (0, 3)):
        request = read(
            asked(
                single("r", "p"),
                last_date=days[-1],
                availability=[window("doctor", "08:00", "09:00", day=day) for day in days],
                settings={"weights": {"day_deviation": weight}},
            )
        )
        instance, _ = translate(request)
        pricing = Pricing(instance, list(instance.requests.values()), Deadline(60))
        # half an hour at 2 a minute is 60
        assert pricing.places(np.full(3, 2.0)).tolist() == [60 + weight * day for day in range(count)]


def test_no_more_time_is_told():
    instance, _ = translate(read(asked(single("r", "p"))))
    with pytest.raises(OutOfTimeError):
        Pricing(instance, list(instance.requests.values()), Deadline(0))
    assert len(Pricing(instance, [], Deadline(0))) == 0
