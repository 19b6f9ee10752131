"""The words of the page, in Swedish and English."""

from __future__ import annotations

from dagplan.models.dates_in_words import Language
from dagplan.models.plan import Fix, PlanWarning, Reason
from dagplan.words import Value
from dagplan.words.messages.page_words import PageWords
from dagplan.words.naming import Names, in_names
from dagplan.words.registry import said_of

Said = tuple[str, Language]
"""A sentence, and the language it came out in."""


def say(language: Language, word: str, **values: Value) -> str:
    """A word or sentence of the page."""
    return PageWords[word.upper()](**values).told(language)


def decimal(language: Language, number: float) -> str:
    """A number with one decimal, the way it is written in the language.

    >>> decimal("sv", 0.4)
    '0,4'
    """
    text = f"{number:.1f}"
    return text.replace(".", ",") if language == "sv" else text


def whole(language: Language, number: int) -> str:
    """A whole number with its thousands apart, by a space that does not break."""
    return f"{number:,}".replace(",", "\u00a0" if language == "sv" else ",")


def reason_text(language: Language, request: str, reason: Reason, names: Names | None = None) -> Said:
    """A reason in the language, and the language it came out in: without values for others it stays English."""
    text, came_out_in = told(language, reason, names)
    return text.removeprefix(f"{request}: "), came_out_in


def told(language: Language, one: Fix | PlanWarning | Reason, names: Names | None = None) -> Said:
    """What a plan says in the language, with names where its ids stand, and the language it came out in."""
    known = said_of(one.params) is not None
    text = in_names(one.params, one.message, names, language)
    return text, language if known else "en"
