"""A plan from one table: its bookings, which are all that a plan from another source has to state."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from pydantic import ValidationError

from dagplan.models.errors import InputError, Problem, more_problems
from dagplan.models.plan import Plan
from dagplan.models.request import PlanRequest
from dagplan.words.messages.file_faults import FileFaults

from .columns import PLAN_BOOKINGS, TABLES
from .completion import plan_from
from .informing import stating
from .ledger import Sheets
from .places import TableName, in_words
from .records import records_of
from .table_area import Row


def plan_from_rows(rows: Sequence[Row], name: TableName, request: PlanRequest, found: Sequence[Problem] = ()) -> Plan:
    """A plan from the rows of its bookings, the header first.

    Parameters
    ----------
    rows
        The header and one row a booking.
    name
        What the table is called in problems.
    request
        What was asked for; what the bookings leave out is derived with it.
    found
        Problems that the table has already.

    Raises
    ------
    InputError
        With every problem, each with its table, row and column.
    """
    sheets = Sheets({PLAN_BOOKINGS.name: name, "settings": name}, problems=list(found))
    sheets.records[PLAN_BOOKINGS.name] = records_of(PLAN_BOOKINGS, rows, sheets)
    entries = [stating(PLAN_BOOKINGS, record.values) for record in sheets.records[PLAN_BOOKINGS.name]]
    try:
        plan = plan_from({PLAN_BOOKINGS.name: entries}, request)
    except ValidationError as error:
        sheets.problems += in_words(error, sheets.place, sheets.problems)
    if sheets.problems:
        counted = [more_problems(sheets.untold)] if sheets.untold else []
        raise InputError([*dict.fromkeys(sheets.problems), *counted])
    return plan


_LACKING = {"missing_column", "empty_sheet"}


@contextmanager
def no_request_for_a_plan(tables: Collection[str | None], name: str) -> Iterator[None]:
    """One problem, not one a column, where the tables that are there are those of a request: the two are mixed up."""
    try:
        yield
    except InputError as error:
        is_request = all(table.name in tables for table in TABLES if table.required)
        if is_request and any(one.code in _LACKING for one in error.problems):
            raise InputError([Problem.of(name, FileFaults.A_REQUEST_FOR_A_PLAN(), "other_document")]) from error
        raise
