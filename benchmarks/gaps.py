"""How far from the best a plan can be, on several families of inputs: the engine beside its rivals.

Protocol. For each family (see `benchmarks.families`), size and seed from 1 there is one input. Every method plans it
once at each limit, one after another, with two threads, in a fresh process, so that its start and its memory are its
own: ``dagplan plan`` on a JSON file (there the limit covers the start), and ``python -m benchmarks.rivals`` (there
it doesn't). Every plan goes through one judge, the package's own checker and cost; one that breaks a rule stops the
run. All gaps on an input are taken against the best bound known of it: the highest of all runs of the engine on it,
and of those before, where ``--bounds`` keeps them (so that two versions of the engine are measured by one yardstick).
Seconds are wall clock from the start to the end of the process, and of processor (where these are far fewer than the
wall's, something else had the machine, and the gap tells nothing); memory is the most of it and its helpers together.

    python -m benchmarks.gaps --families own scarce crowded --sizes unit-day unit-week --seconds 2 10 --seeds 3
    python -m benchmarks.gaps --methods dagplan timefold --bounds out/bounds.json --results out/gaps.jsonl

A rival without a plan in time is ``none``, one whose model would be too large to build ``too large``, one whose
library is not installed ``absent``. None of the rivals is given a size with equipment.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from dagplan import Plan, PlanRequest
from dagplan.models.fingerprint import request_hash
from dagplan.models.request import ExistingBooking

from .families import FAMILIES, OWN_SIZES
from .judge import judge
from .processes import watched
from .rivals import RIVALS, TOO_LARGE, run
from .sizes import ENGINE, limited

METHODS = (ENGINE, *RIVALS)


@dataclass(frozen=True)
class Answer:
    """What a method gave: bookings, or why there are none; what it took, and the engine's bound."""

    bookings: list[ExistingBooking] | None
    seconds: float = 0.0
    processor_seconds: float = 0.0
    megabytes: float = 0.0
    lower_bound: int = 0
    why: str = ""


@dataclass(frozen=True)
class Result:
    """One method on one input: gap in per cent (100 without a plan), and what it was measured with."""

    family: str
    size: str
    seed: int
    limit: float
    method: str
    requests: int
    gap: float
    cost: int | None
    bound: int
    seconds: float
    processor_seconds: float
    megabytes: float
    why: str = ""


class Bounds:
    """The best bound known of each input, kept in a file where there is one."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.best: dict[str, int] = json.loads(path.read_text("utf-8")) if path and path.exists() else {}

    def raised(self, request: PlanRequest, found: int) -> int:
        """The best bound of this input, with one more found."""
        name = request_hash(request)
        self.best[name] = max(found, self.best.get(name, 0))
        if self.path:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(json.dumps(self.best, indent=1), "utf-8")
        return self.best[name]


def engine(request: PlanRequest) -> Answer:
    """``dagplan plan`` in a fresh process, at the request's own limit."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "request.json"), Path(folder, "plan.json")
        source.write_text(request.model_dump_json(by_alias=True), "utf-8")
        latest = 2 * request.settings.time_limit + 120
        ended = watched([sys.executable, "-m", "dagplan", "plan", str(source), "--out", str(out), "-q"], latest)
        if ended.status != 0:
            raise RuntimeError(f"dagplan plan ended with {ended.status}: {ended.said}")
        plan = Plan.model_validate_json(out.read_bytes())
    bookings = [
        ExistingBooking(visit=one.visit, practitioner=one.practitioner, unit=one.unit, start=one.start)
        for one in plan.bookings
    ]
    return Answer(bookings, ended.seconds, ended.processor_seconds, ended.megabytes, plan.objective.lower_bound)


def answer(method: str, request: PlanRequest) -> Answer:
    """What a method gives in the request's own limit."""
    if method == ENGINE:
        return engine(request)
    if not RIVALS[method].there():
        return Answer(None, why="absent")
    if RIVALS[method].size(request) > TOO_LARGE:
        return Answer(None, why="too large")
    given = run(method, request, request.settings.time_limit)
    why = "none" if given.bookings is None else ""
    return Answer(given.bookings, given.whole_seconds, given.processor_seconds, given.megabytes, why=why)


