"""Whether a plan is there in time: the floor of each size, and by how much limits above and below it are overrun.

Protocol. Each call is a process of its own, ``dagplan plan request.json --out plan.json -q``, and its seconds run
from the start of the process to its end: reading, planning, the check, writing and Python's own start are all in
them. The *floor* is the least such a call can take: its median with a limit of a tenth of a second, which leaves
nothing for the search. Then come limits of so many times the floor; what is shown is the seconds beyond the limit,
below the floor those beyond the floor. A plan that had no time for a search says so (``late``). Run it on an
otherwise idle machine.

    python -m benchmarks.punctual --repeats 3

Sizes are those of ``dagplan generate``, and ``many-people``: 5,000 people at one unit, of whom 300 requests of three
visits could have any.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from dagplan.files import write_request
from dagplan.models import PlanRequest
from dagplan.scenarios import generate

SIZES = ("unit-day", "unit-week", "clinic-month", "region-week", "many-people")
SEED = 1
NO_TIME = 0.1
FACTORS = (0.5, 1.5, 3.0)
DAY = "2026-12-07"


def request_of(size: str) -> PlanRequest:
    """The request of a size."""
    return many_people() if size == "many-people" else generate(size, SEED)


def many_people(people: int = 5000, requests: int = 300) -> PlanRequest:
    """Many people for few requests, all at one unit on one date."""
    word = {"duration": 30, "competence": "physician"}
    roles = ("primary", "secondary", "secondary")
    return PlanRequest.model_validate(
        {
            "first_date": DAY,
            "last_date": DAY,
            "units": [{"id": "u"}],
            "practitioners": [{"id": f"p{number}", "competences": ["physician"]} for number in range(people)],
            "availability": [
                {"practitioner": f"p{number}", "unit": "u", "start": f"{DAY}T08:00", "end": f"{DAY}T12:00"}
                for number in range(people)
            ],
            "requests": [
                {
                    "id": f"r{number}",
                    "patient": f"patient-{number}",
                    "visits": [
                        {"id": f"r{number}-{place}", "role": role, **word} for place, role in enumerate(roles)
                    ],
                }
                for number in range(requests)
            ],
        }
    )


def call(request: Path, limit: float, folder: Path, others: Sequence[str]) -> tuple[float, bool]:
    """Seconds of one call from the start of its process to its end, and whether its plan says that it is late."""
    plan = folder / "plan.json"
    outputs = [part for ending in others for part in ("--out", str(folder / f"plan{ending}"))]
    arguments = ["plan", str(request), "--time-limit", f"{limit:.2f}", "--out", str(plan), *outputs, "-q"]
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "dagplan", *arguments], check=True)
    seconds = time.monotonic() - began
    warnings = json.loads(plan.read_text("utf-8"))["warnings"]
    return seconds, any(one["code"] == "late" for one in warnings)


def rows(size: str, repeats: int, factors: Sequence[float], others: Sequence[str]) -> list[str]:
    """The lines of one size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "request.json"
        request = request_of(size)
        write_request(request, path)
        floors = [call(path, NO_TIME, folder, others)[0] for _ in range(repeats)]
        floor = statistics.median(floors)
        lines = [row(size, len(request.requests), "floor", floors, late=True)]
        for factor in factors:
            limit = factor * floor
            calls = [call(path, limit, folder, others) for _ in range(repeats)]
            beyond = [seconds - max(limit, floor) for seconds, _ in calls]
            lines.append(
                row(size, len(request.requests), f"{limit:.2f}", beyond, late=any(late for _, late in calls))
            )
    return lines


def row(size: str, requests: int, limit: str, seconds: Sequence[float], *, late: bool) -> str:
    """One line: what was asked, and the median, least and most seconds."""
    figures = statistics.median(seconds), min(seconds), max(seconds)
    said = "late" if late else ""
    return f"{size:12} {requests:8} {limit:>8} " + " ".join(f"{figure:8.2f}" for figure in figures) + f" {said}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print floors and overruns."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", default=SIZES, choices=SIZES)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--factors", type=float, nargs="*", default=FACTORS, help="limits, as shares of the floor")
    parser.add_argument("--others", nargs="*", default=(), metavar="ENDING", help="also written: .xlsx .html .ics")
    options = parser.parse_args(arguments)
    print(
        f"{'size':12} {'requests':>8} {'limit':>8} {'median':>8} {'least':>8} {'most':>8}   seconds; beyond a limit"
    )
    for size in options.sizes:
        for line in rows(size, options.repeats, options.factors, options.others):
            print(line, flush=True)


if __name__ == "__main__":
    main()
