"""The words of the years, in the language of this run."""

from __future__ import annotations

from dagplan.words import Value
from dagplan.words.messages.years import YearFigures, YearFiguresOf, YearsPage

from .study_words import localised

_SHARES = ("within", "withdrawn", "missed", "at_once", "used")


def described(figure: str) -> str:
    """A figure's name in words.

    >>> described("wait_p90.urgent")
    'Days waited by nine of ten at most: urgent'
    """
    name, _, word = figure.partition(".")
    return (YearFiguresOf[name.upper()](word=word) if word else YearFigures[name.upper()]()).shown


def shown(figure: str, value: float, *, signed: bool = False) -> str:
    """A figure as it is written: shares in per cent.

    >>> shown("within.urgent", 0.956), shown("wait_mean", -1.25, signed=True)
    ('95.6 %', '−1.2')
    """
    is_share = figure.partition(".")[0] in _SHARES
    value = 100 * value if is_share else value
    text = f"{value:{'+' if signed else ''},.1f}".replace("-", "−")
    return localised(text) + (" %" if is_share else "")


def say(word: str, **values: Value) -> str:
    """A word or sentence of the page."""
    return YearsPage[word.upper()](**values).shown
