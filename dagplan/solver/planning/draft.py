"""The plan while it is made: what is booked, and what each of its parts costs and is proven to cost at the least."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dagplan.solver.instance.instance import Instance, Placement
from dagplan.solver.instance.parts import Part, cut_out, independent_parts, units_of
from dagplan.solver.search.calendars import Calendars, cost_of
from dagplan.solver.search.greedy import least_cost, same_day_requests

if TYPE_CHECKING:
    from .refine import Refined
    from .standing import Standing


@dataclass(frozen=True)
class AtWork:
    """A part that is being refined here: its number, as an instance of its own, and where the work on it stands."""

    number: int
    part: Part
    standing: Standing


class Draft:
    """A plan in the making, and the books kept of its parts.

    Parameters
    ----------
    instance
        What is to be planned.
    on_news
        Called with the draft each time its cost or its bound may have become better.

    Attributes
    ----------
    calendars
        What is booked.
    same_day
        For each request, those it is wished on the same date with.
    parts
        The requests (indices) of each part that shares nothing with the others, the largest first; none before
        ``split``.
    units
        The units of each part, where it costs anything how evenly they are filled.
    constant
        What no decision changes.
    costs, bounds, booked
        Of each part its cost, a proven lower bound of that, and the number of its booked requests.
    at_work
        The part that is being refined here, if one is: the best plan of it stands there, not yet in the calendars.
    look
        Called every now and then between two steps: for whoever wants the plan so far.
    """

    def __init__(self, instance: Instance, on_news: Callable[[Draft], None] = lambda _: None) -> None:
        self.instance = instance
        self.on_news = on_news
        self.calendars = Calendars(instance)
        self.same_day = same_day_requests(instance)
        self.parts: list[list[int]] = []
        self.units: list[frozenset[int]] = []
        self.constant = instance.constant
        self.costs: list[int] = []
        self.booked: list[int] = []
        self.bounds = [least_cost(instance.requests.values())]
        self.at_work: AtWork | None = None
        self.look: Callable[[], None] = lambda: None

    @property
    def cost(self) -> int:
        """Cost of the whole plan, by the books of its parts."""
        return self.constant + sum(self.costs)

    @property
    def lower_bound(self) -> int:
        """Proven: no plan costs less."""
        return self.constant + sum(self.bounds)

    @property
    def unbooked(self) -> int:
        """Number of requests that are not booked, by the books of its parts."""
        return len(self.instance.requests) - sum(self.booked)

    @property
    def falls_apart(self) -> bool:
        """Whether no part is more than half of the whole."""
        return len(self.parts) > 1 and len(self.parts[0]) * 2 <= len(self.instance.requests)

    def split(self) -> None:
        """Find the parts that share nothing, and open the books of each."""
        self.parts = independent_parts(self.instance)
        # A weak bound that costs nothing: some part may be proven the best by it before any work.
        self.bounds = [least_cost([self.instance.requests[index] for index in part]) for part in self.parts]
        self._split_units()
        self.costs = [self._cost(number) for number in range(len(self.parts))]
        self.booked = [sum(index in self.calendars.placed for index in part) for part in self.parts]

    def _split_units(self) -> None:
        """Find the units of each part; how unevenly others are filled can't be changed."""
        load = self.calendars.load
        if load is not None:
            self.units = [units_of(self.instance, part) for part in self.parts]
            self.constant = self.instance.constant + load.cost_of(
                load.evenness.units.keys() - frozenset().union(*self.units)
            )

    def _cost(self, number: int) -> int:
        cost = cost_of(self.instance, self.calendars.placed, self.parts[number], self.same_day)
        return cost + self.uneven_cost(number)

    def uneven_cost(self, number: int) -> int:
        """What it costs how unevenly the dates of a part's units are filled."""
        return 0 if self.calendars.load is None else self.calendars.load.cost_of(self.units[number])

    def open_parts(self) -> list[int]:
        """The numbers of the parts that may still become better, the largest first."""
        return [number for number in range(len(self.parts)) if self.costs[number] > self.bounds[number]]

    def cut_out(self, number: int) -> tuple[Part, dict[int, Placement]]:
        """A part as an instance of its own, and where its booked requests stand in it."""
        part = cut_out(self.instance, self.parts[number])
        placed = self.calendars.placed
        return part, {index: part.inward(placed[index]) for index in part.instance.requests if index in placed}

    def take_over(self, number: int, part: Part, found: Refined) -> None:
        """Put a part's plan in place of the one before."""
        self.at_work = None
        self._put(part, found.placements)
        self.note(number, found.cost, found.bound, len(found.placements))

    @property
    def cost_at_hand(self) -> int:
        """What the best plan costs that can be had now; a solver at work may know of a cheaper one."""
        if self.at_work is None:
            return self.cost
        return self.cost - self.costs[self.at_work.number] + self.at_work.standing.best_cost

    def bring_in(self) -> None:
        """Put the best plan at hand of the part at work into the calendars, and let the work go on."""
        if self.at_work is not None:
            self._put(self.at_work.part, self.at_work.standing.best)

    def _put(self, part: Part, placements: Mapping[int, Placement]) -> None:
        for index, request in part.instance.requests.items():
            if index in self.calendars.placed:
                self.calendars.unbook(request)
        for index, placement in placements.items():
            self.calendars.book(self.instance.requests[index], part.outward(placement))

    def note(self, number: int, cost: int, bound: int, booked: int) -> None:
        """Note what a part costs now and what is proven of it, and say so."""
        self.costs[number], self.booked[number] = cost, booked
        self.bounds[number] = max(self.bounds[number], bound)  # what is proven stays proven
        self.on_news(self)
