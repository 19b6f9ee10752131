"""The textbook CP-SAT model: what a first course would write down, with default parameters.

One start variable a visit on a global minute axis (minutes from the first midnight), an optional interval for each
(visit, eligible practitioner), one literal for each booked request, no overlap for a practitioner, whose absence is
fixed intervals, nor for a patient. It expresses every rule and the whole objective of the contract exactly.

Source of the form: alternatives as optional intervals that share one start, as in OR-Tools' own flexible job-shop
example and the CP-SAT primer's chapter on scheduling.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from benchmarks import WORKERS
from dagplan import PlanRequest
from dagplan.models.clock import MINUTES_A_DAY, at_minute, minute_of_day
from dagplan.models.cost import target_date
from dagplan.models.request import ExistingBooking, Request

from .openings import Openings, Place

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


def solve(request: PlanRequest, seconds: float) -> list[ExistingBooking] | None:
    """Build and solve; None if no plan was found in time."""
    began = time.perf_counter()
    textbook = Textbook(request)
    return textbook.solve(max(0.1, seconds - (time.perf_counter() - began)))


def size(request: PlanRequest) -> int:
    """Optional intervals: one for each visit, eligible practitioner and unit."""
    openings = Openings(request)
    return len(
        {
            (case.visits[position].id, person, place[1])
            for case, position, place in openings.every()
            for person in openings.eligible(case, position, place)
        }
    )


class Textbook:
    """The model and its variables."""

    def __init__(self, request: PlanRequest) -> None:
        from ortools.sat.python import cp_model

        self.request = request
        self.openings = Openings(request)
        self.weights = request.settings.weights
        self.wishes = {booking.visit: booking for booking in request.bookings}
        self.model = cp_model.CpModel()
        self.terms: list[Any] = []
        self.booked: dict[str, cp_model.IntVar] = {}
        self.day: dict[str, cp_model.IntVar] = {}
        self.start: dict[str, cp_model.IntVar] = {}
        self.taken: dict[str, dict[tuple[str, str], cp_model.IntVar]] = {}
        self.by_practitioner: dict[tuple[str, str], list[cp_model.IntervalVar]] = defaultdict(list)
        self.by_patient: dict[str, list[cp_model.IntervalVar]] = defaultdict(list)
        self.horizon = ((request.last_date - request.first_date).days + 1) * MINUTES_A_DAY
        for case in self.openings.requests:
            self._add_request(case)
        self._add_no_overlap()
        self._add_apart()
        self.model.minimize(sum(self.terms))

    def _number(self, day: date) -> int:
        return (day - self.request.first_date).days

    def _add_request(self, case: Request) -> None:
        from ortools.sat.python import cp_model

        places = self.openings.places(case)
        loss = getattr(self.weights.unbooked, case.priority) * len(case.visits)
        booked = self.booked[case.id] = self.model.new_bool_var("")
        self.terms.append(loss * ~booked)
        if not places:
            self.model.add(booked == 0)
            return
        days = sorted({self._number(day) for day, _ in places})
        self.day[case.id] = self.model.new_int_var_from_domain(cp_model.Domain.from_values(days), "")
        at_unit = {unit: self.model.new_bool_var("") for unit in sorted({unit for _, unit in places})}
        for position, visit in enumerate(case.visits):
            self._add_visit(case, position, places)
            who = self.taken[visit.id]
            for unit, here in at_unit.items():
                self.model.add(sum(literal for (_, at), literal in who.items() if at == unit) == here)
        self.model.add(sum(at_unit.values()) == booked)
        self._add_waits(case)
        self._add_day_deviation(case)
        for position in range(len(case.visits)):
            self._add_wishes(case, position)

    def _add_visit(self, case: Request, position: int, places: list[Place]) -> None:
        visit, model, grid = case.visits[position], self.model, self.openings.grid
        openings = [opening for place in places for opening in self.openings.of(case, position, place)]
        first, last = min(one.first for one in openings), max(one.last for one in openings)
        step = model.new_int_var(first // grid, last // grid, "")
        start = self.start[visit.id] = model.new_int_var(0, self.horizon, "")
        model.add(start == MINUTES_A_DAY * self.day[case.id] + grid * step)
        pairs = {
            (person, place[1]): None for place in places for person in self.openings.eligible(case, position, place)
        }
        self.taken[visit.id] = {pair: model.new_bool_var("") for pair in pairs}
        for pair, literal in self.taken[visit.id].items():
            interval = model.new_optional_fixed_size_interval_var(start, visit.duration, literal, "")
            self.by_practitioner[pair].append(interval)
        self.by_patient[case.patient].append(
            model.new_optional_fixed_size_interval_var(start, visit.duration, self.booked[case.id], "")
        )

    def _add_waits(self, case: Request) -> None:
        for position in range(1, len(case.visits)):
            before, after = case.visits[position - 1], case.visits[position]
            least, most = case.waits_before(position)
            booked = self.booked[case.id]
            minutes = self.start[after.id] - self.start[before.id] - before.duration
            self.model.add(minutes >= least).only_enforce_if(booked)
            if most is not None:
                self.model.add(minutes <= most).only_enforce_if(booked)
            wait = self.model.new_int_var(0, MINUTES_A_DAY, "")
            self.model.add(wait >= minutes).only_enforce_if(booked)
            self.terms.append(self.weights.wait * wait)

    def _add_day_deviation(self, case: Request) -> None:
        target = self._number(target_date(self.request, case))
        furthest = max(abs(target), abs(self._number(self.request.last_date) - target))
        days = self.model.new_int_var(0, furthest, "")
        self.model.add(days >= self.day[case.id] - target).only_enforce_if(self.booked[case.id])
        self.model.add(days >= target - self.day[case.id]).only_enforce_if(self.booked[case.id])
        self.terms.append(self.weights.day_deviation * days)

    def _add_wishes(self, case: Request, position: int) -> None:
        visit, booked = case.visits[position], self.booked[case.id]
        if visit.preferred is not None:
            met = sum(literal for (person, _), literal in self.taken[visit.id].items() if person == visit.preferred)
            self.terms.append(self.weights.not_preferred * (booked - met))
        wish = self.wishes.get(visit.id)
        if wish is not None:
            stays = self.model.new_bool_var("")
            minute = self._number(wish.start.date()) * MINUTES_A_DAY + minute_of_day(wish.start)
            self.model.add(self.start[visit.id] == minute).only_enforce_if(stays)
            self.model.add(stays <= self.taken[visit.id].get((wish.practitioner, wish.unit), 0))
            self.terms.append(self.weights.moved * (booked - stays))

    def _add_no_overlap(self) -> None:
        """One visit at a time; a practitioner's absence is fixed intervals (never at two units at once)."""
        open_spans: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for (person, unit, day), spans in self.openings.windows.items():
            midnight = self._number(day) * MINUTES_A_DAY
            open_spans[person, unit] += [(midnight + low, midnight + high) for low, high in spans]
        for pair, intervals in self.by_practitioner.items():
            closed = _complement(open_spans[pair], self.horizon + MINUTES_A_DAY)
            absences = [self.model.new_fixed_size_interval_var(low, high - low, "") for low, high in closed]
            self.model.add_no_overlap([*intervals, *absences])
        for intervals in self.by_patient.values():
            if len(intervals) > 1:
                self.model.add_no_overlap(intervals)

    def _add_apart(self) -> None:
        pairs = {frozenset((case.id, other)) for case in self.openings.requests for other in case.same_day_as}
        for pair in sorted(map(sorted, pairs)):
            if all(one in self.day for one in pair):
                one, other = pair
                apart = self.model.new_bool_var("")
                together = [self.booked[one], self.booked[other], ~apart]
                self.model.add(self.day[one] == self.day[other]).only_enforce_if(together)
                self.terms.append(self.weights.apart * apart)

    def solve(self, seconds: float) -> list[ExistingBooking] | None:
        """The bookings of the best solution found; None if there is none."""
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = WORKERS
        if solver.solve(self.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return [
            ExistingBooking(
                visit=visit,
                practitioner=person,
                unit=unit,
                start=at_minute(self.request.first_date, solver.value(self.start[visit])),
            )
            for visit, who in self.taken.items()
            for (person, unit), literal in who.items()
            if solver.value(literal)
        ]


def _complement(spans: Iterable[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    closed, at = [], 0
    for low, high in sorted(spans):
        if at < low:
            closed.append((at, low))
        at = high
    return [*closed, (at, end)]
