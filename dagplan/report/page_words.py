"""The words of the page, in Swedish and English."""

from __future__ import annotations

from dagplan.models.dates_in_words import Language
from dagplan.models.plan import Fix, Plan, PlanWarning, Reason
from dagplan.models.swedish import Said, fix_in_swedish, reason_in_swedish, warning_in_swedish
from dagplan.words import Value
from dagplan.words.messages.page_words import PageWords


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


def reason_text(language: Language, request: str, reason: Reason) -> Said:
    """A reason in the language, and the language it came out in: what has no translation stays English."""
    return (
        reason_in_swedish(request, reason)
        if language == "sv"
        else (reason.message.removeprefix(f"{request}: "), "en")
    )


def fix_text(language: Language, fix: Fix) -> Said:
    """A fix in the language, and the language it came out in."""
    return fix_in_swedish(fix) if language == "sv" else (fix.message, "en")


def warning_text(language: Language, plan: Plan, warning: PlanWarning) -> Said:
    """A warning in the language, and the language it came out in."""
    return warning_in_swedish(plan, warning) if language == "sv" else (warning.message, "en")
