"""What planners call what has an id: people, units and equipment by name, requests and visits by whose they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Protocol

from dagplan.models.competences import competence_key
from dagplan.models.entries import Visit
from dagplan.models.request import PlanRequest, Request
from dagplan.words import Said, naming
from dagplan.words.messages.naming_words import NamingWords
from dagplan.words.naming import Kind, Within


class _Named(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str | None: ...


class NamesOfThings:
    """People, care units and items by their names, where they have any; requests and visits keep their ids."""

    def __init__(self, request: PlanRequest | None) -> None:
        self._request = request

    def called(self, kind: Kind, key: str, within: Within) -> str | Said | None:
        """What it is called; None: by its id."""
        return self._things.get(kind, {}).get(key)

    @cached_property
    def _things(self) -> Mapping[Kind, Mapping[str, str]]:
        asked = self._request
        if asked is None:
            return {}
        return {
            "person": _names(asked.practitioners),
            "unit": _names(asked.units),
            "item": _names(asked.equipment),
        }


class Names(NamesOfThings):
    """As a planner's board has them: a request is its patient, and a visit the patient and the competence.

    A patient with several requests is told with the id of the request; a visit, of several of one competence in a
    request, with its place in the sequence.
    """

    def called(self, kind: Kind, key: str, within: Within) -> str | Said | None:
        """What it is called; None: by its id."""
        if kind == "request":
            case = self._cases.get(key)
            return None if case is None else self._whose(case)
        if kind == "visit":
            found = self._visits.get(key)
            if found is None:
                return None
            case, number = found
            if case.id != within.request:
                return f"{self._whose(case)} · {_what(case, number)}"
            if case.visits[number].competence != within.competence:
                return _what(case, number)
            return NamingWords.THE_VISIT() if len(case.visits) == 1 else NamingWords.VISIT(number=number + 1)
        return super().called(kind, key, within)

    def _whose(self, case: Request) -> str:
        return case.patient if self._requests_of[case.patient] == 1 else f"{case.patient} ({case.id})"

    @cached_property
    def _every(self) -> tuple[Request, ...]:
        return self._request.requests if self._request is not None else ()

    @cached_property
    def _cases(self) -> Mapping[str, Request]:
        return {case.id: case for case in self._every}

    @cached_property
    def _visits(self) -> Mapping[str, tuple[Request, int]]:
        return {visit.id: (case, number) for case in self._every for number, visit in enumerate(case.visits)}

    @cached_property
    def _requests_of(self) -> Counter[str]:
        return Counter(case.patient for case in self._every)


class Either:
    """What the first of several calls it that knows it."""

    def __init__(self, *several: naming.Names) -> None:
        self._several = several

    def called(self, kind: Kind, key: str, within: Within) -> str | Said | None:
        """What it is called; None: by its id."""
        found = (one.called(kind, key, within) for one in self._several)
        return next((one for one in found if one is not None), None)


def _what(case: Request, number: int) -> str:
    """The competence of a visit; with its place in the sequence where another visit has the same."""
    visit = case.visits[number]
    return (
        visit.competence if _alike(visit, case.visits) == 1 else f"{visit.competence} {number + 1}/{len(case.visits)}"
    )


def _alike(visit: Visit, visits: Iterable[Visit]) -> int:
    return sum(competence_key(one.competence) == competence_key(visit.competence) for one in visits)


def _names(things: Iterable[_Named]) -> dict[str, str]:
    """The names of those that have one; of two of one name, with their ids."""
    named = {one.id: one.name for one in things if one.name}
    often = Counter(named.values())
    return {key: name if often[name] == 1 else f"{name} ({key})" for key, name in named.items()}
