"""A study's comparison on disk: CSV and Parquet for analysts, and the page."""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from dagplan.files.atomic import write_bytes

from .study_page import study_page

if TYPE_CHECKING:
    import pandas as pd

    from dagplan.scenarios.comparison import StudyResult

REPORT = "report.html"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def has_parquet() -> bool:
    """Whether Parquet can be written: the extra ``studies`` brings it."""
    return find_spec("pyarrow") is not None


def write_study(result: StudyResult, folder: str | Path) -> list[str]:
    """Write the tables and the page beside the cases, each file whole or not at all.

    Returns
    -------
    list of str
        Names of the files written.
    """
    tables = {
        "scenarios": result.scenarios,
        "cases": result.cases,
        "comparison": result.comparison,
        "items": result.items,
    }
    made: dict[str, bytes] = {REPORT: study_page(result)}
    for name, table in tables.items():
        made[f"{name}.csv"] = _csv(table)
        if has_parquet():
            made[f"{name}.parquet"] = _parquet(table)
    for name, data in made.items():
        write_bytes(Path(folder) / name, data)
    return list(made)


def _csv(table: pd.DataFrame) -> bytes:
    """For programs: commas, decimal points, UTF-8 with BOM; a text that a spreadsheet would reckon is quoted."""
    safe = table.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell)
    return ("\ufeff" + safe.to_csv(index=False, lineterminator="\r\n")).encode()


def _parquet(table: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    values = [name for name in table.columns if name.startswith("value.")]
    table.astype(dict.fromkeys(values, "string")).to_parquet(buffer, index=False)
    return buffer.getvalue()
