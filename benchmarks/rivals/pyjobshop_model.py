"""PyJobShop 0.0.9: the problem as a flexible job shop with optional tasks, in the library's own words.

Time is counted in steps of the grid, the dates laid end to end with only their opening hours, so that a task can
start only on the grid. A visit is an optional task. It has one mode for each eligible person and place (date and
unit), on a machine that is that person's opening there, with breaks outside the windows; a patient with several
requests, and a request with clock limits, are machines that the mode needs too. Waits are start-before-start
constraints with a delay.

PyJobShop has no variable for a place, no cost of a mode, and no objective that counts what is left out. So each
request has a task of its own at time 0 whose modes are its places and "unbooked", each as long as it costs; mode
dependencies tie the visits to the place, and the objective is the total tardiness of these tasks. A task of the same
kind stands for a preferred person who is not booked, and for a pair apart.

What is not in the model: `wait` in the objective (bounded, but free; PyJobShop's objectives are of when jobs end,
and the time between two tasks can only be said as the tardiness of the last and the earliness of the first: that
model was built too; on unit-day 1 it cost 7215 against 4950 after 4 s, and 3790 against 4950 after 15 s), `moved`,
and minutes off the grid (durations are rounded up and windows down to whole steps). Solver parameters are the
library's own.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from benchmarks import WORKERS
from dagplan import PlanRequest
from dagplan.models.clock import MINUTES_A_DAY, at_minute
from dagplan.models.cost import target_date
from dagplan.models.request import ExistingBooking, Request
from dagplan.models.windows import Span, merge

from .openings import Openings, Place, hours

if TYPE_CHECKING:
    from pyjobshop import Machine, Mode, Task

Option = TypeVar("Option")

VARIABLES_A_MODE = 5
"""The mode, its presence on the machine, the demand, and at least two choices of breaks (PyJobShop's source)."""


def solve(request: PlanRequest, seconds: float) -> list[ExistingBooking] | None:
    """Build and solve; None if no plan was found in time."""
    began = time.perf_counter()
    shop = Shop(request)
    return shop.solve(lambda: max(0.1, seconds - (time.perf_counter() - began)))


def size(request: PlanRequest) -> int:
    """Variables: those of each visit's modes."""
    openings = Openings(request)
    return VARIABLES_A_MODE * sum(len(openings.eligible(*one)) for one in openings.every())


class Shop:
    """The model, and what its modes stand for."""

    def __init__(self, request: PlanRequest) -> None:
        from pyjobshop import Model

        self.request = request
        self.openings = Openings(request)
        self.weights = request.settings.weights
        self.grid = request.settings.grid
        self.model = Model()
        spans = [span for spans in self.openings.windows.values() for span in spans]
        self.opens = min((low for low, _ in spans), default=0) // self.grid
        self.steps_a_day = max((high for _, high in spans), default=0) // self.grid - self.opens
        self.offset = {day: number * self.steps_a_day for number, day in enumerate(self.openings.dates)}
        self.horizon = len(self.offset) * self.steps_a_day
        self.machines = {
            where: self._machine(self._window_in_steps(where[2], span) for span in spans)
            for where, spans in self.openings.windows.items()
        }
        self.patients = self._patients()
        self.meaning: dict[int, tuple[str, str, str, date]] = {}
        self.choices: dict[str, dict[Place | None, Mode]] = {}
        for case in self.openings.requests:
            self._add_request(case)
        self._add_apart()
        self.model.set_objective(weight_total_tardiness=1)

    def _window_in_steps(self, day: date, span: Span) -> Span:
        """A window on the axis of the model: only whole steps of it."""
        low, high = -(-span[0] // self.grid), span[1] // self.grid
        clipped = max(low - self.opens, 0), min(high - self.opens, self.steps_a_day)
        return self.offset[day] + clipped[0], self.offset[day] + clipped[1]

    def _machine(self, open_spans: Iterable[Span]) -> Machine:
        """A machine with breaks outside these spans."""
        breaks, at = [], 0
        for low, high in merge(span for span in open_spans if span[0] < span[1]):
            if at < low:
                breaks.append((at, low))
            at = high
        if at < self.horizon:
            breaks.append((at, self.horizon))
        return self.model.add_machine(breaks)

    def _patients(self) -> dict[str, Machine]:
        counts: dict[str, int] = defaultdict(int)
        for case in self.openings.requests:
            counts[case.patient] += 1
        return {patient: self.model.add_machine() for patient, count in counts.items() if count > 1}

    def _add_request(self, case: Request) -> None:
        places = self.openings.places(case)
        target = target_date(self.request, case)
        loss = getattr(self.weights.unbooked, case.priority) * len(case.visits)
        costs: dict[Place | None, int] = {
            place: self.weights.day_deviation * abs((place[0] - target).days) for place in places
        }
        choices = self.choices[case.id] = self._choice({**costs, None: loss})
        if not places:
            return
        beside = [self.patients[case.patient]] if case.patient in self.patients else []
        if hours(case) != (0, MINUTES_A_DAY):
            beside.append(self._machine(self._window_in_steps(day, hours(case)) for day in self.openings.dates))
        tasks = []
        for position in range(len(case.visits)):
            task, modes = self._add_visit(case, position, places, beside)
            tasks.append(task)
            for place in places:
                self.model.add_mode_dependency(choices[place], modes[place])
        for position in range(1, len(tasks)):
            least, most = case.waits_before(position)
            length = case.visits[position - 1].duration
            before, after = tasks[position - 1], tasks[position]
            self.model.add_start_before_start(before, after, -(-(length + least) // self.grid))
            if most is not None:
                self.model.add_start_before_start(after, before, -((length + most) // self.grid))

    def _add_visit(
        self, case: Request, position: int, places: list[Place], beside: list[Machine]
    ) -> tuple[Task, dict[Place, list[Mode]]]:
        """An optional task, and its modes at each place."""
        visit = case.visits[position]
        task = self.model.add_task(latest_end=self.horizon, optional=True)
        wish = None
        if visit.preferred is not None:
            wish = self._choice({"met": 0, "missed": self.weights.not_preferred})
        modes: dict[Place, list[Mode]] = defaultdict(list)
        for place in places:
            day, unit = place
            for person in dict.fromkeys(one.practitioner for one in self.openings.of(case, position, place)):
                machine = self.machines[person, unit, day]
                mode = self.model.add_mode(task, [machine, *beside], -(-visit.duration // self.grid))
                self.meaning[len(self.model.modes) - 1] = visit.id, person, unit, day
                modes[place].append(mode)
                if wish is not None and person != visit.preferred:
                    self.model.add_mode_dependency(mode, [wish["missed"]])
        return task, modes

    def _choice(self, costs: Mapping[Option, int]) -> dict[Option, Mode]:
        """A task at time 0 that takes one of these options, each as long as it costs."""
        job = self.model.add_job(due_date=0)
        task = self.model.add_task(job, latest_start=0)
        return {option: self.model.add_mode(task, [], cost) for option, cost in costs.items()}

    def _add_apart(self) -> None:
        pairs = {frozenset((case.id, other)) for case in self.openings.requests for other in case.same_day_as}
        for one, other in sorted(map(sorted, pairs)):
            if one in self.choices and other in self.choices:
                wish = self._choice({"met": 0, "missed": self.weights.apart})
                for place, mode in self.choices[one].items():
                    if place is not None:
                        beside = [m for at, m in self.choices[other].items() if at is None or at[0] == place[0]]
                        self.model.add_mode_dependency(mode, [*beside, wish["missed"]])

    def solve(self, seconds_left: Callable[[], float]) -> list[ExistingBooking] | None:
        """The bookings of the best solution found; None if there is none."""
        from pyjobshop.Result import SolveStatus
        from pyjobshop.solvers.ortools import CPModel

        built = CPModel(self.model.data())  # what Model.solve does, so that its time counts too
        result = built.solve(seconds_left(), num_workers=WORKERS)
        if result.status not in (SolveStatus.OPTIMAL, SolveStatus.FEASIBLE):
            return None
        chosen = {task.mode: task.start for task in result.best.tasks if task.present}
        numbers = {id(mode): number for number, mode in enumerate(self.model.modes)}
        booked = {
            visit.id
            for case in self.openings.requests
            if numbers[id(self.choices[case.id][None])] not in chosen
            for visit in case.visits
        }
        return [
            ExistingBooking(
                visit=visit, practitioner=person, unit=unit, start=at_minute(day, self._minute(chosen[mode]))
            )
            for mode, (visit, person, unit, day) in self.meaning.items()
            if mode in chosen and visit in booked
        ]

    def _minute(self, step: int) -> int:
        """Minutes from midnight of a step of the axis."""
        return (step % self.steps_a_day + self.opens) * self.grid
