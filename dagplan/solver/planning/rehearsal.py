"""How long it takes to write a plan and hold it against the rules: here, now, measured.

What is left to do after the search takes as long as the plan is large and the machine slow, and neither is known
beforehand. So some requests of the first plan are written and checked just as all will be in the end, on the clock.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from dagplan.models import PlanRequest
from dagplan.models.bookings import day_plans_of
from dagplan.models.case import Case
from dagplan.models.checker import RULES
from dagplan.models.plan import AppliedRule, Booking, Objective, Plan, Run, Terms
from dagplan.solver.explain.reasons import Reasons
from dagplan.solver.instance.naming import Named, name_items
from dagplan.solver.instance.translate import Names
from dagplan.solver.search.calendars import Calendars

from .assemble import Ahead, bookings_of
from .params import TimeParams

Afterwards = Callable[[Plan, int], float]
"""How many seconds the caller needs when the plan is made: told from a small plan and the number of visits of all."""


def rehearse(
    asked: PlanRequest,
    names: Names,
    calendars: Calendars,
    ahead: Ahead,
    reasons: Reasons,
    afterwards: Afterwards | None,
    params: TimeParams,
) -> tuple[float, float]:
    """Seconds that it will take to write and check the plan in ``calendars``, and that the caller needs then."""
    then = 0.0
    if afterwards:
        few = example(asked, names, calendars, ahead.applied, params.example)
        visits = sum([len(calendars.instance.requests[index].visits) for index in calendars.placed])
        then = afterwards(few, visits)
    return seconds_to_write(asked, names, calendars, reasons, params), then


def seconds_to_write(
    asked: PlanRequest, names: Names, calendars: Calendars, reasons: Reasons, params: TimeParams = TimeParams()
) -> float:
    """Seconds that ``assemble`` will take for the plan in ``calendars``, with some to spare."""
    # Every so many requests, from first to last: inputs are sorted in all sorts of ways.
    chosen = range(0, len(asked.requests), max(1, len(asked.requests) // params.rehearsed))
    part = _with_requests(asked, names, calendars, chosen)
    began = time.perf_counter()
    named = name_items(calendars.instance, calendars.placed)  # of all, whichever are written
    of_items = time.perf_counter() - began
    of_requests, of_people = _seconds_for_part(asked, part, names, calendars, chosen, named)
    if of_requests + of_people > params.worth_another:
        # What is slow the first time only (caches, imports) would be taken for slow two hundred times over.
        again = _seconds_for_part(asked, part, names, calendars, chosen, named)
        of_requests, of_people = min(of_requests, again[0]), min(of_people, again[1])
    of_reasons = _seconds_for_reasons(calendars, reasons, params.reasons_rehearsed)
    return max(params.least_writing, params.margin * (of_items + of_requests + of_people + of_reasons))


def _seconds_for_part(
    asked: PlanRequest, part: PlanRequest, names: Names, calendars: Calendars, chosen: range, named: Named
) -> tuple[float, float]:
    """Seconds for all requests, and for all people, from those that it takes for a part of both."""
    began = time.perf_counter()
    case = Case(part, tuple(bookings_of(asked, names, calendars, chosen, named)))
    made = time.perf_counter()
    _look_up(case.windows, case.competences)
    found = time.perf_counter()
    _look_up(case.terms, case.days, case.lacking, [breach for rule in RULES for breach in rule.find(case)])
    checked = time.perf_counter()
    of_requests = (made - began + checked - found) * len(asked.requests) / max(1, len(part.requests))
    of_people = (found - made) * len(asked.availability) / max(1, len(part.availability))
    return of_requests, of_people


def _seconds_for_reasons(calendars: Calendars, reasons: Reasons, most: int) -> float:
    """Seconds that it will take to say why requests are left out; what is found for one helps with the next."""
    left_out = [index for index in calendars.instance.requests if index not in calendars.placed]
    some = left_out[:: max(1, len(left_out) // most)]
    # The first ones fill the caches that all others find filled: so only the second half says what each takes.
    first, second = some[: len(some) // 2], some[len(some) // 2 :]
    began = time.perf_counter()
    _look_up(*[reasons.of(index, optimal=False) for index in first])
    middle = time.perf_counter()
    _look_up(*[reasons.of(index, optimal=False) for index in second])
    each = (time.perf_counter() - middle) / max(1, len(second))
    return middle - began + each * (len(left_out) - len(first))


def _look_up(*_: object) -> None:
    """Take what was looked up, for the time that it takes."""


def example(asked: PlanRequest, names: Names, calendars: Calendars, rule: AppliedRule, visits: int) -> Plan:
    """A plan of about so many of the visits that are placed, to try out what is done with plans."""
    few: list[Booking] = []
    named = name_items(calendars.instance, calendars.placed)
    for index in calendars.placed:
        if len(few) >= visits:
            break
        few += bookings_of(asked, names, calendars, (index,), named)
    few.sort(key=lambda one: (one.start, one.practitioner))
    return Plan(
        status="feasible",
        bookings=tuple(few),
        day_plans=day_plans_of(few),
        unbooked=(),
        objective=Objective(cost=0, lower_bound=0, gap=0.0, terms=Terms()),
        rule=rule,
        warnings=(),
        run=Run(seed=0, workers=1, wall_seconds=0.0, versions={}, request_hash="", made=(datetime.now(UTC),)),
    )


def _with_requests(asked: PlanRequest, names: Names, calendars: Calendars, chosen: range) -> PlanRequest:
    """A request with some of the requests, and only what their bookings need."""
    instance = calendars.instance
    requests = asked.requests[:: chosen.step]
    visits = {visit.id for case in requests for visit in case.visits}
    existing = tuple(one for one in asked.bookings if one.visit in visits)
    people = {one.practitioner for one in existing}
    for index in chosen:
        if index in calendars.placed:
            slots = calendars.placed[index].slots
            people |= {names.people[instance.segments[slot.segment].person] for slot in slots if slot.segment >= 0}
    return asked.model_copy(
        update={
            "requests": requests,
            "bookings": existing,
            "practitioners": tuple(one for one in asked.practitioners if one.id in people),
            "availability": tuple(one for one in asked.availability if one.practitioner in people),
            "busy": tuple(one for one in asked.busy if one.practitioner in people),
        }
    )
