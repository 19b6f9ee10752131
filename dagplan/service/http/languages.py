"""The language of an answer: what ``Accept-Language`` likes best of those that there are."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query
from starlette.requests import HTTPConnection, Request

from dagplan.service.operations.answers import Spoken
from dagplan.words import Language

from .negotiation import entries_of

_KNOWN: tuple[Language, ...] = ("en", "sv")


def language_of(connection: HTTPConnection) -> Language:
    """The language that whoever asks likes best; English where none is known."""
    return preferred(connection.headers.get("accept-language", ""))


def spoken_to(
    request: Request,
    names: Annotated[
        bool,
        Query(
            description="Whether messages have the names of people, care units and items, patients and competences "
            "where they would have ids; ids stay in every other field."
        ),
    ] = False,
) -> Spoken:
    """How whoever asks about a board is answered."""
    return Spoken(language_of(request), names)


Told = Annotated[Spoken, Depends(spoken_to)]
"""How an answer about a board is told, as the request wants it."""


def preferred(accepted: str) -> Language:
    """The best of a header ``Accept-Language``.

    >>> preferred("sv-SE, sv;q=0.9, en;q=0.8"), preferred("de, en;q=0.5, sv;q=0.7"), preferred("fr"), preferred("")
    ('sv', 'sv', 'en', 'en')
    """
    best: Language = "en"
    highest = 0.0
    for name, weight in entries_of(accepted):
        tag = name.partition("-")[0]
        for known in _KNOWN:
            if tag in (known, "*") and weight > highest:
                best, highest = known, weight
    return best
