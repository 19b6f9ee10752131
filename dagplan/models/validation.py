"""Every problem of a request at once, each with its place and in a planner's words.

pydantic judges the fields one by one; the checks here judge how they fit together. An entry with a wrong
field is left out of the second part, but the ids it names stay known, so that one slip gives one problem.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from itertools import islice
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ModelWrapValidatorHandler, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from .clock import load_zone
from .collector import collector_paused
from .cross_checks import CHECKS
from .draft import Draft
from .error_words import as_error, findings_in
from .errors import MOST_TOLD, InputError, Location, Place, Problem, json_path
from .fields import DEFAULT_ZONE, LocalDate, zone_for_reading
from .mistyped import mistyped_words
from .piecewise import Read, read_piecewise

Model = TypeVar("Model", bound=BaseModel)

_LISTS = (
    "units",
    "practitioners",
    "availability",
    "busy",
    "patient_busy",
    "equipment",
    "equipment_busy",
    "requests",
    "bookings",
)
_DATE: TypeAdapter[date] = TypeAdapter(LocalDate)


def validate_whole(model: type[Model], data: Any, handler: ModelWrapValidatorHandler[Model]) -> Model:
    """Run pydantic and the cross-checks, and raise what is found as one ``ValidationError``.

    Its lines are the first problems in the order of the input, and a last one that counts the rest
    (``errors.MOST_TOLD``).
    """
    fields = _fields_of(data) if isinstance(data, model) else data
    if not isinstance(fields, Mapping):
        return handler(data)
    with zone_for_reading(_zone_of(fields)), collector_paused():
        read = read_piecewise(model, fields, handler if fields is data else lambda _parts: handler(data))
        draft = _draft_of(fields, read)
        for check in CHECKS:
            read.found.extend(check(draft))
        if read.found.count:
            room = max(0, MOST_TOLD - read.found.count)  # what refuses the input is told before what is only likely
            read.found.extend(islice(mistyped_words(fields), room))
    if read.found.count or read.model is None:
        raise as_error(read.found, model.__name__)
    return read.model


def validate_bounded(model: type[Model], data: Mapping[str, Any]) -> Model:
    """A model of an object of any size; the error has as many lines as are told, and one that counts the rest."""
    read = read_piecewise(model, data)
    if read.model is None:
        raise as_error(read.found, model.__name__)
    return read.model


def as_input_error(error: ValidationError, place: Callable[[Location], Place] = json_path) -> InputError:
    """Turn a pydantic error of any of our models into the program's own, places written by ``place``."""
    found = ((one, Problem("", one.message, one.code, one.count, one.params)) for one in findings_in(error))
    problems = (problem.at(place(one.location)) for one, problem in found)
    return InputError(dict.fromkeys(problems))


def _fields_of(model: BaseModel) -> dict[str, Any]:
    return {field.alias or name: getattr(model, name) for name, field in type(model).model_fields.items()}


def _zone_of(data: Mapping[str, Any]) -> ZoneInfo:
    try:
        return load_zone(str(data.get("time_zone", DEFAULT_ZONE)))
    except PydanticCustomError:
        return ZoneInfo(DEFAULT_ZONE)


def _draft_of(data: Mapping[str, Any], read: Read[Any]) -> Draft:
    """The entries that have no problem of their own, and the ids that the others name."""
    draft = Draft(zone=str(_zone_of(data)))
    for name in _LISTS:
        entries = data.get(name)
        if not isinstance(entries, list | tuple):
            draft.note(name, "*", ())
            continue
        right = read.lists[name]
        setattr(draft, name, right)
        if len(right) < len(entries):
            for index, entry in enumerate(entries):
                if index not in right:
                    _note_ids(draft, name, index, entry)
    if not isinstance(data.get("requests"), list | tuple):
        draft.note("visits", "*", ())
    for name in ("first_date", "last_date"):
        try:
            setattr(draft, name, _DATE.validate_python(data.get(name)))
        except ValidationError:
            continue  # a problem of its own already
    return draft


def _note_ids(draft: Draft, name: str, index: int, entry: Any) -> None:
    entry = _fields_of(entry) if isinstance(entry, BaseModel) else entry
    draft.note(name, _id_in(entry), (name, index, "id"))
    if name == "requests":
        visits = entry.get("visits") if isinstance(entry, Mapping) else None
        for number, visit in enumerate(visits if isinstance(visits, list | tuple) else [None]):
            draft.note("visits", _id_in(visit), (name, index, "visits", number, "id"))


def _id_in(entry: Any) -> str:
    """The id of an entry as it would be read; ``*`` where it has none."""
    found = entry.get("id") if isinstance(entry, Mapping) else getattr(entry, "id", None)
    return unicodedata.normalize("NFC", found) if isinstance(found, str) else "*"
