"""Where a problem is, in words that never repeat a personal identity number, and problems kept together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from dagplan.models.errors import MORE_PROBLEMS, InputError, Location, Problem
from dagplan.models.privacy import looks_like_identity_number
from dagplan.models.validation import as_input_error

HIDDEN = "(not repeated here)"
_JSON_PATH = re.compile(r"\$(?:\.\w+|\[\d+\])+")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")


def shown(text: str) -> str:
    """A sender's own word as it may stand in a message: short, on one line, no identity number.

    >>> shown("antal"), shown("191212121212")
    ('antal', '(not repeated here)')
    """
    if looks_like_identity_number(text):
        return HIDDEN
    line = "".join(character if character.isprintable() else "�" for character in text)
    return line if len(line) <= 64 else line[:63] + "…"


def shown_path(path: str | Path) -> str:
    """A path as it may stand in a message; a part that looks like an identity number is left out."""
    parts = (HIDDEN if looks_like_identity_number(part) else part for part in re.split(r"([/\\])", str(path)))
    return "".join(character if character.isprintable() else "�" for character in "".join(parts))


def in_words(error: ValidationError, place: Callable[[Location], str], known: Iterable[Problem]) -> list[Problem]:
    """A model's problems in a file's own places, without those at a place that has a problem already.

    A message that points to another entry by its JSON path points to its place in the file instead. Where there are
    more problems than are told the last one counts them.
    """
    taken = {problem.place for problem in known if problem.code != MORE_PROBLEMS}
    found = []
    for problem in as_input_error(error, place).told:
        message = _JSON_PATH.sub(lambda match: place(_location(match.group())), problem.message)
        if problem.place not in taken:
            found.append(replace(problem, message=message))
    return found


def _location(path: str) -> Location:
    return tuple(name or int(index) for name, index in _STEP.findall(path))


@contextmanager
def reading(path: str | Path, doing: str = "read") -> Iterator[None]:
    """Turn what the operating system refuses into an ``InputError`` that names the path."""
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        message = f"can't be {doing}: {why[:1].lower()}{why[1:]}"
        raise InputError([Problem(shown_path(path), message, "file_error")]) from error
