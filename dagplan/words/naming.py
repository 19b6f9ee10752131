"""Sentences for who knows others by name: ids stay in a message's values, and names stand in what is shown.

A message says by the name of a place what the id in it is an id of: ``{practitioner}`` a person, ``{visit}`` a visit.
Where one place name is used for several kinds of things, ``_OF_MESSAGES`` says which it is in a message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, Protocol

from .catalogue import Language, current_language
from .message import Message, Said, Value
from .messages.changes import ChangeFaults, ChangeParts, ChangeWords
from .messages.violations import Violations
from .registry import in_language, said_of

Kind = Literal["person", "unit", "item", "request", "visit"]
"""What an id is an id of."""


class Within(NamedTuple):
    """What a sentence has said already: the request that it is about, and a competence."""

    request: str | None = None
    competence: str | None = None


class Names(Protocol):
    """What planners call what has an id."""

    def called(self, kind: Kind, key: str, within: Within) -> str | Said | None:
        """What they call it; None where it is called by its id, or there is no such thing.

        Parameters
        ----------
        kind, key
            What it is, and its id.
        within
            What need not be said again: of its own visits a request need not be named.
        """


_KINDS: Mapping[str, tuple[Kind, ...]] = {
    "practitioner": ("person",),
    "people": ("person",),
    "preferred": ("person",),
    "person": ("person",),
    "who": ("person", "item"),
    "unit": ("unit",),
    "units": ("unit",),
    "item": ("item",),
    "items": ("item",),
    "request": ("request",),
    "requests": ("request",),
    "put_out": ("request",),
    "moved": ("request",),
    "visit": ("visit",),
    "visits": ("visit",),
    "one": ("visit",),
    "other": ("visit",),
    "before": ("visit",),
    "first": ("visit",),
    "second": ("visit",),
    "lacking": ("visit",),
    "locked": ("visit",),
    "rest": ("visit",),
    "unlock": ("visit",),
}
"""By the name of a place: what the id there can be of, tried in this order."""

_OF_ANY: tuple[Kind, ...] = ("visit", "request", "person", "unit", "item")

_OF_MESSAGES: Mapping[tuple[Message, str], tuple[Kind, ...]] = {
    (Violations.TWO_PEOPLE, "first"): ("person",),
    (Violations.TWO_PEOPLE, "second"): ("person",),
    (Violations.TWO_UNITS, "first"): ("unit",),
    (Violations.TWO_UNITS, "second"): ("unit",),
    (Violations.ITEM_ELSEWHERE, "other"): ("unit",),
    (ChangeWords.FIELDS, "id"): _OF_ANY,
    (ChangeFaults.NOTHING_CHANGES, "id"): _OF_ANY,
    (ChangeParts.AND_MORE, "ids"): _OF_ANY,
}
"""Where that is not what the name of the place says."""

_OF_FIELDS: Mapping[str, tuple[Kind, ...]] = {
    "practitioners": ("person",),
    "preferred": ("person",),
    "units": ("unit",),
    "same_day_as": ("request",),
    "same_practitioner_as": ("visit",),
    "different_practitioner_from": ("visit",),
}
"""By the name of a field of the contract that was changed: what its value, before and after, is an id of."""


def kinds_at(code: Message, place: str) -> tuple[Kind, ...]:
    """What an id at a place of a message can be of; empty: no ids stand there."""
    return _OF_MESSAGES.get((code, place), _KINDS.get(place, ()))


def by_name(said: Said, names: Names, request: str | None = None) -> Said:
    """The same with names where its ids stood, to be shown: its values are no longer those of the contract.

    Parameters
    ----------
    said, names
        What is said, and what things are called.
    request
        Id of the request that it is about, where it does not say so itself.
    """
    about, competence = said.values.get("request"), said.values.get("competence")
    request = about if isinstance(about, str) else request
    within = Within(request, competence if isinstance(competence, str) else None)
    field = said.values["field"] if said.code is ChangeParts.FIELD else None
    values = {}
    for place, value in said.values.items():
        kinds = kinds_at(said.code, place) if field is None else _OF_FIELDS.get(str(field), ())
        values[place] = _named(value, kinds, names, within)
    return Said(said.code, values)


def in_names(
    params: Mapping[str, Any] | None, message: str, names: Names | None, language: Language | None = None
) -> str:
    """A message of the contract in a language, or in that of this run, with names where its ids stood.

    Parameters
    ----------
    params, message
        The two fields of the contract; as it stands where it has no values, or those of another version.
    names
        What things are called; None: by their ids.
    """
    if names is None:
        return in_language(params, message, language)
    said = said_of(params)
    return message if said is None else by_name(said, names).told(language or current_language())


def _named(value: Value, kinds: Sequence[Kind], names: Names, within: Within) -> Value:
    if isinstance(value, Said):
        return by_name(value, names, within.request)
    if isinstance(value, str):
        found = (names.called(kind, value, within) for kind in kinds)
        return next((one for one in found if one is not None), value)
    if isinstance(value, Sequence):
        return [_named(one, kinds, names, within) for one in value]
    return value
