"""Reading a request or a plan: the tables that pick a reader by what something is called, or is said to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args

from dagplan.models.arguments import DATA, REQUEST, TEXT, Wanted, takes
from dagplan.models.collector import collector_paused
from dagplan.models.errors import InputError, Problem
from dagplan.models.plan import Plan
from dagplan.models.privacy import looks_like_identity_number
from dagplan.models.request import PlanRequest
from dagplan.words import Value
from dagplan.words.messages.file_faults import FileFaults

from . import excel, fhir, json_file
from .places import shown_path
from .reading import Reading
from .sources import Data, Form, Readable, Source, Stored, source_of

Read = TypeVar("Read")

FOLDER = ""
"""The ending of a folder in tables by ending."""
ZIP = ".zip"
"""The ending of a folder that was sent."""
FORM = Wanted("json, fhir, xlsx or csv", lambda value: value in get_args(Form))
_ENDINGS: Mapping[Form, str] = {"json": ".json", "fhir": ".json", "xlsx": ".xlsx", "csv": FOLDER}


def _request_in_json(source: Source) -> Reading[PlanRequest]:
    """A request of the contract, or a FHIR Bundle: the object itself says which."""
    data, problems = json_file.read_object(source)
    if _is_bundle(source, data):
        return fhir.reading_from(data, source.name, problems)
    return Reading(json_file.request_from(data, problems, source.name))


def _plan_in_json(source: Source, request: PlanRequest) -> Reading[Plan]:
    """A plan of the contract, or a FHIR Bundle."""
    data, problems = json_file.read_object(source)
    if _is_bundle(source, data):
        return fhir.plan_reading_from(data, source.name, request, problems)
    return json_file.plan_reading(data, problems, source.name, request)


def _request_in_csv(source: Source) -> Reading[PlanRequest]:
    from . import csv_folder  # with all that it needs a tenth of a second, and most requests are something else

    return Reading(csv_folder.read_request(source))


def _plan_in_csv(source: Source, request: PlanRequest) -> Reading[Plan]:
    from . import csv_folder

    return csv_folder.plan_reading(source, request)


def _is_bundle(source: Source, data: dict[str, Any]) -> bool:
    """Whether an object is to be read as FHIR: it says so, or whoever sent it."""
    return source.form == "fhir" or fhir.is_bundle(data)


READERS: dict[str, Callable[[Source], Reading[PlanRequest]]] = {
    ".json": _request_in_json,
    ".xlsx": lambda source: Reading(excel.read_request(source)),
    ".xlsm": lambda source: Reading(excel.read_request(source)),
    FOLDER: _request_in_csv,
}
"""How a request is read, by ending."""

PLAN_READERS: dict[str, Callable[[Source, PlanRequest], Reading[Plan]]] = {
    ".json": _plan_in_json,
    ".xlsx": excel.plan_reading,
    FOLDER: _plan_in_csv,
}
"""How a plan is read, by ending."""


_WANTED = {"given": DATA, "name": TEXT.or_none(), "form": FORM.or_none()}


@takes(**_WANTED)
def read(given: Readable | Data, *, name: str | None = None, form: Form | None = None) -> Reading[PlanRequest]:
    """Read a request, with what was passed over.

    Parameters
    ----------
    given
        A path; or what was sent: bytes, a stream of them, or the files of a folder by name. Nothing that was sent is
        put on the disk.
    name
        What bytes are called in problems, such as ``upload.xlsx``.
    form
        How it is read: ``json``, ``fhir``, ``xlsx`` or ``csv``. Left out, a folder, or the ending of the name, says
        it; the ending ``.zip`` is that of a folder that was sent.

    Raises
    ------
    InputError
        With every problem and its place.
    TypeError
        If an argument is not what is wanted.
    """
    source = source_of(given, name, form)
    with collector_paused():
        return _picked(source, READERS)(source)


def read_request(given: Readable | Data, *, name: str | None = None, form: Form | None = None) -> PlanRequest:
    """Read a request; see ``read``."""
    return read(given, name=name, form=form).value


@takes(**_WANTED, request=REQUEST)
def plan_in_file(
    given: Readable | Data, request: PlanRequest, *, name: str | None = None, form: Form | None = None
) -> Reading[Plan]:
    """Read a plan for a request, with what was passed over; see ``read``."""
    source = source_of(given, name, form)
    with collector_paused():
        return _picked(source, PLAN_READERS)(source, request)


def read_plan(
    given: Readable | Data, request: PlanRequest, *, name: str | None = None, form: Form | None = None
) -> Plan:
    """Read a plan for a request; see ``plan_in_file``."""
    return plan_in_file(given, request, name=name, form=form).value


def _picked(source: Source, readers: Mapping[str, Read]) -> Read:
    """What reads this."""
    if looks_like_identity_number(Path(source.name).name):
        raise InputError([named_after_a_person(source.name)])
    stored = isinstance(source, Stored)
    if stored and not (source.name and Path(source.name).exists()):
        raise InputError([Problem.of(shown_path(source.name), FileFaults.NO_SUCH_FILE())])
    if source.form:
        return readers[_ENDINGS[source.form]]
    ending = FOLDER if source.is_folder else Path(source.name).suffix.lower()
    if not stored and ending == ZIP:
        return readers[FOLDER]
    if ending not in readers or (ending == FOLDER and not source.is_folder):
        said = FileFaults.CANT_BE_READ_SO(endings=endings_in_words(readers))
        raise InputError([Problem.of(shown_path(source.name), said, "unknown_ending")])
    return readers[ending]


def named_after_a_person(path: str | Path) -> Problem:
    """That a file's name holds what may be an identity number."""
    return Problem.of(shown_path(path), FileFaults.FILE_NAMED_AFTER_A_PERSON(), "identity_number")


def endings_in_words(table: Mapping[str, object]) -> list[Value]:
    """The endings in a table."""
    return [ending or FileFaults.CSV_FOLDER() for ending in sorted(table, reverse=True)]
