"""A study's comparison on disk: CSV and Parquet for analysts, a picture a figure, and the page."""

from __future__ import annotations

import io
import json
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagplan.files.file_names import file_name
from dagplan.files.writing import FileFormat, FolderFormat, write_form
from dagplan.models.errors import Problem
from dagplan.scenarios.result_columns import SCHEMA, TABLES, Column, column_of
from dagplan.scenarios.study import BASE_SCENARIO

from .study_charts import difference_plot
from .study_page import study_page

if TYPE_CHECKING:
    import pandas as pd

    from dagplan.scenarios.comparison import StudyResult

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
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


def has_parquet() -> bool:
    """Whether Parquet can be written: the extra ``studies`` brings it."""
    return find_spec("pyarrow") is not None


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
        problems += write_form(found, home / f"{name}.csv", FileFormat(_csv))
        if has_parquet():
            problems += write_form(found, home / f"{name}.parquet", FileFormat(partial(_parquet, columns=columns)))
    pictures = name_of("pictures", result.against)
    problems += write_form(result, home / pictures, FolderFormat(_drawn, _PICTURES))
    page: FileFormat[StudyResult] = FileFormat(partial(study_page, pictures=pictures))
    return problems + write_form(result, home / report_name(result.against), page)


def result_files(result: StudyResult) -> dict[str, bytes]:
    """The same files in memory, by name, in the language of this run; and the tables once more as JSON."""
    made: dict[str, bytes] = {}
    for table, columns in TABLES.items():
        found = getattr(result, table)
        made[f"{table}.csv"] = _csv(found)
        if has_parquet():
            made[f"{table}.parquet"] = _parquet(found, columns)
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


def _csv(table: pd.DataFrame) -> bytes:
    """For programs: commas, decimal points, UTF-8 with BOM; a text that a spreadsheet would reckon is quoted."""
    safe = table.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell)
    return ("\ufeff" + safe.to_csv(index=False, lineterminator="\r\n")).encode()


def _parquet(table: pd.DataFrame, columns: tuple[Column, ...]) -> bytes:
    """With the kinds that are promised, also of a column that happens to be empty or whole."""
    import pyarrow as pa
    from pyarrow import parquet

    kinds: dict[str, Any] = {"text": pa.string(), "whole": pa.int64(), "number": pa.float64()}
    found = {name: column_of(columns, name) for name in table.columns}
    fields = [
        pa.field(name, kinds[one.kind], one.may_be_empty, {"description": one.says}) for name, one in found.items()
    ]
    texts = {name: table[name].map(str, na_action="ignore") for name, one in found.items() if one.kind == "text"}
    made = pa.Table.from_pandas(
        table.assign(**texts), schema=pa.schema(fields, metadata={"schema": SCHEMA}), preserve_index=False
    )
    buffer = io.BytesIO()
    parquet.write_table(made.replace_schema_metadata({**(made.schema.metadata or {}), "schema": SCHEMA}), buffer)
    return buffer.getvalue()
