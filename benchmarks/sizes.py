"""The sizes that matter, against the way it is done by hand.

Protocol: for each size and seed one generated input (default load and mix), planned once by each method in turn, in
one process on an otherwise idle machine. Every plan is judged by the package's own cost, and the gap of both methods
is taken against the same lower bound, the engine's. Median and range over the seeds are printed; say machine, date
and versions when you quote them.

    python -m benchmarks.sizes --kinds unit-day unit-week --seeds 5 --seconds 10
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass

from dagplan import PlanRequest, plan
from dagplan.models import gap
from dagplan.scenarios import generate
from dagplan.solver.calendars import Calendars
from dagplan.solver.construct import fill, joined_requests
from dagplan.solver.translate import translate


@dataclass(frozen=True)
class Result:
    """One method on one input: seconds of wall clock, and gap (0 to 1)."""

    seconds: float
    gap: float


def by_hand(request: PlanRequest) -> tuple[float, int, int]:
    """First come, first served, each at its cheapest place: seconds, cost, and cost of booking nothing."""
    began = time.perf_counter()
    problem, _ = translate(request)
    calendars = Calendars(problem)
    fill(calendars, problem.requests.values(), joined_requests(problem), in_order=True)
    return time.perf_counter() - began, calendars.cost(), problem.nothing_booked


def measure(kind: str, seed: int, seconds: float) -> dict[str, Result]:
    """Both methods on one input."""
    request = generate(kind, seed)
    settings = request.settings.model_copy(update={"time_limit": seconds, "seed": seed})
    request = request.model_copy(update={"settings": settings})
    hand_seconds, hand_cost, nothing = by_hand(request)
    began = time.perf_counter()
    made = plan(request)
    engine = Result(time.perf_counter() - began, made.objective.gap)
    return {
        "by hand": Result(hand_seconds, gap(hand_cost, made.objective.lower_bound, nothing)),
        "dagplan": engine,
    }


def main(arguments: list[str] | None = None) -> None:
    """Print one line a size and method."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", nargs="+", default=["unit-day", "unit-week"])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args(arguments)
    print(f"{'size':<14}{'method':<10}{'gap %: median':>14}{'least':>8}{'most':>8}{'seconds':>9}")
    for kind in options.kinds:
        runs = [measure(kind, seed, options.seconds) for seed in range(1, options.seeds + 1)]
        for method in runs[0]:
            gaps = [100 * run[method].gap for run in runs]
            seconds = statistics.median(run[method].seconds for run in runs)
            print(
                f"{kind:<14}{method:<10}{statistics.median(gaps):>14.2f}{min(gaps):>8.2f}{max(gaps):>8.2f}{seconds:>9.2f}"
            )


if __name__ == "__main__":
    main()
