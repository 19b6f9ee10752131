"""File <-> models: one module a format, and here the tables that pick one by a path's ending."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from dagplan.models.arguments import PATH, PATHS, PLAN, REQUEST, takes
from dagplan.models.dates_in_words import Language
from dagplan.models.errors import InputError, Problem
from dagplan.models.faults import OutputError
from dagplan.models.fields import StrictModel
from dagplan.models.plan import Plan
from dagplan.models.privacy import looks_like_identity_number
from dagplan.models.request import PlanRequest
from dagplan.words.messages.file_faults import FileFaults

from . import excel, fhir, json_file, kinds
from .atomic import write_bytes
from .callers import read_offers, with_callers
from .fixed_words import aim_of
from .loaded import Loaded, load, nothing_asked
from .places import shown_path
from .readers import (
    FOLDER,
    endings_in_words,
    named_after_a_person,
    plan_in_file,
    read,
    read_plan,
    read_request,
)
from .reading import Reading
from .sources import Readable, Sent
from .trying import seconds_to_make
from .writing import FileFormat, FolderFormat, IncompleteError, Model, disk_problems, write_form

__all__ = [
    "JSON_ONLY",
    "MARKED_COPIES",
    "PLAN_FORMATS",
    "REQUEST_FORMATS",
    "WORKBOOK_ONLY",
    "FileFormat",
    "FolderFormat",
    "Formats",
    "IncompleteError",
    "Loaded",
    "Reading",
    "Sent",
    "aim_of",
    "form_of",
    "load",
    "nothing_asked",
    "output_problems",
    "plan_formats",
    "plan_in_file",
    "read",
    "read_offers",
    "read_plan",
    "read_request",
    "request_formats",
    "seconds_to_make",
    "with_callers",
    "write_all",
    "write_marked",
    "write_plan",
    "write_request",
    "write_template",
]

Formats = Mapping[str, FileFormat[Model] | FolderFormat[Model]]


# What writes a form is brought in when that form is wanted: together they take a tenth of a second of every process.
def _plan_in_csv(plan: Plan, request: PlanRequest | None = None) -> dict[str, bytes]:
    from . import csv_folder

    return csv_folder.plan_files(plan, request)


def _request_in_csv(request: PlanRequest) -> dict[str, bytes]:
    from . import csv_folder

    return csv_folder.request_files(request)


def _bundle(request: PlanRequest) -> bytes:
    return fhir.request_bytes(request)


def _calendar(request: PlanRequest, plan: Plan, language: Language) -> bytes:
    from . import ics

    return ics.plan_bytes(request, plan, language)


def _calendars(request: PlanRequest, plan: Plan, language: Language) -> dict[str, bytes]:
    from . import ics

    return ics.plan_files(request, plan, language)


def _calls(request: PlanRequest, plan: Plan) -> dict[str, bytes]:
    from . import oracle_health

    return oracle_health.plan_files(request, plan)


PLAN_FORMATS: dict[str, FileFormat[Plan] | FolderFormat[Plan]] = {
    ".json": FileFormat(json_file.plan_bytes),
    ".xlsx": FileFormat(excel.plan_bytes),
    FOLDER: FolderFormat(_plan_in_csv, kinds.PLAN_CSV),
}
"""How a plan is written, by ending, where the plan alone is enough."""


REQUEST_FORMATS: dict[str, FileFormat[PlanRequest] | FolderFormat[PlanRequest]] = {
    ".json": FileFormat(json_file.request_bytes),
    ".fhir.json": FileFormat(_bundle),
    ".xlsx": FileFormat(excel.request_bytes),
    FOLDER: FolderFormat(_request_in_csv, kinds.REQUEST_CSV),
}
"""How a request is written, by ending."""

WORKBOOK_ONLY: dict[str, FileFormat[PlanRequest] | FolderFormat[PlanRequest]] = {".xlsx": REQUEST_FORMATS[".xlsx"]}
"""How a template is written."""

MARKED_COPIES = dict.fromkeys((".xlsx", ".xlsm"), REQUEST_FORMATS[".xlsx"])
"""The endings of a workbook with its errors marked."""

JSON_ONLY: dict[str, FileFormat[StrictModel] | FolderFormat[StrictModel]] = {
    ".json": FileFormat(json_file.model_bytes)
}
"""How offers and differences are written."""


def plan_formats(request: PlanRequest, language: Language = "sv") -> dict[str, FileFormat[Plan] | FolderFormat[Plan]]:
    """How the plan of a request is written: with the names and hours that only the request knows."""
    return {
        **PLAN_FORMATS,
        ".xlsx": FileFormat(lambda plan: excel.plan_bytes(plan, request, language)),
        FOLDER: FolderFormat(lambda plan: _plan_in_csv(plan, request), kinds.PLAN_CSV),
        ".fhir.json": FileFormat(lambda plan: fhir.plan_bytes(request, plan)),
        ".ics": FileFormat(lambda plan: _calendar(request, plan, language)),
        ".ics/": FolderFormat(lambda plan: _calendars(request, plan, language), kinds.CALENDARS),
        ".oracle/": FolderFormat(lambda plan: _calls(request, plan), kinds.ORACLE),
    }


@takes(plan=PLAN, path=PATH, request=REQUEST.or_none())
def write_plan(plan: Plan, path: str | Path, request: PlanRequest | None = None) -> None:
    """Write a plan, whole or not at all; the path's ending picks the form. Some forms need its request."""
    write_all(plan, [path], plan_formats(request) if request else PLAN_FORMATS)


