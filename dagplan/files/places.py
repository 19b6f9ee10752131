"""Where a problem is, in words that never repeat a personal identity number, and problems kept together."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from dagplan.models.errors import MORE_PROBLEMS, InputError, Location, Place, Problem
from dagplan.models.privacy import looks_like_identity_number
from dagplan.models.validation import as_input_error
from dagplan.words import Said, Value
from dagplan.words.messages.file_faults import FileFaults, SystemErrors
from dagplan.words.messages.places import Places

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


@dataclass(frozen=True)
class TableName:
    """What a table is called in problems: a file of its own, or a sheet of one.

    >>> str(TableName("week.xlsx", "Besök").at(2, "Längd")), TableName("requests.csv").at()
    ('week.xlsx: sheet Besök, row 2, column Längd', 'requests.csv')
    """

    file: str
    sheet: str | None = None

    def at(self, row: int | None = None, column: str | None = None) -> Place:
        """The place of a row, a column, a cell, or the whole table."""
        values: dict[str, Value] = (
            {"file": self.file} if self.sheet is None else {"file": self.file, "sheet": self.sheet}
        )
        values |= {"row": row} if row else {}
        values |= {"column": column} if column else {}
        say = _PLACES.get((self.sheet is not None, bool(row), bool(column)))
        return say(**values) if say else self.file

    def key(self, key: str) -> Said:
        """The place of a setting that has no row."""
        if self.sheet is None:
            return Places.KEY(file=self.file, key=key)
        return Places.SHEET_KEY(file=self.file, sheet=self.sheet, key=key)


_PLACES = {
    (False, True, False): Places.ROW,
    (False, False, True): Places.COLUMN,
    (False, True, True): Places.CELL,
    (True, False, False): Places.SHEET,
    (True, True, False): Places.SHEET_ROW,
    (True, False, True): Places.SHEET_COLUMN,
    (True, True, True): Places.SHEET_CELL,
}
"""By whether there is a sheet, a row, a column."""


def in_words(error: ValidationError, place: Callable[[Location], Place], known: Iterable[Problem]) -> list[Problem]:
    """A model's problems in a file's own places, without those at a place that has a problem already.

    A message that points to another entry by its JSON path points to its place in the file instead. Where there are
    more problems than are told the last one counts them.
    """
    taken = {problem.place for problem in known if problem.code != MORE_PROBLEMS}
    found = []
    for problem in as_input_error(error, place).told:
        if problem.place not in taken:
            message = _JSON_PATH.sub(lambda match: str(place(_location(match.group()))), problem.message)
            found.append(replace(problem, message=message, params=_placed(problem.params, place)))
    return found


def _placed(value: Any, place: Callable[[Location], Place]) -> Any:
    """The values of a message with the places in the file of what they name by JSON path."""
    if isinstance(value, str) and _JSON_PATH.fullmatch(value):
        where = place(_location(value))
        return where.params if isinstance(where, Said) else where
    if isinstance(value, dict):
        return {name: _placed(part, place) for name, part in value.items()}
    return [_placed(part, place) for part in value] if isinstance(value, list) else value


def _location(path: str) -> Location:
    return tuple(name or int(index) for name, index in _STEP.findall(path))


_REFUSALS = {
    errno.EACCES: SystemErrors.PERMISSION,
    errno.EPERM: SystemErrors.NOT_PERMITTED,
    errno.ENOENT: SystemErrors.NOT_THERE,
    errno.EISDIR: SystemErrors.IS_A_DIRECTORY,
    errno.ENOTDIR: SystemErrors.NO_DIRECTORY,
    errno.ENOSPC: SystemErrors.DISK_FULL,
    errno.EDQUOT: SystemErrors.QUOTA,
    errno.EROFS: SystemErrors.READ_ONLY,
    errno.ENAMETOOLONG: SystemErrors.NAME_TOO_LONG,
    errno.EFBIG: SystemErrors.FILE_TOO_LARGE,
    errno.EBUSY: SystemErrors.BUSY,
    errno.EIO: SystemErrors.INPUT_OUTPUT,
    errno.EEXIST: SystemErrors.EXISTS,
    errno.ELOOP: SystemErrors.TOO_MANY_LINKS,
    errno.EMFILE: SystemErrors.TOO_MANY_FILES,
}


def system_error(error: OSError) -> Said | str:
    """Why the operating system refuses; in its own words where it is none of the usual reasons."""
    why = error.strerror or type(error).__name__
    said = f"{why[:1].lower()}{why[1:]}"
    known = _REFUSALS.get(error.errno or 0)
    return known() if known and known.one == said else said


@contextmanager
def reading(path: str | Path, doing: Literal["read", "written"] = "read") -> Iterator[None]:
    """Turn what the operating system refuses into an ``InputError`` that names the path."""
    try:
        yield
    except OSError as error:
        say = FileFaults.CANT_BE_READ if doing == "read" else FileFaults.CANT_BE_WRITTEN
        raise InputError([Problem.of(shown_path(path), say(why=system_error(error)), "file_error")]) from error
