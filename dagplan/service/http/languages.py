"""The language of an answer: what ``Accept-Language`` likes best of those that there are."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from dagplan.words import Language

_KNOWN: tuple[Language, ...] = ("en", "sv")
_MOST_LOOKED_AT = 20


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
    for entry in accepted.split(",")[:_MOST_LOOKED_AT]:
        name, _, parameter = entry.partition(";")
        tag = name.strip().lower().partition("-")[0]
        weight = _weight(parameter.strip())
        for known in _KNOWN:
            if tag in (known, "*") and weight > highest:
                best, highest = known, weight
    return best


def _weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
