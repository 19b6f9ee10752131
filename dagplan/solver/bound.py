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
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ortools.linear_solver import pywraplp

from .problem import NO_BOUND, Problem, Request, Visit
from .progress import Deadline

_MOST_COLUMNS = 1_000_000
_MOST_A_PLACE = 4_000
_ROUNDS = 60
_DESCENTS = 250

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Bound:
    """A proven lower bound of the cost of some requests, and the prices that prove it.

    ``prices[s]`` is the price of a minute of segment s; ``worth[r]`` what a request's best place is worth above
    its price (a guide for the search).
    """

    value: int
    prices: list[float]
    worth: dict[int, float]


@dataclass(frozen=True)
class Columns:
    """All columns of some requests, side by side.

    ``first[k]`` is where those of the k-th request begin, ``owner`` which request each belongs to.
    """

    requests: list[Request]
    first: Ints
    gain: Floats
    segment: Ints
    minutes: Ints
    owner: Ints

    def reduced(self, prices: Floats) -> Floats:
        """What each column gains above the price of its minutes."""
        padded = np.append(prices, 0.0)
        result: Floats = self.gain - (self.minutes * padded[self.segment]).sum(axis=1)
        return result


def step_up(minutes: int, grid: int) -> int:
    """Minutes rounded up to whole grid steps."""
    return -(-minutes // grid) * grid


def columns_of(problem: Problem, requests: Iterable[Request], deadline: Deadline) -> Columns | None:
    """Every column of the requests; None when there are too many to hold, or no time."""
    kept: list[Request] = []
    first: list[int] = []
    gains: list[float] = []
    rows: list[tuple[tuple[int, int], ...]] = []
    width = 1
    for request in requests:
        begin = len(gains)
        for day, cost in request.days:
            if cost >= request.loss:
                break
            for unit in request.units:
                if (unit, day) in problem.segments_at:
                    _columns_at(problem, request, unit, day, cost, gains, rows)
        if len(gains) > begin:
            kept.append(request)
            first.append(begin)
            width = max(width, len(request.free))
        if len(gains) > _MOST_COLUMNS or deadline.over():
            return None
    segment = np.full((len(rows), width), len(problem.segments), dtype=np.int64)
    minutes = np.zeros((len(rows), width), dtype=np.int64)
    for number, row in enumerate(rows):
        for place, (index, length) in enumerate(row):
            segment[number, place] = index
            minutes[number, place] = length
    begins = np.array(first, dtype=np.int64)
    owner = np.repeat(np.arange(len(kept)), np.append(begins[1:], len(gains)) - begins) if kept else begins
    return Columns(kept, begins, np.array(gains, dtype=np.float64), segment, minutes, owner)


def _columns_at(
    problem: Problem,
    request: Request,
    unit: int,
    day: int,
    cost: int,
    gains: list[float],
    rows: list[tuple[tuple[int, int], ...]],
) -> None:
    if len(request.visits) == 1:
        visit = request.visits[0]
        length = step_up(visit.duration, problem.grid)
        for index, _ in problem.candidates(visit.kind, unit, day):
            gain = request.loss - cost - _soft_at_least(problem, visit, index)
            if gain > 0:
                gains.append(gain)
                rows.append(((index, length),))
        return
    domains = problem.domains(request, unit, day)
    if domains is None:
        return
    partial: list[tuple[int, tuple[tuple[int, int], ...], int, int, int]] = [(cost, (), 0, 0, 0)]
    for visit, candidates in zip(request.visits, domains, strict=True):
        extended = []
        length = step_up(visit.duration, problem.grid)
        options = [(-1, 1 << (visit.fixed or 0))] if visit.fixed is not None else candidates
        for so_far, row, low, high, waited in partial:
            for index, starts in options:
                first = (starts & -starts).bit_length() - 1
                last = starts.bit_length() - 1
                least_wait = 0
                if visit.position:
                    # low and high: the earliest and latest end of the visit before.
                    locked_pair = visit.fixed is not None and request.visits[visit.position - 1].fixed is not None
                    if not locked_pair:
                        least_wait = max(visit.least, first - high)
                        first = max(first, low + visit.least)
                        last = min(last, high + min(visit.most, NO_BOUND))
                        if first > last:
                            continue
                soft = _soft_at_least(problem, visit, index) if index >= 0 else 0
                step = ((index, length),) if index >= 0 else ()
                extended.append(
                    (
                        so_far + soft,
                        row + step,
                        first + visit.duration,
                        last + visit.duration,
                        waited + least_wait,
                    )
                )
        partial = extended
        if len(partial) > _MOST_A_PLACE:
            partial = _forget_windows(partial)
    for so_far, row, _, _, waited in partial:
        gain = request.loss - so_far - problem.weights.wait * waited
        if gain > 0:
            gains.append(gain)
            rows.append(row)


def _forget_windows(
    partial: list[tuple[int, tuple[tuple[int, int], ...], int, int, int]],
) -> list[tuple[int, tuple[tuple[int, int], ...], int, int, int]]:
    """Too many ways to begin a sequence: one that is at least as good as each, and takes nobody's minutes."""
    return [
        (
            min(one[0] for one in partial),
            (),
            min(one[2] for one in partial),
            max(one[3] for one in partial),
            min(one[4] for one in partial),
        )
    ]


def _soft_at_least(problem: Problem, visit: Visit, index: int) -> int:
    segment = problem.segments[index]
    cost = 0
    if visit.preferred >= 0 and segment.person != visit.preferred:
        cost += problem.weights.not_preferred
    if visit.existing is not None and visit.existing[:3] != (segment.person, segment.unit, segment.day):
        cost += problem.weights.moved
    return cost


def capacities(problem: Problem) -> Floats:
    """Minutes that each segment can give, reckoned in whole grid steps."""
    grid = problem.grid
    return np.array(
        [max(0, step_up(one.end, grid) - step_up(one.start, grid)) for one in problem.segments],
        dtype=np.float64,
    )


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
