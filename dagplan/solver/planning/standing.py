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
    on_look
        Called every now and then between two steps, where nothing is lost by a pause.
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
    best, best_cost
        The best plan that is at hand here, and what it costs. A solver beside the search may have told of a cheaper
        one, which it gives at its end.
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
        on_look: Callable[[], None] = lambda: None,
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
        self.best: Placements = dict(placements)
        self.best_cost = self.told = self.cost
        self._told_booked = len(placements)
        self._on_news = on_news
        self.look = on_look

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
            self._say(cost, booked)

    def say(self) -> None:
        """Tell what the plan in the calendars costs."""
        self.say_of(self.cost, self.calendars.placed)

    def say_of(self, cost: int, placed: Placements) -> None:
        """Tell what a plan costs that a search has found; the calendars may lag behind it."""
        self.keep(cost, placed)
        self._say(cost, len(placed))

    def keep(self, cost: int, placed: Placements) -> None:
        """Take a plan that may be the best at hand."""
        if cost < self.best_cost:
            self.best_cost, self.best = cost, dict(placed)

    def _say(self, cost: int, booked: int) -> None:
        if cost < self.told:
            self.told, self._told_booked = cost, booked
        if self._on_news is not None:
            self._on_news(self.told, self.bound, self._told_booked)
