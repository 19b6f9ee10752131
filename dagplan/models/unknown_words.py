"""Competences that visits ask for and nobody has, and kinds of which there is no equipment, with the nearest words.

They are legal, and a warning of the plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .competences import competence_key
from .nearest import Nearest
from .request import PlanRequest


@dataclass(frozen=True)
class Unknown:
    """A word that nothing answers to.

    Attributes
    ----------
    word
        As the first of the visits has it.
    near
        The words that look most like it, as written.
    visits
        The ids of those that ask for it.
    """

    word: str
    near: tuple[str, ...]
    visits: tuple[str, ...]


def unknown_competences(request: PlanRequest) -> dict[str, Unknown]:
    """Each competence that visits ask for and nobody has, by what it is compared by."""
    known = [word for person in request.practitioners for word in person.competences]
    asked = ((visit.competence, visit.id) for one in request.requests for visit in one.visits)
    return _unknown(asked, known)


def unknown_kinds(request: PlanRequest) -> dict[str, Unknown]:
    """Each kind of equipment that visits need and of which there is none, by what it is compared by."""
    known = [item.kind for item in request.equipment]
    asked = ((kind, visit.id) for one in request.requests for visit in one.visits for kind in visit.equipment)
    return _unknown(asked, known)


def _unknown(asked: Iterable[tuple[str, str]], known: Iterable[str]) -> dict[str, Unknown]:
    words = frozenset(known)
    answered = set(words) | {competence_key(word) for word in words}
    visits: dict[str, list[tuple[str, str]]] = {}
    for word, visit in asked:
        if word not in answered and (key := competence_key(word)) not in answered:
            visits.setdefault(key, []).append((word, visit))
    nearest = Nearest(sorted(words))
    return {
        key: Unknown(found[0][0], nearest.of(key), tuple(visit for _word, visit in found))
        for key, found in visits.items()
    }
