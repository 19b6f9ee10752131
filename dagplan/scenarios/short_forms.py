"""Short forms spelled out into the contract's changes: one small function a form.

A form that changes nothing here (0 extra hours, a duration as it is) gives no changes: in a grid that is the
neutral cell, in a scenario it is an error (`cases`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import singledispatch
from typing import Any, Never

from dagplan.models import PlanRequest
from dagplan.models.changes.effects_on_equipment import is_busy_throughout
from dagplan.models.changes.scaling import copied_visits, drawn, fresh_id, scaled_count
from dagplan.models.competences import competence_key
from dagplan.models.request import Availability, Equipment, Request
from dagplan.words import Said
from dagplan.words.messages.study_faults import FormFaults

from .short_vocabulary import (
    Absence,
    Days,
    Demand,
    Duration,
    EquipmentAway,
    ExtraHours,
    FewerEquipment,
    GiveCompetence,
    Hours,
    MoreEquipment,
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

Plain = dict[str, Any]
_MIDNIGHT = time(0)


class FormRefusedError(ValueError):
    """A form that names something unknown; ``field`` says where in it."""

    def __init__(self, field: str, said: Said) -> None:
        self.field, self.said = field, said
        super().__init__(field, said)

    def __str__(self) -> str:
        return str(self.said)


def _refuse(field: str, said: Said) -> Never:
    raise FormRefusedError(field, said)


@singledispatch
def spelled_out(form: Any, request: PlanRequest, others: Mapping[str, PlanRequest]) -> list[Any]:
    """The contract's changes that a form stands for in this request; a change of the contract stands for itself.

    Parameters
    ----------
    form
        A short form or a change.
    request
        The request as changed so far.
    others
        Further inputs, by path as written.

    Raises
    ------
    FormRefusedError
        If the form names something that is not in the request.
    """
    return [form]


Others = Mapping[str, PlanRequest]


@spelled_out.register
def _absence(form: Absence, request: PlanRequest, _others: Others) -> list[Plain]:
    spans = []
    for person in _people(form, request):
        for day in _days(form, request):
            span = _span_of(day, form.start, form.end)
            start, end = span["start"], span["end"]
            there = any(w.practitioner == person and w.start < end and start < w.end for w in request.availability)
            if there:
                spans.append(_change("remove_availability", practitioner=person, **span))
    return spans


@spelled_out.register
def _extra_hours(form: ExtraHours, request: PlanRequest, _others: Others) -> list[Plain]:
    return [change for person in _people(form, request) for change in _stretches(form, request, person)]


def _stretches(form: ExtraHours, request: PlanRequest, person: str) -> Iterator[Plain]:
    left = round(form.hours * 60)
    days = set(_days(form, request))
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
            yield _change("add_availability", practitioner=person, unit=last[day].unit, start=end, end=later)
    if left:
        hours, a_day = f"{form.hours:g}", f"{form.a_day:g}"
        _refuse("hours", FormFaults.HOURS_DONT_FIT(hours=hours, practitioner=person, a_day=a_day))


@spelled_out.register
def _hours(form: Hours, request: PlanRequest, _others: Others) -> list[Plain]:
    return [
        _change("add_availability", practitioner=person, unit=form.unit, **_between(day, form.start, form.end))
        for person in _people(form, request)
        for day in _days(form, request)
    ]


@spelled_out.register
def _new_person(form: NewPerson, request: PlanRequest, _others: Others) -> list[Plain]:
    competences = form.competences
    days = set(_days(form, request))
    if form.like is not None:
        _known(form.like, request, "like")
        like = next(person for person in request.practitioners if person.id == form.like)
        competences = competences or like.competences
        spans = [
            {"unit": window.unit, "start": window.start, "end": window.end}
            for window in request.availability
            if window.practitioner == form.like and window.start.date() in days
        ]
    else:
        spans = [{"unit": form.unit, **_between(day, form.start, form.end)} for day in sorted(days)]
    person = {"id": form.id, "competences": competences}
    windows = [_change("add_availability", practitioner=form.id, **span) for span in spans]
    return [_change("add_practitioner", value=person), *windows]


@spelled_out.register
def _move_person(form: MovePerson, request: PlanRequest, _others: Others) -> list[Plain]:
    people, days = set(_people(form, request)), set(_days(form, request))
    moving = [
        {"practitioner": window.practitioner, "start": window.start, "end": window.end}
        for window in request.availability
        if window.practitioner in people
        and window.start.date() in days
        and window.unit != form.to_unit
        and form.from_unit in {None, window.unit}
    ]
    there = [_change("add_availability", unit=form.to_unit, **span) for span in moving]
    return [_change("remove_availability", **span) for span in moving] + there


@spelled_out.register
def _duration(form: Duration, request: PlanRequest, _others: Others) -> list[Plain]:
    visits = [v for case in request.requests for v in case.visits if v.competence == form.competence]
    if not visits:
        _refuse("competence", FormFaults.NO_VISIT_NEEDS(competence=form.competence))
    if form.minutes is not None:
        return [
            _change("set_visit", visit=visit.id, duration=form.minutes)
            for visit in visits
            if visit.duration != form.minutes
        ]
    if form.factor == 1 or form.more == 0:
        return []
    how = {"minutes": form.more} if form.factor is None else {"factor": form.factor}
    return [_change("scale_duration", competence=form.competence, **how)]


@spelled_out.register
def _demand(form: Demand, request: PlanRequest, others: Others) -> list[Plain]:
    if form.from_ is not None:
        return _added(others[form.from_].requests, request)
    chosen = _chosen(form, request)
    wanted = scaled_count(len(chosen), form.factor or 1.0)
    if len(chosen) == len(request.requests):
        return [_change("scale_demand", factor=form.factor, seed=form.seed)] if wanted != len(chosen) else []
    if wanted >= len(chosen):
        each, rest = divmod(wanted - len(chosen), len(chosen))
        return _added(tuple(chosen) * each + tuple(drawn(chosen, rest, form.seed)), request)
    locked = {booking.visit for booking in request.bookings if booking.locked}
    may_go = [case for case in chosen if not any(visit.id in locked for visit in case.visits)]
    return [_change("drop_request", request=one.id) for one in drawn(may_go, len(chosen) - wanted, form.seed)]


def _added(cases: tuple[Request, ...], request: PlanRequest) -> list[Plain]:
    """More requests, each as a new patient's, under ids that nothing has yet."""
    taken = {case.id for case in request.requests}
    patients = {case.patient for case in request.requests}
    visits = {visit.id for case in request.requests for visit in case.visits}
    added = []
    for case in cases:
        own = copied_visits(case.visits, visits)
        new = {"id": fresh_id(case.id, taken), "patient": fresh_id(case.patient, patients), "visits": own}
        added.append(_change("add_request", value=case.model_copy(update={**new, "same_day_as": ()})))
    return added


