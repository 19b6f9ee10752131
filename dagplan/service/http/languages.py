"""The language of an answer: what ``Accept-Language`` likes best of those that there are."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from dagplan.words import Language

from .negotiation import entries_of

_KNOWN: tuple[Language, ...] = ("en", "sv")


def language_of(connection: HTTPConnection) -> Language:
    """The language that whoever asks likes best; English where none is known."""
    return preferred(connection.headers.get("accept-language", ""))


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
