"""The plan while it is made: what is booked, and what each of its parts costs and is proven to cost at the least."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dagplan.solver.instance.instance import Instance, Placement
from dagplan.solver.instance.parts import Part, cut_out, independent_parts
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import least_cost, same_day_requests

if TYPE_CHECKING:
    from .refine import Refined


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
    costs, bounds, booked
        Of each part its cost, a proven lower bound of that, and the number of its booked requests.
    """

    def __init__(self, instance: Instance, on_news: Callable[[Draft], None] = lambda _: None) -> None:
        self.instance = instance
        self.on_news = on_news
        self.calendars = Calendars(instance)
        self.same_day = same_day_requests(instance)
        self.parts: list[list[int]] = []
        self.costs: list[int] = []
        self.booked: list[int] = []
        self.bounds = [least_cost(instance.requests.values())]

    @property
    def cost(self) -> int:
        """Cost of the whole plan, by the books of its parts."""
        return self.instance.constant + sum(self.costs)

    @property
    def lower_bound(self) -> int:
        """Proven: no plan costs less."""
        return self.instance.constant + sum(self.bounds)

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
        self.bounds = [least_cost([self.instance.requests[index] for index in part]) for part in self.parts]
        self.costs = [self.calendars.cost_of(part, self.same_day) for part in self.parts]
        self.booked = [sum(index in self.calendars.placed for index in part) for part in self.parts]

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
        for index, request in part.instance.requests.items():
            if index in self.calendars.placed:
                self.calendars.unbook(request)
        for index, placement in found.placements.items():
            self.calendars.book(self.instance.requests[index], part.outward(placement))
        self.note(number, found.cost, found.bound, len(found.placements))

    def note(self, number: int, cost: int, bound: int, booked: int) -> None:
        """Note what a part costs now and what is proven of it, and say so."""
        self.costs[number], self.booked[number] = cost, booked
        self.bounds[number] = max(self.bounds[number], bound)  # what is proven stays proven
        self.on_news(self)