@spelled_out.register
def _waits(form: Waits, request: PlanRequest, _others: Others) -> list[Plain]:
    if form.min_wait is None and form.max_wait is None and form.longer is None:
        _refuse("", FormFaults.NO_WAITS())
    changes = []
    for case in _chosen(form, request):
        if not case.linked:
            continue
        fields = _new_waits(form, case.min_wait, case.max_wait)
        changes += [_change("set_request", request=case.id, **fields)] if fields else []
        for visit in case.visits:
            own = _new_waits(form, visit.min_wait, visit.max_wait, only_own=True)
            changes += [_change("set_visit", visit=visit.id, **own)] if own else []
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
        _refuse("", FormFaults.NO_WINDOW())
    return _on_requests(form, request, fields)


@spelled_out.register
def _units(form: Units, request: PlanRequest, _others: Others) -> list[Plain]:
    return _on_requests(form, request, {"units": form.units})


def _on_requests(form: Which, request: PlanRequest, fields: Plain) -> list[Plain]:
    return [
        _change("set_request", request=case.id, **fields)
        for case in _chosen(form, request)
        if any(getattr(case, name) != value for name, value in fields.items())
    ]


@spelled_out.register
def _weights(form: SetWeights, request: PlanRequest, _others: Others) -> list[Plain]:
    given = form.weights.model_dump(exclude_unset=True)
    return [_change("set_settings", weights=given)] if given else []


@spelled_out.register
def _give(form: GiveCompetence, request: PlanRequest, _others: Others) -> list[Plain]:
    return _competence("add_competence", form, request, form.competence, wanted=False)


@spelled_out.register
def _take(form: TakeCompetence, request: PlanRequest, _others: Others) -> list[Plain]:
    return _competence("remove_competence", form, request, form.competence, wanted=True)


def _competence(kind: str, form: People, request: PlanRequest, word: str, *, wanted: bool) -> list[Plain]:
    has = {person.id for person in request.practitioners if word in person.competences}
    return [
        _change(kind, practitioner=person, competence=word)
        for person in _people(form, request)
        if (person in has) == wanted
    ]


@spelled_out.register
def _more_equipment(form: MoreEquipment, request: PlanRequest, _others: Others) -> list[Plain]:
    every, here = _of_kind(form.of_kind, request), _of_kind(form.of_kind, request, form.unit)
    like = here[-1] if here else every[0]
    taken = {item.id for item in request.equipment}
    return [
        _change("add_equipment", value={"id": fresh_id(like.id, taken), "unit": form.unit, "kind": like.kind})
        for _ in range(form.number)
    ]


