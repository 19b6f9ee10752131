"""A request or a plan from a workbook: a sheet a table, titles and headings in Swedish or English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dagplan.files.columns import ALL_TABLES, BOOKINGS, PLAN_BOOKINGS
from dagplan.files.headings import TABLE_TITLES, is_free_title, table_name, title_of, word_key
from dagplan.files.plan_table import no_request_for_a_plan, plan_from_rows
from dagplan.files.reading import Reading
from dagplan.files.sources import Readable
from dagplan.files.stated_cost import stated_cost
from dagplan.files.table_area import Row
from dagplan.files.tabular import request_from
from dagplan.models.dates_in_words import Language
from dagplan.models.errors import InputError, Problem
from dagplan.models.nearest import Nearest
from dagplan.models.plan import Plan
from dagplan.models.privacy import looks_like_identity_number
from dagplan.models.request import PlanRequest
from dagplan.words.messages.file_faults import FileFaults
from dagplan.words.messages.plan_book_words import PlanBookWords
from dagplan.words.messages.table_faults import TableFaults, WorkbookFaults
from dagplan.words.messages.template_words import ProblemWords, TemplateWords

from .sheets import Book

_NOTES = (TemplateWords.READ_ME, TemplateWords.LISTS, ProblemWords.PROBLEMS)
"""Sheets of the template, and of marked errors, that hold no table."""


def read_request(given: Readable) -> PlanRequest:
    """Read a request from a workbook.

    Raises
    ------
    InputError
        With every problem; places are ``week.xlsx: sheet Besök, row 4, column start``.
    """
    book = Book(given)
    if _is_plan(book):
        raise InputError([Problem.of(book.name, FileFaults.A_PLAN_FOR_A_REQUEST(), "other_document")])
    problems: list[Problem] = []
    titles = _tables(book)
    language = _language(titles)
    meant = _tell_others(book, titles, language, problems)
    names = {
        table.name: book.place(titles.get(table.name) or title_of(table.name, TABLE_TITLES, language))
        for table in ALL_TABLES
    }
    rows: dict[str, Sequence[Row]] = {}
    for table in ALL_TABLES:
        if table.name in titles:
            before = len(problems)
            rows[table.name] = book.rows(titles[table.name], table, problems)
            if not rows[table.name]:
                del rows[table.name]
                if table.required and len(problems) == before:
                    said = WorkbookFaults.EMPTY_TABLE()
                    problems.append(Problem.of(names[table.name].at(), said, "empty_sheet"))
        elif table.required and table.name not in meant:
            problems.append(Problem.of(names[table.name].at(), WorkbookFaults.MISSING_SHEET()))
    return request_from(rows, names, problems)


def plan_reading(given: Readable, request: PlanRequest) -> Reading[Plan]:
    """Read a plan from the sheet of bookings in a workbook; all else is derived from it."""
    book = Book(given)
    tables = {table_name(title) for title in book.titles}
    with no_request_for_a_plan(tables, book.name):
        return _plan_in(book, request)


def _plan_in(book: Book, request: PlanRequest) -> Reading[Plan]:
    title = next((one for one in book.titles if table_name(one) == BOOKINGS.name), None)
    if title is None:
        place = book.place(TABLE_TITLES[BOOKINGS.name][0])
        raise InputError([Problem.of(place.at(), WorkbookFaults.MISSING_SHEET())])
    problems: list[Problem] = []
    rows = book.rows(title, PLAN_BOOKINGS, problems)
    if not rows:
        problems = problems or [Problem.of(book.place(title).at(), WorkbookFaults.EMPTY_SHEET())]
        raise InputError(problems)
    plan = plan_from_rows(rows, book.place(title), request, problems)
    return Reading(plan, cost=_cost_in_overview(book, plan))


def read_plan(given: Readable, request: PlanRequest) -> Plan:
    """The same plan alone."""
    return plan_reading(given, request).value


def _cost_in_overview(book: Book, plan: Plan) -> int | None:
    """What the first sheet says that the plan costs, if that is said of these bookings."""
    wanted = {word_key(word) for word in PlanBookWords.OVERVIEW.in_all_languages()}
    title = next((one for one in book.titles if word_key(one) in wanted), None)
    rows = [cells for _number, cells in book.grid(title)[0]] if title else []
    beside = {word_key(str(cells[0])): cells[1] for cells in rows if len(cells) > 1}
    cost, mark = (
        next((beside[key] for one in word.in_all_languages() if (key := word_key(one)) in beside), None)
        for word in (PlanBookWords.COST, PlanBookWords.BOOKINGS_MARK)
    )
    return stated_cost(plan, int(cost) if isinstance(cost, float) else cost, mark)


def _is_plan(book: Book) -> bool:
    """Whether a workbook is a plan's, which has an overview and no table that a request needs."""
    needed = {table.name for table in ALL_TABLES if table.required}
    overview = {word_key(word) for word in PlanBookWords.OVERVIEW.in_all_languages()}
    titles = {word_key(title) for title in book.titles}
    return bool(overview & titles) and not needed & {table_name(title) for title in book.titles}


def _tables(book: Book) -> dict[str, str]:
    """The title of each table's sheet."""
    found: dict[str, str] = {}
    for title in book.titles:
        table = table_name(title)
        if table is not None and not looks_like_identity_number(title):
            if table in found and table == BOOKINGS.name and _has_no_entries(book, found[table]):
                found[table] = title  # one copied from a plan beside the request's own, which is empty
            found.setdefault(table, title)
    return found


def _has_no_entries(book: Book, title: str) -> bool:
    """Whether a sheet holds no more than its headings."""
    return len(book.grid(title)[0]) < 2


def _language(titles: Mapping[str, str]) -> Language:
    """The language of the titles."""
    swedish = any(title != TABLE_TITLES[table][1] and title != table for table, title in titles.items())
    return "sv" if swedish else "en"


def _tell_others(book: Book, titles: Mapping[str, str], language: Language, problems: list[Problem]) -> set[str]:
    """Refuse sheets that are no table's, but for notes, hidden and empty ones; the tables that may be meant by them.

    A sheet whose name begins with Anteckning or Note is the sender's own.
    """
    notes = {word_key(word) for note in _NOTES for word in note.in_all_languages()}
    known = {title_of(name, TABLE_TITLES, language): name for name in TABLE_TITLES}
    nearest = Nearest([title for title, name in known.items() if name not in titles])
    meant: set[str] = set()
    for title in book.titles:
        table, place = table_name(title), book.place(title).at()
        if looks_like_identity_number(title):
            problems.append(Problem.of(place, FileFaults.IDENTITY_NUMBER(), "identity_number"))
        elif table is not None:
            if titles[table] != title and not (table == BOOKINGS.name and _has_no_entries(book, title)):
                problems.append(Problem.of(place, TableFaults.REPEATED_TABLE(other=titles[table])))
        elif not (word_key(title) in notes or is_free_title(title) or title in book.hidden or book.is_empty(title)):
            near = nearest.of(title)
            meant |= {known[one] for one in near}
            said = (
                WorkbookFaults.UNKNOWN_SHEET_NEAR(near=near)
                if near
                else WorkbookFaults.UNKNOWN_SHEET(tables=list(known))
            )
            problems.append(Problem.of(place, said, "unknown_table"))
    return meant
