"""Problems of a table that say the same of several rows -> one, with all its rows: ``sheet Schema, rows 4–18``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from dagplan.models.errors import Problem
from dagplan.words import Message
from dagplan.words.messages.places import Places

_OF_SEVERAL: Mapping[Message, Message] = {
    Places.ROW: Places.ROWS,
    Places.CELL: Places.CELLS,
    Places.SHEET_ROW: Places.SHEET_ROWS,
    Places.SHEET_CELL: Places.SHEET_CELLS,
}


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, file by file and row by row, those of several rows where the first of them stands."""
    groups: dict[object, list[Problem]] = {}
    for problem in sorted(dict.fromkeys(problems), key=_by_place):
        groups.setdefault(_what(problem), []).append(problem)
    return [_together(group) for group in groups.values()]


def rows_in(text: str) -> list[int]:
    """The rows that are named so.

    >>> rows_in("4–6, 9")
    [4, 5, 6, 9]
    """
    found: list[int] = []
    for part in text.split(", "):
        first, _dash, last = part.partition("–")
        found += range(int(first), int(last or first) + 1)
    return found


def _by_place(problem: Problem) -> list[str]:
    """File by file and row by row: row 10 comes after row 9."""
    return [part.zfill(9) if part.isdigit() else part for part in re.split(r"(\d+)", problem.place)]


def _what(problem: Problem) -> object:
    """What is said, and where but for the row; of a problem that has no row the problem itself."""
    where = problem.where
    if where is None or where.code not in _OF_SEVERAL:
        return problem
    place = tuple((name, value) for name, value in where.values.items() if name != "row")
    return where.code, place, problem.message, problem.code


def _together(group: list[Problem]) -> Problem:
    first = group[0]
    if len(group) == 1 or first.where is None:
        return first
    numbers = sorted({int(str(one.where.values["row"])) for one in group if one.where})
    values = {name: value for name, value in first.where.values.items() if name != "row"}
    return replace(first.at(_OF_SEVERAL[first.where.code](rows=_ranges(numbers), **values)))


def _ranges(numbers: list[int]) -> str:
    """Rows in words: three or more that follow on one another as the first and the last."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs]
    return ", ".join(parts)
