"""A study's comparison on disk: CSV and Parquet for analysts, and the page."""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from dagplan.files.writing import FileFormat, write_form
from dagplan.models.errors import Problem

from .study_page import study_page

if TYPE_CHECKING:
    import pandas as pd

    from dagplan.scenarios.comparison import StudyResult

REPORT = "report.html"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def has_parquet() -> bool:
    """Whether Parquet can be written: the extra ``studies`` brings it."""
    return find_spec("pyarrow") is not None


def write_study(result: StudyResult, folder: str | Path) -> list[Problem]:
    """Write the tables and the page beside the cases, each file by itself, whole or not at all.

    Returns
    -------
    list of Problem
        Files that could not be made or written, and why. The others are written.
    """
    tables = {
        "scenarios": result.scenarios,
        "cases": result.cases,
        "comparison": result.comparison,
        "items": result.items,
    }
    problems = []
    for name, table in tables.items():
        problems += write_form(table, Path(folder) / f"{name}.csv", FileFormat(_csv))
        if has_parquet():
            problems += write_form(table, Path(folder) / f"{name}.parquet", FileFormat(_parquet))
    return problems + write_form(result, Path(folder) / REPORT, FileFormat(study_page))


def _csv(table: pd.DataFrame) -> bytes:
    """For programs: commas, decimal points, UTF-8 with BOM; a text that a spreadsheet would reckon is quoted."""
    safe = table.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell)
    return ("\ufeff" + safe.to_csv(index=False, lineterminator="\r\n")).encode()


def _parquet(table: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    values = [name for name in table.columns if name.startswith("value.")]
    table.astype(dict.fromkeys(values, "string")).to_parquet(buffer, index=False)
    return buffer.getvalue()
