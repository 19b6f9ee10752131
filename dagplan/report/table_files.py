"""Tables as files: CSV for whoever, Parquet with the kinds that are promised."""

from __future__ import annotations

import io
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from dagplan.scenarios.result_columns import Column, column_of

if TYPE_CHECKING:
    import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def has_parquet() -> bool:
    """Whether Parquet can be written: the extra ``studies`` brings it."""
    return find_spec("pyarrow") is not None


def as_csv(table: pd.DataFrame) -> bytes:
    """For programs: commas, decimal points, UTF-8 with BOM; a text that a spreadsheet would reckon is quoted."""
    safe = table.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell)
    return ("\ufeff" + safe.to_csv(index=False, lineterminator="\r\n")).encode()


def as_parquet(table: pd.DataFrame, columns: tuple[Column, ...], schema: str) -> bytes:
    """With the kinds that are promised, also of a column that happens to be empty or whole.

    Parameters
    ----------
    table
        Rows.
    columns
        What each column is.
    schema
        Name and version of the form, kept in the file.
    """
    import pyarrow as pa
    from pyarrow import parquet

    kinds: dict[str, Any] = {"text": pa.string(), "whole": pa.int64(), "number": pa.float64()}
    found = {name: column_of(columns, name) for name in table.columns}
    fields = [
        pa.field(name, kinds[one.kind], one.may_be_empty, {"description": one.says}) for name, one in found.items()
    ]
    texts = {name: table[name].map(str, na_action="ignore") for name, one in found.items() if one.kind == "text"}
    made = pa.Table.from_pandas(
        table.assign(**texts), schema=pa.schema(fields, metadata={"schema": schema}), preserve_index=False
    )
    buffer = io.BytesIO()
    parquet.write_table(made.replace_schema_metadata({**(made.schema.metadata or {}), "schema": schema}), buffer)
    return buffer.getvalue()
