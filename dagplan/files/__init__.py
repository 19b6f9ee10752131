"""File <-> models: one module a format, and here the tables that pick one by a path's ending."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from dagplan.models.dates_in_words import Language
from dagplan.models.errors import InputError, Problem
from dagplan.models.fields import StrictModel
from dagplan.models.plan import Plan, PlanWarning
from dagplan.models.privacy import REFUSAL, looks_like_identity_number
from dagplan.models.request import PlanRequest

from . import csv_folder, excel, fhir, ics, json_file, oracle_health
from .atomic import folder_problems, write_bytes, write_folder
from .places import shown_path

__all__ = [
    "JSON_ONLY",
    "PLAN_FORMATS",
    "READERS",
    "REQUEST_FORMATS",
    "WORKBOOK_ONLY",
    "FileFormat",
    "FolderFormat",
    "Formats",
    "Reading",
    "output_problems",
    "plan_formats",
    "plan_in_file",
    "read",
    "read_plan",
    "read_request",
    "request_formats",
    "write_all",
    "write_marked",
    "write_plan",
    "write_request",
    "write_template",
]

Model = TypeVar("Model")
FOLDER = ""
"""The ending of a folder in the tables below."""


@dataclass(frozen=True)
class FileFormat(Generic[Model]):
    """A form that is one file."""

    to_bytes: Callable[[Model], bytes]


@dataclass(frozen=True)
class FolderFormat(Generic[Model]):
    """A form that is a folder of files; ``kind`` marks a folder as ours, so that it may be replaced."""

    to_files: Callable[[Model], Mapping[str, bytes]]
    kind: str


Formats = Mapping[str, FileFormat[Model] | FolderFormat[Model]]


@dataclass(frozen=True)
class Reading(Generic[Model]):
    """What a file holds, and what in it was passed over by rule (only a FHIR Bundle has such)."""

    value: Model
    passed_over: tuple[fhir.PassedOver, ...] = ()

    @property
    def warnings(self) -> tuple[PlanWarning, ...]:
        """What was passed over, for a plan that is made of it."""
        return tuple(one.warning for one in self.passed_over)


def _request_in_json(path: str | Path) -> Reading[PlanRequest]:
    """A request of the contract, or a FHIR Bundle: the object itself says which."""
    data, problems = json_file.read_object(path)
    if fhir.is_bundle(data):
        found = fhir.reading_from(data, str(path), problems)
        return Reading(found.request, found.passed_over)
    return Reading(json_file.request_from(data, problems, path))


def _plan_in_json(path: str | Path, request: PlanRequest) -> Reading[Plan]:
    """A plan of the contract, or a FHIR Bundle."""
    data, problems = json_file.read_object(path)
    if fhir.is_bundle(data):
        found = fhir.plan_reading_from(data, str(path), request, problems)
        return Reading(found.plan, found.passed_over)
    return Reading(json_file.plan_in(data, problems, path, request))


READERS: dict[str, Callable[[str | Path], Reading[PlanRequest]]] = {
    ".json": _request_in_json,
    ".xlsx": lambda path: Reading(excel.read_request(path)),
    ".xlsm": lambda path: Reading(excel.read_request(path)),
    FOLDER: lambda path: Reading(csv_folder.read_request(path)),
}
"""How a request is read, by ending."""

PLAN_READERS: dict[str, Callable[[str | Path, PlanRequest], Reading[Plan]]] = {
    ".json": _plan_in_json,
    ".xlsx": lambda path, request: Reading(excel.read_plan(path, request)),
    FOLDER: lambda path, request: Reading(csv_folder.read_plan(path, request)),
}
"""How a plan is read, by ending."""

PLAN_FORMATS: dict[str, FileFormat[Plan] | FolderFormat[Plan]] = {
    ".json": FileFormat(json_file.plan_bytes),
    ".xlsx": FileFormat(excel.plan_bytes),
    FOLDER: FolderFormat(csv_folder.plan_files, csv_folder.PLAN_KIND),
}
"""How a plan is written, by ending, where the plan alone is enough."""


REQUEST_FORMATS: dict[str, FileFormat[PlanRequest] | FolderFormat[PlanRequest]] = {
    ".json": FileFormat(json_file.request_bytes),
    ".fhir.json": FileFormat(fhir.request_bytes),
    ".xlsx": FileFormat(excel.request_bytes),
    FOLDER: FolderFormat(csv_folder.request_files, csv_folder.REQUEST_KIND),
}
"""How a request is written, by ending."""

WORKBOOK_ONLY: dict[str, FileFormat[PlanRequest] | FolderFormat[PlanRequest]] = {".xlsx": REQUEST_FORMATS[".xlsx"]}
"""How a template and marked errors are written."""

JSON_ONLY: dict[str, FileFormat[StrictModel] | FolderFormat[StrictModel]] = {
    ".json": FileFormat(json_file.model_bytes)
}
"""How offers and differences are written."""


def plan_formats(request: PlanRequest, language: Language = "sv") -> dict[str, FileFormat[Plan] | FolderFormat[Plan]]:
    """How the plan of a request is written: with the names and hours that only the request knows."""
    return {
        **PLAN_FORMATS,
        ".xlsx": FileFormat(lambda plan: excel.plan_bytes(plan, request, language)),
        ".fhir.json": FileFormat(lambda plan: fhir.plan_bytes(request, plan)),
        ".ics": FileFormat(lambda plan: ics.plan_bytes(request, plan, language)),
        ".ics/": FolderFormat(lambda plan: ics.plan_files(request, plan, language), ics.KIND),
        ".oracle/": FolderFormat(lambda plan: oracle_health.plan_files(request, plan), oracle_health.KIND),
    }


def read(path: str | Path) -> Reading[PlanRequest]:
    """Read a request, with what was passed over; a folder, or the ending of the file, says how.

    Raises
    ------
    InputError
        With every problem and its place.
    """
    return READERS[_existing(path, READERS)](path)


def read_request(path: str | Path) -> PlanRequest:
    """Read a request; see ``read``."""
    return read(path).value


def plan_in_file(path: str | Path, request: PlanRequest) -> Reading[Plan]:
    """Read a plan for a request, with what was passed over; the ending of the file says how."""
    return PLAN_READERS[_existing(path, PLAN_READERS)](path, request)


def read_plan(path: str | Path, request: PlanRequest) -> Plan:
    """Read a plan for a request; see ``plan_in_file``."""
    return plan_in_file(path, request).value


def write_plan(plan: Plan, path: str | Path, request: PlanRequest | None = None) -> None:
    """Write a plan, whole or not at all; the path's ending picks the form. Some forms need its request."""
    write_all(plan, [path], plan_formats(request) if request else PLAN_FORMATS)


