"""Other ways to make the plan, all with one signature, each run in a process of its own.

A rival gets a request and seconds of wall clock for the whole call, building its model included, and gives bookings
in the contract's form, or None if it has no plan. Whether a plan counts is for ``benchmarks.judge`` alone.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks.processes import watched
from dagplan import PlanRequest
from dagplan.models.request import ExistingBooking

from . import by_hand, mip, pyjobshop_model, textbook, timefold_model

TOO_LARGE = 2_000_000
"""Optional intervals or variables above which a rival's model is not built (measured: PyJobShop, 4 GB a million)."""


@dataclass(frozen=True)
class Rival:
    """One way to make the plan.

    Parameters
    ----------
    solve
        Bookings from a request and seconds; None if there is no plan in time.
    size
        About how many optional intervals or variables its model has, without building it.
    there
        Whether what it needs is installed.
    prepare
        What is done once, before the clock: a model that is compiled.
    """

    solve: Callable[[PlanRequest, float], list[ExistingBooking] | None]
    size: Callable[[PlanRequest], int]
    there: Callable[[], bool] = lambda: True
    prepare: Callable[[], object] = lambda: None


RIVALS = {
    "by-hand": Rival(by_hand.solve, by_hand.size),
    "textbook": Rival(textbook.solve, textbook.size),
    "pyjobshop": Rival(pyjobshop_model.solve, pyjobshop_model.size, lambda: find_spec("pyjobshop") is not None),
    "mip": Rival(mip.solve, mip.size, lambda: find_spec("highspy") is not None),
    "timefold": Rival(timefold_model.solve, timefold_model.size, timefold_model.there, timefold_model.prepare),
    "timefold-built-in": Rival(
        timefold_model.solve_built_in, timefold_model.size, timefold_model.there, timefold_model.prepare
    ),
}


@dataclass(frozen=True)
class Outcome:
    """What a rival gave.

    Parameters
    ----------
    bookings
        None: no plan in time.
    seconds
        Of wall clock of its call.
    whole_seconds, processor_seconds, megabytes
        Of wall clock and processor of its whole process, and the most memory it had.
    """

    bookings: list[ExistingBooking] | None
    seconds: float
    whole_seconds: float = 0.0
    processor_seconds: float = 0.0
    megabytes: float = 0.0


def run(name: str, request: PlanRequest, seconds: float) -> Outcome:
    """Run one rival in a process of its own, ended when it is long overdue or out of memory.

    Raises
    ------
    RuntimeError
        If the rival failed with an error, such as a library that is not installed.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, result = Path(folder, "request.json"), Path(folder, "result.json")
        source.write_text(request.model_dump_json(by_alias=True), encoding="utf-8")
        command = [sys.executable, "-m", "benchmarks.rivals", name, str(seconds), str(source), str(result)]
        latest = 1.5 * seconds + 60  # starting Python and reading the request take time too
        ended = watched(command, latest)
        if ended.status is None or ended.status < 0:  # overdue, or killed: out of memory
            return Outcome(None, latest, ended.seconds, ended.processor_seconds, ended.megabytes)
        if ended.status > 0:
            raise RuntimeError(f"{name} failed: {ended.said}")
        given = json.loads(result.read_text(encoding="utf-8"))
    bookings = given["bookings"]
    return Outcome(
        None if bookings is None else [ExistingBooking.model_validate(one) for one in bookings],
        given["seconds"],
        ended.seconds,
        ended.processor_seconds,
        ended.megabytes,
    )
