"""Where the work on one part stands: its plan, what is proven of it, and what has been told of both."""

from __future__ import annotations

from collections.abc import Callable

from dagplan.solver.instance.instance import Instance, Placement
from dagplan.solver.running.deadlines import Deadline
from dagplan.solver.running.workers import WorkerPool
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import same_day_requests
from dagplan.solver.search.improve import Searcher, searcher
from dagplan.solver.search.task import Placements, Task

from .params import SolverParams

OnNews = Callable[[int, int, int], None]
"""Called with cost, proven lower bound and number of booked requests."""


class Standing:
    """A part in the making.

    Parameters
    ----------
    instance
        The part as an instance of its own.
    placements
        A plan of it.
    seed, workers, pool
        For the search and the solver: threads, and helper processes.
    on_news
        Called when cost or bound have become better.
    params
        Of bound, search and solver.

    Attributes
    ----------
    calendars
        The plan.
    bound
        What is proven that the part costs at the least.
    told
        The least cost that ``on_news`` has heard of.
    """

    def __init__(
        self,
        instance: Instance,
        placements: dict[int, Placement],
        *,
        seed: int,
        workers: int,
        pool: WorkerPool,
        on_news: OnNews | None = None,
        params: SolverParams = SolverParams(),
    ) -> None:
        self.instance = instance
        self.requests = list(instance.requests.values())
        self.same_day = same_day_requests(instance)
        self.calendars = Calendars(instance)
        self.seed = seed
        self.workers = workers
        self.pool = pool
        self.params = params
        self.bound = 0
        self.calendars.put(placements)
        self.told, self._told_booked = self.cost, len(placements)
        self._on_news = on_news

    @property
    def cost(self) -> int:
        """What the part costs as it stands."""
        return self.calendars.cost_of(self.instance.requests, self.same_day)

    def is_open(self, deadline: Deadline) -> bool:
        """Whether something can be gained, and there is time for it."""
        return self.cost > self.bound and not deadline.over()

    def searcher(self, placed: Placements, number: int = 0) -> Searcher:
        """The whole part in the hands of a search, from a plan of it."""
        seed, most = self.seed + number, self.instance.max_moved
        task = Task(None, list(self.instance.requests), dict(placed), {}, 0, 1, seed, most)
        return searcher(self.instance, task, self.params.search)

    def prove(self, bound: int) -> None:
        """Take a bound that has been proven."""
        self.bound = max(self.bound, bound)
        self.say()

    def hear(self, cost: int, bound: int, booked: int) -> None:
        """News from a solver, which may lag behind the search beside it."""
        self.bound = max(self.bound, bound)
        if cost < self.told:
            self.say(cost, booked)

    def say(self, cost: int | None = None, booked: int | None = None) -> None:
        """Tell what the plan costs; without a cost of its own, that of the plan in the calendars."""
        cost = self.cost if cost is None else cost
        if cost < self.told:
            self.told, self._told_booked = cost, len(self.calendars.placed) if booked is None else booked
        # What stands in the calendars may lag behind what a search has found by now.
        if self._on_news is not None:
            self._on_news(self.told, self.bound, self._told_booked)
