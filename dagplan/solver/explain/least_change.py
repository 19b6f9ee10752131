"""The placement of one request that asks the least, when rules may be loosened at a price.

For one unit and date this is a shortest path. A node is a visit and its start; what it asks is the least over people
of minutes they don't have, of being another than those named, of being called in. An edge is the wait between two
visits; it asks by how much the wait is shorter or longer than allowed. Clock limits concern only the first visit's
start and the last one's end, so they are part of those nodes. Where no more visits may leave their booking than a
budget allows, each node is there once for every number of visits moved so far. With every kind of change allowed the
path is the least change of all; with one kind, the least of that kind. It is exact: what it does not find does not
exist, beside the bookings that stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from dagplan.models.bookings import locked_in, movable_in
from dagplan.models.clock import MINUTES_A_DAY, minute_of_day
from dagplan.models.cost import target_date
from dagplan.models.limits import CLOCK, DATES, UNITS
from dagplan.models.request import PlanRequest, Request, Visit
from dagplan.solver.running.deadlines import Deadline

from . import change_costs
from .change_costs import Kind
from .limits import kept
from .minute_counts import MinuteCounts
from .people import Offered, Offering

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class OutOfTimeError(Exception):
    """The deadline came before every place was looked at."""


@dataclass(frozen=True)
class Loosened:
    """A placement that would do if some rules were loosened.

    Attributes
    ----------
    unit, day
        Where and when.
    people, starts
        Of each visit: the person, and the minute from midnight.
    asks
        How much it asks (see ``change_costs``).
    """

    unit: str
    day: date
    people: tuple[str, ...]
    starts: tuple[int, ...]
    asks: float


@dataclass(frozen=True)
class _Nodes:
    """The starts of one visit: what each asks, of whom (a number in ``people``), and whether it moves there."""

    starts: Ints
    asks: Floats
    people: list[str]
    who: Ints
    moved: Ints


class LeastChange:
    """The least change that lets a request in, on one loaded plan.

    Parameters
    ----------
    asked, minute_counts
        The request and the minutes beside the plan.
    worth
        What it costs to put a booked request out, by id; those not in it can't be put out.
    moves_left
        So many visits of a request may leave their booking; None for as many as there are.
    """

    def __init__(
        self,
        asked: PlanRequest,
        minute_counts: MinuteCounts,
        worth: Mapping[str, int],
        moves_left: Callable[[Request], int | None] = lambda _: None,
    ) -> None:
        self.asked = asked
        self.worth = worth
        self.minute_counts = minute_counts
        self.facts = locked_in(asked)
        self.wishes = movable_in(asked)
        self.moves_left = moves_left
        self.offering = Offering(asked, minute_counts, worth)

    def find(
        self, case: Request, kinds: Iterable[Kind], deadline: Deadline | None = None, *, grid: int | None = None
    ) -> Loosened | None:
        """The placement that asks the least when only these kinds of rules may be loosened; None if there is none.

        Parameters
        ----------
        grid
            Starts at multiples of so many minutes; left out: the grid of the settings, or every minute where the
            grid may be loosened too.

        Raises
        ------
        OutOfTimeError
            If the deadline comes first.
        """
        allowed = frozenset(kinds)
        step = grid or (1 if Kind.GRID in allowed else self.asked.settings.grid)
        tie = self._tie(case)
        best: Loosened | None = None
        places = self._places(case, allowed, tie)
        for base, unit, day in sorted(places, key=lambda one: (one[0], one[2], one[1])):
            if best is not None and base >= best.asks:
                break
            if deadline is not None and deadline.over():
                raise OutOfTimeError
            found = self._at(case, (unit, day), base, allowed, step, tie)
            if found is not None and (best is None or found.asks < best.asks):
                best = found
        return best

    def _tie(self, case: Request) -> float:
        """Weight of the plan's own cost: less than a minute in all, so that it decides only what asks the same."""
        asked, weights = self.asked, self.asked.settings.weights
        target = target_date(asked, case)
        days = max(abs((day - target).days) for day in (asked.first_date, asked.last_date))
        of_visits = (weights.not_preferred + weights.moved) * len(case.visits)
        return 0.5 / (1 + weights.day_deviation * days + weights.wait * MINUTES_A_DAY + of_visits)

    def _places(self, case: Request, allowed: frozenset[Kind], tie: float) -> Iterator[tuple[float, str, date]]:
        """Units and dates, with what they ask by themselves."""
        asked = self.asked
        facts = [self.facts[visit.id] for visit in case.visits if visit.id in self.facts]
        first, last = case.earliest or asked.first_date, case.latest or asked.last_date
        target = target_date(asked, case)
        of_units, of_dates = kept(UNITS, asked, case), kept(DATES, asked, case)
        dates = [day for day in self.minute_counts.dates if all(limit.holds(of, day) for limit, of in of_dates)]
        for unit in asked.units:
            if not all(limit.holds(of, unit.id) for limit, of in of_units):
                continue
            of_unit = 0.0
            if case.units and unit.id not in case.units:
                of_unit = (
                    change_costs.ANOTHER_UNIT + change_costs.FIXED if Kind.UNIT in allowed else change_costs.NEVER
                )
            for day in dates:
                of_day = tie * asked.settings.weights.day_deviation * abs((day - target).days)
                outside = max((first - day).days, (day - last).days, 0)
                if outside:
                    of_day += change_costs.FIXED + change_costs.DATE + change_costs.DATE_A_DAY * outside
                if day in case.excluded_dates:
                    of_day += change_costs.EXCLUDED_DATE
                if (outside or day in case.excluded_dates) and Kind.DATE not in allowed:
                    continue
                here = all((fact.unit, fact.start.date()) == (unit.id, day) for fact in facts)
                if here and of_unit + of_day < change_costs.NEVER:
                    yield of_unit + of_day, unit.id, day

    def _at(
        self,
        case: Request,
        place: tuple[str, date],
        base: float,
        allowed: frozenset[Kind],
        grid: int,
        tie: float,
    ) -> Loosened | None:
        nodes: list[_Nodes] = []
        for position, visit in enumerate(case.visits):
            fact = self.facts.get(visit.id)
            if fact is not None:
                here, none = np.array([minute_of_day(fact.start)], dtype=np.int64), np.zeros(1, dtype=np.int64)
                node = _Nodes(here, np.zeros(1), [fact.practitioner], none, none)
            else:
                node = self._nodes(case, position, place, allowed, grid, tie)
            if not len(node.starts):
                return None
            nodes.append(node)
        spare, layers = self._spare(case, allowed)
        if spare is None:
            nodes = [replace(node, moved=np.zeros_like(node.moved)) for node in nodes]
        weight = tie * self.asked.settings.weights.wait
        total = _layered(nodes[0].asks[None, :], nodes[0].moved, layers)
        came_from: list[Ints] = []
        for position in range(1, len(nodes)):
            before, visit = case.visits[position - 1], case.visits[position]
            waits = nodes[position].starts[None, :] - (nodes[position - 1].starts + before.duration)[:, None]
            both_fixed = before.id in self.facts and visit.id in self.facts
            edges = (
                np.zeros(waits.shape)
                if both_fixed
                else _edges(waits, *case.waits_before(position), Kind.WAIT in allowed)
            )
            edges += weight * np.maximum(waits, 0)
            best = np.stack([(layer[:, None] + edges).min(axis=0) for layer in total])
            came_from.append(np.stack([(layer[:, None] + edges).argmin(axis=0) for layer in total]))
            total = _layered(best + nodes[position].asks[None, :], nodes[position].moved, layers)
        over = np.maximum(np.arange(layers) - (spare or 0), 0)
        total = total + np.where(over > 0, change_costs.FIXED + change_costs.MOVES_ALLOWED * over, 0.0)[:, None]
        layer, last = (int(i) for i in np.unravel_index(int(total.argmin()), total.shape))
        if not np.isfinite(total[layer, last]):
            return None
        path, asked = [last], float(total[layer, last])
        for position in range(len(nodes) - 1, 0, -1):
            layer -= int(nodes[position].moved[path[-1]])
            path.append(int(came_from[position - 1][layer, path[-1]]))
        path.reverse()
        return Loosened(
            *place,
            tuple(node.people[node.who[i]] for node, i in zip(nodes, path, strict=True)),
            tuple(int(node.starts[i]) for node, i in zip(nodes, path, strict=True)),
            base + asked,
        )

    def _spare(self, case: Request, allowed: frozenset[Kind]) -> tuple[int | None, int]:
        """How many visits may move (None: all), and for how many numbers of moves paths are kept apart."""
        wishes = sum(visit.id in self.wishes for visit in case.visits)
        left = self.moves_left(case)
        if left is None or left >= wishes:
            return None, 1
        return left, 1 + (wishes if Kind.MOVES_ALLOWED in allowed else left)

    def _nodes(
        self, case: Request, position: int, place: tuple[str, date], allowed: frozenset[Kind], grid: int, tie: float
    ) -> _Nodes:
        """Starts of one visit that are possible, what each asks, and the person who asks the least there."""
        visit, weights = case.visits[position], self.asked.settings.weights
        offered = self.offering.of(visit, place, allowed, grid)
        if offered is None:
            none = np.zeros(0, dtype=np.int64)
            return _Nodes(none, np.zeros(0), [], none, none)
        starts = offered.starts
        of_case = self._clock(case, position, starts, starts + visit.duration, Kind.CLOCK in allowed)
        of_case += self._of_patient(case, visit, place[1], starts, allowed)
        least, who = offered.least(tie * weights.not_preferred)
        wish = self.wishes.get(visit.id)
        found = least + of_case + (tie * weights.moved if wish is not None else 0.0)
        possible = np.flatnonzero(np.isfinite(found))
        moved = np.full(len(possible), int(wish is not None), dtype=np.int64)
        nodes = _Nodes(starts[possible], found[possible], offered.people, who[possible], moved)
        if wish is None or (wish.unit, wish.start.date()) != place:
            return nodes
        stays = self._staying(offered, minute_of_day(wish.start), wish.practitioner, tie * weights.not_preferred)
        if stays is None or not np.isfinite(stays[0] + of_case[stays[1]]):
            return nodes
        return _Nodes(
            np.append(nodes.starts, starts[stays[1]]),
            np.append(nodes.asks, stays[0] + of_case[stays[1]]),
            [*nodes.people, wish.practitioner],
            np.append(nodes.who, len(nodes.people)),
            np.append(nodes.moved, 0),
        )

    @staticmethod
    def _staying(offered: Offered, start: int, person: str, not_preferred: float) -> tuple[float, int] | None:
        """What it asks that a visit stays where it is booked, and the number of that start; None if it can't."""
        at = int(np.searchsorted(offered.starts, start))
        if at == len(offered.starts) or offered.starts[at] != start:
            return None
        ask = offered.of_person(person, at, not_preferred)
        return None if ask is None else (ask, at)

    def _of_patient(self, case: Request, visit: Visit, day: date, starts: Ints, allowed: frozenset[Kind]) -> Floats:
        """What starts ask of the patient's other visits."""
        ask = np.zeros(len(starts))
        for owner, (first, end) in self.minute_counts.of_patient(case.patient, day):
            crossing = (starts < end) & (starts + visit.duration > first)
            ask[crossing] += (
                self.worth.get(owner, change_costs.NEVER) if Kind.PUT_OUT in allowed else change_costs.NEVER
            )
        return ask

    def _clock(self, case: Request, position: int, starts: Ints, ends: Ints, may: bool) -> Floats:
        """What starts ask of the clock limits: the first visit of the one, the last visit of the other."""
        least = np.zeros(len(starts))
        low = minute_of_day(case.not_before) if case.not_before else 0
        high = minute_of_day(case.not_after) if case.not_after else MINUTES_A_DAY
        for _, (first, end) in kept(CLOCK, self.asked, case):
            least[(starts < first) | (ends > end)] = change_costs.NEVER
        free = [at for at, visit in enumerate(case.visits) if visit.id not in self.facts]
        for over, concerns in ((low - starts, position == free[0]), (ends - high, position == free[-1])):
            outside = over > 0
            if may and not concerns:
                continue  # reckoned once, where the sequence begins or ends
            least[outside] += (
                change_costs.FIXED + change_costs.CLOCK_A_MINUTE * over[outside] if may else change_costs.NEVER
            )
        return least


def _layered(total: Floats, moved: Ints, layers: int) -> Floats:
    """What paths ask by the number of visits moved: those that end in a moved visit are one layer higher."""
    found = np.full((layers, total.shape[1]), np.inf)
    for layer, row in enumerate(total):
        for more in (0, 1):
            if layer + more < layers:
                which = moved == more
                found[layer + more, which] = row[which]
    return found


def _edges(waits: Ints, least: int, most: int | None, may: bool) -> Floats:
    """What waits ask, beyond what is allowed; never what is out of sequence."""
    short = np.maximum(least - waits, 0)
    long = np.maximum(waits - most, 0) if most is not None else np.zeros_like(waits)
    over = short + long
    ask = np.where(
        over > 0, change_costs.FIXED + change_costs.WAIT_A_MINUTE * over if may else change_costs.NEVER, 0.0
    )
    ask[waits < 0] = change_costs.NEVER
    return ask
