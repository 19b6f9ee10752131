"""What every short form is spelled out with: the function itself; people, dates and requests that a form names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import singledispatch
from typing import Any, Never

from dagplan.models import PlanRequest
from dagplan.models.nearest import Nearest
from dagplan.models.request import Request
from dagplan.words import Message, Said
from dagplan.words.messages.input_faults import FitFaults
from dagplan.words.messages.study_faults import FormFaults

from .short_vocabulary import Days, People, Which

Plain = dict[str, Any]
MIDNIGHT = time(0)


class FormRefusedError(ValueError):
    """A form that names something unknown; ``field`` says where in it."""

    def __init__(self, field: str, said: Said) -> None:
        self.field, self.said = field, said
        super().__init__(field, said)

    def __str__(self) -> str:
        return str(self.said)


def refuse(field: str, said: Said) -> Never:
    """Refuse a form for what stands in one of its fields."""
    raise FormRefusedError(field, said)


_MEANT: Mapping[Message, tuple[str, Message]] = {
    FormFaults.NOBODY_HAS: ("competence", FitFaults.MISTYPED_COMPETENCE),
    FormFaults.NO_PRACTITIONER: ("practitioner", FitFaults.NO_PRACTITIONER_NEAR),
    FormFaults.NO_REQUEST: ("request", FitFaults.NO_REQUEST_NEAR),
    FormFaults.NO_UNIT: ("unit", FitFaults.NO_UNIT_NEAR),
    FormFaults.NO_ITEM: ("item", FitFaults.NO_ITEM_NEAR),
    FormFaults.NO_SUCH_EQUIPMENT: ("kind", FitFaults.MISTYPED_KIND),
    FormFaults.NO_VISIT_NEEDS: ("competence", FormFaults.NO_VISIT_NEEDS_NEAR),
}
"""The same with the words that may have been meant, and what a message calls the word that is none."""


def refuse_word(field: str, say: Message, word: str, known: Iterable[str]) -> Never:
    """Refuse a form for a word that is none of those known, and tell the nearest of them."""
    name, say_near = _MEANT[say]
    near = Nearest(known).of(word)
    refuse(field, say_near(**{name: word, "near": near}) if near else say(**{name: word}))


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


def people_of(form: People, request: PlanRequest) -> list[str]:
    """The people that a form names, and those with the competence that it names."""
    for person in form.practitioners:
        known_person(person, request, "practitioners")
    word = form.with_competence
    having = [one.id for one in request.practitioners if word is not None and word in one.competences]
    if word is not None and not having:
        known = [one for person in request.practitioners for one in person.competences]
        refuse_word("with_competence", FormFaults.NOBODY_HAS, word, known)
    return list(dict.fromkeys((*form.practitioners, *having)))


def known_person(person: str, request: PlanRequest, field: str) -> None:
    """Refuse a form that names nobody of the request."""
    if all(one.id != person for one in request.practitioners):
        refuse_word(field, FormFaults.NO_PRACTITIONER, person, [one.id for one in request.practitioners])


def days_of(form: Days, request: PlanRequest) -> list[date]:
    """The planned dates that a form names, in order; all where it names none."""
    count = (request.last_date - request.first_date).days + 1
    planned = [request.first_date + timedelta(number) for number in range(count)]
    for day in form.dates:
        if not request.first_date <= day <= request.last_date:
            planned_dates = {"first": request.first_date, "last": request.last_date}
            refuse("dates", FormFaults.NOT_PLANNED(date=day, **planned_dates))
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


def chosen_requests(form: Which, request: PlanRequest) -> list[Request]:
    """The requests that a form speaks of; there has to be one."""
    ids = {case.id for case in request.requests}
    for one in form.requests:
        if one not in ids:
            refuse_word("requests", FormFaults.NO_REQUEST, one, ids)
    if form.unit is not None and all(unit.id != form.unit for unit in request.units):
        refuse_word("unit", FormFaults.NO_UNIT, form.unit, [unit.id for unit in request.units])
    asked = {name: value for name in _TESTS if (value := getattr(form, name)) not in (None, ())}
    chosen = [case for case in request.requests if all(_TESTS[name](case, value) for name, value in asked.items())]
    if not chosen:
        refuse("", FormFaults.NO_SUCH_REQUESTS())
    return chosen


def between(day: date, start: time | None, end: time | None) -> Plain:
    """A date from one clock time to another, as the fields of a change."""
    return {"start": datetime.combine(day, start or MIDNIGHT), "end": datetime.combine(day, end or MIDNIGHT)}


def span_of(day: date, start: time | None, end: time | None) -> dict[str, datetime]:
    """A date between two clock times, or all of it before or after one."""
    until = datetime.combine(day, end) if end else datetime.combine(day + timedelta(1), MIDNIGHT)
    return {"start": datetime.combine(day, start or MIDNIGHT), "end": until}


def change(kind: str, **fields: Any) -> Plain:
    """A change of the contract."""
    return {"kind": kind, **fields}
