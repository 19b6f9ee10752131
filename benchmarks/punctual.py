"""How punctual a call is: the shortest time it can take, and by how much it exceeds its limit.

Protocol. For each size there is one generated input, written as JSON. ``dagplan plan`` runs on it in a process of its
own, first with a limit that nothing can keep: what it takes then is the *floor* (start, read, first plan, check,
write), the least of a few runs. Then it runs with limits that are so many times the floor. Seconds are those from the
start of the process to the last file written, as the file system tells it; the *overrun* is what they exceed the
limit by. Where the limit is above the floor at most 0.5 s or 3 % of it are allowed; where it is below, the floor is
what the call may take. Processor time (of the process, its helpers included once they have ended) and the most memory
are shown beside, since a machine that is shared makes everything late. Run it on an otherwise idle machine.

    python -m benchmarks.punctual
    python -m benchmarks.punctual --sizes unit-day unit-week clinic-month --forms .xlsx .html

Sizes are the kinds of ``dagplan generate``, and ``people``: 5,000 people who can all do the same, and 300 requests of
three visits. The exit status is 1 if a call exceeded what is allowed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dagplan import PlanRequest
from dagplan.files import write_request
from dagplan.scenarios import generate

SEED = 1
LEAST_ALLOWED, SHARE_ALLOWED = 0.5, 0.03
"""An overrun of so many seconds, or of such a share of the limit, is allowed."""

NO_TIME = 0.001
"""A limit that nothing can keep."""


def people(count: int = 5000, requests: int = 300) -> PlanRequest:
    """Many people who can all do the same, and requests of three visits."""
    day = "2026-12-07"
    staff = [f"n{number}" for number in range(count)]
    roles = ("primary", "secondary", "secondary")
    return PlanRequest.model_validate(
        {
            "first_date": day,
            "last_date": day,
            "units": [{"id": "u"}],
            "practitioners": [{"id": one, "competences": ["physician"]} for one in staff],
            "availability": [
                {"practitioner": one, "unit": "u", "start": f"{day}T08:00", "end": f"{day}T12:00"} for one in staff
            ],
            "requests": [
                {
                    "id": f"r{number}",
                    "patient": f"p{number}",
                    "visits": [
                        {"id": f"r{number}-v{at}", "duration": 30, "competence": "physician", "role": role}
                        for at, role in enumerate(roles)
                    ],
                }
                for number in range(requests)
            ],
        }
    )


SIZES: dict[str, Callable[[], PlanRequest]] = {
    "unit-day": lambda: generate("unit-day", SEED),
    "unit-week": lambda: generate("unit-week", SEED),
    "clinic-month": lambda: generate("clinic-month", SEED),
    "region-week": lambda: generate("region-week", SEED),
    "people": people,
}
"""The inputs, by name."""


@dataclass(frozen=True)
class Call:
    """One call: its limit, seconds to the last file and to its end, of processor time, and the most memory in MB."""

    limit: float
    seconds: float
    ended: float
    processor: float
    megabytes: float

    @property
    def overrun(self) -> float:
        """Seconds past the limit."""
        return self.seconds - self.limit

    def punctual(self, floor: float) -> bool:
        """Whether it took no longer than it may: its limit or the floor, and a little."""
        due = max(self.limit, floor)
        return self.seconds <= due + max(LEAST_ALLOWED, SHARE_ALLOWED * due)


def call(source: Path, limit: float, forms: Sequence[str], folder: Path) -> Call:
    """Plan an input in a process of its own."""
    outputs = [folder / f"plan{form}" for form in forms]
    for output in outputs:
        output.unlink(missing_ok=True)
    out = [argument for output in outputs for argument in ("--out", str(output))]
    command = [sys.executable, "-m", "dagplan", "plan", str(source), "--time-limit", f"{limit:.3f}", "-q", *out]
    at, began = time.time(), time.perf_counter()
    process = subprocess.Popen(command)
    processor, megabytes, status = _wait(process)
    ended = time.perf_counter() - began
    if status:
        raise RuntimeError(f"dagplan plan ended with {status}")
    written = max(output.stat().st_mtime for output in outputs)
    return Call(limit, written - at, ended, processor, megabytes)


def _wait(process: subprocess.Popen[bytes]) -> tuple[float, float, int]:
    """Processor time, most memory in MB, and exit status of a process; 0 for what the system doesn't tell."""
    if not hasattr(os, "wait4"):
        return 0.0, 0.0, process.wait()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    kilobytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return used.ru_utime + used.ru_stime, kilobytes / 1024, process.returncode


def measure(
    request: PlanRequest, times: Sequence[float], forms: Sequence[str], runs: int
) -> Iterator[tuple[float, Call]]:
    """The floor with each call: the one that can keep no limit first, then those at so many times the floor."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "request.json"
        write_request(request, source)
        floors = [call(source, NO_TIME, forms, folder) for _ in range(runs)]
        best = min(floors, key=lambda one: one.seconds)
        yield best.seconds, best
        for factor in times:
            yield best.seconds, call(source, round(best.seconds * factor, 2), forms, folder)


def main(arguments: list[str] | None = None) -> int:
    """Print one line a call."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--times", nargs="*", type=float, default=[0.5, 1.2, 2.0, 4.0], help="the floor, for a limit")
    parser.add_argument("--forms", nargs="*", default=[], help="written beside JSON, as .xlsx .html .ics")
    parser.add_argument("--runs", type=int, default=3, help="for the floor")
    options = parser.parse_args(arguments)
    print(f"{'size':<14}{'requests':>9}{'limit':>9}{'seconds':>9}{'overrun':>9}{'ended':>8}{'cpu':>8}{'MB':>6}")
    punctual = True
    for size in options.sizes:
        request = SIZES[size]()
        for number, (floor, one) in enumerate(
            measure(request, options.times, [".json", *options.forms], options.runs)
        ):
            in_time = number == 0 or one.punctual(floor)
            punctual &= in_time
            limit, overrun = ("floor", "") if number == 0 else (f"{one.limit:.2f}", f"{one.overrun:+.2f}")
            if number and one.limit < floor:
                overrun = "below"
            figures = f"{one.seconds:>9.2f}{overrun:>9}{one.ended:>8.2f}{one.processor:>8.2f}{one.megabytes:>6.0f}"
            print(f"{size:<14}{len(request.requests):>9}{limit:>9}{figures}{'' if in_time else '  late'}", flush=True)
    return 0 if punctual else 1


if __name__ == "__main__":
    sys.exit(main())
