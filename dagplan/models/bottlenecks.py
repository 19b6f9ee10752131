"""Where minutes are short: each competence at each unit on each date, what there is and what waits for it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from .bookings import locked_in
from .competences import competence_key, competence_keys
from .explanation import Bottleneck
from .limits import DATES, UNITS, within
from .plan import Plan
from .request import PlanRequest
from .view import PlanView
from .windows import Where

Spot = tuple[str, str, date]
"""Competence, unit, date."""


def bottlenecks(request: PlanRequest, plan: Plan) -> tuple[Bottleneck, ...]:
    """The spots where more is wanted than is left, the shortest of minutes first."""
    skilled: dict[str, set[str]] = defaultdict(set)
    for person in request.practitioners:
        for key in competence_keys(person.competences):
            skilled[key].add(person.id)
    view = PlanView(plan, request)
    found = []
    for (competence, unit, day), waiting in _waiting(request, view).items():
        places: list[Where] = [(person, unit, day) for person in skilled[competence_key(competence)]]
        there = sum(view.minutes_free(*place) for place in places)
        taken = sum(view.minutes_booked(*place) for place in places)
        missing = waiting - max(0, there - taken)
        if missing > 0:
            found.append(
                Bottleneck(
                    competence=competence,
                    unit=unit,
                    date=day,
                    available=there,
                    booked=taken,
                    waiting=waiting,
                    missing=missing,
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.missing, one.date, one.unit, one.competence)))


def _waiting(request: PlanRequest, view: PlanView) -> dict[Spot, int]:
    """Minutes of unbooked visits by spot, only where somebody works at all."""
    locked = {visit: (fact.unit, fact.start.date()) for visit, fact in locked_in(request).items()}
    open_at: dict[str, list[date]] = defaultdict(list)
    for unit, day in sorted({(unit, day) for _person, unit, day in view.hours.free}):
        open_at[unit].append(day)
    waiting: dict[Spot, int] = defaultdict(int)
    written: dict[str, str] = {}  # each competence as it is written first
    for _entry, case in view.unbooked:
        if case is None:
            continue
        of_units, of_dates = within(UNITS, request, case), within(DATES, request, case)
        for unit in (one.id for one in request.units):
            if not all(limit.holds(of, unit) for limit, of in of_units):
                continue
            for day in open_at[unit]:
                joins = all(locked.get(visit.id, (unit, day)) == (unit, day) for visit in case.visits)
                if joins and all(limit.holds(of, day) for limit, of in of_dates):
                    for visit in case.visits:
                        if visit.id not in view.by_visit:
                            word = written.setdefault(competence_key(visit.competence), visit.competence)
                            waiting[word, unit, day] += visit.duration
    return waiting
