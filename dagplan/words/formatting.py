"""Values as a language writes them.

Kinds of places in a sentence:

=========  ==============================================  ====================  ======================
kind       value                                           English               Swedish
=========  ==============================================  ====================  ======================
(none)     a text, an id, a number, another message        r1                    r1
number     a large number                                  1,234                 1 234
decimal    a number with decimals, as it is written        12.5                  12,5
plural     several of what FHIR calls so                   Libraries             Library
date       a date                                          2026-12-08            den 8 december
fulldate   a date of any year                              2026-12-08            den 8 december 2026
time       a clock time                                    09:30                 09:30
moment     a date and time                                 2026-12-08 09:30      den 8 december 09:30
fullmoment a date of any year and time                     2026-12-08 09:30      den 8 december 2026 09:30
minutes    so many minutes                                 1 minute              1 minut
list       several of any kind but ``minutes``             a, b, c               a, b, c
and        several, the last after a word                  a, b and c            a, b och c
or         several, the last after a word                  a, b or c             a, b eller c
alternatives  several, each after a word               a or b or c           a eller b eller c
all        several, each after a word                      a and b and c         a och b och c
clauses    several messages                                a; b                  a; b
sentences  several whole sentences                         A. B.                 A. B.
opening    several messages that begin a sentence          A; b                  A; b
then       several in sequence                             a, then b             a, sedan b
=========  ==============================================  ====================  ======================

Of lists, ``list-date`` has dates, ``and-date`` too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from string import Formatter
from typing import Any, NamedTuple

from .catalogue import Language

_AND = {"en": "and", "sv": "och"}
_OR = {"en": "or", "sv": "eller"}
_THEN = {"en": "then", "sv": "sedan"}
_MINUTES = {"en": ("minute", "minutes"), "sv": ("minut", "minuter")}


class Rendered(NamedTuple):
    """A sentence, and whether a value stands at its beginning."""

    text: str
    begins_with_value: bool


def render(template: str, values: Mapping[str, Any], language: Language) -> Rendered:
    """A sentence of a template with its values."""
    parts: list[str] = []
    begins_with_value: bool | None = None
    for literal, name, kind in _parts(template):
        if literal:
            parts.append(literal)
            begins_with_value = begins_with_value if begins_with_value is not None else False
        if name is None:
            continue
        value = values[name]
        if type(value) is str and not kind:
            text, within = value, True
        elif hasattr(value, "rendered"):
            inner: Rendered = value.rendered(language)
            text, within = inner
        else:
            text, within = written(value, kind, language), True
        if text and begins_with_value is None:
            begins_with_value = within
        parts.append(text)
    return Rendered("".join(parts), bool(begins_with_value))


@lru_cache(maxsize=4096)
def _parts(template: str) -> tuple[tuple[str, str | None, str], ...]:
    """The literal texts of a template, each with the name and kind of the place after it."""
    return tuple((literal, name, kind or "") for literal, name, kind, _ in Formatter().parse(template))


def written(value: Any, kind: str, language: Language) -> str:
    """A value as a language writes it."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        how, _, each = kind.partition("-")
        parts = [written(one, each, language) for one in value]
        if how == "opening" and parts and hasattr(value[0], "sentence"):
            parts[0] = value[0].sentence(language)
        return _joined(parts, how, language)
    if kind in _KINDS:
        return _KINDS[kind](value, language)
    if isinstance(value, datetime):
        return _moment(value, language)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.told(language) if hasattr(value, "told") else str(value)


def _joined(parts: Sequence[str], how: str, language: Language) -> str:
    if how in ("clauses", "opening"):
        return "; ".join(parts)
    if how == "sentences":
        return " ".join(parts)
    if how == "then":
        return f", {_THEN[language]} ".join(parts)
    if how in ("alternatives", "all"):
        return f" {(_OR if how == 'alternatives' else _AND)[language]} ".join(parts)
    if how in ("and", "or") and len(parts) > 1:
        last = (_AND if how == "and" else _OR)[language]
        return f"{', '.join(parts[:-1])} {last} {parts[-1]}"
    return ", ".join(parts)


def _number(value: Any, language: Language) -> str:
    return f"{value:,}" if language == "en" else f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")


def _decimal(value: Any, language: Language) -> str:
    return str(value) if language == "en" else str(value).replace(".", ",")


def _plural(value: Any, language: Language) -> str:
    """A name of a format, which only English bends."""
    word = str(value)
    if language != "en":
        return word
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def _date(day: date, language: Language) -> str:
    if language == "en":
        return day.isoformat()
    from babel.dates import format_date

    return f"den {format_date(day, 'd MMMM', locale=language)}"


def _full_date(day: date, language: Language) -> str:
    return _date(day, language) if language == "en" else f"{_date(day, language)} {day.year}"


def _time(value: Any, _: Language) -> str:
    return value if isinstance(value, str) else f"{value:%H:%M}"


def _moment(at: datetime, language: Language) -> str:
    if language == "en":
        return at.isoformat(" ", "minutes")
    return f"{_date(at.date(), language)} {at:%H:%M}"


def _full_moment(at: datetime, language: Language) -> str:
    return f"{_full_date(at.date(), language)} {at:%H:%M}"


def _minutes(value: Any, language: Language) -> str:
    return f"{value} {_MINUTES[language][value != 1]}"


_KINDS: Mapping[str, Callable[[Any, Language], str]] = {
    "number": _number,
    "decimal": _decimal,
    "plural": _plural,
    "date": _date,
    "fulldate": _full_date,
    "time": _time,
    "moment": _moment,
    "fullmoment": _full_moment,
    "minutes": _minutes,
}
