"""Timefold 1.24 on its Java side: a planning entity a request, a planning value a whole placement of it.

The Python package carries the library but calls back into Python for what is written there, so the model stands in
Java (``timefold_model/*.java``), is compiled once, and runs as a process of its own. A placement keeps its request's
own rules (one date and unit, sequence, waits, hours, who may); that people and patients have one visit at a time is
the hard score, the contract's cost but `uneven` the soft one, both reckoned incrementally. A first plan is built by
value a minute; then the solver's local search goes on, on every core one, since several threads within one are not
in the free edition, and the best is taken.

``timefold`` has moves written for this (take out what lies near, put it and what is open back where it is cheapest),
``timefold-built-in`` has the change move alone and in pairs, which is what the library brings for such a variable.
It starts from the same first plan: from the library's own construction it ended twice as far from the best.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from benchmarks import WORKERS
from dagplan import PlanRequest
from dagplan.models.bookings import movable_in
from dagplan.models.clock import at_minute, minute_of_day
from dagplan.models.cost import days_between, target_date, unbooked_cost
from dagplan.models.request import ExistingBooking, Request

from .openings import Openings

SOURCES = Path(__file__).with_suffix("")
OWN = ("own10", "annealing", "0hard/100soft")
BUILT_IN = ("built-in", "late", "400")
"""Moves, acceptor and its value: the best of nine and of four that were tried on single days, for 6 to 8 seconds."""


def there() -> bool:
    """Whether the package, a Java and its compiler are installed."""
    return find_spec("timefold") is not None and all(shutil.which(tool) for tool in ("java", "javac"))


def prepare() -> Path:
    """The compiled classes, compiled where these sources were not yet: not a part of what is measured."""
    sources = sorted(SOURCES.glob("*.java"))
    name = hashlib.sha256(b"".join([_jars().encode(), *(one.read_bytes() for one in sources)])).hexdigest()[:16]
    classes = Path(tempfile.gettempdir(), f"dagplan-timefold-{name}")
    if not classes.exists():
        with tempfile.TemporaryDirectory(dir=classes.parent) as folder:
            command = ["javac", "-nowarn", "-proc:none", "-cp", _jars(), "-d", f"{folder}/made", *map(str, sources)]
            subprocess.run(command, check=True, capture_output=True)
            Path(folder, "made").rename(classes)
    return classes


def _jars() -> str:
    found = find_spec("timefold.solver")
    assert found is not None
    return str(Path(next(iter(found.submodule_search_locations or ())), "jars", "*"))


def size(request: PlanRequest) -> int:
    """Openings of every visit on every date: what is written for the Java side."""
    openings = Openings(request)
    return sum(len(openings.of(*one)) for one in openings.every())


def solve(request: PlanRequest, seconds: float) -> list[ExistingBooking]:
    """With moves of its own."""
    return _solved(request, seconds, *OWN)[1]


def solve_built_in(request: PlanRequest, seconds: float) -> list[ExistingBooking]:
    """With the moves that the library has."""
    return _solved(request, seconds, *BUILT_IN)[1]


def _solved(request: PlanRequest, seconds: float, *how: str) -> tuple[int, list[ExistingBooking]]:
    """What the Java side says the plan costs, and the bookings."""
    until = time.time() + seconds
    problem = Problem(request)
    classes = prepare()
    with tempfile.TemporaryDirectory() as folder:
        source, result = Path(folder, "problem.txt"), Path(folder, "result.txt")
        source.write_text("\n".join(" ".join(map(str, line)) for line in problem.lines()), encoding="ascii")
        command = ["java", "-cp", f"{classes}{os.pathsep}{_jars()}", "rival.Main", str(source), str(result)]
        command += [str(round(1000 * until)), str(WORKERS), *how]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=2 * seconds + 60)
        if ended.returncode:
            raise RuntimeError(f"java failed: {ended.stderr[-1000:]}")
        head, *rest = result.read_text(encoding="ascii").splitlines()
    return int(head.split()[1]), [problem.booking(*map(int, line.split())) for line in rest]


class Problem:
    """A request as numbers for the Java side: what each stands for is its place in these lists."""

    def __init__(self, request: PlanRequest) -> None:
        self.request = request
        self.openings = Openings(request)
        self.cases = self.openings.requests
        self.people = [person.id for person in request.practitioners]
        self.patients = list(dict.fromkeys(case.patient for case in self.cases))
        self.units = [unit.id for unit in request.units]
        self.dates = self.openings.dates
        self._person = {name: number for number, name in enumerate(self.people)}
        self._patient = {name: number for number, name in enumerate(self.patients)}
        self._unit = {name: number for number, name in enumerate(self.units)}
        self._date = {day: number for number, day in enumerate(self.dates)}
        self._case = {case.id: number for number, case in enumerate(self.cases)}
        self._booked = movable_in(request)

    def lines(self) -> Iterator[list[int]]:
        """Sizes and weights, then the requests."""
        weights = self.request.settings.weights
        yield [self.openings.grid, len(self.people), len(self.dates), len(self.patients)]
        yield [weights.wait, weights.apart, weights.moved]
        yield [len(self.cases)]
        pairs = {frozenset((case.id, other)) for case in self.cases for other in case.same_day_as}
        for case in self.cases:
            with_it = [one for pair in pairs if case.id in pair for one in pair - {case.id} if one in self._case]
            yield [len(with_it)]
            yield from self._need(case)
            yield [self._case[one] for one in with_it]

    def _need(self, case: Request) -> Iterator[list[int]]:
        weights = self.request.settings.weights
        yield [self._patient[case.patient], unbooked_cost(weights, case, len(case.visits)), len(case.visits)]
        for position, visit in enumerate(case.visits):
            least, most = case.waits_before(position)
            yield [visit.duration, least, -1 if most is None else most]
            yield self._where(self._booked.get(visit.id))
        places = self.openings.places(case)
        yield [len(places)]
        for day, unit in places:
            deviation = days_between(target_date(self.request, case), day)
            yield [self._date[day], self._unit[unit], weights.day_deviation * deviation]
            for position, visit in enumerate(case.visits):
                found = self.openings.of(case, position, (day, unit))
                yield [len(found)]
                for one in found:
                    other = visit.preferred is not None and visit.preferred != one.practitioner
                    cost = weights.not_preferred if other else 0
                    yield [self._person[one.practitioner], one.first, one.last, cost]

    def _where(self, booked: ExistingBooking | None) -> list[int]:
        if booked is None:
            return [0]
        day: date = booked.start.date()
        # Unknown people, units and dates are nobody's number: such a booking can't be kept.
        return [
            1,
            self._person.get(booked.practitioner, -1),
            self._unit.get(booked.unit, -1),
            self._date.get(day, -1),
            minute_of_day(booked.start),
        ]

    def booking(self, case: int, visit: int, person: int, day: int, unit: int, start: int) -> ExistingBooking:
        """A line of the result."""
        return ExistingBooking(
            visit=self.cases[case].visits[visit].id,
            practitioner=self.people[person],
            unit=self.units[unit],
            start=at_minute(self.dates[day], start),
        )
