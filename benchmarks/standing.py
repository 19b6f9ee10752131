"""How long a planner waits for what stands after one move, beside everything built anew.

Protocol: a generated input is booked by a plan of ``--plan-seconds``, all bookings standing, not locked. Then
``--moves`` times: a booked visit, drawn, asks where it may be (``allowed``), goes to a place drawn from these
(``apply``), its request is asked for five offers, and the place of another visit is asked why it is forbidden
(``why_not``); every third move is taken back. The row ``a move, answered`` is ``apply``, what is broken, the cost,
where the whole request may be, and five offers together. Now and then a person goes for four hours (``absence``).
Beside it the same by building all anew: ``apply``, the checker, the cost, a ``Desk`` and its first offers.
Printed: milliseconds of CPU time, median, 95th percentile and most; and the megabytes that what stands takes beside
the request itself, traced in a second round.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from dagplan import apply, plan
from dagplan.models import terms_of
from dagplan.models.case import Case
from dagplan.models.checker import broken_rules
from dagplan.models.moves import existing_case
from dagplan.models.replanning import with_bookings
from dagplan.models.request import PlanRequest
from dagplan.scenarios import generate
from dagplan.solver import Desk, Standing

Spent = dict[str, list[float]]


def booked(kind: str, seed: int, days: int | None, seconds: float) -> PlanRequest:
    """A generated input with a plan's bookings."""
    request = generate(kind, seed, days=days)
    settings = request.settings.model_copy(update={"time_limit": seconds, "workers": 1})
    return with_bookings(request, plan(request.model_copy(update={"settings": settings})))


def timed(spent: Spent, name: str, call: Callable[[], Any]) -> Any:
    """What a call gives; its milliseconds of CPU time are noted."""
    began = time.process_time()
    found = call()
    spent[name].append(1000 * (time.process_time() - began))
    return found


def moves(standing: Standing, number: int, draw: random.Random, spent: Spent) -> None:
    """So many moves, each with all that is asked after it."""
    made = 0
    while made < number:
        one = draw.choice(standing.bookings)
        places = timed(spent, "allowed", lambda one=one: standing.allowed(one.visit))
        if not places:
            continue
        place = draw.choice(places)
        start = datetime.combine(place.date, datetime.min.time()) + timedelta(minutes=draw.choice(place.starts)[0])
        if (place.practitioner, start) == (one.practitioner, one.start):
            continue
        change = {"kind": "set_booking", "visit": one.visit, "practitioner": place.practitioner, "start": start}

        def move(change: dict[str, Any] = change, one: Any = one) -> None:
            timed(spent, "apply", lambda: standing.apply([change]))
            assert not standing.violations
            assert standing.terms.total >= 0
            standing.allowed(one.request)
            timed(spent, "offers", lambda: standing.offers(one.request, 5))

        timed(spent, "a move, answered", move)
        made += 1
        other = draw.choice(standing.bookings)
        timed(
            spent,
            "why_not",
            lambda one=one, other=other: standing.why_not(one.visit, other.practitioner, one.unit, other.start),
        )
        if made % 3 == 0:
            timed(spent, "undo", standing.undo)
        if made % 10 == 0:
            gone = {"kind": "remove_availability", "practitioner": other.practitioner}
            span = {"start": other.start, "end": other.start + timedelta(hours=4)}
            timed(spent, "absence", lambda gone=gone, span=span: standing.apply([gone | span]))
            standing.undo()
            free = other.start, other.start + timedelta(hours=1)
            timed(
                spent,
                "for_free_time",
                lambda other=other, free=free: standing.for_free_time(other.practitioner, *free),
            )


def anew(request: PlanRequest, times: int, spent: Spent) -> None:
    """The same by building all anew."""
    for number in range(times):
        visit = request.bookings[number].visit

        def everything(visit: str = visit) -> None:
            after = apply(request, [{"kind": "set_booking", "visit": visit, "locked": True}]).request
            case = existing_case(after)
            list(broken_rules(Case(after, case.bookings)))
            terms_of(after, case.bookings)
            Desk(after).offers(case.bookings[0].request, 5)

        timed(spent, "all built anew", everything)


def memory(request: PlanRequest, number: int, seed: int) -> tuple[float, float]:
    """Megabytes that Python has for what stands beside the request: laid out, and after so many moves."""
    tracemalloc.start()
    standing = Standing(request)
    gc.collect()
    laid_out, _ = tracemalloc.get_traced_memory()
    moves(standing, number, random.Random(seed), defaultdict(list))
    gc.collect()
    moved, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return laid_out / 1e6, moved / 1e6


def main(arguments: list[str] | None = None) -> None:
    """Print a table an input."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", nargs="+", default=["unit-month", "clinic-month"])
    parser.add_argument("--days", type=int, help="Working days, where not those of the kind.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--moves", type=int, default=300)
    parser.add_argument("--anew", type=int, default=5, help="Times that all is built anew.")
    parser.add_argument("--plan-seconds", type=float, default=2.0)
    options = parser.parse_args(arguments)
    for kind in options.kinds:
        request = booked(kind, options.seed, options.days, options.plan_seconds)
        began = time.process_time()
        standing = Standing(request)
        laid_out = time.process_time() - began
        spent: Spent = defaultdict(list)
        moves(standing, options.moves, random.Random(options.seed), spent)
        anew(request, options.anew, spent)
        megabytes = memory(request, options.moves, options.seed)
        print(
            f"{kind}, seed {options.seed}: {len(request.requests)} requests, {len(request.bookings)} visits booked; "
            f"laid out in {laid_out:.2f} s; {megabytes[0]:.0f} MB, after {options.moves} moves {megabytes[1]:.0f} MB"
        )
        print(f"{'ms of CPU time':<20}{'times':>8}{'median':>10}{'p95':>10}{'most':>10}")
        for name, some in spent.items():
            ordered = sorted(some)
            middle, late = statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))]
            print(f"{name:<20}{len(some):>8}{middle:>10.1f}{late:>10.1f}{ordered[-1]:>10.1f}", flush=True)


if __name__ == "__main__":
    main()
