"""The first sheet of a plan's workbook: what is booked, how good that is, and what to know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from dagplan.files.headings import CODE_TITLES
from dagplan.models.plan import Plan
from dagplan.words.registry import in_language

from .looks import BOLD, ENTRY, FIGURE, SMALL, TITLE
from .plan_facts import Facts
from .plan_words import Words
from .style import BAND, heading, join, print_on_a4, put

_PRIORITIES = ("stat", "asap", "urgent", "routine")


def add_overview(sheet: Worksheet, plan: Plan, facts: Facts, words: Words, note: str = "") -> None:
    """Fill the sheet. ``note`` is told below the title."""
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("ABCD", (34, 16, 16, 12), strict=True):
        sheet.column_dimensions[letter].width = width
    put(sheet, 1, 1, _title(plan, facts, words), TITLE)
    put(sheet, 2, 1, words.gap(plan), BOLD)
    if note:
        put(sheet, 3, 1, note)
    row = _table(
        sheet, 5, (words["requests"], words["asked"], words["booked"], words["share"]), _shares(plan, facts, words)
    )
    said = plan.objective
    worth: list[tuple[Any, ...]] = [(words["cost"], said.cost), (words["lower_bound"], said.lower_bound)]
    row = _table(sheet, row + 1, (words["worth"], ""), worth)
    names = {"unbooked": "unbooked_term"}
    terms = [(words[names.get(name, name)], cost) for name, cost in said.terms.model_dump().items()]
    row = _table(sheet, row + 1, (words["terms"], words["cost"]), terms)
    if plan.warnings:
        put(sheet, row + 1, 1, words["warnings"], BOLD)
        for row, warning in enumerate(plan.warnings, row + 2):  # noqa: B020 - the rows below go on from here
            text = in_language(warning.params, warning.message, words.language)
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
    print_on_a4(sheet)


def _title(plan: Plan, facts: Facts, words: Words) -> str:
    days = sorted({booking.start.date() for booking in plan.bookings})
    if facts.request:
        days = [facts.request.first_date, facts.request.last_date]
    if not days:
        return words["plan"]
    return f"{words['plan']} {days[0]}" + (f" – {days[-1]}" if days[-1] != days[0] else "")


def _shares(plan: Plan, facts: Facts, words: Words) -> Iterable[Sequence[Any]]:
    """Requests asked for and booked: all, by priority, linked or not."""
    not_booked = {entry.request for entry in plan.unbooked}
    if not facts.cases:
        booked = len({booking.request for booking in plan.bookings} - not_booked)
        return [_share(words["all"], booked + len(not_booked), booked)]
    groups: dict[str, tuple[str, ...]] = {}
    for name, case in facts.cases.items():
        kind = words["linked"] if case.linked else words["single"]
        groups[name] = (words["all"], words.code(case.priority, CODE_TITLES), kind)
    asked = Counter(group for those in groups.values() for group in those)
    left = Counter(group for name, those in groups.items() if name in not_booked for group in those)
    order = [words["all"], *(words.code(one, CODE_TITLES) for one in _PRIORITIES), words["linked"], words["single"]]
    return [_share(group, asked[group], asked[group] - left[group]) for group in order if asked[group]]


def _share(group: str, asked: int, booked: int) -> tuple[str, int, int, float]:
    return group[0].upper() + group[1:], asked, booked, booked / asked if asked else 1.0


def _table(sheet: Worksheet, top: int, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """A small table; gives the first row below it."""
    for column, title in enumerate(titles, 1):
        heading(sheet, top, column, title)
    row = top
    for row, values in enumerate(rows, top + 1):
        for column, value in enumerate(values, 1):
            put(sheet, row, column, value, replace(FIGURE, form="0.0 %") if isinstance(value, float) else FIGURE)
    return row + 1
