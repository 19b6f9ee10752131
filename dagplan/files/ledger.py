"""What was read of the tables of one input, and where each value of it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dagplan.models.errors import MOST_TOLD, Location, Place, Problem
from dagplan.words import Language, Said

from .columns import SETTING_KEYS, SETTINGS, VISITS
from .headings import COLUMN_TITLES, SETTING_TITLES, title_of, word_key
from .places import TableName, shown

MOST_ROWS = 10_000
"""So many rows are named in all."""
NOT_READ = object()
"""Stands for a cell that is a problem already: no model takes it, so that the entry is known to be broken."""


@dataclass
class Record:
    """One row: its number in the file, its values by column, blank cells left out."""

    row: int
    values: dict[str, Any]
    table: str = ""
    """Where it stands, if that is another table: a window that follows from a weekly pattern."""


@dataclass
class Sheets:
    """All tables of one input, with what is needed to say where each value stands."""

    names: Mapping[str, TableName]
    """What each table's file or sheet is called in problems."""
    headings: dict[tuple[str, str], str] = field(default_factory=dict)
    """By table and column: the heading as it stands in the file, where it is not the contract's."""
    missing: dict[tuple[str, str], int] = field(default_factory=dict)
    """By table and column that is needed and has no heading: the row of the headings."""
    records: dict[str, list[Record]] = field(default_factory=dict)
    setting_rows: dict[tuple[str, ...], tuple[str, int]] = field(default_factory=dict)
    """The table and row of each setting, by its path in the request."""
    visit_rows: list[list[int]] = field(default_factory=list)
    """The rows of each request's visits, in sequence."""
    settings: dict[tuple[str, ...], object] = field(default_factory=dict)
    """What each setting says, by its path in the request."""
    repeated: Counter[str] = field(default_factory=Counter)
    """By table: how many rows have the id of another row."""
    lost: dict[str, str] = field(default_factory=dict)
    """Visits of requests that there are not: by their ids the request that is named."""
    meant: set[str] = field(default_factory=set)
    """Where something lacks only because another thing is mistyped: a column, a setting, the visits of a request."""
    problems: list[Problem] = field(default_factory=list)
    untold: int = 0
    """How many more problems there are: a million of them need not be held."""
    _said: set[tuple[str, str | None, str]] = field(default_factory=set)
    not_read: int = 0
    """How many cells are problems already, so that the model's own complaint of them is none."""

    def problem(self, table: str, row: int | None, column: str | None, said: Said, code: str | None = None) -> None:
        """Note a problem with its place; of those that will not be told only the count.

        Those that say the same of a column are told as one, so more of them are kept.
        """
        if len(self.problems) < MOST_TOLD:
            self._said.add((table, column, str(said)))
        if len(self.problems) < MOST_TOLD or (
            len(self.problems) < MOST_ROWS and (table, column, str(said)) in self._said
        ):
            self.problems.append(Problem.of(self.cell(table, row, column), said, code))
        else:
            self.untold += 1

    def cell(self, table: str, row: int | None, column: str | None = None) -> Place:
        """A place in words: ``visits.csv: row 3, column duration``."""
        if column:
            row = self.missing.get((table, column), row)
        return self.names[table].at(row, self.heading(table, column) if column else None)

    def heading(self, table: str, column: str) -> str:
        """What a column is called in the file."""
        return shown(self.headings.get((table, column), column))

    def language(self, table: str) -> Language:
        """The language of a table's headings; the contract's own names count as English."""
        own = [heading for (owner, _column), heading in self.headings.items() if owner == table]
        titles = {word_key(title[0]) for title in COLUMN_TITLES.values()}
        english = {word_key(title[1]) for title in COLUMN_TITLES.values()}
        keys = [word_key(heading) for heading in own]
        return "sv" if any(key in titles and key not in english for key in keys) else "en"

    def title(self, table: str, column: str) -> str:
        """What a column may be called in the file: as the others of its table are, or by the contract's name."""
        own = any(owner == table for owner, _column in self.headings)
        return title_of(column, COLUMN_TITLES, self.language(table)) if own else column

    def place(self, location: Location) -> Place:
        """Where a value of the request stands."""
        path = tuple(str(step) for step in location if isinstance(step, str))
        indices = [step for step in location if isinstance(step, int)]
        table = path[0] if path else ""
        if table not in self.records or table == SETTINGS.name:
            return self._setting_place(path)
        if not indices:
            return self.names[table].at()
        column = path[1] if len(path) > 1 else None
        if column == VISITS.name and table == "requests" and len(indices) > 1:
            row = self.visit_rows[indices[0]][indices[1]]
            return self.cell(VISITS.name, row, path[2] if len(path) > 2 else None)
        record = self.records[table][indices[0]]
        return self.cell(record.table or table, record.row, None if column == VISITS.name else column)

    def value(self, location: Location) -> object:
        """What was read there; None where it is not one cell of a table, or a setting."""
        table, steps = str(location[0]) if location else "", location[1:]
        if table not in self.records or table == SETTINGS.name:
            return self.settings.get(tuple(str(step) for step in location))
        value: object = None
        for step in steps:
            if value is None and isinstance(step, int):
                value = self.records[table][step].values
            elif isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int):
                value = value[step]
        return value

    def _setting_place(self, path: tuple[str, ...]) -> Place:
        key = next((key for key, (where, _kind) in SETTING_KEYS.items() if where == path), None)
        if path in self.setting_rows:
            return self.cell(*self.setting_rows[path], "value")
        name = self.names[SETTINGS.name]
        if key is None:
            return name.at()
        swedish = self.language(SETTINGS.name) == "sv"
        return name.key(title_of(key, SETTING_TITLES, "sv") if swedish else key)