@spelled_out.register
def _fewer_equipment(form: FewerEquipment, request: PlanRequest, _others: Others) -> list[Plain]:
    here = _of_kind(form.of_kind, request, form.unit)
    if form.number > len(here):
        _refuse("number", FormFaults.TOO_FEW_ITEMS(unit=form.unit, n=len(here), kind=form.of_kind))
    return [_change("remove_equipment", equipment=item.id) for item in here[len(here) - form.number :]]


@spelled_out.register
def _equipment_away(form: EquipmentAway, request: PlanRequest, _others: Others) -> list[Plain]:
    known = {item.id for item in request.equipment}
    for item in form.items:
        if item not in known:
            _refuse("items", FormFaults.NO_ITEM(item=item))
    if form.of_kind is None and form.unit is not None:
        _refuse("unit", FormFaults.UNIT_OF_NO_KIND())
    all_of_kind = [] if form.of_kind is None else [one.id for one in _of_kind(form.of_kind, request, form.unit)]
    return [
        _change("equipment_busy", equipment=item, **span)
        for item in dict.fromkeys((*form.items, *all_of_kind))
        for day in _days(form, request)
        if not is_busy_throughout(request.equipment_busy, item, **(span := _span_of(day, form.start, form.end)))
    ]


def _of_kind(word: str, request: PlanRequest, unit: str | None = None) -> list[Equipment]:
    """The items of a kind, which there has to be; at a unit, where one is given, maybe none."""
    if unit is not None and all(one.id != unit for one in request.units):
        _refuse("unit", FormFaults.NO_UNIT(unit=unit))
    found = [item for item in request.equipment if competence_key(item.kind) == competence_key(word)]
    if not found:
        _refuse("of_kind", FormFaults.NO_SUCH_EQUIPMENT(kind=word))
    return [item for item in found if unit in {None, item.unit}]


def _people(form: People, request: PlanRequest) -> list[str]:
    for person in form.practitioners:
        _known(person, request, "practitioners")
    word = form.with_competence
    having = [one.id for one in request.practitioners if word is not None and word in one.competences]
    if word is not None and not having:
        _refuse("with_competence", FormFaults.NOBODY_HAS(competence=word))
    return list(dict.fromkeys((*form.practitioners, *having)))


def _known(person: str, request: PlanRequest, field: str) -> None:
    if all(one.id != person for one in request.practitioners):
        _refuse(field, FormFaults.NO_PRACTITIONER(practitioner=person))


def _days(form: Days, request: PlanRequest) -> list[date]:
    count = (request.last_date - request.first_date).days + 1
    planned = [request.first_date + timedelta(number) for number in range(count)]
    for day in form.dates:
        if not request.first_date <= day <= request.last_date:
            planned_dates = {"first": request.first_date, "last": request.last_date}
            _refuse("dates", FormFaults.NOT_PLANNED(date=day, **planned_dates))
    if not form.dates and not form.weekdays:
        return planned
    return [day for day in planned if day in form.dates or f"{day:%A}".lower() in form.weekdays]


_TESTS: Mapping[str, Callable[[Request, Any], bool]] = {
    "requests": lambda case, ids: case.id in ids,
    "unit": lambda case, unit: not case.units or unit in case.units,
    "competence": lambda case, word: any(visit.competence == word for visit in case.visits),
    "with_priority": lambda case, word: case.priority == word,
    "linked": lambda case, linked: case.linked == linked,
}


def _chosen(form: Which, request: PlanRequest) -> list[Request]:
    ids = {case.id for case in request.requests}
    for one in form.requests:
        if one not in ids:
            _refuse("requests", FormFaults.NO_REQUEST(request=one))
    if form.unit is not None and all(unit.id != form.unit for unit in request.units):
        _refuse("unit", FormFaults.NO_UNIT(unit=form.unit))
    asked = {name: value for name in _TESTS if (value := getattr(form, name)) not in (None, ())}
    chosen = [case for case in request.requests if all(_TESTS[name](case, value) for name, value in asked.items())]
    if not chosen:
        _refuse("", FormFaults.NO_SUCH_REQUESTS())
    return chosen


def _between(day: date, start: time | None, end: time | None) -> Plain:
    return {"start": datetime.combine(day, start or _MIDNIGHT), "end": datetime.combine(day, end or _MIDNIGHT)}


def _span_of(day: date, start: time | None, end: time | None) -> dict[str, datetime]:
    """A date between two clock times, or all of it before or after one."""
    until = datetime.combine(day, end) if end else datetime.combine(day + timedelta(1), _MIDNIGHT)
    return {"start": datetime.combine(day, start or _MIDNIGHT), "end": until}


def _change(kind: str, **fields: Any) -> Plain:
    return {"kind": kind, **fields}
