"""HiGHS: an assignment of visits to windows as a mixed-integer program, without clock times, and then the times.

The program decides each request's place (date and unit) and each visit's window, with the minutes of each window as
its capacity, and forbids pairs of windows in which two consecutive visits can't keep their order and waits. It has
the contract's `unbooked`, `day_deviation`, `not_preferred` and `apart` exactly, `moved` without the start.

What it can't express is everything that needs a clock: that visits fit in a window one after another, that a patient
has one visit at a time, and `wait`. So clock times come after it, by an earliest-fit pass over the places and people
chosen, the longest sequences first; what does not fit is then booked by hand, wherever there is room.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks import WORKERS
from dagplan import PlanRequest
from dagplan.models.cost import target_date
from dagplan.models.request import ExistingBooking, Request

from .diary import Diary
from .openings import Opening, Openings, Place


def solve(request: PlanRequest, seconds: float) -> list[ExistingBooking] | None:
    """Build, solve and fit; None if no assignment was found in time."""
    began = time.perf_counter()
    openings = Openings(request)
    assignment = Assignment(request, openings)
    chosen = assignment.solve(max(0.1, seconds - (time.perf_counter() - began)))
    return None if chosen is None else clock_times(openings, chosen)


def size(request: PlanRequest) -> int:
    """Variables: one for each visit and window it may be in."""
    openings = Openings(request)
    return sum(len(openings.of(*one)) for one in openings.every())


@dataclass
class Program:
    """A mixed-integer program, row by row: minimise, all variables 0 or 1."""

    costs: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def variable(self, cost: float) -> int:
        """A new variable."""
        self.costs.append(cost)
        return len(self.costs) - 1

    def constrain(self, terms: Iterable[tuple[int, float]], lower: float, upper: float) -> None:
        """A new row: lower ≤ Σ coefficient · variable ≤ upper."""
        self.starts.append(len(self.columns))
        for column, value in terms:
            self.columns.append(column)
            self.values.append(value)
        self.lower.append(lower)
        self.upper.append(upper)

    def minimise(self, seconds: float) -> list[float] | None:
        """The best values found in so many seconds; None if there are none."""
        import highspy
        import numpy as np

        if not self.costs:
            return []
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("time_limit", seconds)
        highs.setOptionValue("threads", WORKERS)
        count = len(self.costs)
        none = np.array([], dtype=np.int32)
        highs.addCols(count, np.array(self.costs), np.zeros(count), np.ones(count), 0, none, none, np.array([]))
        highs.addRows(
            len(self.starts),
            np.array(self.lower),
            np.array(self.upper),
            len(self.columns),
            np.array(self.starts, dtype=np.int32),
            np.array(self.columns, dtype=np.int32),
            np.array(self.values),
        )
        kinds = np.full(count, highspy.HighsVarType.kInteger)
        highs.changeColsIntegrality(count, np.arange(count, dtype=np.int32), kinds)
        highs.run()
        if highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        return list(highs.getSolution().col_value)


Chosen = list[tuple[Request, Place, list[str]]]
"""Each booked request with its place and the person of each visit."""


class Assignment:
    """The program, and what its variables stand for."""

    def __init__(self, request: PlanRequest, openings: Openings) -> None:
        self.request = request
        self.openings = openings
        self.weights = request.settings.weights
        self.wishes = {booking.visit: booking for booking in request.bookings}
        self.program = Program()
        self.at: dict[str, dict[Place, int]] = {}
        self.takes: dict[str, dict[Place, list[tuple[Opening, int]]]] = defaultdict(dict)
        self.minutes: dict[tuple[Place, str, tuple[int, int]], list[tuple[int, float]]] = defaultdict(list)
        for case in openings.requests:
            self._add_request(case)
        self._add_capacities()
        self._add_apart()

    def _add_request(self, case: Request) -> None:
        """Cost of a place is its day deviation less what leaving the request out costs."""
        loss = getattr(self.weights.unbooked, case.priority) * len(case.visits)
        target = target_date(self.request, case)
        places = self.at[case.id] = {}
        for place in self.openings.places(case):
            away = self.weights.day_deviation * abs((place[0] - target).days)
            places[place] = self.program.variable(away - loss)
            for position in range(len(case.visits)):
                self._add_visit(case, position, place)
            for position in range(1, len(case.visits)):
                self._add_pairs(case, position, place)
        if places:
            self.program.constrain(((one, 1) for one in places.values()), 0, 1)

    def _add_visit(self, case: Request, position: int, place: Place) -> None:
        visit, grid = case.visits[position], self.openings.grid
        options = []
        for opening in self.openings.of(case, position, place):
            wish = self.wishes.get(visit.id)
            cost = self.weights.not_preferred * (visit.preferred not in (None, opening.practitioner))
            if wish is not None and (wish.practitioner, wish.unit, wish.start.date()) != (
                opening.practitioner,
                place[1],
                place[0],
            ):
                cost += self.weights.moved
            column = self.program.variable(cost)
            options.append((opening, column))
            length = -(-visit.duration // grid) * grid
            self.minutes[place, opening.practitioner, opening.window].append((column, length))
        self.takes[visit.id][place] = options
        self.program.constrain([*((one, 1) for _, one in options), (self.at[case.id][place], -1)], 0, 0)

    def _add_pairs(self, case: Request, position: int, place: Place) -> None:
        """A window is taken only with a window of the next visit, or the one before, that goes with it."""
        before = self.takes[case.visits[position - 1].id][place]
        after = self.takes[case.visits[position].id][place]
        pairs = [
            (one, other)
            for opening, one in before
            for following, other in after
            if _in_order(case, position, opening, following)
        ]
        for side, others in ((0, after), (1, before)):
            beside: dict[int, list[int]] = {column: [] for _, column in (before, after)[side]}
            for pair in pairs:
                beside[pair[side]].append(pair[1 - side])
            for column, allowed in beside.items():
                if len(allowed) < len(others):
                    self.program.constrain([(column, -1), *((one, 1) for one in allowed)], 0, float("inf"))

    def _add_capacities(self) -> None:
        grid = self.openings.grid
        for (_, _, (low, high)), terms in self.minutes.items():
            capacity = -(-high // grid) * grid - -(-low // grid) * grid
            self.program.constrain(terms, 0, capacity)

    def _add_apart(self) -> None:
        pairs = {frozenset((case.id, other)) for case in self.openings.requests for other in case.same_day_as}
        for one, other in sorted(map(sorted, pairs)):
            mine, theirs = self.at.get(one, {}), self.at.get(other, {})
            if mine and theirs:
                apart = self.program.variable(self.weights.apart)
                for day in sorted({day for day, _ in mine}):
                    together = [(column, 1) for place, column in mine.items() if place[0] == day]
                    elsewhere = [(column, 1) for place, column in theirs.items() if place[0] != day]
                    self.program.constrain([*together, *elsewhere, (apart, -1)], -1, 1)

    def solve(self, seconds: float) -> Chosen | None:
        """What the best assignment books; None if none was found."""
        values = self.program.minimise(seconds)
        if values is None:
            return None
        chosen: Chosen = []
        for case in self.openings.requests:
            for place, column in self.at[case.id].items():
                if values[column] > 0.5:
                    options = [self.takes[visit.id][place] for visit in case.visits]
                    taken = [next(one for one, variable in option if values[variable] > 0.5) for option in options]
                    chosen.append((case, place, [opening.practitioner for opening in taken]))
        return chosen


def _in_order(case: Request, position: int, before: Opening, after: Opening) -> bool:
    """Whether some starts in two windows keep the order and the waits."""
    least, most = case.waits_before(position)
    length = case.visits[position - 1].duration
    soonest, latest = after.first - before.last - length, after.last - before.first - length
    return latest >= least and (most is None or soonest <= most)


def clock_times(openings: Openings, chosen: Chosen) -> list[ExistingBooking]:
    """Earliest fit of what was chosen, the longest sequences first; then the rest by hand."""
    diary = Diary(openings)
    booked: set[str] = set()
    for case, place, people in sorted(chosen, key=lambda one: -len(one[0].visits)):
        if diary.book(case, [place], people):
            booked.add(case.id)
    for case in openings.requests:
        if case.id not in booked:
            diary.book(case, openings.places(case))
    return diary.bookings
