"""How soon and how little: a unit-week is planned, the busiest person falls ill for a day, and it is planned again.

Protocol: for each seed a generated unit-week is planned (``--first`` seconds); the person with the most visits on the
second date is away that whole day; the plan's bookings stand, not locked; it is planned again in ``--seconds``,
without a limit on moves and with ``max_moved`` as many as had to leave at the least. Printed: seconds of wall clock,
visits booked before, visits on that person's day, moved, dropped, proven to be needed, and requests unbooked.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter

from dagplan import PlanRequest, apply, plan
from dagplan.models.replanning import with_bookings
from dagplan.scenarios import generate


def ill(request: PlanRequest, first_seconds: float) -> tuple[PlanRequest, int]:
    """The week as planned, with one person away for a day; how many visits that hits."""
    booked = with_bookings(request, plan(_limited(request, first_seconds)))
    days = sorted({one.start.date() for one in booked.bookings})
    day = days[min(1, len(days) - 1)]
    person, visits = Counter(one.practitioner for one in booked.bookings if one.start.date() == day).most_common(1)[0]
    away = {"kind": "remove_availability", "practitioner": person, "start": f"{day}T00:00", "end": f"{day}T23:59"}
    return apply(booked, [away]).request, visits


def _limited(request: PlanRequest, seconds: float, most: int | None = None) -> PlanRequest:
    settings = request.settings.model_copy(update={"time_limit": seconds, "workers": 2, "max_moved": most})
    return request.model_copy(update={"settings": settings})


def main(arguments: list[str] | None = None) -> None:
    """Print two lines a seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", default="unit-week")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first", type=float, default=10.0)
    parser.add_argument("--seconds", type=float, default=3.0)
    options = parser.parse_args(arguments)
    names = ("seed", "max_moved", "seconds", "before", "hit", "moved", "dropped", "needed", "unbooked", "gap %")
    print("".join(f"{name:>10}" for name in names))
    for seed in range(1, options.seeds + 1):
        request, visits = ill(generate(options.kind, seed), options.first)
        most = None
        for _ in range(2):
            began = time.perf_counter()
            made = plan(_limited(request, options.seconds, most))
            spent = time.perf_counter() - began
            assert made.moves is not None
            done = made.moves
            cells = [seed, "none" if most is None else most, f"{spent:.2f}", done.booked_before, visits, done.moved]
            cells += [done.dropped, done.at_least, len(made.unbooked), f"{100 * made.objective.gap:.2f}"]
            print("".join(f"{cell:>10}" for cell in cells), flush=True)
            most = done.at_least


if __name__ == "__main__":
    main()
