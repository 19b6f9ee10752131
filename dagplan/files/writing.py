"""One thing in several forms: each is made and written by itself, so that none is lost for another's sake."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from dagplan.models.errors import InputError, Problem
from dagplan.models.faults import fault_of
from dagplan.words import Said, Value
from dagplan.words.messages.file_faults import FileFaults
from dagplan.words.messages.places import Places
from dagplan.words.registry import said_of

from .atomic import folder_problems, write_bytes, write_folder
from .places import shown_path

Model = TypeVar("Model")


@dataclass(frozen=True)
class FileFormat(Generic[Model]):
    """A form that is one file."""

    to_bytes: Callable[[Model], bytes]


@dataclass(frozen=True)
class FolderFormat(Generic[Model]):
    """A form that is a folder of files; ``kind`` marks a folder as ours, so that it may be replaced."""

    to_files: Callable[[Model], Mapping[str, bytes]]
    kind: str


class IncompleteError(Exception):
    """A form that is worth writing although something in it could not be made.

    Attributes
    ----------
    data
        The form.
    why
        What is lacking.
    """

    def __init__(self, data: bytes, why: str | Said) -> None:
        self.data, self.why = data, why
        super().__init__(str(why))


def write_form(value: Model, path: str | Path, form: FileFormat[Model] | FolderFormat[Model]) -> list[Problem]:
    """Make and write one form; what went wrong in one problem, a fault of this program included."""
    name = shown_path(path)
    try:
        _write(value, path, form)
    except InputError as error:
        return [_as_one(error, name)]
    except IncompleteError as error:
        return [Problem.of(name, FileFaults.INCOMPLETE(why=error.why))]
    except Exception as error:
        return [Problem.of(name, FileFaults.NOT_WRITTEN(why=fault_of(error)), "internal_error")]
    return []


def disk_problems(path: str | Path, form: FileFormat[Model] | FolderFormat[Model]) -> list[Problem]:
    """Why a form can't be written here as the disk is now; empty if it can."""
    goal, name = Path(path), shown_path(path)
    parent = goal.resolve().parent
    if not parent.is_dir():
        return [Problem.of(name, FileFaults.NO_SUCH_FOLDER())]
    if not os.access(parent, os.W_OK | os.X_OK):
        return [Problem.of(name, FileFaults.LOCKED_FOLDER(), "file_error")]
    if isinstance(form, FolderFormat):
        return folder_problems(path, form.kind)
    if goal.is_dir():
        return [Problem.of(name, FileFaults.IS_A_FOLDER())]
    return []


def _write(value: Model, path: str | Path, form: FileFormat[Model] | FolderFormat[Model]) -> None:
    if problems := disk_problems(path, form):
        raise InputError(problems)
    if isinstance(form, FolderFormat):
        write_folder(path, form.to_files(value), form.kind)
        return
    try:
        data = form.to_bytes(value)
    except IncompleteError as error:
        write_bytes(path, error.data)
        raise
    write_bytes(path, data)


def _as_one(error: InputError, name: str) -> Problem:
    """The first of a form's problems, at the path that was asked for, and how many more there are."""
    first, *others = error.problems
    if first.place == name:
        return first
    why: Value = said_of(first.params) or first.message
    if first.place:
        why = Places.PROBLEM(place=first.where or first.place, message=why)
    said = FileFaults.NOT_WRITTEN_AND_MORE(why=why, n=len(others)) if others else FileFaults.NOT_WRITTEN(why=why)
    return Problem.of(name, said, first.code)