def write_request(request: PlanRequest, path: str | Path) -> None:
    """Write a request, whole or not at all; the path's ending picks the form."""
    write_all(request, [path], REQUEST_FORMATS)


def write_all(value: Model, paths: Sequence[str | Path], formats: Formats[Model]) -> None:
    """Write one thing in several forms: all are made before the first is written.

    Raises
    ------
    InputError
        If a path can't be written to; nothing is written then.
    """
    problems = output_problems(paths, formats)
    if problems:
        raise InputError(problems)
    made: list[Callable[[], None]] = []
    for path in paths:
        form = formats[_ending(path, formats)]
        if isinstance(form, FolderFormat):
            made.append(_folder_writer(path, form.to_files(value), form.kind))
        else:
            made.append(_file_writer(path, form.to_bytes(value)))
    for write in made:
        write()


def write_marked(
    source: str | Path, problems: Sequence[Problem], path: str | Path, language: Language = "sv"
) -> None:
    """Write a workbook anew with its problems marked, whole or not at all."""
    write_bytes(path, excel.marked_bytes(source, problems, language))


def write_template(path: str | Path, language: Language, monday: date) -> None:
    """Write a workbook to fill in, whole or not at all; its example is of the week that begins on ``monday``."""
    write_bytes(path, excel.template_bytes(language, monday))


