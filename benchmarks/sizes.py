"""The sizes that matter: the engine beside its rivals, in one run.

Protocol. For each size and each seed from 1 there is one generated input (default load and mix). Every method plans
it once, one after another on an otherwise idle machine, with two threads and the same seconds of wall clock for its
whole call; each rival runs in a process of its own, whose start is not counted. Every plan goes through one judge,
the package's own checker and cost; one that breaks a rule stops the run. The gap of every method is taken against one
lower bound, the engine's from the same run. A rival without a plan in time is ``none``, which ranks as booking
nothing; one whose model would have more than two million intervals or variables is ``too large`` and not built; one
whose library is not installed is ``absent``. Least, median and most are over the seeds. Say machine, date and
versions when you quote them.

    python -m benchmarks.sizes --kinds unit-day unit-week --seeds 5 --plot gap.png

A size with ``-equipment`` has things and rooms of which there are few, and visits that the same person takes
(``generate(..., equipment=True)``). No rival knows these, so the engine is alone there.

The plot shows the engine's proven gap over time, one line a seed, as it stood at that moment; the dashed marks are
the rivals' median gaps at the end. It needs matplotlib.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass, field

from dagplan import PlanRequest, plan
from dagplan.scenarios import generate

from . import WORKERS
from .judge import judge
from .rivals import RIVALS, TOO_LARGE, run

SECONDS = {"unit-day": 2.0, "unit-week": 10.0, "unit-month": 60.0, "clinic-month": 120.0, "region-week": 2000.0}
"""What each size is given by default."""

EQUIPPED = "-equipment"
SECONDS |= {f"{kind}{EQUIPPED}": SECONDS[kind] for kind in ("unit-day", "unit-week", "clinic-month")}

ENGINE = "dagplan"


@dataclass(frozen=True)
class Result:
    """One method on one input: seconds of wall clock, gap (0 to 1; 1 without a plan), and why there is no plan."""

    seconds: float
    gap: float
    absent: str = ""


@dataclass
class Run:
    """All methods on one input, and the engine's gap over time as (seconds, gap)."""

    requests: int
    results: dict[str, Result]
    trace: list[tuple[float, float]] = field(default_factory=list)


def measure(kind: str, seed: int, seconds: float, rivals: list[str]) -> Run:
    """The engine, then each rival, on one input."""
    made = generate(kind.removesuffix(EQUIPPED), seed, equipment=kind.endswith(EQUIPPED))
    request = limited(made, seconds, seed)
    trace: list[tuple[float, float]] = []
    began = time.perf_counter()
    planned = plan(request, on_progress=lambda now: trace.append((now.seconds, now.gap)))
    spent = time.perf_counter() - began
    trace.append((spent, planned.objective.gap))
    results = {ENGINE: Result(spent, planned.objective.gap)}
    for name in [] if kind.endswith(EQUIPPED) else rivals:
        results[name] = challenge(name, request, seconds, planned.objective.lower_bound)
    return Run(len(request.requests), results, trace)


def limited(request: PlanRequest, seconds: float, seed: int) -> PlanRequest:
    """The request with this time limit and seed, and the threads that every method has."""
    settings = request.settings.model_copy(update={"time_limit": seconds, "seed": seed, "workers": WORKERS})
    return request.model_copy(update={"settings": settings})


def challenge(name: str, request: PlanRequest, seconds: float, lower_bound: int) -> Result:
    """One rival on one input, judged."""
    if not RIVALS[name].there():
        return Result(0.0, 1.0, "absent")
    if RIVALS[name].size(request) > TOO_LARGE:
        return Result(0.0, 1.0, "too large")
    outcome = run(name, request, seconds)
    if outcome.bookings is None:
        return Result(outcome.seconds, 1.0, "none")
    return Result(outcome.seconds, judge(request, outcome.bookings, lower_bound).objective.gap)


def table(kind: str, runs: list[Run]) -> list[str]:
    """One line a method."""
    least, most = min(one.requests for one in runs), max(one.requests for one in runs)
    label = f"{kind} ({least}–{most} requests)"
    lines = []
    for method in runs[0].results:
        ranked = sorted((one.results[method] for one in runs), key=lambda one: (one.gap, one.absent))
        middle = 100 * statistics.median(one.gap for one in ranked)
        cells = [ranked[len(ranked) // 2].absent or f"{middle:.2f}"]
        cells += [one.absent or f"{100 * one.gap:.2f}" for one in (ranked[0], ranked[-1])]
        seconds = statistics.median(one.seconds for one in ranked)
        lines.append(f"{label:<46}{method:<18}" + "".join(f"{cell:>11}" for cell in cells) + f"{seconds:>9.2f}")
    return lines


def draw(path: str, by_kind: dict[str, list[Run]]) -> None:
    """The engine's gap over time, one panel a size."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6 * len(by_kind), 4.5), layout="constrained")
    panels = figure.subplots(1, len(by_kind), squeeze=False)[0]
    for panel, (kind, runs) in zip(panels, by_kind.items(), strict=True):
        for number, one in enumerate(runs):
            seconds, gaps = zip(*((at, 100 * gap) for at, gap in one.trace), strict=True)
            label = f"{ENGINE}, one line a seed" if number == 0 else None
            panel.plot(seconds, gaps, drawstyle="steps-post", color="C0", alpha=0.7, label=label)
        for number, method in enumerate((name for name in runs[0].results if name != ENGINE), start=1):
            ended = [one.results[method] for one in runs]
            if any(one.absent for one in ended):
                panel.plot([], linestyle="", label=f"{method}: {ended[0].absent or 'not on every seed'}")
            else:
                middle = 100 * statistics.median(one.gap for one in ended)
                panel.axhline(middle, linestyle="--", color=f"C{number}", label=f"{method}, median at the end")
        panel.set(title=kind, xlabel="seconds", ylabel="gap, %", ylim=(0, 100))
        panel.set_yscale("symlog", linthresh=0.1)
        panel.set_yticks([0, 0.1, 1, 10, 100], ["0", "0.1", "1", "10", "100"])
        panel.legend(fontsize="small")
    figure.savefig(path, dpi=150)


def main(arguments: list[str] | None = None) -> None:
    """Print one line a size and method."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", nargs="+", choices=SECONDS, default=["unit-day", "unit-week"])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--rivals", nargs="*", choices=RIVALS, default=list(RIVALS))
    parser.add_argument("--seconds", type=float, help="for every size, instead of " + str(SECONDS))
    parser.add_argument("--plot", metavar="PATH.png")
    options = parser.parse_args(arguments)
    print(f"{'size':<46}{'method':<18}{'gap %: med':>11}{'least':>11}{'most':>11}{'seconds':>9}")
    by_kind = {}
    for kind in options.kinds:
        seconds = options.seconds or SECONDS[kind]
        by_kind[kind] = [measure(kind, seed, seconds, options.rivals) for seed in range(1, options.seeds + 1)]
        print("\n".join(table(kind, by_kind[kind])), flush=True)
    if options.plot:
        draw(options.plot, by_kind)


if __name__ == "__main__":
    main()
