"""The words of a study, in the language of this run."""

from __future__ import annotations

from dagplan.scenarios.study import BASE_SCENARIO
from dagplan.words import Value, current_language
from dagplan.words.messages.study import Readings, ShortFigures, StudyPage

_SWEDISH = str.maketrans({".": ",", ",": "\N{NO-BREAK SPACE}"})


def column_words(figure: str) -> str:
    """A figure's short name, where a column has no room for more.

    >>> column_words("days_from_target"), column_words("served.ecg")
    ('days from target', 'served ecg')
    """
    short = ShortFigures.__members__.get(figure.upper())
    return short().shown if short is not None else figure.replace(".", " ").replace("_", " ")


def say(word: str, **values: Value) -> str:
    """A word or sentence of the page."""
    return StudyPage[word.upper()](**values).shown


def other_words(against: str) -> str:
    """The scenario that differences are to, within a sentence."""
    return say("the_base") if against == BASE_SCENARIO else against


def localised(figures: str) -> str:
    """Figures written with decimal points and commas between thousands, as the language of this run has them.

    >>> localised("1,234.5")
    '1,234.5'
    """
    return figures.translate(_SWEDISH) if current_language() == "sv" else figures


def reading_words(reading: str) -> str:
    """How a difference reads, in a word or two."""
    return Readings[_member(reading)]().shown if reading else ""


def reading_means(reading: str) -> str:
    """What such a reading means."""
    return Readings[f"{_member(reading)}_MEANS"]().shown


def _member(reading: str) -> str:
    return reading.upper().replace(" ", "_")
