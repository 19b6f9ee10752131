"""Hypothesis strategies for instances of every model there is, from the kinds of values that its fields hold."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union

import annotated_types as limits
from hypothesis import strategies as st
from pydantic import AwareDatetime
from pydantic.fields import FieldInfo

import dagplan
from dagplan.models import fields
from dagplan.models.booked import EarlierPlan, Instant
from dagplan.models.changes import vocabulary
from dagplan.models.fields import StrictModel
from dagplan.models.request import PlanRequest
from dagplan.scenarios import short_vocabulary as short
from tests.strategies import small_requests

MINUTE = timedelta(minutes=1)
_moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 30)).map(
    lambda one: one.replace(second=0, microsecond=0)
)
_words = st.text(st.characters(categories=["L", "P", "S"], exclude_characters="\\"), min_size=1, max_size=8)
_json = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from([0.5, "08:30", "läk-1"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=4,
)

KNOWN = [
    (fields.Id, st.from_regex(r"[a-zåä][a-z0-9_.-]{0,5}", fullmatch=True)),
    (fields.Text, _words),
    (fields.Address, st.sampled_from(["Appointment/a-1", "urn:uuid:0d6c0b0e-9b4e-4f0e-8a3a-2b1c3d4e5f60"])),
    (fields.LocalDateTime, _moments),
    (fields.LocalEnd, _moments),
    (fields.LocalDate, st.dates(datetime(2020, 1, 1).date(), datetime(2030, 1, 1).date())),
    (fields.ClockTime, st.builds(time, st.integers(0, 23), st.integers(0, 59))),
    (
        Instant,
        st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
            lambda one: one.replace(microsecond=0, tzinfo=UTC)
        ),
    ),
    (
        AwareDatetime,
        st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda one: one.replace(tzinfo=UTC)),
    ),
    (str, _words),
    (bool, st.booleans()),
    (Any, _json),
]


@cache
def every_model():
    """Every model of the package, by name; those with an underscore are bases of others."""
    root = Path(dagplan.__file__).parent
    for path in root.rglob("*.py"):
        parts = path.relative_to(root.parent).with_suffix("").parts
        if "cli" not in parts and not parts[-1].startswith("_"):
            import_module(".".join(parts))
    found = set()
    waiting = [StrictModel]
    while waiting:
        below = waiting.pop().__subclasses__()
        found.update(below)
        waiting += below
    found.discard(vocabulary.ChangeModel)  # a base, of no kind
    public = (one for one in found if one.__module__.startswith("dagplan.") and not one.__name__.startswith("_"))
    return tuple(sorted(public, key=lambda one: (one.__module__, one.__name__)))


def drawn(model):
    """Instances of a model."""
    if model is PlanRequest:
        return st.builds(_request, small_requests(), st.none() | drawn(EarlierPlan))
    return _values_of(model).map(lambda values: model.model_validate(fitting(model, values)))


def _request(plain, earlier):
    return PlanRequest.model_validate({**plain, "earlier": earlier})


@cache
def _values_of(model):
    hints = typing.get_type_hints(model, include_extras=True)
    needed, optional = {}, {}
    for name, field in model.model_fields.items():
        (needed if field.is_required() else optional)[field.alias or name] = _of(hints[name])
    return st.fixed_dictionaries(needed, optional=optional)


def _of(hint):
    """Values of a type, as it is annotated."""
    for known, strategy in KNOWN:
        if hint == known:
            return strategy
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        return _bounded(inner[0], [part for one in inner[1:] for part in _parts(one)])
    if origin in (Union, UnionType):
        return st.one_of(map(_of, inner))
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is tuple:
        return st.tuples(*map(_of, inner)) if inner[-1] is not ... else st.lists(_of(inner[0]), max_size=2).map(tuple)
    if origin in (dict, Mapping):
        return st.dictionaries(_of(inner[0]), _of(inner[1]), max_size=2)
    if hint is type(None):
        return st.none()
    if hint in (int, float):
        return _bounded(hint, [])
    return drawn(hint)


def _parts(metadata):
    return list(metadata.metadata) if isinstance(metadata, FieldInfo) else [metadata]


def _bounded(kind, bounds):
    """Numbers within bounds; lists and texts as long as is asked for."""
    least = next(
        (getattr(one, "ge", getattr(one, "gt", None)) for one in bounds if isinstance(one, limits.Ge | limits.Gt)), 0
    )
    most = next((one.le for one in bounds if isinstance(one, limits.Le)), least + 1000)
    if kind is int:
        return st.integers(least, most)
    if kind is float:
        return st.floats(least + 0.01, most, allow_nan=False)
    if typing.get_origin(kind) is tuple:
        fewest = max([1, *(one.min_length for one in bounds if isinstance(one, limits.MinLen))])
        return st.lists(_of(typing.get_args(kind)[0]), min_size=fewest, max_size=max(2, fewest)).map(tuple)
    pattern = next((one.pattern for one in bounds if getattr(one, "pattern", None)), None)
    if pattern is not None:
        return st.from_regex(pattern, fullmatch=True)
    return _of(kind)


def fitting(model, values):
    """The values so that they fit together, where the model asks that."""
    values = dict(values)
    if "gap" in values:
        values["gap"] %= 1
    for name in ("values", "changes"):  # of a study: at least one
        field = model.model_fields.get(name)
        if field is not None and any(isinstance(one, limits.MinLen) for one in field.metadata) and not values[name]:
            values[name] = {"n": (1,)} if name == "values" else ({"kind": "set_settings"},)
    if issubclass(model, vocabulary.AddAvailability):
        values["start"] = values["start"].replace(hour=8)
        values["end"] = values["start"] + 30 * MINUTE
    elif issubclass(model, vocabulary.RemoveAvailability | vocabulary.TakeEquipment):
        values["end"] = max(values["end"], values["start"] + MINUTE)
    elif model is vocabulary.SetVisit:
        values = {name: value for name, value in values.items() if name not in ("duration", "competence") or value}
    elif model is vocabulary.ScaleDuration:
        values |= {"factor": 0.5, "minutes": None} if values.get("factor") else {"factor": None, "minutes": -3}
    elif issubclass(model, short.People):
        values["with_competence"] = values.get("with_competence") or "ecg"
    elif model is short.EquipmentAway:
        values["of_kind"] = values.get("of_kind") or "ecg"
    elif model is short.NewPerson:
        values |= {"like": "n-1", "unit": None}
    elif model is short.Duration:
        values = {"kind": "duration", "competence": values["competence"], "more": 5}
    elif model is short.Demand:
        values |= {"factor": None, "from": "other.json"} if "seed" in values else {"factor": 2, "from": None}
    for name, field in model.model_fields.items():
        least = [one.min_length for one in field.metadata if isinstance(one, limits.MinLen)]
        if least and name in ("visits", "seeds") and not values.get(name, (0,)):
            values[name] = ({"id": "v1", "duration": 10, "competence": "ecg"},) if name == "visits" else (0,)
    return values
