"""The search on one part of the plan: ruin and recreate, on several cores at once.

It goes in rounds, and the heat falls from round to round. Where there are many dates, each round deals them out anew,
and each process works on its own dates' requests and some of the waiting ones; since people and patients meet only on
a date, what the processes do fits together again. Where there are few, all work on the same plan, and the best of
their plans goes on. With a ``WorkBudget`` there are the same tasks whatever the number of processes, and steps are
counted instead of seconds: the same plan comes out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random

from dagplan.solver.instance.evenness import Minutes
from dagplan.solver.running.deadlines import SIDE_BY_SIDE, Deadline, Limit
from dagplan.solver.running.workers import WorkerPool, packed, unpacked
from dagplan.solver.search.calendars import Calendars, cost_of_all, minutes_of
from dagplan.solver.search.greedy import SameDay, same_day_requests
from dagplan.solver.search.improve import improve, is_native
from dagplan.solver.search.move_budget import disturbed_by
from dagplan.solver.search.params import SearchParams
from dagplan.solver.search.task import Done, Placements, Task

from .params import SolverParams

log = logging.getLogger(__name__)


def improve_elsewhere(blob: bytes, task: Task, params: SearchParams, limit: Limit) -> Done:
    """``improve``, in a helper process: the deadline begins when the task is begun."""
    return improve(unpacked(blob), task, params, limit.begin())


class Search:
    """Improves a plan in place.

    Parameters
    ----------
    calendars
        The plan; all requests of its instance are worked on.
    hands
        How many search side by side, this thread too: threads where there is the kernel, else processes.
    pool
        The processes to work with, beside this one, where there is no kernel.
    seed
        Of all random draws.
    on_better
        Called with the cost and the plan when they have become better.
    on_round
        Called after each round: what it takes is no time of the search.
    params
        Of the rounds and of the search in each.
    """

    def __init__(
        self,
        calendars: Calendars,
        *,
        hands: Callable[[], int],
        pool: WorkerPool,
        seed: int,
        on_better: Callable[[int, Placements], None],
        on_round: Callable[[], None] = lambda: None,
        params: SolverParams = SolverParams(),
    ) -> None:
        self.calendars = calendars
        self.instance = calendars.instance
        self.requests = list(self.instance.requests)
        self.same_day: SameDay = same_day_requests(self.instance)
        self.hands = hands
        self.pool = pool
        self.native = is_native()
        self.random = Random(seed)
        self.on_better = on_better
        self.on_round = on_round
        self.params = params
        self.penalty: dict[int, float] = {}
        self.current: Placements = dict(calendars.placed)
        self.best = self.current
        self.best_cost = calendars.cost_of(self.requests, self.same_day)
        self.days = sorted({day for request in self.instance.requests.values() for day, _ in request.days})

    def run(self, deadline: Deadline, *, lower_bound: Callable[[], int]) -> None:
        """Search until the deadline, or until the cost meets the bound; the best plan is left in place."""
        length = max(1e-9, deadline.left)
        blob = packed(self.instance) if self.pool.helpers and not self.native else b""
        rounds = self.params.rounds
        most = rounds.least_seconds + rounds.seconds_a_request * len(self.requests)
        number, began = 0, self.best_cost
        beside = 0.0  # what a round takes beside its search
        while deadline.left > beside and self.best_cost > lower_bound():
            before = deadline.left
            progress = 1 - before / length
            # The first rounds are short, so that a better plan is there soon.
            seconds = min(before - beside, most, rounds.first_seconds + progress * length / 2)
            tasks = self._deal(self._hands_for(deadline), progress, progress + seconds / length)
            self._merge(tasks, self._work(tasks, blob, deadline, seconds))
            deadline.work(seconds)
            number += 1
            log.debug("round %d of %.1f s, %d tasks: cost %d", number, seconds, len(tasks), self.best_cost)
            if not deadline.counted:
                beside = max(0.0, before - deadline.left - seconds)
            self.on_round()
        log.info("search: %d rounds, cost %d before and %d after", number, began, self.best_cost)
        self.calendars.put(self.best)

    def _hands_for(self, deadline: Deadline) -> int:
        if deadline.counted:
            return SIDE_BY_SIDE
        return max(1, self.hands()) if self.native else 1 + self.pool.helpers

    def _deal(self, hands: int, progress: float, until: float) -> list[Task]:
        """A round's tasks: the same for all, or, of many dates, to each his own with its requests."""
        draw = self.random
        if hands == 1 or len(self.days) < self.params.rounds.dates_a_hand * hands:
            same = None, self.requests, self.current, self.penalty, progress, until
            most = self.instance.max_moved
            return [Task(*same, seed=draw.getrandbits(62), max_moved=most) for _ in range(hands)]
        # Neighbouring dates in one hand let requests move between them; shuffled, any two dates meet in some round.
        order = self.days[:]
        if draw.random() < self.params.rounds.shuffled:
            draw.shuffle(order)
        else:
            turn = draw.randrange(len(order))
            order = order[turn:] + order[:turn]
        cuts = [len(order) * hand // hands for hand in range(hands + 1)]
        hand_of = {day: hand for hand in range(hands) for day in order[cuts[hand] : cuts[hand + 1]]}
        movable: list[list[int]] = [[] for _ in range(hands)]
        placed: list[Placements] = [{} for _ in range(hands)]
        for index in self.requests:
            placement = self.current.get(index)
            if placement is None:
                if days := self.instance.requests[index].days:
                    movable[hand_of[draw.choice(days)[0]]].append(index)
                continue
            hand = hand_of[placement.day]
            movable[hand].append(index)
            placed[hand][index] = placement
            # Those it is wished on the same date with stand in the task's calendars, so that being apart costs there
            # too; they are not movable there, unless they are of the same hand.
            placed[hand].update(
                {other: self.current[other] for other in self.same_day.get(index, ()) if other in self.current}
            )
        shares = self._share_moves(movable)
        return [
            Task(
                frozenset(day for day in order if hand_of[day] == hand),
                movable[hand],
                placed[hand],
                {index: self.penalty[index] for index in movable[hand] if index in self.penalty},
                progress,
                until,
                draw.getrandbits(62),
                shares[hand],
                self._elsewhere(placed[hand]),
            )
            for hand in range(hands)
        ]

    def _elsewhere(self, here: Placements) -> Minutes:
        """The minutes of what is booked but not here, where it matters how evenly dates are filled."""
        if self.instance.evenness is None:
            return {}
        others = {index: placement for index, placement in self.current.items() if index not in here}
        return minutes_of(self.instance, others)

    def _share_moves(self, movable: list[list[int]]) -> list[int | None]:
        """Each hand's moves so far, and an equal share of what is left of the budget."""
        most = self.instance.max_moved
        if most is None:
            return [None for _ in movable]
        used = [disturbed_by(self.instance, self.current, part) for part in movable]
        spare = most - sum(used)
        hands = len(used)
        return [own + spare * (hand + 1) // hands - spare * hand // hands for hand, own in enumerate(used)]

    def _work(self, tasks: list[Task], blob: bytes, deadline: Deadline, seconds: float) -> list[Done | None]:
        """Have the tasks done, the first one here and the rest beside it; None for what is not there in time."""
        if self.native:
            return self._work_in_threads(tasks, deadline, seconds)
        params, limit = self.params.search, Limit(seconds, deadline.counted)
        futures = [self.pool.submit(improve_elsewhere, blob, task, params, limit) for task in tasks[1:]]

        def others_at_work() -> bool:
            return not deadline.over() and not all(f is None or f.done() for f in futures)

        # Helpers begin later and may be slower; while they are waited for, this process goes on at the final heat.
        here = deadline.alone(seconds).put_off(others_at_work)
        done: list[Done | None] = [improve(self.instance, tasks[0], params, here)]
        for task, future in zip(tasks[1:], futures, strict=True):
            found = self.pool.result(future, deadline)
            if found is None and deadline.counted:  # a lost helper must make no difference to the plan
                found = improve(self.instance, task, params, deadline.alone(seconds))
            done.append(found)
        return done

    def _work_in_threads(self, tasks: list[Task], deadline: Deadline, seconds: float) -> list[Done | None]:
        """The kernel works without Python's lock, so a thread is as good as a process, and needs nothing sent."""

        def work(task: Task) -> Done:
            return improve(self.instance, task, self.params.search, deadline.alone(seconds))

        if len(tasks) == 1:
            return [work(tasks[0])]
        with ThreadPoolExecutor(len(tasks) - 1) as beside:
            futures = [beside.submit(work, task) for task in tasks[1:]]
            return [work(tasks[0]), *[future.result() for future in futures]]

    def _merge(self, tasks: list[Task], done: list[Done | None]) -> None:
        """Go on from what came of the tasks; what is lost stands as it stood."""
        found = [
            one if one is not None else Done(task.placed, task.placed, task.penalty)
            for task, one in zip(tasks, done, strict=True)
        ]
        # What guides the search goes on from the plan that is ahead now, though another may have met a better one.
        if tasks[0].days is None:
            ahead = min(found, key=lambda one: self._cost(one.last))
            self.current, self.penalty = ahead.last, ahead.penalty
            best = min((one.best for one in found), key=self._cost)
        else:
            self.current, best = {}, {}
            for task, one in zip(tasks, found, strict=True):
                self.penalty.update(one.penalty)
                movable = set(task.movable)
                self.current.update({index: one.last[index] for index in one.last if index in movable})
                best.update({index: one.best[index] for index in one.best if index in movable})
        cost = self._cost(best)
        if cost < self.best_cost:
            self.best_cost, self.best = cost, best
            self.on_better(cost, best)

    def _cost(self, placements: Placements) -> int:
        return cost_of_all(self.instance, placements, self.same_day)
