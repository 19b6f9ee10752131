"""A message: its code, and its English sentence with a place for each value; and what is said with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from string import Formatter
from typing import Any, Self, TypedDict, Union, get_args

from .catalogue import Language, current_language, translated
from .formatting import Rendered, render

Value = Union[str, int, float, date, time, "Said", Sequence["Value"], None]
"""A value of a message; a moment is a ``datetime``."""

Params = dict[str, Any]
"""A message as JSON: ``text`` is its code, and each of its values is there by name."""


class SaidFields(TypedDict):
    """The two fields of the contract in which a message stands."""

    message: str
    params: Params


def N_(english: str) -> str:  # noqa: N802 - as gettext has it
    """Mark a sentence for translation."""
    return english


class InContext(str):
    """An English text that another language says otherwise in some context."""

    context: str


def C_(context: str, english: str) -> str:  # noqa: N802
    """Mark a text for translation that means something of its own in a context."""
    made = InContext(english)
    made.context = context
    return made


def P_(one: str, many: str) -> tuple[str, str]:  # noqa: N802
    """Mark a sentence for translation that depends on the number ``n``: of one, and of any other number."""
    return one, many


class Message(StrEnum):
    """A family of messages; each member is a code with its English sentence.

    A place is written ``{name}`` or ``{name:kind}``, with a kind of ``formatting``. A member is called with a value
    for each of its places, and gives what is ``Said``.

    Examples
    --------
    >>> class Greetings(Message):
    ...     LATER = "greeting.later", N_("{who} comes on {day:date}.")
    ...     SO_MANY = "greeting.so_many", *P_("one visit", "{n} visits")
    >>> str(Greetings.SO_MANY(n=2)), Greetings.SO_MANY(n=2).params
    ('2 visits', {'text': 'greeting.so_many', 'n': 2})
    """

    one: str
    many: str | None

    def __new__(cls, code: str, one: str, many: str | None = None) -> Self:
        """A member, from its code, its sentence, and its sentence for other numbers than one."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.one, member.many = one, many
        return member

    def __call__(self, **values: Value) -> Said:
        """The message with its values."""
        if values.keys() != self.places.keys():
            raise TypeError(f"{self.value} is said with {sorted(self.places)}, not with {sorted(values)}")
        return Said(self, values)

    def in_all_languages(self) -> tuple[str, ...]:
        """Its sentence in each language, if it has no values: for what is read back in any of them."""
        return tuple(self().told(language) for language in get_args(Language))

    @cached_property
    def places(self) -> dict[str, str]:
        """The kind of each value, by name."""
        found = {} if self.many is None else {"n": ""}
        for text in (self.one, self.many or ""):
            for _, name, kind, _ in Formatter().parse(text):
                if name is not None:
                    found[name] = kind or found.get(name, "")
        return found


@dataclass(frozen=True)
class Said:
    """A message with its values.

    Examples
    --------
    ``str(said)`` is its English sentence, ``said.shown`` that in the language of this run, ``said.params`` its JSON.
    """

    code: Message
    values: Mapping[str, Value]

    def __str__(self) -> str:
        return self.told("en")

    def __hash__(self) -> int:
        return hash((self.code, str(self)))

    def told(self, language: Language) -> str:
        """Its sentence in a language."""
        return self.rendered(language).text

    @property
    def shown(self) -> str:
        """Its sentence in the language of this run."""
        return self.told(current_language())

    def sentence(self, language: Language = "en") -> str:
        """Its sentence with a capital at the beginning, unless it begins with a value: ids keep their letters."""
        rendered = self.rendered(language)
        return rendered.text if rendered.begins_with_value else rendered.text[:1].upper() + rendered.text[1:]

    def rendered(self, language: Language) -> Rendered:
        """The sentence, and whether it begins with a value."""
        number = self.values.get("n")
        template = translated(self.code.one, self.code.many, number if isinstance(number, int) else 1, language)
        return render(template, self.values, language)

    @property
    def params(self) -> Params:
        """Its code and values as JSON has them."""
        return {"text": self.code.value} | {name: _as_json(value) for name, value in self.values.items()}

    @property
    def fields(self) -> SaidFields:
        """Its English sentence and its values, as the contract's fields."""
        return {"message": str(self), "params": self.params}


def _as_json(value: Value) -> Any:
    if isinstance(value, str | int):
        return value
    if isinstance(value, Said):
        return value.params
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence):
        return [_as_json(one) for one in value]
    return value
