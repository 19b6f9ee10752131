"""What only follows from another fault, which is told by itself: mended with it, and so not told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from dagplan.models.errors import Problem
from dagplan.models.fields import is_id
from dagplan.models.nearest import Nearest
from dagplan.models.privacy import looks_like_identity_number
from dagplan.words.messages.input_faults import FitFaults
from dagplan.words.messages.table_faults import TableFaults

from .columns import REQUESTS, SETTINGS, VISITS, Table
from .ledger import Record, Sheets

_STRANGERS: Mapping[str, tuple[str, str]] = {
    FitFaults.NO_UNIT: ("units", "unit"),
    FitFaults.NO_UNIT_NEAR: ("units", "unit"),
    FitFaults.NO_PRACTITIONER: ("practitioners", "practitioner"),
    FitFaults.NO_PRACTITIONER_NEAR: ("practitioners", "practitioner"),
    FitFaults.NO_ITEM: ("equipment", "item"),
    FitFaults.NO_ITEM_NEAR: ("equipment", "item"),
    FitFaults.NO_REQUEST: ("requests", "request"),
    FitFaults.NO_REQUEST_NEAR: ("requests", "request"),
}
"""What is said of an id that a table lacks: the table, and the value that is the id."""
_STRANGE_VISITS = (FitFaults.NO_VISIT, FitFaults.NO_VISIT_NEAR)
_STRANGE_VISITS_OF_A_REQUEST = (FitFaults.VISIT_OF_NO_OTHER, FitFaults.VISIT_OF_NO_OTHER_NEAR)
_OF_VISITS = frozenset(("too_short", "no_primary", "two_primaries", "lone_secondary", "missing_role", "sequence"))
"""What is wrong with a request that lacks one of its visits, or has another's."""


def leave_out_repeated(table: Table, sheets: Sheets) -> None:
    """Of rows with one id only the first is an entry; the others are a problem each, and nothing else."""
    first: dict[str, Record] = {}
    kept = []
    for record in sheets.records.get(table.name, ()):
        found = record.values.get("id")
        if not isinstance(found, str) or not is_id(found) or looks_like_identity_number(found):
            kept.append(record)
        elif found in first:
            said = TableFaults.USED_TWICE(id=found, row=first[found].row)
            sheets.problem(table.name, record.row, "id", said, "duplicate_id")
            sheets.repeated[table.name] += 1
        else:
            first[found] = record
            kept.append(record)
    if table.name in sheets.records:
        sheets.records[table.name] = kept


def without_what_follows(problems: Sequence[Problem], sheets: Sheets, lacking: set[str]) -> list[Problem]:
    """The problems without those that will be gone when the others are mended.

    Parameters
    ----------
    problems
        Those of the model; where an id stands twice, ids that nothing has may be what one of the two was meant to be.
    sheets
        What was read, with the problems told already.
    lacking
        Tables that are not there, or can't be told apart.
    """
    left_out = _codes_that_follow(lacking)
    kept = [
        problem
        for problem in problems
        if problem.code not in left_out
        and not (problem.code in ("missing", "too_short") and problem.place in sheets.meant)
    ]
    if VISITS.name in lacking:
        sheets.problems = [problem for problem in sheets.problems if _text(problem) != TableFaults.NO_VISITS]
    if sheets.lost:
        places = _places_of_lost_visits(sheets)
        kept = [problem for problem in kept if not _of_lost_visits(problem, sheets, places)]
        sheets.problems = [problem for problem in sheets.problems if not _of_lost_visits(problem, sheets, places)]
    meant = _may_be_meant([*kept, *sheets.problems], sheets.repeated)
    kept = [problem for problem in kept if _stranger(problem) not in meant]
    sheets.problems = [problem for problem in sheets.problems if _stranger(problem) not in meant]
    return kept


def _may_be_meant(problems: Sequence[Problem], repeated: Mapping[str, int]) -> set[tuple[str, str]]:
    """Ids that their table lacks, and that may be what the rows with the id of another row were meant to have.

    They are when there are no more of them than such rows; those that look like no other id are it sooner.
    """
    strangers: dict[str, dict[str, bool]] = defaultdict(dict)
    for problem in problems:
        table, found = _stranger(problem)
        strangers[table][found] = "near" in (problem.params or {})
    meant: set[tuple[str, str]] = set()
    for table, count in repeated.items():
        alone = [found for found, near in strangers[table].items() if not near]
        of_table = list(strangers[table]) if len(strangers[table]) <= count else alone
        meant |= {(table, found) for found in of_table if len(of_table) <= count}
    return meant


def _codes_that_follow(lacking: set[str]) -> set[str]:
    found = {"unknown_id", "too_short"} if lacking else set()
    return found | ({"missing"} if SETTINGS.name in lacking else set())


def _text(problem: Problem) -> str:
    return str((problem.params or {}).get("text", ""))


def _stranger(problem: Problem) -> tuple[str, str]:
    """The table and the id of an id that the table lacks."""
    table, name = _STRANGERS.get(_text(problem), ("", ""))
    return table, str((problem.params or {}).get(name, ""))


def _of_lost_visits(problem: Problem, sheets: Sheets, places: set[str]) -> bool:
    """Whether it is a visit whose request is mistyped, or of a request that may be the one it belongs to."""
    if _text(problem) in (*_STRANGE_VISITS, *_STRANGE_VISITS_OF_A_REQUEST):
        return (problem.params or {}).get("visit") in sheets.lost
    return problem.code in _OF_VISITS and problem.place in places


def _places_of_lost_visits(sheets: Sheets) -> set[str]:
    """Where the requests stand, and their visits, to which visits may belong whose request is mistyped."""
    requests = sheets.records[REQUESTS.name]
    numbers = {str(record.values.get("id")): number for number, record in enumerate(requests)}
    nearest = Nearest(numbers)
    near = [nearest.of(owner) for owner in dict.fromkeys(sheets.lost.values())]
    may_be = numbers.values() if not all(near) else [numbers[one] for found in near for one in found]
    places = set()
    for number in may_be:
        places.add(str(sheets.cell(REQUESTS.name, requests[number].row)))
        for row in sheets.visit_rows[number]:
            places |= {str(sheets.cell(VISITS.name, row, column)) for column in ("role", None)}
    return places