def measure(
    family: str, size: str, seed: int, limits: Sequence[float], methods: Sequence[str], bounds: Bounds
) -> Iterator[Result]:
    """Every method at every limit on one input; judged at the end, when the best bound is known."""
    request = FAMILIES[family](size, seed)
    answers = {
        (limit, method): answer(method, limited(request, limit, seed)) for limit in limits for method in methods
    }
    if ENGINE not in methods:  # its bound is needed all the same
        answers[0.0, ENGINE] = answer(ENGINE, limited(request, max(limits), seed))
    bound = bounds.raised(request, max(one.lower_bound for one in answers.values()))
    for (limit, method), given in answers.items():
        if method in methods:
            cost, gap = None, 100.0
            if given.bookings is not None:
                objective = judge(request, given.bookings, bound).objective
                cost, gap = objective.cost, 100 * objective.gap
            yield Result(
                family,
                size,
                seed,
                limit,
                method,
                len(request.requests),
                gap,
                cost,
                bound,
                given.seconds,
                given.processor_seconds,
                given.megabytes,
                given.why,
            )


HEADINGS = (
    "family",
    "size",
    "limit, s",
    "method",
    "gap, %: median",
    "least",
    "most",
    "wall, s",
    "CPU, s",
    "memory, MB",
)


def heading() -> str:
    """The first two lines of the table."""
    return f"| {' | '.join(HEADINGS)} |\n|{'---|' * len(HEADINGS)}"


def line(results: Sequence[Result]) -> str:
    """One line of the table: one method, family, size and limit, over the seeds."""
    first, ranked = results[0], sorted(results, key=lambda one: one.gap)
    cells = [ranked[len(ranked) // 2].why or f"{statistics.median(one.gap for one in ranked):.2f}"]
    cells += [one.why or f"{one.gap:.2f}" for one in (ranked[0], ranked[-1])]
    seconds = statistics.median(one.seconds for one in ranked)
    processor = statistics.median(one.processor_seconds for one in ranked)
    megabytes = max(one.megabytes for one in ranked)
    requests = sorted(one.requests for one in ranked)
    size = f"{first.size} ({requests[0]}–{requests[-1]} requests)"
    named = (first.family, size, f"{first.limit:g}", first.method)
    cells += [f"{seconds:.1f}", f"{processor:.1f}", f"{megabytes:.0f}"]
    return f"| {' | '.join((*named, *cells))} |"


def grouped(results: Sequence[Result]) -> Mapping[tuple[float, str], list[Result]]:
    """Results by limit and method, in the order in which they came."""
    groups: dict[tuple[float, str], list[Result]] = {}
    for one in results:
        groups.setdefault((one.limit, one.method), []).append(one)
    return groups


def main(arguments: list[str] | None = None) -> None:
    """Print the table, a family and size at a time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", nargs="+", choices=FAMILIES, default=["own", "scarce", "crowded"])
    parser.add_argument("--sizes", nargs="+", choices=OWN_SIZES, default=["unit-day", "unit-week"])
    parser.add_argument("--seconds", nargs="+", type=float, default=[2.0, 10.0], help="limits")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=[ENGINE])
    parser.add_argument("--bounds", type=Path, metavar="PATH.json", help="keeps the best bound of every input")
    parser.add_argument("--results", type=Path, metavar="PATH.jsonl", help="every single result, added at the end")
    options = parser.parse_args(arguments)
    bounds = Bounds(options.bounds)
    if hasattr(os, "getloadavg") and (busy := os.getloadavg()[0]) > 0.5:
        print(f"other work on this machine (load {busy:.1f}): gaps will be larger than they are", file=sys.stderr)
    print(heading(), flush=True)
    for family in options.families:
        for size in options.sizes:
            results = [
                one
                for seed in range(1, options.seeds + 1)
                for one in measure(family, size, seed, options.seconds, options.methods, bounds)
            ]
            for group in grouped(results).values():
                print(line(group), flush=True)
            if options.results:
                options.results.parent.mkdir(parents=True, exist_ok=True)
                with options.results.open("a", encoding="utf-8") as file:
                    file.writelines(json.dumps(asdict(one)) + "\n" for one in results)


if __name__ == "__main__":
    main()
