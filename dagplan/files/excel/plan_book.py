"""A plan as a workbook: a call list if it was made anew, an overview, a sheet a date, and lists of all kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook

from dagplan.files.cell_values import cell_of
from dagplan.files.columns import PLAN_BOOKINGS
from dagplan.files.headings import CODE_TITLES, TABLE_TITLES, title_of
from dagplan.files.rows import locked_visits
from dagplan.models.dates_in_words import Language
from dagplan.models.plan import Booking, Plan, Unbooked
from dagplan.models.request import PlanRequest, Request
from dagplan.models.view import PlanView
from dagplan.words.messages.template_words import TemplateWords
from dagplan.words.naming import Names, in_names

from .call_sheet import add_calls
from .day_columns import columns_of
from .day_sheet import add_day
from .looks import CLOCK, DATE, MOMENT, StyledWorkbook
from .overview import add_overview
from .plan_names import person_title, unit_title
from .plan_words import Words
from .style import table, to_bytes

MOST_PEOPLE = 200
"""People on one date that still fit on a sheet."""
MOST_COLUMNS = 4_000
"""Columns of all dates together."""

_LIST = ("date", "start", "end", "unit", "competence", "equipment", "role", "order", "request", "visit")


def plan_bytes(plan: Plan, request: PlanRequest | None = None, language: Language = "sv") -> bytes:
    """A plan as a workbook.

    Parameters
    ----------
    plan
        The plan.
    request
        What it answers: gives names, competences and hours. Left out, the plan's ids stand alone.
    language
        Of all that is said.
    """
    words, view = Words(language), PlanView(plan, request)
    across = [len(columns_of(day, view)) for day in view.calendar]
    fits = max(across, default=0) <= MOST_PEOPLE and sum(across) <= MOST_COLUMNS
    workbook = StyledWorkbook()
    overview = workbook.worksheets[0]
    overview.title = words["overview"]
    add_overview(overview, view, words, note="" if fits else words["no_days"])
    for day in view.calendar if fits else ():
        add_day(workbook, day, view, words)
    _by_person(workbook, view, words)
    _by_patient(workbook, view, words)
    _unbooked(workbook, view, words)
    _bookings(workbook, view, language, words)
    add_calls(workbook, view, words)
    return to_bytes(workbook)


def _by_person(workbook: Workbook, view: PlanView, words: Words) -> None:
    ordered = sorted(view.plan.bookings, key=lambda one: (one.practitioner, one.start, one.visit))
    _list(workbook, words["by_practitioner"], ("practitioner", "patient"), ordered, view, words)


def _by_patient(workbook: Workbook, view: PlanView, words: Words) -> None:
    ordered = sorted(view.plan.bookings, key=lambda one: (one.patient, one.start, one.visit))
    _list(workbook, words["by_patient"], ("patient", "practitioner"), ordered, view, words)


def _list(
    workbook: Workbook, title: str, first: tuple[str, str], bookings: Sequence[Booking], view: PlanView, words: Words
) -> None:
    names: Sequence[str] = (first[0], *_LIST[:3], first[1], *_LIST[3:])
    if not any(one.equipment for one in bookings):
        names = [name for name in names if name != "equipment"]
    fields: dict[str, Callable[[Booking], Any]] = {
        "date": lambda one: one.start.date(),
        "start": lambda one: one.start.time(),
        "end": lambda one: one.end.time(),
        "competence": lambda one: view.competence(one) or "",
        "equipment": lambda one: ", ".join(map(view.item_name, one.equipment)),
        "role": lambda one: words.code(one.role, CODE_TITLES),
        "order": lambda one: words.order(*view.place(one)[:2]),
        "practitioner": lambda one: person_title(view, one.practitioner),
        "unit": lambda one: unit_title(view, one.unit),
    }
    rows = [[fields[name](one) if name in fields else getattr(one, name) for name in names] for one in bookings]
    formats = {"date": DATE, "start": CLOCK, "end": CLOCK}
    sheet = workbook.create_sheet(title)
    table(sheet, [words.column(name) for name in names], rows, [formats.get(name) for name in names])


def _unbooked(workbook: Workbook, view: PlanView, words: Words) -> None:
    names = ("request", "patient", "priority", "visits", "reason", "proof", "fixes")
    rows = [row for entry, case in view.unbooked for row in _reasons(entry, case, view.names, words)]
    table(workbook.create_sheet(words["unbooked"]), [words.column(name) for name in names], rows)


def _reasons(entry: Unbooked, case: Request | None, names: Names, words: Words) -> list[tuple[Any, ...]]:
    """A row a reason; the fixes stand beside the first."""
    about = (case.patient, words.code(case.priority, CODE_TITLES), len(case.visits)) if case else (None, None, None)
    said = [in_names(one.params, one.message, names, words.language) for one in entry.reasons]
    proofs = [words[one.proof] for one in entry.reasons]
    reasons = list(zip(said, proofs, strict=True)) or [(words["no_reason"], "")]
    fixes = "\n".join(in_names(fix.params, fix.message, names, words.language) for fix in entry.fixes)
    return [(entry.request, *about, *reason, "" if number else fixes) for number, reason in enumerate(reasons)]


def _bookings(workbook: Workbook, view: PlanView, language: Language, words: Words) -> None:
    """The bookings with the contract's columns: what is read back as a plan, and pasted into a request."""
    bookings, locked = view.plan.bookings, locked_visits(view.request)
    columns = dict(PLAN_BOOKINGS.columns)
    if not any(one.equipment for one in bookings):
        del columns["equipment"]
    if locked:
        columns |= PLAN_BOOKINGS.informing
    cells: dict[str, Callable[[Booking], Any]] = {
        "role": lambda one: words.code(one.role, CODE_TITLES),
        "equipment": lambda one: cell_of(list(one.equipment)),
        "locked": lambda one: (TemplateWords.YES if one.visit in locked else TemplateWords.NO)().told(language),
    }
    rows = [[cells[name](one) if name in cells else getattr(one, name) for name in columns] for one in bookings]
    formats = [MOMENT if kind == "moment" else None for kind in columns.values()]
    sheet = workbook.create_sheet(title_of("bookings", TABLE_TITLES, language))
    table(sheet, [words.column(name) for name in columns], rows, formats)
