"""An object read list by list and entry by entry, so that no error grows with the faults of the input.

pydantic judges every value here as it does anywhere. But it keeps each fault of what it is given until the end, at
half a kilobyte a fault; so it is given one entry at a time, and a large entry in pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import UnionType
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, FailFast, TypeAdapter, ValidationError

from dagplan.words.messages.input_faults import ValueFaults

from .collector import collector_paused
from .error_words import count_in, findings_in, unknown_field
from .errors import Location
from .fields import share_names
from .findings import Finding, Findings

Model = TypeVar("Model", bound=BaseModel)
Validate = Callable[[Any], Any]

_List = list[Any] | tuple[Any, ...]
_LIST = (list, tuple)
_LARGE = 100
"""Fields of an object, or entries of a list in it: with more it is judged in pieces."""
_CHUNK = 2000
"""Entries of a list that are read at once."""
_MOST_IN_ONE_PIECE = 100_000
"""Faults in one piece that are looked at one by one."""


@dataclass
class Read(Generic[Model]):
    """What came of reading an object.

    Attributes
    ----------
    model
        None where anything is wrong.
    lists
        By field that holds a list: the entries that are right, by index.
    found
        What is wrong.
    """

    model: Model | None
    lists: dict[str, dict[int, Any]]
    found: Findings


def read_piecewise(
    kind: type[Model], data: Mapping[str, Any], validate: Callable[[Any], Model] | None = None
) -> Read[Model]:
    """Read an object.

    Parameters
    ----------
    kind
        Its model.
    data
        The object.
    validate
        How the whole is made once its lists are read; left out: as the model says.
    """
    found = Findings(data)
    with collector_paused():
        model, lists = _form_of(kind).in_pieces(data, (), found, validate or kind.model_validate)
    return Read(model, lists, found)


def read_list(kind: type[Model], entries: Any) -> tuple[Model, ...] | None:
    """The models of a list; None where anything is wrong with it."""
    of_kind = _entries_of(kind)
    if not isinstance(entries, _LIST) or of_kind.any_large(entries):
        return None
    with collector_paused():
        try:
            return tuple(of_kind.in_chunks(entries))
        except ValidationError:
            return None


@dataclass
class _Form:
    """The shape of a model: which of its fields are lists, and which are objects."""

    kind: type[BaseModel]
    fields: frozenset[str]
    lists: Mapping[str, _Entries]
    objects: Mapping[str, _Form]

    def read(self, value: Any, location: Location, found: Findings) -> Any:
        """The model of a value; None where anything is wrong."""
        if self.is_large(value):
            return self.in_pieces(value, location, found, self.kind.model_validate)[0]
        return _in_one_piece(value, location, found, self.kind.model_validate)

    def is_large(self, value: Any) -> bool:
        """Whether a value might hold more faults than should be kept at once."""
        if type(value) is not dict and not isinstance(value, Mapping):
            return False
        if len(value) > _LARGE:
            return True
        for name, entries in self.lists.items():
            part = value.get(name)
            if part and isinstance(part, _LIST) and (len(part) > _LARGE or entries.any_large(part)):
                return True
        return bool(self.objects) and any(form.is_large(value.get(name)) for name, form in self.objects.items())

    def share_names(self, made: Any) -> None:
        """Let go of what pydantic keeps of each entry that is right: which of its fields were given."""
        share_names(made)
        for name, entries in self.lists.items():
            if entries.form is not None:
                for one in getattr(made, name) or ():
                    entries.form.share_names(one)

    def in_pieces(
        self, value: Mapping[str, Any], location: Location, found: Findings, validate: Validate
    ) -> tuple[Any, dict[str, dict[int, Any]]]:
        """The model of an object, None where anything is wrong, and what is right in its lists."""
        before = found.count
        parts: dict[str, Any] = {}
        lists: dict[str, dict[int, Any]] = {}
        judged = set()
        untold = False
        for name, part in value.items():
            here = (*location, name)
            if name in self.lists and isinstance(part, _LIST):
                lists[name] = self.lists[name].read(part, here, found)
                parts[name] = tuple(lists[name].values())
                if part:
                    judged.add(name)
            elif name in self.objects and self.objects[name].is_large(part):
                parts[name] = self.objects[name].read(part, here, found)
                judged.add(name)
            elif name not in self.fields and len(value) > _LARGE:
                untold = untold or found.full_before(here)
                if untold:
                    found.skip(1)
                else:
                    found.add(unknown_field((*location, str(name))))
            else:
                parts[name] = part
        try:
            model = validate(parts)
        except ValidationError as error:
            for finding in findings_in(error):
                if finding.location[:1] and finding.location[0] in judged:
                    continue  # told already, entry by entry
                finding.location = (*location, *finding.location)
                found.add(finding)
        return (model if found.count == before else None), lists


class _Entries:
    """A list in a model: what its entries are."""

    def __init__(self, entry: Any) -> None:
        self.entry = entry
        self.form = _form_of(entry) if _is_model(entry) else None

    @cached_property
    def _whole(self) -> TypeAdapter[tuple[Any, ...]]:
        return TypeAdapter(Annotated[tuple[self.entry, ...], FailFast()])  # type: ignore[arg-type,name-defined]

    @cached_property
    def _one(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.entry)

    def any_large(self, entries: _List) -> bool:
        """Whether an entry might hold more faults than should be kept at once."""
        return self.form is not None and any(map(self.form.is_large, entries))

    def read(self, entries: _List, location: Location, found: Findings) -> dict[int, Any]:
        """The entries that are right, by index."""
        large = self.any_large(entries)
        if not large:
            try:
                return dict(enumerate(self.in_chunks(entries)))
            except ValidationError:
                pass  # judged one by one
        right = {}
        untold = False
        for index, entry in enumerate(entries):
            untold = untold or found.full_before((*location, index))
            made = self._one_of(entry, (*location, index), found, untold=untold and not large)
            if made is not None:
                right[index] = made
        return right

    def in_chunks(self, entries: _List) -> list[Any]:
        """All entries, if they are right."""
        made: list[Any] = []
        for start in range(0, len(entries), _CHUNK):
            chunk = self._whole.validate_python(entries[start : start + _CHUNK])
            if self.form is not None:
                for one in chunk:
                    self.form.share_names(one)
            made += chunk
        return made

    def _one_of(self, entry: Any, location: Location, found: Findings, *, untold: bool) -> Any:
        """An entry; None where anything is wrong. What would not be told is only counted."""
        if not untold and self.form is not None:
            return self.form.read(entry, location, found)
        if not untold:
            return _in_one_piece(entry, location, found, self._one.validate_python)
        try:
            return self._one.validate_python(entry)
        except ValidationError as error:
            lists = self.form is not None and type(entry) is dict and any(map(entry.get, self.form.lists))
            found.skip(count_in(error) if lists else error.error_count())
        return None


@cache
def _entries_of(kind: type[BaseModel]) -> _Entries:
    return _Entries(kind)


@cache
def _form_of(kind: type[BaseModel]) -> _Form:
    lists, objects = {}, {}
    for name, field in kind.model_fields.items():
        given = field.annotation
        for one in get_args(given) if get_origin(given) in (Union, UnionType) else (given,):
            if get_origin(one) is tuple and get_args(one)[1:] == (...,):
                lists[field.alias or name] = _Entries(get_args(one)[0])
            elif _is_model(one):
                objects[field.alias or name] = _form_of(one)
    names = frozenset(field.alias or name for name, field in kind.model_fields.items())
    return _Form(kind, names, lists, objects)


def _is_model(given: Any) -> bool:
    return isinstance(given, type) and issubclass(given, BaseModel)


def _in_one_piece(value: Any, location: Location, found: Findings, validate: Validate) -> Any:
    try:
        return validate(value)
    except ValidationError as error:
        if error.error_count() > _MOST_IN_ONE_PIECE:
            found.add(Finding.of(location, ValueFaults.MANY(count=error.error_count()), "invalid"))
            found.skip(error.error_count() - 1)
        else:
            for finding in findings_in(error):
                finding.location = (*location, *finding.location)
                found.add(finding)
    return None
