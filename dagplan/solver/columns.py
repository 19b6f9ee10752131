"""The columns of the bound: every way to spread a request over windows, clock times within them forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .problem import NO_BOUND, Problem, Request, Visit
from .progress import Deadline

_MOST_COLUMNS = 1_000_000
_MOST_A_PLACE = 4_000

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


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
