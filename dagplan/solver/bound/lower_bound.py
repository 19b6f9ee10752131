"""A proven lower bound, from prices on the minutes of each window.

Relaxation: let visits of different requests overlap, as long as the minutes of each window suffice. Each request by
itself keeps everything: one unit, one date, its sequence, its waits and their cost. The minutes of each window, and
of all equipment of a kind at a unit on a date, are the only things shared, so that for any prices ``p >= 0`` a
minute,

    cost >= constant + sum_r min(loss_r, min_place cost + p . minutes) - p . capacity

holds for every plan (Lagrangian duality): stopping early costs tightness, never truth. The best prices are those of
the linear program over all ways to spread a request over windows (columns), found by column generation: GLOP solves
it over the columns known, ``Pricing`` finds the ones missing. Prices asked about lie between the program's and the
best ones so far, since the program's jump (Wentges, "Weighted Dantzig-Wolfe decomposition", ITOR 4, 1997). One price
for all of a person's time comes first, then one a day, then one a window: few prices are found soon, and with many
people they are most of the bound. On a grid a visit takes its length rounded up to whole steps, and a window gives
its length rounded likewise.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from ortools.linear_solver import pywraplp

from dagplan.solver.instance.instance import Instance, Request
from dagplan.solver.running.deadlines import Deadline
from dagplan.solver.search.greedy import least_cost

from .capacity import pool_capacities, window_capacities
from .least_before import Floats
from .params import BoundParams
from .pricing import OutOfTimeError, Pricing


@dataclass(frozen=True)
class Bound:
    """A proven lower bound of the cost of some requests, and the prices that prove it.

    ``prices[s]`` is the price of a minute of segment s, those of equipment come after them; ``worth[r]`` what a
    request's best place is worth above its price (a guide for the search).
    """

    value: int
    prices: list[float]
    worth: dict[int, float]


def lower_bound(
    instance: Instance,
    requests: list[Request],
    deadline: Deadline | None = None,
    params: BoundParams = BoundParams(),
) -> Bound:
    """The best bound found by the deadline; at worst that of every request on its best date."""
    deadline = deadline or Deadline(math.inf)
    try:
        pricing = Pricing(instance, requests, deadline, params.most_numbers)
    except OutOfTimeError:
        return Bound(least_cost(requests), [0.0] * len(instance.segments), {})
    if not len(pricing):
        return Bound(sum(request.unbooked_cost for request in requests), [0.0] * len(instance.segments), {})
    return _Generation(instance, pricing, deadline, params).run()


class _Generation:
    """Column generation: prices, what they prove, and the columns they ask for."""

    def __init__(self, instance: Instance, pricing: Pricing, deadline: Deadline, params: BoundParams) -> None:
        self.instance = instance
        self.pricing = pricing
        self.deadline = deadline
        self.params = params
        self.capacity = np.append(window_capacities(instance), pool_capacities(instance, pricing.requests))
        self.prices: Floats = np.zeros(len(self.capacity))
        self.value = -math.inf
        self.last = -math.inf
        self.least: Floats = pricing.unbooked_cost
        self.everything = max(1.0, float(pricing.unbooked_cost.sum()))

    def run(self) -> Bound:
        """Prices a person, then a person and day, then a window, as far as time allows."""
        # Without prices: each request at its best place. What is proven later is never less.
        self._prove(self.prices)
        self._one_price()
        segments = self.instance.segments
        pools = [("equipment", *place) for place in self.pricing.pools]
        close_enough = self.params.close_enough
        levels: list[tuple[list[Hashable], float]] = [
            ([*(one.person for one in segments), *pools], self.params.first_close_enough * close_enough),
            ([*((one.person, one.day) for one in segments), *pools], close_enough),
            ([*range(len(segments)), *pools], close_enough),
        ]
        columns: list[_Column] = []
        for keys, close in levels:
            if not self.deadline.over():
                master = _Master(self.pricing, self.capacity, keys, columns)
                self._generate(master, close * self.everything)
                columns = master.tight(self.prices)
        requests = self.pricing.requests
        return Bound(
            max(0, math.ceil(self.value - 1e-6 * self.everything)),
            self.prices.tolist(),
            {
                requests[k].index: float(self.pricing.unbooked_cost[k] - self.least[k])
                for k in self.pricing.having.tolist()
            },
        )

    def _one_price(self) -> None:
        """The best single price for every minute there is: what proves most where far more is asked for than fits.

        What a price proves is concave in it, so the worths a minute that requests have are halved again and again;
        where the least of them proves nothing, no other does.
        """
        minutes = np.array([request.minutes for request in self.pricing.requests])
        # What is proven bends mostly where a price meets some request's worth a minute.
        every = max(1, len(minutes) // self.params.worths)
        worth = np.unique(np.sort(self.pricing.unbooked_cost / minutes)[::every])
        low, high = 0, len(worth) - 1
        if self._proven_at(float(worth[0])) < self.value:
            return
        while low < high and not self.deadline.over():
            middle = (low + high) // 2
            here, above = (self._proven_at(float(worth[i])) for i in (middle, middle + 1))
            low, high = (middle + 1, high) if above > here else (low, middle)

    def _proven_at(self, price: float) -> float:
        prices = np.zeros(len(self.capacity))
        prices[: len(self.instance.segments)] = price
        self._prove(prices)
        return self.last

    def _generate(self, master: _Master, close: float) -> None:
        asked = self.prices
        if master.known and not master.solve(self.deadline, self.params.seconds_an_iteration):
            return
        for _ in range(self.params.rounds):
            places = self._prove(asked)
            # The program's value is that of columns known so far: the bound can't get above it by much more.
            if master.value - self.value < max(0.5, close):
                break
            if not master.extend(places):
                # Nothing is missing between the best prices and the program's: go all the way, or stop there.
                if asked is master.prices:
                    break
                asked = master.prices
                continue
            if self.deadline.over() or not master.solve(self.deadline, self.params.seconds_an_iteration):
                break
            asked = self.prices + self.params.step * (master.prices - self.prices)

    def _prove(self, prices: Floats) -> Floats:
        """Reckon what these prices prove; the least cost of each place at them."""
        pricing = self.pricing
        places = pricing.places(prices)
        least = pricing.unbooked_cost.copy()
        least[pricing.having] = np.minimum.reduceat(places, pricing.begin)
        # Each request takes its cheapest place at these prices, or none; what the minutes there are would bring in is
        # taken off again. True for any prices, so that what follows only has to find good ones.
        value = float(np.minimum(least, pricing.unbooked_cost).sum() - (prices * self.capacity).sum())
        self.last = value
        if value > self.value:
            self.value, self.prices, self.least = value, prices, least
        self.deadline.work(self.params.seconds_a_place * len(places))
        return places


class _Column(NamedTuple):
    """One way for one request: its cost, and the resources that its visits take, with the minutes of each."""

    owner: int
    cost: float
    segment: tuple[int, ...]
    minutes: tuple[int, ...]


class _Master:
    """The linear program over the columns known: which share of each is taken, at least cost.

    Segments with the same key share one row, and so one price: a relaxation, unless each has its own.
    """

    def __init__(self, pricing: Pricing, capacity: Floats, keys: list[Hashable], columns: list[_Column]) -> None:
        numbers: dict[Hashable, int] = {}
        self.row_of = [numbers.setdefault(key, len(numbers)) for key in keys]
        self.pricing = pricing
        self.value = math.inf
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        infinity = self.solver.infinity()
        self.once = [self.solver.Constraint(-infinity, 1) for _ in pricing.requests]
        self.rows = [
            self.solver.Constraint(-infinity, float(minutes)) for minutes in np.bincount(self.row_of, capacity)
        ]
        self.objective = self.solver.Objective()
        self.objective.SetMinimization()
        self.known: dict[tuple[object, ...], _Column] = {}
        self.gain = np.zeros(len(pricing.requests))
        self.prices: Floats = np.zeros(len(capacity))
        for column in columns:
            self._add(column)

    def extend(self, places: Floats) -> int:
        """Add what the prices asked about show to be missing: each request's best, if the program lacks it."""
        pricing = self.pricing
        gain = pricing.unbooked_cost[pricing.owner] - places
        best = np.full(len(pricing.unbooked_cost), -math.inf)
        best[pricing.having] = np.maximum.reduceat(gain, pricing.begin)
        # Only the best place of each request: all that pay would be millions of columns, nearly all never used.
        chosen = np.flatnonzero((gain > 1e-7) & (gain >= best[pricing.owner] - 1e-9))
        if not len(chosen):
            return 0
        patterns, which = np.unique(pricing.pattern[chosen], return_inverse=True)
        found = pricing.sequences(patterns)
        dear = found.cost + (found.minutes * np.append(self.prices, 0.0)[found.segment]).sum(axis=1)
        owner, cost = pricing.owner[chosen], pricing.cost[chosen]
        # What gains no more at the program's prices than a column it has would not change the program.
        missing = np.flatnonzero(pricing.unbooked_cost[owner] - cost - dear[which] > self.gain[owner] + 1e-7)
        segment, minutes = found.segment[which[missing]].tolist(), found.minutes[which[missing]].tolist()
        added = 0
        for number, i in enumerate(missing.tolist()):
            whole = float(cost[i] + found.cost[which[i]])
            added += self._add(_Column(int(owner[i]), whole, tuple(segment[number]), tuple(minutes[number])))
        return added

    def _add(self, column: _Column) -> bool:
        taken: dict[int, int] = {}
        for index, length in zip(column.segment, column.minutes, strict=True):
            if length:
                taken[self.row_of[index]] = taken.get(self.row_of[index], 0) + length
        key = (column.owner, column.cost, *taken.items())
        if key in self.known:
            return False
        self.known[key] = column
        share = self.solver.NumVar(0, self.solver.infinity(), "")
        self.objective.SetCoefficient(share, column.cost - float(self.pricing.unbooked_cost[column.owner]))
        self.once[column.owner].SetCoefficient(share, 1)
        for row, length in taken.items():
            self.rows[row].SetCoefficient(share, length)
        return True

    def solve(self, deadline: Deadline, seconds_an_iteration: float) -> bool:
        """Solve it: the price of a minute of each segment, what each request gains. False if that took too long."""
        deadline.limit(self.solver)
        status = self.solver.Solve()
        size = len(self.once) + len(self.rows)
        deadline.work(seconds_an_iteration * self.solver.iterations() * size)
        if status != pywraplp.Solver.OPTIMAL:
            return False
        self.value = float(self.objective.Value() + self.pricing.unbooked_cost.sum())
        self.gain = np.maximum(0.0, -np.array([row.dual_value() for row in self.once]))
        # A dual value may be negative by rounding; prices below 0 would prove nothing.
        by_row = np.maximum(0.0, -np.array([row.dual_value() for row in self.rows]))
        self.prices = by_row[self.row_of]
        return True

    def tight(self, prices: Floats) -> list[_Column]:
        """The columns that are as good as their request's best at these prices, or nearly."""
        columns = list(self.known.values())
        if not columns:
            return []
        segment = np.array([column.segment for column in columns])
        minutes = np.array([column.minutes for column in columns])
        owner = np.array([column.owner for column in columns])
        cost = np.array([column.cost for column in columns])
        cost += (minutes * np.append(prices, 0.0)[segment]).sum(axis=1)
        least = np.full(len(self.once), math.inf)
        np.minimum.at(least, owner, cost)
        # The next level begins with what this one found good: most of its columns would have been found again.
        return [columns[i] for i in np.flatnonzero(cost <= least[owner] + 1.0).tolist()]
