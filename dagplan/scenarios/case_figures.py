"""The figures of one plan that a study compares: flat, by name, each with its unit in the name's description."""

from __future__ import annotations

from collections import defaultdict
from statistics import fmean

from dagplan.models import Plan, PlanRequest
from dagplan.models.competences import competence_key, competence_keys
from dagplan.models.cost import minutes_waited, target_date
from dagplan.models.request import Request
from dagplan.models.windows import free_windows
from dagplan.words.messages.study import Figures, FiguresOf


def described(name: str) -> str:
    """A figure's name in words, in the language of this run.

    >>> described("served.spirometry")
    'Share of the minutes asked of spirometry that are booked'
    """
    kind, _, word = name.partition(".")
    return (FiguresOf[kind.upper()](word=word) if word else Figures[name.upper()]()).shown


def figures_of(request: PlanRequest, plan: Plan) -> dict[str, float]:
    """Every figure of a plan.

    Counts are of requests; ``served.*`` and ``used.*`` are shares from 0 to 1. A figure that has nothing to
    be reckoned from (no linked request booked, say) is left out.
    """
    unbooked = {one.request for one in plan.unbooked}
    booked = [case for case in request.requests if case.id not in unbooked]
    found: dict[str, float] = {
        "cost": plan.objective.cost,
        "lower_bound": plan.objective.lower_bound,
        "gap": plan.objective.gap,
        "solver_gap": solver_gap(plan),
        "booked": len(booked),
        "unbooked": len(unbooked),
        "booked_linked": sum(case.linked for case in booked),
        "booked_single": sum(not case.linked for case in booked),
        "unbooked_linked": sum(case.linked for case in request.requests if case.id in unbooked),
        "unbooked_single": sum(not case.linked for case in request.requests if case.id in unbooked),
        "moved": plan.objective.terms.moved,
    }
    for priority in dict.fromkeys(case.priority for case in request.requests):
        found[f"booked.{priority}"] = sum(case.priority == priority for case in booked)
        found[f"unbooked.{priority}"] = sum(
            case.priority == priority for case in request.requests if case.id in unbooked
        )
    return {**found, **_quality(request, plan, booked), **_use(request, plan)}


def solver_gap(plan: Plan) -> float:
    """(cost − bound) / cost, as solvers reckon it; 0 where the cost is 0."""
    said = plan.objective
    return (said.cost - said.lower_bound) / said.cost if said.cost else 0.0


def _quality(request: PlanRequest, plan: Plan, booked: list[Request]) -> dict[str, float]:
    by_visit = {booking.visit: booking for booking in plan.bookings}
    locked = {booking.visit for booking in request.bookings if booking.locked}
    days: list[int] = []
    waits: list[int] = []
    met: list[bool] = []
    for case in booked:
        places = [by_visit[visit.id] for visit in case.visits]
        days.append(abs((places[0].start.date() - target_date(request, case)).days))
        if case.linked:
            waits.append(minutes_waited(places, locked))
        met += [v.preferred == p.practitioner for v, p in zip(case.visits, places, strict=True) if v.preferred]
    means: dict[str, list[int] | list[bool]] = {
        "days_from_target": days,
        "minutes_waited": waits,
        "preferred_met": met,
    }
    return {name: round(fmean(values), 6) for name, values in means.items() if values}


def _use(request: PlanRequest, plan: Plan) -> dict[str, float]:
    """How much of what is asked of each competence is booked, and how much of its people's time is taken."""
    written: dict[str, str] = {}  # each competence as it is written first
    asked: dict[str, int] = defaultdict(int)
    served: dict[str, int] = defaultdict(int)
    taken: dict[str, int] = defaultdict(int)
    minutes = {b.visit: b.minutes for b in plan.bookings}
    for case in request.requests:
        for visit in case.visits:
            word = written.setdefault(competence_key(visit.competence), visit.competence)
            asked[word] += visit.duration
            served[word] += minutes.get(visit.id, 0)
    for booking in plan.bookings:
        taken[booking.practitioner] += minutes[booking.visit]
    there: dict[str, int] = defaultdict(int)
    for window, (person, _unit, day) in ((w, key) for key, ws in free_windows(request).items() for w in ws):
        if request.first_date <= day <= request.last_date:
            there[person] += window[1] - window[0]
    found = {}
    for word, minutes_asked in asked.items():
        key = competence_key(word)
        people = [person.id for person in request.practitioners if key in competence_keys(person.competences)]
        time = sum(there[person] for person in people)
        found[f"served.{word}"] = round(served[word] / minutes_asked, 6)
        if time:
            found[f"used.{word}"] = round(sum(taken[person] for person in people) / time, 6)
    return found
