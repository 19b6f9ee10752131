"""The cheapest place of every request at given prices a minute, on empty calendars, all at once in NumPy.

A *cell* is what one visit can do at one unit on one date: pairs of (segment, cost) with the starts of each. A
*pattern* is what one request can do there: the cells of its visits, in sequence. Requests that ask for the same share
cells and patterns, so that a month of a clinic is some thousands of rows. The cheapest sequence of a pattern is found
by dynamic programming over the day's grid, for all patterns side by side: exact in order, waits and their cost.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dagplan.solver.instance.bits import MINUTES_A_DAY, WHOLE_DAY, starts_of_free
from dagplan.solver.instance.instance import NO_BOUND, Instance, Request, Visit
from dagplan.solver.running.deadlines import Deadline

from .least_before import NEVER, Floats, least_before
from .params import BoundParams

Ints = npt.NDArray[np.int64]


_Pair = tuple[int, float, int]
"""Segment, cost of its person, set of starts."""
_Lag = tuple[int, int | None, int]
"""Least and most grid steps from a visit's start to the next one's; minutes of the visit."""
_Use = tuple[int, int]
"""A pool of equipment, as a resource, and minutes of it."""
_Pattern = tuple[tuple[_Lag, ...] | None, tuple[int, ...], tuple[_Use, ...]]
"""Lags (None where the sequence is not looked at), cells, and what is used of equipment."""


class OutOfTimeError(Exception):
    """The deadline came before the places were known."""


@dataclass(frozen=True)
class Sequences:
    """One way to do each of some patterns: what it takes of resources (their number stands for none), and its cost.

    ``segment`` and ``minutes`` have a row a pattern, and a column for each visit and each need of equipment.
    """

    segment: Ints
    minutes: Ints
    cost: Floats


class Pricing:
    """The places of some requests, to be priced again and again.

    Parameters
    ----------
    instance, requests
        What is to be priced.
    deadline
        When to have laid it out.
    most_numbers
        See ``BoundParams``.

    Attributes
    ----------
    pools
        The equipment of one kind at one unit on one date, each a *resource* as the segments are: numbered after them.
    owner, cost, pattern
        Of each place (a request at one unit on one date): position of its request, cost of the date, pattern.
    unbooked_cost
        Of each request: its cost when unbooked.

    Raises
    ------
    OutOfTimeError
        If the deadline comes before all is laid out.
    """

    def __init__(
        self,
        instance: Instance,
        requests: list[Request],
        deadline: Deadline,
        most_numbers: int = BoundParams.most_numbers,
    ) -> None:
        self.instance = instance
        self.requests = requests
        self.grid = instance.grid
        segments = instance.segments
        self.first_step = min((one.start for one in segments), default=0) // self.grid
        self.steps = max((-(-one.end // self.grid) for one in segments), default=0) - self.first_step
        self.pools = {place: len(segments) + number for number, place in enumerate(instance.stocks_at)}
        self.resources = len(segments) + len(self.pools)
        self.unbooked_cost = np.array([request.unbooked_cost for request in requests], dtype=np.float64)
        self._cells: dict[object, int] = {}
        self._pairs: list[list[_Pair]] = []
        self._minutes: list[int] = []
        self._timed: set[int] = set()
        patterns: dict[_Pattern, int] = {}
        places: list[tuple[int, int, int]] = []
        for number, request in enumerate(requests):
            if deadline.over():
                raise OutOfTimeError
            for day, cost in request.days:
                # Dates come cheapest first: on this one and all later ones leaving it out costs no more.
                if cost >= request.unbooked_cost:
                    break
                for unit in request.units:
                    found = self._pattern(request, unit, day) if (unit, day) in instance.segments_at else None
                    if found is not None:
                        places.append((number, cost, patterns.setdefault(found, len(patterns))))
        columns = np.array(places, dtype=np.int64).reshape(-1, 3)
        self.owner, self.cost, self.pattern = columns[:, 0], columns[:, 1].astype(np.float64), columns[:, 2]
        self.having, self.begin = np.unique(self.owner, return_index=True)
        self._arrange(self._small_enough(list(patterns), most_numbers))

    def __len__(self) -> int:
        return len(self.owner)

    def _small_enough(self, patterns: list[_Pattern], most_numbers: int) -> list[_Pattern]:
        """The patterns, without their sequence where its tables would take too much memory: a weaker bound."""
        # Floats that the tables of all patterns take at once: each has a row for its ends and one for its waits.
        rows = sum(2 * len(cells) for lags, cells, _ in patterns if lags is not None)
        pairs = sum(len(self._pairs[cell]) for cell in self._timed)
        if (rows + 2 * pairs) * self.steps <= most_numbers:
            return patterns
        self._timed.clear()
        return [(None, cells, uses) for _, cells, uses in patterns]

    def _pattern(self, request: Request, unit: int, day: int) -> _Pattern | None:
        domains = self.instance.domains(request, unit, day)
        if domains is None:
            return None
        uses = self._uses(request, unit, day) if request.visits.equipped else ()
        if len(request.free) < len(request.visits):
            # Beside locked facts each visit is looked at by itself; it may do what fits some whole sequence.
            cells = [
                self._cell(("own", request.index, visit.position, unit, day), visit, options)
                for visit, options in zip(request.visits, domains, strict=True)
                if visit.fixed is None
            ]
            return None, tuple(cells), uses
        cells = [self._shared_cell(request, visit, unit, day) for visit in request.visits]
        if len(cells) == 1:
            return None, tuple(cells), uses
        # Only cells in a sequence need a table over time: a single visit takes its cheapest person whenever.
        self._timed.update(cells)
        lags = []
        for before, after in zip(request.visits, request.visits[1:], strict=False):
            # In grid steps: at most rounded down, at least rounded up, since all starts are on the grid.
            most = (before.duration + min(after.most, NO_BOUND)) // self.grid
            least = -(-(before.duration + after.least) // self.grid)
            lags.append((least, most if most < self.steps else None, before.duration))
        return tuple(lags), tuple(cells), uses

    def _uses(self, request: Request, unit: int, day: int) -> tuple[_Use, ...]:
        """What a request uses of equipment: of each kind so many minutes as its visits that need it last."""
        return tuple(
            [
                (self.pools[unit, day, kind], self._whole_steps(visit))
                for visit in request.free
                for kind in visit.needs
            ]
        )

    def _whole_steps(self, visit: Visit) -> int:
        """The minutes of a visit, reckoned in whole grid steps."""
        return -(-visit.duration // self.grid) * self.grid

    def _shared_cell(self, request: Request, visit: Visit, unit: int, day: int) -> int:
        busy = self.instance.patient_busy.get((request.patient, day), 0)
        # All that a visit's candidates and their costs depend on. With a patient's own appointments it is mostly 0.
        key = visit.kind, unit, day, visit.preference, visit.existing, visit.needs, busy
        known = self._cells.get(key)
        if known is not None:
            return known
        allowed = starts_of_free(WHOLE_DAY & ~busy, visit.duration) if busy else WHOLE_DAY
        if visit.needs:
            allowed &= self.instance.equipped_starts(visit, unit, day)
        options = [(index, starts & allowed) for index, starts in self.instance.candidates(visit.kind, unit, day)]
        return self._cell(key, visit, [option for option in options if option[1]])

    def _cell(self, key: object, visit: Visit, options: list[tuple[int, int]]) -> int:
        pairs: list[_Pair] = [
            (index, cost, some)
            for index, starts in options
            for cost, some in self.instance.costs(visit, self.instance.segments[index], starts)
        ]
        self._cells[key] = len(self._pairs)
        self._pairs.append(pairs)
        self._minutes.append(self._whole_steps(visit))
        return len(self._pairs) - 1

    def _arrange(self, patterns: list[_Pattern]) -> None:
        """Lay the cells' pairs side by side, the timed cells first, and group patterns of the same waits."""
        # Timed cells first, so that their pairs are one block of rows and every reduction is over a slice.
        order = sorted(range(len(self._pairs)), key=lambda cell: (cell not in self._timed, cell))
        place = {cell: position for position, cell in enumerate(order)}
        pairs = [(self._minutes[cell], pair) for cell in order for pair in self._pairs[cell]]
        self._count = np.array([len(self._pairs[cell]) for cell in order], dtype=np.int64)
        self._first = np.cumsum(self._count) - self._count
        self._segment = np.array([pair[0] for _, pair in pairs], dtype=np.int64)
        self._soft = np.array([pair[1] for _, pair in pairs], dtype=np.float64)
        self._length = np.array([minutes for minutes, _ in pairs], dtype=np.int64)
        self._cell_minutes = np.array([self._minutes[cell] for cell in order], dtype=np.int64)
        self._n_timed = len(self._timed)
        timed_pairs = int(self._count[: self._n_timed].sum())
        self._closed = np.full((timed_pairs, self.steps), NEVER)
        for row, (_, pair) in enumerate(pairs[:timed_pairs]):
            # A set of minutes is a whole number: its bytes are the minutes, eight a byte.
            minutes = np.frombuffer(pair[2].to_bytes(MINUTES_A_DAY // 8, "little"), dtype=np.uint8)
            starts = np.unpackbits(minutes, bitorder="little")[:: self.grid][self.first_step :][: self.steps]
            self._closed[row, : len(starts)][starts == 1] = 0.0
        self._n_patterns = len(patterns)
        loose = [number for number, (lags, *_) in enumerate(patterns) if lags is None]
        self._loose = np.array(loose, dtype=np.int64)
        self._loose_cells = np.array([place[c] for n in loose for c in patterns[n][1]], dtype=np.int64)
        self._loose_count = np.array([len(patterns[n][1]) for n in loose], dtype=np.int64)
        self._loose_first = np.cumsum(self._loose_count) - self._loose_count
        grouped: dict[tuple[_Lag, ...], list[int]] = defaultdict(list)
        for number, (lags, *_) in enumerate(patterns):
            if lags is not None:
                grouped[lags].append(number)
        self._groups = [
            (lags, np.array(numbers), np.array([[place[c] for c in patterns[n][1]] for n in numbers]))
            for lags, numbers in grouped.items()
        ]
        self._group_of = np.full(self._n_patterns, -1, dtype=np.int64)
        self._row_of = np.zeros(self._n_patterns, dtype=np.int64)
        for group, (_, numbers, _) in enumerate(self._groups):
            self._group_of[numbers] = group
            self._row_of[numbers] = np.arange(len(numbers))
        self._row_of[self._loose] = np.arange(len(self._loose))
        self.width = max((len(cells) for _, cells, _ in patterns), default=1)
        self._arrange_uses([uses for *_, uses in patterns])

    def _arrange_uses(self, uses: list[tuple[_Use, ...]]) -> None:
        """Lay out what patterns use of equipment: a column for each need, whichever way a pattern is done."""
        self._use_width = max(map(len, uses), default=0)
        self._used = np.full((len(uses), self._use_width), self.resources, dtype=np.int64)
        self._used_minutes = np.zeros((len(uses), self._use_width), dtype=np.int64)
        for number, some in enumerate(uses):
            for column, (pool, minutes) in enumerate(some):
                self._used[number, column], self._used_minutes[number, column] = pool, minutes

    def places(self, prices: Floats) -> Floats:
        """The least cost of each place when a minute of each resource has this price (shape: resources)."""
        self._value = self._soft + prices[self._segment] * self._length
        cost = np.empty(self._n_patterns)
        if len(self._loose):
            by_cell = np.minimum.reduceat(self._value, self._first)
            cost[self._loose] = np.add.reduceat(by_cell[self._loose_cells], self._loose_first)
        if self._groups:
            timed = len(self._closed)
            self._at = np.minimum.reduceat(
                self._value[:timed, None] + self._closed, self._first[: self._n_timed], axis=0
            )
        # A wait costs the same each minute: so it is the difference of two times, and each step carries its own half.
        wait_until = self.instance.weights.wait * self.grid * np.arange(self.steps)
        self._tables: list[tuple[list[Floats], list[Floats]]] = []
        for lags, numbers, cells in self._groups:
            ends, waits = [self._at[cells[:, 0]]], []
            for position, (least, most, minutes) in enumerate(lags, 1):
                waits.append(ends[-1] - wait_until)
                before = least_before(waits[-1], least, most)
                from_end = wait_until - self.instance.weights.wait * minutes
                # What it costs to end the sequence so far with this visit at each step of the day.
                ends.append(self._at[cells[:, position]] + from_end + before)
            cost[numbers] = ends[-1].min(axis=1)
            self._tables.append((ends, waits))
        if self._use_width:
            cost += (self._used_minutes * np.append(prices, 0.0)[self._used]).sum(axis=1)
        result: Floats = self.cost + cost[self.pattern]
        return result

    def sequences(self, patterns: Ints) -> Sequences:
        """One cheapest way to do each of these patterns, at the prices last given to ``places``."""
        segment = np.full((len(patterns), self.width), self.resources, dtype=np.int64)
        minutes = np.zeros((len(patterns), self.width), dtype=np.int64)
        cost = np.zeros(len(patterns))
        groups = self._group_of[patterns]
        for group in np.unique(groups).tolist():
            rows = np.flatnonzero(groups == group)
            which = self._row_of[patterns[rows]]
            if group < 0:
                self._loosely(rows, which, segment, minutes, cost)
            else:
                self._in_time(rows, which, group, segment, minutes, cost)
        if self._use_width:
            segment = np.hstack([segment, self._used[patterns]])
            minutes = np.hstack([minutes, self._used_minutes[patterns]])
        return Sequences(segment, minutes, cost)

    def _loosely(self, rows: Ints, which: Ints, segment: Ints, minutes: Ints, cost: Floats) -> None:
        count = self._loose_count[which]
        owner = np.repeat(np.arange(len(rows)), count)
        column = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
        cells = self._loose_cells[np.repeat(self._loose_first[which], count) + column]
        pair = self._cheapest_pair(cells, None)
        segment[rows[owner], column] = self._segment[pair]
        minutes[rows[owner], column] = self._cell_minutes[cells]
        np.add.at(cost, rows[owner], self._soft[pair])

    def _in_time(self, rows: Ints, which: Ints, group: int, segment: Ints, minutes: Ints, cost: Floats) -> None:
        lags, _, cells = self._groups[group]
        ends, waits = self._tables[group]
        steps = np.arange(self.steps)
        start = ends[-1][which].argmin(axis=1)
        for position in range(len(lags), -1, -1):
            here = cells[which, position]
            pair = self._cheapest_pair(here, start)
            segment[rows, position] = self._segment[pair]
            minutes[rows, position] = self._cell_minutes[here]
            cost[rows] += self._soft[pair]
            if position:
                least, most, length = lags[position - 1]
                before = waits[position - 1][which].copy()
                before[steps > (start - least)[:, None]] = np.inf
                if most is not None:
                    before[steps < (start - most)[:, None]] = np.inf
                began = before.argmin(axis=1)
                cost[rows] += self.instance.weights.wait * ((start - began) * self.grid - length)
                start = began

    def _cheapest_pair(self, cells: Ints, start: Ints | None) -> Ints:
        """Of each cell, the pair that costs least (at a start, in grid steps)."""
        count = self._count[cells]
        owner = np.repeat(np.arange(len(cells)), count)
        offset = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
        pair = np.repeat(self._first[cells], count) + offset
        value = self._value[pair]
        if start is not None:
            value = value + self._closed[pair, start[owner]]
        order = np.lexsort((value, owner))
        result: Ints = pair[order[np.cumsum(count) - count]]
        return result
