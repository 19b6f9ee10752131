"""The words of the years, in the language of this run."""

from __future__ import annotations

from dagplan.files.headings import CODE_TITLES, title_of
from dagplan.simulation.policies import TARGET_DAYS
from dagplan.words import Value, current_language
from dagplan.words.messages.years import YearFigures, YearFiguresOf, YearsPage

from .study_words import localised

PRIORITIES = tuple(TARGET_DAYS)
_FEW = ("moves", "journeys")
"""Figures around 1, of which a tenth is much."""
_SHARES = ("within", "withdrawn", "missed", "at_once", "used")


def described(figure: str) -> str:
    """A figure's name in words.

    >>> described("wait_p90.urgent")
    'Days waited by nine of ten at most: urgent'
    """
    name, _, word = figure.partition(".")
    word = priority_words(word)
    return (YearFiguresOf[name.upper()](word=word) if word else YearFigures[name.upper()]()).shown


def priority_words(word: str) -> str:
    """A priority as planners call it; any other word as it is.

    >>> priority_words("asap"), priority_words("lungfunktion → läkare")
    ('asap', 'lungfunktion → läkare')
    """
    return title_of(word, CODE_TITLES, current_language()) if word in PRIORITIES else word


def shown(figure: str, value: float, *, signed: bool = False) -> str:
    """A figure as it is written: shares in per cent, their differences in percentage points.

    >>> shown("within.urgent", 0.956), shown("wait_mean", -1.25, signed=True), shown("moves", -0.001, signed=True)
    ('95.6 %', '−1.2', '0.00')
    >>> shown("within", -0.02, signed=True)
    '−2.0 pp'
    """
    text = _number(figure, value, signed)
    if not _is_share(figure):
        return text
    return say("points", value=text) if signed else f"{text} %"


def in_between(figure: str, low: float, high: float) -> str:
    """Two differences of a figure between which a third may be.

    >>> in_between("within", -0.02, 0.013), in_between("wait_mean", -2.0, -0.5)
    ('−2.0 … +1.3 pp', '−2.0 … −0.5')
    """
    return f"{_number(figure, low, True)} … {shown(figure, high, signed=True)}"


def _is_share(figure: str) -> bool:
    return figure.partition(".")[0] in _SHARES


def _number(figure: str, value: float, signed: bool) -> str:
    decimals = 2 if figure.partition(".")[0] in _FEW else 1
    value = round(100 * value if _is_share(figure) else value, decimals)
    sign = "+" if signed and value else ""
    return localised(f"{value or 0.0:{sign},.{decimals}f}".replace("-", "−"))


def say(word: str, **values: Value) -> str:
    """A word or sentence of the page."""
    return YearsPage[word.upper()](**values).shown
