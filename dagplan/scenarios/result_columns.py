"""The columns of a study's tables (``dagplan.study-tables/1``), as CSV and Parquet have them.

A column may be added in a later version; none changes its name, kind or meaning under this one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

SCHEMA = "dagplan.study-tables/1"

Kind = Literal["text", "whole", "number"]
"""In Parquet: ``string``, ``int64`` and ``double``."""


@dataclass(frozen=True)
class Column:
    """One column: its name (``value.*``: one for each parameter), kind, whether it may be empty, and what it says."""

    name: str
    kind: Kind
    says: str
    may_be_empty: bool = False


SCENARIOS = (
    Column("scenario", "text", "Name of the scenario; of a grid's cell, the grid's with a number."),
    Column("text", "text", "What it means, as the study says."),
    Column("grid", "text", "The grid it is a cell of.", may_be_empty=True),
    Column("done", "whole", "Cases with a plan."),
    Column("failed", "whole", "Cases without."),
    Column("changes", "text", "What changed, a line a change."),
    Column("value.*", "text", "A cell's value of the parameter with this name, as written.", may_be_empty=True),
)
CASES = (
    Column("scenario", "text", "Name of the scenario."),
    Column("seed", "whole", "The seed."),
    Column("state", "text", "`done` or `failed`."),
    Column("error", "text", "Why there is no plan.", may_be_empty=True),
    Column("seconds", "number", "Seconds of wall clock that the plan and its explanation took."),
    Column("*", "number", "A figure of the plan, by its name; empty where it has nothing to be reckoned from.", True),
)
COMPARISON = (
    Column("scenario", "text", "Name of the scenario."),
    Column("figure", "text", "Name of the figure."),
    Column("cases", "whole", "Cases that have the figure."),
    Column("mean", "number", "Their mean, in the figure's unit."),
    Column("least", "number", "The least of them."),
    Column("most", "number", "The most of them."),
    Column("base", "number", "The mean of the scenario it is held against.", may_be_empty=True),
    Column("difference", "number", "Mean of the differences, seed by seed.", may_be_empty=True),
    Column("difference_least", "number", "The least of the differences.", may_be_empty=True),
    Column("difference_most", "number", "The most of them.", may_be_empty=True),
    Column("reading", "text", "How the difference reads; empty where there is none."),
    Column("against", "text", "The scenario it is held against: `base`, unless another was asked for."),
    Column("pairs", "whole", "Seeds with the figure on both sides."),
    Column("interval_low", "number", "Where the 95 % interval of this difference begins.", may_be_empty=True),
    Column("interval_high", "number", "Where it ends.", may_be_empty=True),
    Column("p", "number", "p of the t test, two-sided, not corrected.", may_be_empty=True),
    Column("p_signs", "number", "p of the permutation test, asked of what the t test shows.", may_be_empty=True),
    Column("q", "number", "`p` corrected over the table (Benjamini and Hochberg).", may_be_empty=True),
)
ITEMS = (
    Column("scenario", "text", "Name of the scenario."),
    Column("request", "text", "The request's id."),
    Column("change", "text", "`lost`, `gained`, or `new, not booked`."),
    Column("seeds", "whole", "With so many seeds."),
    Column("of", "whole", "Of so many with a plan on both sides."),
    Column("code", "text", "Code of the reason, there where it is not booked."),
    Column("reason", "text", "The reason in words."),
    Column("proof", "text", "`proven` or `not_found_in_time`."),
)
TABLES = {"scenarios": SCENARIOS, "cases": CASES, "comparison": COMPARISON, "items": ITEMS}
"""The tables by the names of their files."""


def names_of(columns: Iterable[Column]) -> list[str]:
    """The names of columns that are always there."""
    return [column.name for column in columns if "*" not in column.name]


def column_of(columns: Iterable[Column], name: str) -> Column:
    """The column that a name belongs to.

    >>> column_of(CASES, "served.ecg").kind, column_of(SCENARIOS, "value.hours").kind
    ('number', 'text')
    """
    listed = list(columns)
    exact = [column for column in listed if column.name == name]
    return exact[0] if exact else next(one for one in listed if "*" in one.name)
