"""How the engine grows: requests, staff, dates and units, each up to tenfold, the others held.

Protocol. Each axis starts from a small unit and grows by the factors given, 1 to 10; seed, mix and everything else
stay. Requests grow by the load on a fixed unit, from 0.3 to 3 times what it can take, so that ever more must stay
out; with staff, dates and units the requests grow in proportion, at the default load. Every input has the same
milliseconds of wall clock a request. Shown are the seconds to the first plan in hand (the engine's first report,
from the call) and the proven gap at the end. Run it on an otherwise idle machine.

    python -m benchmarks.scaling --milliseconds 10 --plot scaling.png

The plot is of both against the requests, logarithmic on all axes; a gap below 0.001 % is drawn there. It needs
matplotlib.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from dagplan import PlanRequest, plan
from dagplan.scenarios import generate

from .sizes import limited

SEED = 1
LEAST_GAP = 0.001
"""Per cent; what a logarithmic axis shows for 0."""

AXES: dict[str, Callable[[int], PlanRequest]] = {
    "requests": lambda factor: generate("unit-week", SEED, load=0.3 * factor),
    "staff": lambda factor: generate("unit-week", SEED, staff=4 * factor),
    "dates": lambda factor: generate("unit-day", SEED, days=2 * factor),
    "units": lambda factor: generate("unit-day", SEED, units=factor),
}
"""The input at each factor, by what grows."""


@dataclass(frozen=True)
class Point:
    """One input: its size, seconds given, seconds to the first plan, and gap at the end in per cent."""

    axis: str
    factor: int
    requests: int
    visits: int
    seconds: float
    first_plan: float
    gap: float


def measure(axis: str, factor: int, milliseconds: float) -> Point:
    """Plan one input."""
    request = AXES[axis](factor)
    seconds = milliseconds / 1000 * len(request.requests)
    firsts: list[float] = []
    made = plan(limited(request, seconds, SEED), on_progress=lambda now: firsts.append(now.seconds))
    return Point(
        axis=axis,
        factor=factor,
        requests=len(request.requests),
        visits=sum(len(case.visits) for case in request.requests),
        seconds=seconds,
        first_plan=firsts[0],
        gap=100 * made.objective.gap,
    )


def draw(path: str, points: list[Point]) -> None:
    """Seconds to the first plan, and gap, against the requests."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 4.5), layout="constrained")
    first, gap = figure.subplots(1, 2)
    for axis in dict.fromkeys(point.axis for point in points):
        line = [point for point in points if point.axis == axis]
        requests = [point.requests for point in line]
        first.loglog(requests, [point.first_plan for point in line], marker="o", label=axis)
        gap.loglog(requests, [max(point.gap, LEAST_GAP) for point in line], marker="o", label=axis)
    first.set(title="Time to the first plan", xlabel="requests", ylabel="seconds")
    gap.set(title="Gap after the same time a request", xlabel="requests", ylabel="gap, %")
    first.legend(title="what grows")
    figure.savefig(path, dpi=150)


def main(arguments: list[str] | None = None) -> None:
    """Print one line an input."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--axes", nargs="+", choices=AXES, default=list(AXES))
    parser.add_argument("--factors", nargs="+", type=int, default=[1, 2, 5, 10])
    parser.add_argument("--milliseconds", type=float, default=10, help="of wall clock for each request")
    parser.add_argument("--plot", metavar="PATH.png")
    options = parser.parse_args(arguments)
    print(f"{'grows':<10}{'factor':>7}{'requests':>10}{'visits':>8}{'seconds':>9}{'first plan s':>14}{'gap %':>8}")
    points = []
    for axis in options.axes:
        for factor in options.factors:
            points.append(point := measure(axis, factor, options.milliseconds))
            print(
                f"{axis:<10}{factor:>7}{point.requests:>10}{point.visits:>8}{point.seconds:>9.2f}"
                f"{point.first_plan:>14.3f}{point.gap:>8.2f}",
                flush=True,
            )
    if options.plot:
        draw(options.plot, points)


if __name__ == "__main__":
    main()