@takes(request=REQUEST, path=PATH)
def write_request(request: PlanRequest, path: str | Path) -> None:
    """Write a request, whole or not at all; the path's ending picks the form."""
    write_all(request, [path], REQUEST_FORMATS)


@takes(paths=PATHS)
def write_all(value: Model, paths: Sequence[str | Path], formats: Formats[Model]) -> None:
    """Write one thing in several forms, each by itself, whole or not at all; JSON, which has everything, comes first.

    Raises
    ------
    InputError
        If a path has no form, or two are the same: nothing is written then.
    OutputError
        With each form that could not be made or written, for whatever reason. The others are written.
    """
    misnamed = [wrong for _, wrong in _judged(paths, formats) if wrong]
    if misnamed:
        raise InputError(misnamed)
    problems: list[Problem] = []
    for path in sorted(paths, key=lambda one: _ending(one, formats) != ".json"):
        problems += write_form(value, path, formats[_ending(path, formats)])
    if problems:
        raise OutputError(problems)


def form_of(path: str | Path, formats: Formats[Model]) -> FileFormat[Model] | FolderFormat[Model]:
    """The form that a path's ending picks."""
    return formats[_ending(path, formats)]


def write_marked(source: Readable, problems: Sequence[Problem], path: str | Path, language: Language = "sv") -> None:
    """Write a workbook anew with its problems marked, whole or not at all.

    Raises
    ------
    InputError
        If it can't be read, or has macros and its copy has not the ending of such, or the other way round.
    """
    ending = excel.ending_of(source)
    if Path(path).suffix.lower() != ending:
        say = FileFaults.HAS_MACROS if ending == ".xlsm" else FileFaults.HAS_NO_MACROS
        raise InputError([Problem.of(shown_path(path), say(ending=ending), "unknown_ending")])
    write_bytes(path, excel.marked_bytes(source, problems, language))


def write_template(path: str | Path, language: Language, monday: date) -> None:
    """Write a workbook to fill in, whole or not at all; its example is of the week that begins on ``monday``."""
    write_bytes(path, excel.template_bytes(language, monday))


def request_formats(language: Language) -> dict[str, FileFormat[PlanRequest] | FolderFormat[PlanRequest]]:
    """How a request is written, workbooks in this language."""
    return {**REQUEST_FORMATS, ".xlsx": FileFormat(lambda request: excel.request_bytes(request, language))}


@takes(paths=PATHS, inputs=PATHS)
def output_problems(
    paths: Sequence[str | Path], formats: Formats[Model], inputs: Sequence[str | Path] = ()
) -> list[Problem]:
    """Why these paths can't be written to, judged before anything is written.

    An output may not be an input, nor stand in the way of another output.
    """
    problems: list[Problem] = []
    for path, wrong in _judged(paths, formats, inputs):
        problems += [wrong] if wrong else disk_problems(path, formats[_ending(path, formats)])
    return problems


def _judged(
    paths: Sequence[str | Path], formats: Formats[Model], inputs: Sequence[str | Path] = ()
) -> Iterator[tuple[str | Path, Problem | None]]:
    """Each path with what is wrong with it whatever stands on the disk."""
    read = [Path(path).resolve() for path in inputs]
    taken: list[Path] = []
    for path in paths:
        goal, name, wrong = Path(path).resolve(), shown_path(path), None
        if goal in read:
            wrong = Problem.of(name, FileFaults.INPUT_TOO(), "path_in_use")
        elif any(goal == other or goal in other.parents or other in goal.parents for other in taken):
            wrong = Problem.of(name, FileFaults.OUTPUT_TOO(), "path_in_use")
        elif not str(path) or _ending(path, formats) not in formats:
            wrong = Problem.of(name, FileFaults.NO_FORM(endings=endings_in_words(formats)), "unknown_ending")
        elif looks_like_identity_number(goal.name):
            wrong = named_after_a_person(path)
        taken.append(goal)
        yield path, wrong


def _ending(path: str | Path, formats: Mapping[str, object]) -> str:
    """The longest ending in the table that a path has; a folder's may end in a slash, or have none."""
    name = Path(path).name.lower()
    if str(path).endswith(("/", os.sep)):
        named = [ending for ending in formats if ending[-1:] == "/" and f"{name}/".endswith(ending)]
        return max(named, key=len, default=FOLDER)
    known = [ending for ending in formats if ending and name.endswith(ending)]
    return max(known, key=len, default=Path(name).suffix)
