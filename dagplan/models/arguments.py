"""Arguments of the wrong type are refused at the door, with what was wanted; what stands in them is no concern here.

An error says the type of what came, never its value, which may be anybody's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from inspect import signature
from io import TextIOBase
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from .offer import Offer
from .plan import Plan
from .request import PlanRequest

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Wanted:
    """What an argument is to be: in words, and whether something is that."""

    words: str
    holds: Callable[[Any], bool]

    def or_none(self) -> Wanted:
        """The same, or None."""
        return Wanted(f"{self.words}, or None", lambda value: value is None or self.holds(value))


def of_type(kind: type | tuple[type, ...], words: str) -> Wanted:
    """Something of a type, or of one of some types."""
    return Wanted(words, lambda value: isinstance(value, kind))


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _stops(value: Any) -> bool:
    return callable(value) or callable(getattr(value, "is_set", None))


def _readable(value: Any) -> bool:
    stream = callable(getattr(value, "read", None)) and not isinstance(value, TextIOBase)
    return stream or isinstance(value, str | Path | bytes | bytearray | memoryview | Mapping)


def _texts(value: Any) -> bool:
    several = isinstance(value, Collection) and not isinstance(value, str)
    return several and all(isinstance(one, str) for one in value)


REQUEST = of_type(
    PlanRequest,
    "a PlanRequest (dagplan.read makes one of a file, PlanRequest.model_validate of an object)",
)
PLAN = of_type(Plan, "a Plan (dagplan.plan makes one, dagplan.read_plan reads one)")
OFFER = of_type(Offer, "an Offer (dagplan.suggest gives some)")
TEXT = of_type(str, "a text")
PATH = of_type((str, Path), "a path (a text or a pathlib.Path)")
PATHS = Wanted(
    "a list of paths (texts or pathlib.Paths)",
    lambda value: isinstance(value, list | tuple) and all(isinstance(one, str | Path) for one in value),
)
TEXTS = Wanted("a collection of texts", _texts)
YES_OR_NO = of_type(bool, "True or False")
MOMENT = of_type(datetime, "a datetime")
WHOLE_NUMBER = Wanted("a whole number", lambda value: _number(value) and isinstance(value, int))
NUMBER = Wanted("a number", _number)
DATA = Wanted("a path, bytes, a stream of bytes, or bytes by file name", _readable)
FUNCTION = Wanted("a function", callable)
STOPS = Wanted("an event with is_set(), as threading.Event, or a function", _stops)
EXECUTOR = Wanted(
    "an executor with submit(), as of concurrent.futures", lambda value: callable(getattr(value, "submit", None))
)


def takes(**wanted: Wanted) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Let a function refuse arguments that are not what is wanted, by name, with a ``TypeError``.

    Examples
    --------
    >>> @takes(seconds=NUMBER)
    ... def wait(seconds): ...
    >>> wait("5")
    Traceback (most recent call last):
    ...
    TypeError: seconds must be a number, not a str
    """

    def at_the_door(function: Callable[P, T]) -> Callable[P, T]:
        names = signature(function)

        @wraps(function)
        def judged(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                given = names.bind(*args, **kwargs).arguments
            except TypeError:  # too many, too few, or of another name: Python says it best
                return function(*args, **kwargs)
            hold(given, wanted)
            return function(*args, **kwargs)

        return judged

    return at_the_door


def hold(arguments: Mapping[str, Any], wanted: Mapping[str, Wanted]) -> None:
    """Refuse arguments that are not what is wanted.

    Raises
    ------
    TypeError
        That says what was wanted, and what came.
    """
    for name, value in arguments.items():
        if name in wanted and not wanted[name].holds(value):
            raise TypeError(f"{name} must be {wanted[name].words}, not {_came(value)}")


def _came(value: Any) -> str:
    """What came, by its type."""
    if value is None:
        return "None"
    kind = type(value).__name__
    within = f" of {type(value[0]).__name__}" if isinstance(value, list | tuple) and value else ""
    return f"{'an' if kind[:1].lower() in 'aeiou' else 'a'} {kind}{within}"
