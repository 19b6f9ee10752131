"""Short forms spelled out into the contract's changes: one small function a form.

A form that changes nothing here (0 extra hours, a duration as it is) gives no changes: in a grid that is the
neutral cell, in a scenario it is an error (`cases`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dagplan.models import PlanRequest
from dagplan.models.changes.scaling import copied_visits, drawn, fresh_id, scaled_count
from dagplan.models.request import Availability, Request
from dagplan.words.messages.study_faults import FormFaults

from . import equipment_forms
from .short_vocabulary import (
    Absence,
    Demand,
    Duration,
    ExtraHours,
    GiveCompetence,
    Hours,
    MovePerson,
    NewPerson,
    People,
    Prioritise,
    SetWeights,
    TakeCompetence,
    Units,
    Waits,
    Which,
    Window,
)
from .spelling import (
    FormRefusedError,
    Others,
    Plain,
    between,
    change,
    chosen_requests,
    days_of,
    known_person,
    people_of,
    refuse,
    refuse_word,
    span_of,
    spelled_out,
)

__all__ = ["FormRefusedError", "equipment_forms", "spelled_out"]  # those of equipment are registered when imported


@spelled_out.register
def _absence(form: Absence, request: PlanRequest, _others: Others) -> list[Plain]:
    spans = []
    for person in people_of(form, request):
        for day in days_of(form, request):
            span = span_of(day, form.start, form.end)
            start, end = span["start"], span["end"]
            there = any(w.practitioner == person and w.start < end and start < w.end for w in request.availability)
            if there:
                spans.append(change("remove_availability", practitioner=person, **span))
    return spans


@spelled_out.register
def _extra_hours(form: ExtraHours, request: PlanRequest, _others: Others) -> list[Plain]:
    return [change for person in people_of(form, request) for change in _stretches(form, request, person)]


def _stretches(form: ExtraHours, request: PlanRequest, person: str) -> Iterator[Plain]:
    left = round(form.hours * 60)
    days = set(days_of(form, request))
    last: dict[date, Availability] = {}
    for window in request.availability:
        day = window.start.date()
        if window.practitioner == person and day in days and (day not in last or last[day].end < window.end):
            last[day] = window
    for day in sorted(last):
        end = last[day].end
        room = 24 * 60 - 1 - (end.hour * 60 + end.minute)
        minutes = min(left, round(form.a_day * 60), room)
        if minutes > 0:
            left -= minutes
            later = end + timedelta(minutes=minutes)
            yield change("add_availability", practitioner=person, unit=last[day].unit, start=end, end=later)
    if not last:
        refuse("", FormFaults.NOT_AT_WORK(practitioner=person))
    if left:
        hours, a_day = f"{form.hours:g}", f"{form.a_day:g}"
        refuse("hours", FormFaults.HOURS_DONT_FIT(hours=hours, practitioner=person, a_day=a_day))


@spelled_out.register
def _hours(form: Hours, request: PlanRequest, _others: Others) -> list[Plain]:
    return [
        change("add_availability", practitioner=person, unit=form.unit, **between(day, form.start, form.end))
        for person in people_of(form, request)
        for day in days_of(form, request)
    ]


@spelled_out.register
def _new_person(form: NewPerson, request: PlanRequest, _others: Others) -> list[Plain]:
    competences = form.competences
    days = set(days_of(form, request))
    if form.like is not None:
        known_person(form.like, request, "like")
        like = next(person for person in request.practitioners if person.id == form.like)
        competences = competences or like.competences
        spans = [
            {"unit": window.unit, "start": window.start, "end": window.end}
            for window in request.availability
            if window.practitioner == form.like and window.start.date() in days
        ]
    else:
        spans = [{"unit": form.unit, **between(day, form.start, form.end)} for day in sorted(days)]
    person = {"id": form.id, "competences": competences}
    windows = [change("add_availability", practitioner=form.id, **span) for span in spans]
    return [change("add_practitioner", value=person), *windows]


@spelled_out.register
def _move_person(form: MovePerson, request: PlanRequest, _others: Others) -> list[Plain]:
    people, days = set(people_of(form, request)), set(days_of(form, request))
    moving = [
        {"practitioner": window.practitioner, "start": window.start, "end": window.end}
        for window in request.availability
        if window.practitioner in people
        and window.start.date() in days
        and window.unit != form.to_unit
        and form.from_unit in {None, window.unit}
    ]
    there = [change("add_availability", unit=form.to_unit, **span) for span in moving]
    return [change("remove_availability", **span) for span in moving] + there


@spelled_out.register
def _duration(form: Duration, request: PlanRequest, _others: Others) -> list[Plain]:
    visits = [v for case in request.requests for v in case.visits if v.competence == form.competence]
    if not visits:
        needed = [visit.competence for case in request.requests for visit in case.visits]
        refuse_word("competence", FormFaults.NO_VISIT_NEEDS, form.competence, needed)
    if form.minutes is not None:
        return [
            change("set_visit", visit=visit.id, duration=form.minutes)
            for visit in visits
            if visit.duration != form.minutes
        ]
    if form.factor == 1 or form.more == 0:
        return []
    how = {"minutes": form.more} if form.factor is None else {"factor": form.factor}
    return [change("scale_duration", competence=form.competence, **how)]


@spelled_out.register
def _demand(form: Demand, request: PlanRequest, others: Others) -> list[Plain]:
    if form.from_ is not None:
        return _added(others[form.from_].requests, request)
    chosen = chosen_requests(form, request)
    wanted = scaled_count(len(chosen), form.factor or 1.0)
    if len(chosen) == len(request.requests):
        return [change("scale_demand", factor=form.factor, seed=form.seed)] if wanted != len(chosen) else []
    if wanted >= len(chosen):
        each, rest = divmod(wanted - len(chosen), len(chosen))
        return _added(tuple(chosen) * each + tuple(drawn(chosen, rest, form.seed)), request)
    locked = {booking.visit for booking in request.bookings if booking.locked}
    may_go = [case for case in chosen if not any(visit.id in locked for visit in case.visits)]
    return [change("drop_request", request=one.id) for one in drawn(may_go, len(chosen) - wanted, form.seed)]


def _added(cases: tuple[Request, ...], request: PlanRequest) -> list[Plain]:
    """More requests, each as a new patient's, under ids that nothing has yet."""
    taken = {case.id for case in request.requests}
    patients = {case.patient for case in request.requests}
    visits = {visit.id for case in request.requests for visit in case.visits}
    added = []
    for case in cases:
        own = copied_visits(case.visits, visits)
        new = {"id": fresh_id(case.id, taken), "patient": fresh_id(case.patient, patients), "visits": own}
        added.append(change("add_request", value=case.model_copy(update={**new, "same_day_as": ()})))
    return added


