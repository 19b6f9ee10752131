"""A proven lower bound, from prices on the minutes of each window.

Relaxation: forget clock times within a window, but not the length of the window, the order of windows within a
sequence, nor that a request has one unit and one date. What is left is a choice of one *column* a request (unit,
date and a window for each visit), with the minutes of each window as the only thing shared. For any prices
``p >= 0`` a minute,

    cost >= constant + sum_r min(loss_r, min_column cost + p . minutes) - p . capacity

holds for every plan (Lagrangian duality), so stopping early costs tightness, never truth. The best prices are
those of the linear program over the columns, found by column generation with GLOP. On a grid a visit takes its
length rounded up to whole steps, and a window gives its length rounded likewise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from ortools.linear_solver import pywraplp

from .columns import Columns, Floats, capacities, columns_of
from .problem import Problem, Request
from .progress import Deadline

_ROUNDS = 60
_DESCENTS = 250


@dataclass(frozen=True)
class Bound:
    """A proven lower bound of the cost of some requests, and the prices that prove it.

    ``prices[s]`` is the price of a minute of segment s; ``worth[r]`` what a request's best place is worth above
    its price (a guide for the search).
    """

    value: int
    prices: list[float]
    worth: dict[int, float]


def lower_bound(problem: Problem, requests: list[Request], deadline: Deadline | None = None) -> Bound:
    """The best bound found by the deadline; at worst that of booking everything for nothing."""
    deadline = deadline or Deadline(math.inf)
    columns = columns_of(problem, requests, deadline)
    prices = [0.0] * len(problem.segments)
    if columns is None:
        return Bound(0, prices, {})
    if not len(columns.gain):
        return Bound(sum(request.loss for request in requests), prices, {})
    return _generate(problem, requests, columns, deadline)


def _generate(problem: Problem, requests: list[Request], columns: Columns, deadline: Deadline) -> Bound:
    capacity = capacities(problem)
    everything = sum(request.loss for request in requests)
    prices = best_prices = _descend(columns, capacity, deadline)
    best_gain = math.inf
    master = _Master(columns, capacity)
    for _ in range(_ROUNDS):
        reduced = columns.reduced(prices)
        best = np.maximum.reduceat(reduced, columns.first)
        gain = float(np.maximum(best, 0.0).sum() + prices @ capacity)
        if gain < best_gain:
            best_gain, best_prices = gain, prices
        if deadline.over() or best_gain - master.value < 0.5 or not master.extend(reduced, best):
            break
        found = master.solve(deadline.left)
        if found is None:
            break
        prices = found
    reduced = columns.reduced(best_prices)
    worth = np.maximum.reduceat(reduced, columns.first)
    value = math.ceil(everything - best_gain - 1e-6 * max(1.0, best_gain))
    return Bound(
        max(0, value),
        best_prices.tolist(),
        {request.index: float(one) for request, one in zip(columns.requests, worth, strict=True)},
    )


def _descend(columns: Columns, capacity: Floats, deadline: Deadline) -> Floats:
    """Good prices in a moment: subgradient steps, shorter each time they stop helping (Polyak)."""
    prices = best_prices = np.zeros(len(capacity))
    best_gain, pace, since = math.inf, 1.0, 0
    numbers = np.arange(len(columns.gain))
    for _ in range(_DESCENTS):
        reduced = columns.reduced(prices)
        best = np.maximum.reduceat(reduced, columns.first)
        gain = float(np.maximum(best, 0.0).sum() + prices @ capacity)
        since += 1
        if gain < best_gain - 1e-4 * abs(best_gain):
            since = 0
        if gain < best_gain:
            best_gain, best_prices = gain, prices
        if since >= 6:
            pace, since, prices = pace / 2, 0, best_prices
        if deadline.over() or pace < 0.01:
            break
        tops = np.maximum.reduceat(np.where(reduced >= best[columns.owner], numbers, 0), columns.first)[best > 0]
        used = np.bincount(columns.segment[tops].ravel(), columns.minutes[tops].ravel(), minlength=len(capacity) + 1)[
            :-1
        ]
        slope = capacity - used
        slope[(prices <= 0) & (slope > 0)] = 0.0
        length = float(slope @ slope)
        if not length:
            break
        prices = np.maximum(0.0, prices - pace * 0.05 * best_gain / length * slope)
    return best_prices


class _Master:
    """The linear program over the columns generated so far."""

    def __init__(self, columns: Columns, capacity: Floats) -> None:
        self.columns = columns
        self.value = -math.inf
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        infinity = self.solver.infinity()
        self.once = [self.solver.Constraint(-infinity, 1) for _ in columns.requests]
        self.rows = [self.solver.Constraint(-infinity, float(minutes)) for minutes in capacity]
        self.objective = self.solver.Objective()
        self.objective.SetMaximization()
        self.held = np.zeros(len(columns.gain), dtype=bool)
        self.shadow = np.zeros(len(columns.requests))

    def extend(self, reduced: Floats, best: Floats) -> bool:
        """Add the columns that promise most: of each request, those near its best and above its shadow price."""
        margin = np.maximum(self.shadow, 0.0)
        promising = (
            (reduced >= best[self.columns.owner] - 1e-9) & (reduced > margin[self.columns.owner] + 1e-7) & ~self.held
        )
        chosen = np.flatnonzero(promising)
        for number in chosen.tolist():
            variable = self.solver.NumVar(0, self.solver.infinity(), "")
            self.objective.SetCoefficient(variable, float(self.columns.gain[number]))
            self.once[int(self.columns.owner[number])].SetCoefficient(variable, 1)
            taken: dict[int, int] = {}
            for segment, minutes in zip(
                self.columns.segment[number].tolist(), self.columns.minutes[number].tolist(), strict=True
            ):
                if minutes:
                    taken[segment] = taken.get(segment, 0) + minutes
            for segment, minutes in taken.items():
                self.rows[segment].SetCoefficient(variable, minutes)
        self.held[chosen] = True
        return len(chosen) > 0

    def solve(self, seconds: float) -> Floats | None:
        """Solve it; the price of a minute of each segment, or None where that took too long."""
        if seconds < 1e6:
            self.solver.SetTimeLimit(max(1, int(seconds * 1000)))
        if self.solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        self.value = self.objective.Value()
        self.shadow = np.array([row.dual_value() for row in self.once])
        prices: Floats = np.maximum(0.0, np.array([row.dual_value() for row in self.rows]))
        return prices