def request_formats(language: Language) -> dict[str, FileFormat[PlanRequest] | FolderFormat[PlanRequest]]:
    """How a request is written, workbooks in this language."""
    return {**REQUEST_FORMATS, ".xlsx": FileFormat(lambda request: excel.request_bytes(request, language))}


def output_problems(
    paths: Sequence[str | Path], formats: Formats[Model], inputs: Sequence[str | Path] = ()
) -> list[Problem]:
    """Why these paths can't be written to, judged before anything is written.

    An output may not be an input, nor stand in the way of another output.
    """
    problems: list[Problem] = []
    read = [Path(path).resolve() for path in inputs]
    taken: list[Path] = []
    for path in paths:
        goal = Path(path).resolve()
        if goal in read or any(_in_the_way(goal, other) for other in taken):
            message = "is an input too" if goal in read else "is the same as another output, or within it"
            problems.append(Problem(shown_path(path), message, "path_in_use"))
        else:
            problems += _goal_problems(path, formats)
        taken.append(goal)
    return problems


def _in_the_way(one: Path, other: Path) -> bool:
    return one == other or one in other.parents or other in one.parents


def _goal_problems(path: str | Path, formats: Formats[Model]) -> list[Problem]:
    goal, name, ending = Path(path), shown_path(path), _ending(path, formats)
    form = formats.get(ending) if str(path) else None
    if form is None:
        return [Problem(name, _endings("no form has this ending", formats), "unknown_ending")]
    if looks_like_identity_number(goal.name):
        return [_named_after_a_person(path)]
    parent = goal.resolve().parent
    if not parent.is_dir():
        return [Problem(name, "the folder to write it in does not exist", "no_such_folder")]
    if not os.access(parent, os.W_OK | os.X_OK):
        return [Problem(name, "the folder to write it in may not be written to", "file_error")]
    if isinstance(form, FolderFormat):
        return folder_problems(path, form.kind)
    if goal.is_dir():
        return [Problem(name, "is a folder, not a file", "is_a_folder")]
    return []


def _existing(path: str | Path, readers: Mapping[str, object]) -> str:
    """The ending of what is to be read."""
    if looks_like_identity_number(Path(path).name):
        raise InputError([_named_after_a_person(path)])
    if not str(path) or not Path(path).exists():
        raise InputError([Problem(shown_path(path), "there is no such file or folder", "no_such_file")])
    ending = FOLDER if Path(path).is_dir() else Path(path).suffix.lower()
    if ending not in readers or (ending == FOLDER and not Path(path).is_dir()):
        raise InputError([Problem(shown_path(path), _endings("can't be read", readers), "unknown_ending")])
    return ending


def _named_after_a_person(path: str | Path) -> Problem:
    return Problem(shown_path(path), f"the file's name {REFUSAL}", "identity_number")


def _ending(path: str | Path, formats: Mapping[str, object]) -> str:
    """The longest ending in the table that a path has; a folder's may end in a slash, or have none."""
    name = Path(path).name.lower()
    if str(path).endswith(("/", os.sep)):
        named = [ending for ending in formats if ending[-1:] == "/" and f"{name}/".endswith(ending)]
        return max(named, key=len, default=FOLDER)
    known = [ending for ending in formats if ending and name.endswith(ending)]
    return max(known, key=len, default=Path(name).suffix)
    if str(path).endswith(("/", os.sep)):
        return max(
            (ending for ending in formats if ending[-1:] == "/" and f"{name}/".endswith(ending)), default=FOLDER
        )
    return max((ending for ending in formats if ending and name.endswith(ending)), key=len, default=Path(name).suffix)


def _endings(what: str, table: Mapping[str, object]) -> str:
    known = [ending or "a folder of CSV files (no ending)" for ending in sorted(table, reverse=True)]
    return f"{what}; these work: {', '.join(known)}"


def _file_writer(path: str | Path, data: bytes) -> Callable[[], None]:
    return lambda: write_bytes(path, data)


def _folder_writer(path: str | Path, files: Mapping[str, bytes], kind: str) -> Callable[[], None]:
    return lambda: write_folder(path, files, kind)
