"""How long an offer takes once the input is read, without and with moves of others.

Protocol: for each seed a generated input is booked by the first plan alone (no search), all bookings standing, not
locked; waiting requests come first, then booked ones, ``--requests`` in all. Each is offered five placements on one
loaded ``Desk``: alone, and with ``--moves`` visits of others allowed. Printed: milliseconds, median and most, how
many found an offer, and how many found a cheaper one by moving others; and what it takes to load a desk, to call
``suggest`` from scratch, and to take an offer (``accept``), each so many times as there are seeds.
"""

from __future__ import annotations

import argparse
import statistics
import time

from dagplan import Plan, PlanRequest, accept, plan, suggest
from dagplan.models.replanning import with_bookings
from dagplan.scenarios import generate
from dagplan.solver.offers.desk import Desk


def booked(kind: str, seed: int, days: int | None, seconds: float) -> tuple[PlanRequest, Plan, list[str]]:
    """A generated input, a plan of it, and its request ids, waiting ones first."""
    request = generate(kind, seed, days=days)
    settings = request.settings.model_copy(update={"time_limit": seconds, "workers": 1})
    made = plan(request.model_copy(update={"settings": settings}))
    waiting = [one.request for one in made.unbooked]
    known = set(waiting)
    return request, made, [*waiting, *(b.request for b in made.bookings if b.request not in known)]


def main(arguments: list[str] | None = None) -> None:
    """Print a line a number of moves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", default="unit-month")
    parser.add_argument("--days", type=int, help="Working days, where not those of the kind.")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--requests", type=int, default=30)
    parser.add_argument("--moves", type=int, nargs="+", default=[0, 1, 3])
    parser.add_argument("--plan-seconds", type=float, default=2.0)
    options = parser.parse_args(arguments)
    desks = []
    for seed in range(1, options.seeds + 1):
        request, made, order = booked(options.kind, seed, options.days, options.plan_seconds)
        ids = list(dict.fromkeys(order))
        half = options.requests // 2
        began = time.perf_counter()
        standing = with_bookings(request, made)
        desk = Desk(standing)
        desk.offers(ids[0])
        loaded = time.perf_counter()
        offers = suggest(request, ids[-1], plan=made)
        suggested = time.perf_counter()
        accept(request, offers[0], made)
        ended = time.perf_counter()
        print(
            f"seed {seed}: {len(request.requests)} requests, {len(made.bookings)} visits booked; desk and first "
            f"offer {loaded - began:.2f} s, from scratch {suggested - loaded:.2f} s, taken {ended - suggested:.2f} s",
            flush=True,
        )
        desks.append((desk, ids[:half] + ids[-(options.requests - half) :]))
    print(f"{'moves':<8}{'median ms':>12}{'most ms':>12}{'offered':>10}{'by moving':>12}")
    for moves in options.moves:
        spent, offered, by_moving = [], 0, 0
        for desk, ids in desks:
            for one in ids:
                began = time.perf_counter()
                found = desk.offers(one, 5, allow_moves=moves)
                spent.append(1000 * (time.perf_counter() - began))
                offered += bool(found)
                by_moving += any(offer.moves for offer in found)
        middle = statistics.median(spent)
        print(f"{moves:<8}{middle:>12.1f}{max(spent):>12.1f}{offered:>10}{by_moving:>12}", flush=True)


if __name__ == "__main__":
    main()
