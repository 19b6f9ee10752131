"""The parts of a plan, refined: a large one by all processes together, many small ones side by side."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass

from dagplan.solver.instance.parts import Part
from dagplan.solver.running.deadlines import SIDE_BY_SIDE, Deadline, Limit
from dagplan.solver.running.workers import WorkerPool, capacity_of

from .draft import AtWork, Draft
from .params import SolverParams
from .refine import Refined, refine, refine_elsewhere
from .standing import Standing


@dataclass(frozen=True)
class Resources:
    """What parts are refined with: a seed, threads, the caller's executor if there is one, and parameters."""

    seed: int
    workers: int
    executor: Executor | None
    params: SolverParams


def refine_parts(draft: Draft, deadline: Deadline, resources: Resources) -> None:
    """Refine each part of a draft that may still become better, until the deadline."""
    # Work that is counted is shared out in the same way whatever there is to do it with.
    several = resources.executor is not None or resources.workers > 1 or deadline.counted
    if draft.falls_apart and several:
        refine_side_by_side(draft, deadline, resources)
    else:
        refine_in_turn(draft, deadline, resources)


def refine_in_turn(draft: Draft, deadline: Deadline, resources: Resources) -> None:
    """Each part with all processes, and its share of the time."""
    numbers = draft.open_parts()
    weight_left = sum(len(draft.parts[number]) for number in numbers)
    with WorkerPool(resources.workers - 1) as pool:
        for number in numbers:
            share = deadline.left * len(draft.parts[number]) / weight_left
            weight_left -= len(draft.parts[number])
            part, placements = draft.cut_out(number)

            def note(cost: int, bound: int, booked: int, number: int = number) -> None:
                draft.note(number, cost, bound, booked)

            standing = Standing(
                part.instance,
                placements,
                seed=resources.seed,
                workers=resources.workers,
                pool=pool,
                on_news=note,
                on_look=draft.look,
                params=resources.params,
            )
            draft.at_work = AtWork(number, part, standing)
            draft.take_over(number, part, refine(standing, deadline.within(share)))


def refine_side_by_side(draft: Draft, deadline: Deadline, resources: Resources) -> None:
    """Each part by one process, as many at a time as there are workers."""
    waiting = draft.open_parts()
    size = [len(part) for part in draft.parts]
    weight_left = sum(size[number] for number in waiting)
    running: dict[Future[Refined], tuple[int, Part]] = {}
    seconds_counted = SIDE_BY_SIDE * deadline.left / max(1, weight_left)
    seed, params, executor, workers = resources.seed, resources.params, resources.executor, resources.workers
    helpers = capacity_of(executor) if executor else workers if workers > 1 else 0
    with WorkerPool(helpers, executor) as pool:
        while (waiting or running) and not deadline.over():
            while waiting and len(running) < max(1, pool.helpers):
                number = waiting.pop(0)
                # By the clock, what is left is shared anew each time: some parts are proven best before their time.
                share = deadline.left * min(1.0, max(1, pool.helpers) * size[number] / weight_left)
                seconds = size[number] * seconds_counted if deadline.counted else share
                part, placements = draft.cut_out(number)
                limit = Limit(seconds, deadline.counted)
                future = pool.submit(refine_elsewhere, part.instance, placements, seed, limit, params)
                if future is not None:
                    running[future] = number, part
                    continue
                one = Standing(part.instance, placements, seed=seed, workers=1, pool=pool, params=params)
                draft.take_over(number, part, refine(one, deadline.alone(seconds)))
                weight_left -= size[number]
            done, _ = wait(running, timeout=params.time.poll_seconds, return_when=FIRST_COMPLETED)
            for future in done:
                number, part = running.pop(future)
                found = pool.result(future, deadline)
                if found is None:
                    waiting.insert(0, number)  # its helper was lost: it is done again
                else:
                    weight_left -= size[number]
                    draft.take_over(number, part, found)
            draft.look()
