"""The first sheet of a plan's workbook: what is booked, how good that is, and what to know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from dagplan.files.headings import CODE_TITLES
from dagplan.files.stated_cost import bookings_mark
from dagplan.models.view import PlanView, Share
from dagplan.words.messages.terms import TermNames
from dagplan.words.naming import in_names

from .looks import BOLD, ENTRY, FIGURE, SMALL, TITLE
from .plan_words import Words
from .style import BAND, heading, join, print_on_a4, put


def add_overview(sheet: Worksheet, view: PlanView, words: Words, note: str = "") -> None:
    """Fill the sheet. ``note`` is told below the title."""
    plan = view.plan
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("ABCD", (34, 16, 16, 12), strict=True):
        sheet.column_dimensions[letter].width = width
    put(sheet, 1, 1, _title(view, words), TITLE)
    put(sheet, 2, 1, words.gap(plan), BOLD)
    if note:
        put(sheet, 3, 1, note)
    row = _table(sheet, 5, (words["requests"], words["asked"], words["booked"], words["share"]), _shares(view, words))
    said = plan.objective
    worth: list[tuple[Any, ...]] = [(words["cost"], said.cost), (words["lower_bound"], said.lower_bound)]
    row = _table(sheet, row + 1, (words["worth"], ""), worth)
    terms = [(TermNames[name.upper()]().told(words.language), cost) for name, cost in view.terms.items()]
    row = _table(sheet, row + 1, (words["terms"], words["cost"]), terms)
    if plan.warnings:
        put(sheet, row + 1, 1, words["warnings"], BOLD)
        for row, warning in enumerate(plan.warnings, row + 2):  # noqa: B020 - the rows below go on from here
            text = in_names(warning.params, warning.message, view.names, words.language)
            put(sheet, row, 1, text, replace(ENTRY, paper=BAND, wrap=True))
            join(sheet, row, 1, row, 6)
            sheet.row_dimensions[row].height = 15.5 * (1 + len(text) // 95)
        row += 1
    rule, run = plan.rule, plan.run
    put(
        sheet,
        row + 1,
        1,
        f"{words['rule']}: {rule.document} {rule.version}, {rule.valid_from} – {rule.valid_to}",
        SMALL,
    )
    versions = ", ".join(f"{name} {version}" for name, version in run.versions.items())
    put(
        sheet,
        row + 2,
        1,
        f"{words['run']}: {run.wall_seconds:.1f} {words['seconds']}, {words['seed']} {run.seed}. {versions}",
        SMALL,
    )
    put(sheet, row + 3, 1, words["bookings_mark"], SMALL)
    put(sheet, row + 3, 2, bookings_mark(plan.bookings), SMALL)
    if run.search:
        put(sheet, row + 4, 1, f"{words['search']}: {words[run.search]}", SMALL)
    print_on_a4(sheet)
    sheet.page_setup.orientation = "portrait"


def _title(view: PlanView, words: Words) -> str:
    days = list(view.by_day)
    if view.request:
        days = [view.request.first_date, view.request.last_date]
    if not days:
        return words["plan"]
    return f"{words['plan']} {days[0]}" + (f" – {days[-1]}" if days[-1] != days[0] else "")


def _shares(view: PlanView, words: Words) -> Iterable[Sequence[Any]]:
    """Requests asked for and booked: all, by priority, linked or not."""
    shares = view.shares
    groups = [
        (words["all"], shares.all),
        *((words.code(priority, CODE_TITLES), share) for priority, share, _linked, _single in shares.by_priority),
        (words["linked"], shares.linked),
        (words["single"], shares.single),
    ]
    return [_share(name, share) for number, (name, share) in enumerate(groups) if share.asked or number == 0]


def _share(group: str, share: Share) -> tuple[str, int, int, float]:
    part = share.booked / share.asked if share.asked else 1.0
    return group[0].upper() + group[1:], share.asked, share.booked, part


def _table(sheet: Worksheet, top: int, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """A small table; gives the first row below it."""
    for column, title in enumerate(titles, 1):
        heading(sheet, top, column, title)
    row = top
    for row, values in enumerate(rows, top + 1):
        for column, value in enumerate(values, 1):
            put(sheet, row, column, value, replace(FIGURE, form="0.0 %") if isinstance(value, float) else FIGURE)
    return row + 1
