"""The placement of one request that asks the least, when rules may be loosened at a price.

For one unit and date this is a shortest path (``paths``). A node is a visit and its start; what it asks is the least
over people of minutes they don't have, of being another than those named, of being called in; and over equipment, of
one item more. An edge is the wait between two visits; it asks by how much the wait is shorter or longer than allowed.
Clock limits concern only the first visit's start and the last one's end, so they are part of those nodes. Where
visits ask for the same person, or for another, choices of people are gone through (``agreeing``). With every kind of
change allowed the path is the least change of all; with one kind, the least of that kind. It is exact: what it does
not find does not exist, beside the bookings that stand.
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
from .agreeing import least_agreeing
from .change_costs import Kind
from .items import Items, NewItem
from .limits import kept
from .minute_counts import MinuteCounts
from .pairs import Pairs, few_of_each, pairs_of
from .paths import Nodes, shortest_path, steps_of
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
    items
        Of each visit the items of equipment, in the order of what it needs; none of a locked one.
    """

    unit: str
    day: date
    people: tuple[str, ...]
    starts: tuple[int, ...]
    asks: float
    items: tuple[tuple[str | NewItem, ...], ...] = ()


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
        self.items = Items(asked, minute_counts, worth)

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
            found = self._at(case, (unit, day), base, allowed, step, tie, deadline)
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
        deadline: Deadline | None,
    ) -> Loosened | None:
        weight = tie * self.asked.settings.weights.wait
        steps = steps_of(case, self.facts, self.wishes, self.moves_left(case), weight, allowed)
        loose = [self._nodes(case, position, place, allowed, grid, tie) for position in range(len(case.visits))]
        if not all(len(nodes.starts) for nodes in loose):
            return None

        def path(nodes: list[Nodes]) -> tuple[float, Loosened] | None:
            if deadline is not None and deadline.over():
                raise OutOfTimeError
            found = shortest_path(case, nodes, steps)
            if found is None:
                return None
            people = [node.people[node.who[i]] for node, i in zip(nodes, found[1], strict=True)]
            starts = [int(node.starts[i]) for node, i in zip(nodes, found[1], strict=True)]
            return found[0], Loosened(*place, tuple(people), tuple(starts), found[0])

        found = path(loose)
        pairs = pairs_of(case, self.facts)
        if found is not None and pairs.broken(found[1].people):
            found = self._agreeing(
                pairs, loose, lambda at, who: self._nodes(case, at, place, allowed, grid, tie, who), path, allowed
            )
        if found is None:
            return None
        items = self._items_of(case, place, found[1].starts, allowed)
        return replace(found[1], asks=base + found[0], items=items)

    def _agreeing(
        self,
        pairs: Pairs,
        loose: list[Nodes],
        nodes_with: Callable[[int, str], Nodes],
        path: Callable[[list[Nodes]], tuple[float, Loosened] | None],
        allowed: frozenset[Kind],
    ) -> tuple[float, Loosened] | None:
        """The least change with people as the visits ask (see ``agreeing``)."""
        known: dict[tuple[int, str], Nodes] = {}
        for position, people in self._people_of(pairs, loose).items():
            for person in people:
                nodes = nodes_with(position, person)
                if len(nodes.starts):
                    known[position, person] = nodes
        costs: dict[int, dict[str, float]] = {position: {} for position in pairs.positions}
        for (position, person), nodes in known.items():
            costs[position][person] = float(nodes.asks.min())
        return least_agreeing(
            pairs,
            costs,
            sum(float(nodes.asks.min()) for position, nodes in enumerate(loose) if position not in costs),
            lambda people: path([known[at, people[at]] if at in people else one for at, one in enumerate(loose)]),
            lambda found: dict(enumerate(found.people)),
            may=Kind.AGREEMENT in allowed,
        )

    @staticmethod
    def _people_of(pairs: Pairs, loose: list[Nodes]) -> dict[int, list[str]]:
        """Who has to be looked at for each visit: of people who are alike in all of these no more than there are."""
        at = pairs.positions
        known = {person: None for position in at for person in loose[position].rows}
        # Whom a booking or a locked visit is with is like nobody else.
        special = {person for position in at for person in loose[position].named}
        looks = {
            person: person if person in special else tuple(loose[position].rows.get(person) for position in at)
            for person in known
        }
        few = few_of_each(at, looks)
        return {position: [person for person in few if person in loose[position].rows] for position in at}

    def _items_of(
        self, case: Request, place: tuple[str, date], starts: tuple[int, ...], allowed: frozenset[Kind]
    ) -> tuple[tuple[str | NewItem, ...], ...]:
        return tuple(
            () if visit.id in self.facts else self.items.chosen(visit, place, start, allowed)
            for visit, start in zip(case.visits, starts, strict=True)
        )

    def _nodes(
        self,
        case: Request,
        position: int,
        place: tuple[str, date],
        allowed: frozenset[Kind],
        grid: int,
        tie: float,
        person: str | None = None,
    ) -> Nodes:
        """Starts of one visit that are possible, what each asks, and the person who asks the least there (or one)."""
        visit, weights = case.visits[position], self.asked.settings.weights
        fact = self.facts.get(visit.id)
        if fact is not None:
            return Nodes.locked(minute_of_day(fact.start), fact.practitioner)
        offered = self.offering.of(visit, place, allowed, grid)
        if offered is None:
            return Nodes.none()
        starts = offered.starts
        of_case = self._clock(case, position, starts, starts + visit.duration, Kind.CLOCK in allowed)
        of_case += self._of_patient(case, visit, place[1], starts, allowed)
        if visit.equipment:
            of_case += self.items.asks(visit, place, starts, allowed)
        if person is None:
            (least, who), people = offered.least(tie * weights.not_preferred), offered.people
        else:
            (least, who), people = offered.with_person(person, tie * weights.not_preferred), [person]
        wish = self.wishes.get(visit.id)
        found = least + of_case + (tie * weights.moved if wish is not None else 0.0)
        possible = np.flatnonzero(np.isfinite(found))
        moved = np.full(len(possible), int(wish is not None), dtype=np.int64)
        nodes = Nodes(starts[possible], found[possible], people, who[possible], moved, offered.rows)
        if wish is None or (wish.unit, wish.start.date()) != place or person not in (None, wish.practitioner):
            return nodes
        stays = self._staying(offered, minute_of_day(wish.start), wish.practitioner, tie * weights.not_preferred)
        if stays is None or not np.isfinite(stays[0] + of_case[stays[1]]):
            return nodes
        return Nodes(
            np.append(nodes.starts, starts[stays[1]]),
            np.append(nodes.asks, stays[0] + of_case[stays[1]]),
            [*nodes.people, wish.practitioner],
            np.append(nodes.who, len(nodes.people)),
            np.append(nodes.moved, 0),
            offered.rows,
            frozenset({wish.practitioner}),
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
