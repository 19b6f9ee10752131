"""What came of the years on disk: tables, and the page."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dagplan.files.writing import FileFormat, write_form
from dagplan.models.errors import Problem
from dagplan.simulation.tables import SCHEMA, TABLES

from .table_files import as_csv, as_parquet, has_parquet
from .years_page import years_page

if TYPE_CHECKING:
    from dagplan.simulation.tables import YearsResult

PAGE = "report.html"


def write_years(result: YearsResult, folder: str | Path) -> list[Problem]:
    """Write the tables and the page beside the years, each by itself, whole or not at all.

    Returns
    -------
    list of Problem
        What could not be made or written, and why. The rest is written.
    """
    home = Path(folder)
    problems = []
    for name, columns in TABLES.items():
        table = result.table(name)
        problems += write_form(table, home / f"{name}.csv", FileFormat(as_csv))
        if has_parquet():
            form = FileFormat(partial(as_parquet, columns=columns, schema=SCHEMA))
            problems += write_form(table, home / f"{name}.parquet", form)
    return problems + write_form(result, home / PAGE, FileFormat(years_page))
