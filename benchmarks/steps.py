"""Steps a second of the search: the kernel in C beside the search in Python, which takes the same steps.

Protocol. On each input both search from one first plan with one seed, one after another in one process and on one
core, and are measured by the processor's time of their thread: what else runs on the machine slows both alike, as far
as it shares their caches. Python goes on for a number of steps, the kernel for so many times more, until each has
worked for about the seconds asked for. After the same number of steps both have the same cost, or it is an error.

    python -m benchmarks.steps --families own crowded --sizes unit-day unit-week unit-month --seconds 3
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass

from dagplan import PlanRequest
from dagplan.solver.instance.translate import translate
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import insert_greedily, same_day_requests
from dagplan.solver.search.improve import PythonSearch, Searcher, is_native
from dagplan.solver.search.params import SearchParams
from dagplan.solver.search.task import Task

from .families import FAMILIES, OWN_SIZES

_FIRST = 100
"""Steps before the pace is known."""


@dataclass(frozen=True)
class Speed:
    """Steps a second of both searches on one input."""

    family: str
    size: str
    requests: int
    native: float
    python: float


def measure(family: str, size: str, request: PlanRequest, seconds: float) -> Speed:
    """Both searches on one input.

    Raises
    ------
    RuntimeError
        If the kernel can't be had, or the two don't cost the same after the same steps.
    """
    if not is_native():
        raise RuntimeError("the kernel can't be had here")
    from dagplan.solver.search.kernel.native import NativeSearch

    instance, _ = translate(request)
    calendars = Calendars(instance)
    insert_greedily(calendars, instance.requests.values(), same_day_requests(instance))
    task = Task(None, list(instance.requests), dict(calendars.placed), {}, 0, 1, request.settings.seed, None)
    searches = NativeSearch(instance, task, SearchParams()), PythonSearch(instance, task, SearchParams())
    paces = [_pace(one, _FIRST, 0.0) for one in searches]
    if searches[0].best_cost != searches[1].best_cost:
        raise RuntimeError(f"{family} {size}: {searches[0].best_cost} in C, {searches[1].best_cost} in Python")
    native, python = (_pace(one, max(1, int(seconds * pace)), 0.5) for one, pace in zip(searches, paces, strict=True))
    return Speed(family, size, len(instance.requests), native, python)


def _pace(search: Searcher, steps: int, progress: float) -> float:
    """Steps a second of processor time, half way through a search's heat from ``progress`` on."""
    began = time.thread_time()
    search.run(steps, progress, progress + 0.5)
    return steps / max(1e-9, time.thread_time() - began)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked for, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", nargs="+", choices=list(FAMILIES), default=["own"])
    parser.add_argument("--sizes", nargs="+", choices=OWN_SIZES, default=["unit-day", "unit-week"])
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    print(f"{'family':8} {'size':14} {'requests':>8} {'C':>9} {'Python':>7} {'ratio':>6}")
    for family in asked.families:
        for size in asked.sizes:
            one = measure(family, size, FAMILIES[family](size, asked.seed), asked.seconds)
            print(
                f"{family:8} {size:14} {one.requests:8} {one.native:9,.0f} {one.python:7,.0f} "
                f"{one.native / one.python:6.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
