"""From placements to the plan of the contract, through the independent checker."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import metadata

from dagplan.models import PlanRequest, applicable_routine, check, gap, terms_of, warnings_of
from dagplan.models.bookings import booking_of, day_plans_of, locked_bookings
from dagplan.models.clock import at_minute
from dagplan.models.plan import AppliedRule, Booking, Objective, Plan, PlanWarning, Run, Unbooked

from .budget import moves_of
from .calendars import Calendars
from .conflicts import conflicts_of, warning_of
from .crew import capacity_of
from .problem import Placement, Problem
from .progress import SIDE_BY_SIDE
from .reasons import Reasons
from .translate import Names


class WrongPlanError(RuntimeError):
    """The program made a plan that its own checker refuses: a defect of the program, never of the input."""


def worker_count(asked: PlanRequest) -> int:
    """Threads to work with: as set, or the machine's cores."""
    return capacity_of(None) if asked.settings.workers is None else asked.settings.workers


def request_hash(asked: PlanRequest) -> str:
    """SHA-256 of the request in canonical form, as ``sha256:`` and hexadecimal digits.

    Where work is counted the number of workers decides nothing, and is left out.
    """
    out = {"settings": {"workers"}} if asked.settings.deterministic else None
    return "sha256:" + hashlib.sha256(asked.model_dump_json(by_alias=True, exclude=out).encode()).hexdigest()


@dataclass(frozen=True)
class Ahead:
    """What can be said of any plan of a request, written before the search so that less is left to do at its end."""

    warnings: tuple[PlanWarning, ...]
    request_hash: str
    applied: AppliedRule


def written_ahead(asked: PlanRequest, problem: Problem) -> Ahead:
    """The warnings, the hash and the routine of a request."""
    routine = applicable_routine(asked.first_date)
    return Ahead(
        warnings=warnings_of(asked, routine) + warning_of(conflicts_of(asked, problem)),
        request_hash=request_hash(asked),
        applied=AppliedRule(
            document=routine.document,
            version=routine.version,
            valid_from=routine.valid_from,
            valid_to=routine.valid_to,
        ),
    )


def assemble(
    asked: PlanRequest, names: Names, calendars: Calendars, ahead: Ahead, lower_bound: int, wall_seconds: float
) -> Plan:
    """Write the plan, and hold it against every rule.

    Raises
    ------
    WrongPlanError
        If the checker finds anything; such a plan must not leave the program.
    """
    bookings = list(locked_bookings(asked))
    for index, placement in calendars.placed.items():
        bookings += _bookings(asked, names, calendars, index, placement)
    bookings.sort(key=lambda one: (one.start, one.practitioner, one.end, one.visit))
    terms = terms_of(asked, bookings)
    cost = terms.total
    if cost != calendars.cost() or lower_bound > cost:
        raise WrongPlanError(f"cost {cost} by the rules, {calendars.cost()} by the solver, bound {lower_bound}")
    optimal = cost == lower_bound
    problem = calendars.problem
    reasons = Reasons(asked, problem, names)
    plan = Plan(
        status="optimal" if optimal else "feasible",
        bookings=tuple(bookings),
        day_plans=day_plans_of(tuple(bookings)),
        unbooked=tuple(
            Unbooked(request=asked.requests[index].id, reasons=reasons.of(index, optimal=optimal))
            for index in problem.requests
            if index not in calendars.placed
        ),
        objective=Objective(
            cost=cost,
            lower_bound=lower_bound,
            gap=gap(cost, lower_bound, problem.nothing_booked),
            terms=terms,
        ),
        moves=moves_of(asked, problem, bookings),
        rule=ahead.applied,
        warnings=ahead.warnings,
        run=Run(
            seed=asked.settings.seed,
            workers=SIDE_BY_SIDE if asked.settings.deterministic else worker_count(asked),
            wall_seconds=round(wall_seconds, 3),
            versions={"dagplan": metadata.version("dagplan"), "ortools": metadata.version("ortools")},
            request_hash=ahead.request_hash,
        ),
    )
    violations = check(asked, plan)
    if violations:
        raise WrongPlanError("; ".join(str(violation) for violation in violations[:5]))
    return plan


def _bookings(
    asked: PlanRequest, names: Names, calendars: Calendars, index: int, placement: Placement
) -> list[Booking]:
    problem = calendars.problem
    request, words = problem.requests[index], asked.requests[index]
    day, unit = problem.dates[placement.day], names.units[placement.unit]
    return [
        booking_of(
            words,
            visit.position,
            names.people[problem.segments[spot.segment].person],
            unit,
            at_minute(day, spot.start),
        )
        for visit, spot in zip(request.visits, placement.spots, strict=True)
        if visit.fixed is None
    ]
