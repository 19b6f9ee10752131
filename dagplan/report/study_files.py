"""A study's comparison on disk: CSV and Parquet for analysts, a picture a figure, and the page."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dagplan.files.file_names import file_name
from dagplan.files.writing import FileFormat, FolderFormat, write_form
from dagplan.models.errors import Problem
from dagplan.scenarios.result_columns import SCHEMA, TABLES
from dagplan.scenarios.study import BASE_SCENARIO

from .study_charts import difference_plot
from .study_page import study_page
from .table_files import as_csv, as_parquet, has_parquet

if TYPE_CHECKING:
    from dagplan.scenarios.comparison import StudyResult

_PICTURES = "study-pictures"
_HELD_AGAINST = frozenset({"comparison", "items", "report", "pictures"})


def name_of(what: str, against: str) -> str:
    """The name of a part of the results: those that hold scenarios against another than the base say so.

    >>> name_of("report", "base"), name_of("report", "away-monday"), name_of("cases", "away-monday")
    ('report', 'report.against-away-monday', 'cases')
    """
    if against == BASE_SCENARIO or what not in _HELD_AGAINST:
        return what
    return f"{what}.against-{file_name(against)}"


def report_name(against: str) -> str:
    """The name of the page."""
    return f"{name_of('report', against)}.html"


def write_study(result: StudyResult, folder: str | Path) -> list[Problem]:
    """Write the tables, pictures and page beside the cases, each by itself, whole or not at all.

    Returns
    -------
    list of Problem
        What could not be made or written, and why. The rest is written.
    """
    home = Path(folder)
    problems = []
    for table, columns in TABLES.items():
        name, found = name_of(table, result.against), getattr(result, table)
        problems += write_form(found, home / f"{name}.csv", FileFormat(as_csv))
        if has_parquet():
            problems += write_form(
                found, home / f"{name}.parquet", FileFormat(partial(as_parquet, columns=columns, schema=SCHEMA))
            )
    pictures = name_of("pictures", result.against)
    problems += write_form(result, home / pictures, FolderFormat(_drawn, _PICTURES))
    page: FileFormat[StudyResult] = FileFormat(partial(study_page, pictures=pictures))
    return problems + write_form(result, home / report_name(result.against), page)


def result_files(result: StudyResult) -> dict[str, bytes]:
    """The same files in memory, by name, in the language of this run; and the tables once more as JSON."""
    made: dict[str, bytes] = {}
    for table, columns in TABLES.items():
        found = getattr(result, table)
        made[f"{table}.csv"] = as_csv(found)
        if has_parquet():
            made[f"{table}.parquet"] = as_parquet(found, columns, SCHEMA)
    made["results.json"] = _json(result)
    made |= {f"pictures/{name}": picture for name, picture in _drawn(result).items()}
    made[report_name(result.against)] = study_page(result)
    return made


def _json(result: StudyResult) -> bytes:
    """Every table as a list of rows; an empty cell is null."""
    tables = {name: json.loads(getattr(result, name).to_json(orient="records")) for name in TABLES}
    warnings = [one.fields for one in result.warnings]
    whole = {"schema": SCHEMA, "against": result.against, "warnings": warnings, **tables}
    return (json.dumps(whole, ensure_ascii=False) + "\n").encode()


def _drawn(result: StudyResult) -> dict[str, bytes]:
    """A picture a figure, each to stand by itself."""
    figures = dict.fromkeys(result.comparison["figure"])
    drawn = {figure: difference_plot(result, figure, titled=True) for figure in figures}
    return {f"{file_name(figure)}.svg": svg.encode() for figure, svg in drawn.items() if svg}
