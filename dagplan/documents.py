"""Requests, plans and what is said of them, read and written in every form: paths, and bytes for who has no files."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, get_args

from dagplan import files
from dagplan.files import FolderFormat, Formats, IncompleteError, Reading
from dagplan.files.reading import PassedOver
from dagplan.files.sources import Form
from dagplan.models import InputError, Plan, PlanRequest, Problem
from dagplan.models.arguments import DATA, FUNCTION, PATH, REQUEST, TEXT, Wanted, takes
from dagplan.models.fields import StrictModel
from dagplan.models.offer import Offer, Offers
from dagplan.report.forms import plan_forms
from dagplan.words import Language, Value
from dagplan.words.messages.file_faults import FileFaults

log = logging.getLogger(__name__)

Given = str | Path | bytes | BinaryIO | Mapping[str, bytes]
"""What is read: a path, bytes, a stream of them, or the files of a folder by name."""
OnPassedOver = Callable[[PassedOver], object]

_ZIP = "application/zip"


@dataclass(frozen=True)
class _Kind:
    """A form: the ending of its files, and what it is called where no file is (a folder goes in a zip)."""

    ending: str
    media_type: str


_FORMS: Mapping[str, _Kind] = {
    "json": _Kind(".json", "application/json"),
    "xlsx": _Kind(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": _Kind("", _ZIP),
    "fhir": _Kind(".fhir.json", "application/fhir+json"),
    "html": _Kind(".html", "text/html"),
    "ics": _Kind(".ics", "text/calendar"),
    "calendars": _Kind(".ics/", _ZIP),
    "oracle": _Kind(".oracle/", _ZIP),
}
MEDIA_TYPES: Mapping[str, str] = {name: kind.media_type for name, kind in _FORMS.items()}
"""The media type of each form. A folder of files (``csv``, ``calendars``, ``oracle``) is given away as a zip."""

_READ: Mapping[str, Form] = {
    **{name: name for name in get_args(Form)},
    **{MEDIA_TYPES[name]: name for name in get_args(Form)},
    "application/x-zip-compressed": "csv",
    "application/vnd.ms-excel.sheet.macroenabled.12": "xlsx",
}
_ANYTHING = "application/octet-stream"


def _writable(value: Any) -> bool:
    offers = isinstance(value, list | tuple) and all(isinstance(one, Offer) for one in value)
    return offers or isinstance(value, StrictModel)


_DOCUMENT = Wanted("a PlanRequest, a Plan, an Explanation, a Difference or a list of Offer", _writable)


@takes(given=DATA, name=TEXT.or_none(), form=TEXT.or_none(), on_passed_over=FUNCTION.or_none())
def read(
    given: Given, *, name: str | None = None, form: str | None = None, on_passed_over: OnPassedOver | None = None
) -> PlanRequest:
    """Read a request from a file, or from what was sent.

    Parameters
    ----------
    given
        A path (JSON, a workbook, a folder of CSV files, a FHIR R4 Bundle); or bytes, a stream of them, or the files
        of a folder by name. Nothing that was sent is put on the disk.
    name
        What bytes are called in problems, such as ``upload.xlsx``; its ending says how they are read where ``form``
        does not.
    form
        ``json``, ``fhir``, ``xlsx`` or ``csv`` (bytes: a zip of the folder), or a media type, as of a header
        ``Content-Type``. ``application/json`` may be a Bundle too.
    on_passed_over
        Called with each kind of thing that a Bundle holds and no request has (``message``, ``count``, ``first``).
        Left out, each is a warning in the log.

    Raises
    ------
    InputError
        With every problem and its place.
    TypeError
        If an argument is not what is wanted.

    Examples
    --------
    >>> read(b'{"first_date": "2026-12-08", "last_date": "2026-12-08", "units": [], "practitioners": [], '
    ...      b'"requests": []}', form="application/json").time_zone
    'Europe/Stockholm'
    """
    found = files.read(given, name=name, form=_form_to_read(form))
    _tell(found, given, name, on_passed_over)
    return found.value


@takes(given=DATA, request=REQUEST, name=TEXT.or_none(), form=TEXT.or_none(), on_passed_over=FUNCTION.or_none())
def read_plan(
    given: Given,
    request: PlanRequest,
    *,
    name: str | None = None,
    form: str | None = None,
    on_passed_over: OnPassedOver | None = None,
) -> Plan:
    """Read a plan of a request, from a file or from what was sent; see ``read``.

    Raises
    ------
    InputError
        With every problem and its place. Whether the plan keeps the rules is not judged: ``check`` does that.
    TypeError
        If an argument is not what is wanted.
    """
    found = files.plan_in_file(given, request, name=name, form=_form_to_read(form))
    _tell(found, given, name, on_passed_over)
    return found.value


@takes(document=_DOCUMENT, path=PATH, request=REQUEST.or_none(), language=TEXT)
def write(
    document: StrictModel | Sequence[Offer],
    path: str | Path,
    *,
    request: PlanRequest | None = None,
    language: Language = "en",
) -> None:
    """Write a request, a plan, an explanation, a difference or offers to a file, whole or not at all.

    Parameters
    ----------
    document
        What is written.
    path
        Its ending says how: ``.json`` for all; ``.xlsx``, ``.fhir.json`` or no ending (a folder of CSV files) for
        requests and plans; ``.html``, ``.ics``, ``.ics/`` or ``.oracle/`` for plans.
    request
        What a plan is of: every form of a plan but JSON, CSV and a bare workbook says what only the request knows.
    language
        Of workbooks, pages and calendars: ``sv`` or ``en``.

    Raises
    ------
    InputError
        If no form has this ending; nothing is written then.
    OutputError
        If it can't be made or written; what stood there before is left.
    TypeError
        If an argument is not what is wanted, or a request is needed and not given.
    """
    document = _as_model(document)
    ending = str(path)
    files.write_all(document, [path], _formats(document, request, language, ending.endswith))


@takes(document=_DOCUMENT, form=TEXT, request=REQUEST.or_none(), language=TEXT)
def to_bytes(
    document: StrictModel | Sequence[Offer],
    form: str,
    *,
    request: PlanRequest | None = None,
    language: Language = "en",
) -> bytes:
    """A request, a plan, an explanation, a difference or offers as the bytes of a file.

    Parameters
    ----------
    document, request, language
        As in ``write``.
    form
        A name in ``MEDIA_TYPES``, or a media type. What ``write`` makes a folder of is a zip.

    Raises
    ------
    InputError
        If there is no such form of it, or the form can't say something that it holds.
    TypeError
        If an argument is not what is wanted, or a request is needed and not given.

    Examples
    --------
    >>> request = read(b'{"first_date": "2026-12-08", "last_date": "2026-12-08", "units": [], "practitioners": [], '
    ...                b'"requests": []}', form="json")
    >>> to_bytes(request, "json")[4:33]
    b'"schema": "dagplan.request/1"'
    """
    document = _as_model(document)
    names = [name for name, kind in _FORMS.items() if _plainly(form) in (name, kind.media_type)]
    ending = _FORMS[names[0]].ending if names else None
    formats = _formats(document, request, language, lambda known: known == ending)
    made = None if ending is None else formats.get(ending)
    if made is None:
        known = [name for name, kind in _FORMS.items() if kind.ending in formats]
        raise _unknown_form(known)
    if isinstance(made, FolderFormat):
        return zipped(made.to_files(document))
    try:
        return made.to_bytes(document)
    except IncompleteError as error:
        log.warning("%s: %s", names[0], error.why)
        return error.data


def can_read(form: str) -> bool:
    """Whether a request can be read from a form, or a media type.

    >>> can_read("application/json"), can_read("text/html")
    (True, False)
    """
    return _plainly(form) in _READ


def _form_to_read(form: str | None) -> Form | None:
    """The form of a name or a media type; None where it says nothing."""
    if form is None or _plainly(form) == _ANYTHING:
        return None
    found = _READ.get(_plainly(form))
    if found is None:
        raise _unknown_form([name for name in _FORMS if name in get_args(Form)])
    return found


def _plainly(form: str) -> str:
    """A media type without its parameters, such as the character set."""
    return form.partition(";")[0].strip().lower()


def _unknown_form(known: Sequence[Value]) -> InputError:
    return InputError([Problem.of("form", FileFaults.NO_SUCH_FORM(forms=known))])


def _tell(found: Reading[Any], given: Given, name: str | None, on_passed_over: OnPassedOver | None) -> None:
    """Tell of what was passed over."""
    called = str(given) if isinstance(given, str | Path) else name or "upload"
    for one in found.passed_over:
        if on_passed_over is None:
            log.warning("%s: %s", called, one.message)
        else:
            on_passed_over(one)


def _as_model(document: StrictModel | Sequence[Offer]) -> StrictModel:
    return document if isinstance(document, StrictModel) else Offers(offers=tuple(document))


def _formats(
    document: StrictModel, request: PlanRequest | None, language: Language, asked: Callable[[str], bool]
) -> Formats[Any]:
    """How a document can be written, by ending.

    Raises
    ------
    TypeError
        If it is asked for in a form that takes its request, which is not given.
    """
    if language not in get_args(Language):
        raise TypeError("language must be 'sv' or 'en'")
    if isinstance(document, PlanRequest):
        return files.request_formats(language)
    if not isinstance(document, Plan):
        return files.JSON_ONLY
    if request is not None:
        return plan_forms(request, language)
    with_request = plan_forms(files.nothing_asked(), language).keys() - files.PLAN_FORMATS.keys()
    if any(asked(ending) for ending in with_request):
        raise TypeError("request must be given: this form of a plan says what only its request knows")
    return files.PLAN_FORMATS


def zipped(held: Mapping[str, bytes]) -> bytes:
    """Files in a zip, the same bytes each time."""
    goal = io.BytesIO()
    with zipfile.ZipFile(goal, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(held):
            archive.writestr(zipfile.ZipInfo(name), held[name], zipfile.ZIP_DEFLATED)
    return goal.getvalue()
