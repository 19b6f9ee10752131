"""The words of a study, in the language of this run."""

from __future__ import annotations

from dagplan.words import Value
from dagplan.words.messages.study import Readings, ShortFigures, StudyPage


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


def reading_words(reading: str) -> str:
    """How a difference reads, in a word or two."""
    return Readings[_member(reading)]().shown if reading else ""


def reading_means(reading: str) -> str:
    """What such a reading means."""
    return Readings[f"{_member(reading)}_MEANS"]().shown


def _member(reading: str) -> str:
    return reading.upper().replace(" ", "_")