@spelled_out.register
def _waits(form: Waits, request: PlanRequest, _others: Others) -> list[Plain]:
    if form.min_wait is None and form.max_wait is None and form.longer is None:
        refuse("", FormFaults.NO_WAITS())
    changes = []
    for case in chosen_requests(form, request):
        if not case.linked:
            continue
        fields = _new_waits(form, case.min_wait, case.max_wait)
        changes += [change("set_request", request=case.id, **fields)] if fields else []
        for visit in case.visits:
            own = _new_waits(form, visit.min_wait, visit.max_wait, only_own=True)
            changes += [change("set_visit", visit=visit.id, **own)] if own else []
    return changes


def _new_waits(form: Waits, least: int | None, most: int | None, *, only_own: bool = False) -> Plain:
    """The fields that change; of a visit (``only_own``) only bounds that it has itself."""
    new: Plain = {}
    if form.min_wait is not None and form.min_wait != least and not (only_own and least is None):
        new["min_wait"] = form.min_wait
    wanted = form.max_wait
    if wanted is None and form.longer and most is not None:
        wanted = max(0, most + form.longer)
    if wanted is not None and wanted != most and not (only_own and most is None):
        new["max_wait"] = wanted
    return new


@spelled_out.register
def _priority(form: Prioritise, request: PlanRequest, _others: Others) -> list[Plain]:
    return _on_requests(form, request, {"priority": form.priority})


@spelled_out.register
def _window(form: Window, request: PlanRequest, _others: Others) -> list[Plain]:
    names = ("earliest", "latest", "not_before", "not_after")
    fields = {name: value for name in names if (value := getattr(form, name)) is not None}
    if not fields:
        refuse("", FormFaults.NO_WINDOW())
    return _on_requests(form, request, fields)


@spelled_out.register
def _units(form: Units, request: PlanRequest, _others: Others) -> list[Plain]:
    return _on_requests(form, request, {"units": form.units})


def _on_requests(form: Which, request: PlanRequest, fields: Plain) -> list[Plain]:
    return [
        change("set_request", request=case.id, **fields)
        for case in chosen_requests(form, request)
        if any(getattr(case, name) != value for name, value in fields.items())
    ]


@spelled_out.register
def _weights(form: SetWeights, request: PlanRequest, _others: Others) -> list[Plain]:
    given = form.weights.model_dump(exclude_unset=True)
    return [change("set_settings", weights=given)] if given else []


@spelled_out.register
def _give(form: GiveCompetence, request: PlanRequest, _others: Others) -> list[Plain]:
    return _competence("add_competence", form, request, form.competence, wanted=False)


@spelled_out.register
def _take(form: TakeCompetence, request: PlanRequest, _others: Others) -> list[Plain]:
    return _competence("remove_competence", form, request, form.competence, wanted=True)


def _competence(kind: str, form: People, request: PlanRequest, word: str, *, wanted: bool) -> list[Plain]:
    has = {person.id for person in request.practitioners if word in person.competences}
    return [
        change(kind, practitioner=person, competence=word)
        for person in people_of(form, request)
        if (person in has) == wanted
    ]
