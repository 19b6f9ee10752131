"""From placements to the plan of the contract, through the independent checker."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from operator import attrgetter

from dagplan.models import PlanRequest, applicable_routine, gap, warnings_of
from dagplan.models.bookings import booking_of, day_plans_of, locked_bookings
from dagplan.models.case import Case
from dagplan.models.checker import violations_of
from dagplan.models.clock import at_minute
from dagplan.models.fingerprint import request_hash
from dagplan.models.history import with_history
from dagplan.models.plan import AppliedRule, Booking, Objective, Plan, PlanWarning, Run, Unbooked
from dagplan.solver.explain.conflicts import conflicts_of, warning_of
from dagplan.solver.explain.reasons import Reasons
from dagplan.solver.instance.instance import Instance
from dagplan.solver.instance.naming import Named, name_items
from dagplan.solver.instance.translate import Names
from dagplan.solver.running.deadlines import SIDE_BY_SIDE
from dagplan.solver.running.workers import capacity_of
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.kernel.library import engine
from dagplan.solver.search.move_budget import moves_of
from dagplan.words.messages.plan_warnings import PlanWarnings

log = logging.getLogger(__name__)


class WrongPlanError(RuntimeError):
    """The program made a plan that its own checker refuses: a defect of the program, never of the input."""


def worker_count(asked: PlanRequest) -> int:
    """Threads to work with: as set, or the machine's cores."""
    return capacity_of(None) if asked.settings.workers is None else asked.settings.workers


@dataclass(frozen=True)
class Ahead:
    """What can be said of any plan of a request, written before the search so that less is left to do at its end."""

    warnings: tuple[PlanWarning, ...]
    request_hash: str
    applied: AppliedRule


def written_ahead(asked: PlanRequest, instance: Instance) -> Ahead:
    """The warnings, the hash and the routine of a request."""
    routine = applicable_routine(asked.first_date)
    return Ahead(
        warnings=warnings_of(asked, routine) + warning_of(conflicts_of(asked, instance)),
        request_hash=request_hash(asked),
        applied=AppliedRule(
            document=routine.document,
            version=routine.version,
            valid_from=routine.valid_from,
            valid_to=routine.valid_to,
        ),
    )


def late_warning(limit: float, spent: float) -> PlanWarning:
    """That the limit was too short for more than a first plan."""
    return PlanWarning(code="late", **PlanWarnings.LATE(limit=f"{limit:g}", spent=f"{spent:.1f}").fields)


def assemble(
    asked: PlanRequest,
    names: Names,
    calendars: Calendars,
    ahead: Ahead,
    lower_bound: int,
    reasons: Reasons | None = None,
    *,
    stage: str = "end",
) -> Plan:
    """Write the plan, and hold it against every rule.

    Parameters
    ----------
    asked, names, calendars
        The request, the ids behind its integers, and what is booked.
    ahead, reasons
        What can be said of any plan of it, and why requests are left out.
    lower_bound
        Proven.
    stage
        What the log calls it.

    Raises
    ------
    WrongPlanError
        If the checker finds anything; such a plan must not leave the program.
    """
    named = name_items(calendars.instance, calendars.placed)
    made = in_order([*locked_bookings(asked), *bookings_of(asked, names, calendars, calendars.placed, named)])
    case = Case(asked, tuple(made))
    cost = case.terms.total
    # Two reckonings that share no code: where they differ one of them is wrong, and no plan leaves the program.
    if cost != calendars.cost() or lower_bound > cost:
        raise WrongPlanError(f"cost {cost} by the rules, {calendars.cost()} by the solver, bound {lower_bound}")
    instance = calendars.instance
    lacking = [index for index in instance.requests if index not in calendars.placed]
    plan = written(case, instance, ahead, lower_bound, lacking, reasons or Reasons(asked, instance, names))
    plan = with_history(asked, plan, None if asked.settings.deterministic else datetime.now(UTC))
    violations = violations_of(case, plan)
    if violations:
        raise WrongPlanError("; ".join(str(violation) for violation in violations[:5]))
    log.info(
        "%s: %s, cost %d, lower bound %d, gap %.2f %%, %d visits booked, %d requests not",
        stage,
        plan.status,
        cost,
        lower_bound,
        100 * plan.objective.gap,
        len(plan.bookings),
        len(plan.unbooked),
    )
    return plan


def written(
    case: Case, instance: Instance, ahead: Ahead, lower_bound: int, lacking: Iterable[int], reasons: Reasons
) -> Plan:
    """Bookings as the plan of the contract, not yet held against the rules and without its history.

    Parameters
    ----------
    case
        The request, and the bookings in the order of a plan.
    instance, ahead
        The same request in integers, and what can be said of any plan of it.
    lower_bound
        Proven; at most what the bookings cost.
    lacking
        The requests (indices) that are not wholly booked.
    reasons
        Why they are not.
    """
    asked, terms = case.request, case.terms
    optimal = terms.total == lower_bound
    return Plan(
        status="optimal" if optimal else "feasible",
        bookings=case.bookings,
        day_plans=day_plans_of(case.bookings, case.days),
        unbooked=tuple(
            Unbooked(request=asked.requests[index].id, reasons=reasons.of(index, optimal=optimal))
            for index in lacking
        ),
        objective=Objective(
            cost=terms.total,
            lower_bound=lower_bound,
            gap=gap(terms.total, lower_bound, instance.nothing_booked),
            terms=terms,
        ),
        moves=moves_of(asked, instance, case.bookings),
        rule=ahead.applied,
        warnings=ahead.warnings,
        run=Run(
            seed=asked.settings.seed,
            workers=SIDE_BY_SIDE if asked.settings.deterministic else worker_count(asked),
            wall_seconds=0.0,  # known when all is done
            versions={"dagplan": metadata.version("dagplan"), "ortools": metadata.version("ortools")},
            request_hash=ahead.request_hash,
            search=engine(),
        ),
    )


def in_order(bookings: Iterable[Booking]) -> list[Booking]:
    """Bookings in the order of a plan: many begin at the same time, so that is looked at first."""
    by_start: dict[datetime, list[Booking]] = defaultdict(list)
    for one in bookings:
        by_start[one.start].append(one)
    key = attrgetter("practitioner", "end", "visit")
    return [one for start in sorted(by_start) for one in sorted(by_start[start], key=key)]


def bookings_of(
    asked: PlanRequest, names: Names, calendars: Calendars, indices: Iterable[int], named: Named
) -> Iterator[Booking]:
    """Those of some requests that are placed, in the contract's words, with the items that are named for all."""
    instance = calendars.instance
    moments: dict[tuple[int, int], datetime] = {}  # one object for all that begin at the same time
    for index in indices:
        placement = calendars.placed.get(index)
        if placement is None:
            continue
        words, unit = asked.requests[index], names.units[placement.unit]
        for visit, slot in zip(instance.requests[index].visits, placement.slots, strict=True):
            if visit.fixed is None:
                when = placement.day, slot.start
                start = moments.get(when)
                if start is None:
                    start = moments[when] = at_minute(instance.dates[placement.day], slot.start)
                person = names.people[instance.segments[slot.segment].person]
                items = tuple([names.equipment[item] for item in named.get((index, visit.position), ())])
                yield booking_of(words, visit.position, person, unit, start, items)
