"""Words of an input that is refused which nothing answers to, though another looks much like them: likely mistyped.

By themselves they are legal (``unknown_words``). They are told beside what is wrong, so that all is mended in one go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dagplan.words.messages.input_faults import FitFaults

from .competences import competence_key
from .findings import Finding
from .nearest import Nearest
from .privacy import looks_like_identity_number

_LONGEST = 200


def mistyped_words(data: Mapping[str, Any]) -> Iterator[Finding]:
    """Competences and kinds of equipment that are likely mistyped; the input is looked at as it came, read or not."""
    competences = [word for person in _objects(data.get("practitioners")) for word in _texts(person, "competences")]
    kinds = [item["kind"] for item in _objects(data.get("equipment")) if _is_word(item.get("kind"))]
    near = _Near(competences), _Near(kinds)
    for i, request in enumerate(_list(data.get("requests"))):
        for j, visit in enumerate(_list(_field(request, "visits"))):
            where = ("requests", i, "visits", j)
            word = _field(visit, "competence")
            if _is_word(word) and (found := near[0].of(word)):
                said = FitFaults.MISTYPED_COMPETENCE(competence=word, near=found)
                yield Finding.of((*where, "competence"), said, "unknown_competence")
            for k, kind in enumerate(_list(_field(visit, "equipment"))):
                if _is_word(kind) and (found := near[1].of(kind)):
                    said = FitFaults.MISTYPED_KIND(kind=kind, near=found)
                    yield Finding.of((*where, "equipment", k), said, "unknown_equipment")


class _Near:
    """The nearest of the known words, of a word that is none of them."""

    def __init__(self, words: list[str]) -> None:
        self._known = {competence_key(word) for word in words}
        self._nearest = Nearest(words)

    def of(self, word: str) -> tuple[str, ...]:
        return () if competence_key(word) in self._known else self._nearest.of(word)


def _list(value: Any) -> list[Any] | tuple[Any, ...]:
    return value if isinstance(value, list | tuple) else ()


def _field(entry: Any, name: str) -> Any:
    return entry.get(name) if isinstance(entry, Mapping) else getattr(entry, name, None)


def _objects(value: Any) -> list[Mapping[str, Any]]:
    found = []
    for one in _list(value):
        if isinstance(one, Mapping):
            found.append(one)
        elif hasattr(one, "__dict__"):
            found.append(vars(one))
    return found


def _texts(entry: Mapping[str, Any], name: str) -> list[str]:
    return [one for one in _list(entry.get(name)) if _is_word(one)]


def _is_word(value: Any) -> bool:
    """Whether a value may be repeated: a short text in one line that holds no identity number."""
    return (
        isinstance(value, str)
        and 0 < len(value) <= _LONGEST
        and value.isprintable()
        and not looks_like_identity_number(value)
    )
