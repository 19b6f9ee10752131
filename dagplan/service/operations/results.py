"""What came of a study, in the form asked for: the files that were made when it ended."""

from __future__ import annotations

import io
import zipfile
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from dagplan.models import InputError, Problem
from dagplan.models.fields import PARAMS
from dagplan.words import Language, Params
from dagplan.words.messages.study_orders import StudyOrderFaults

from .answers import in_words
from .document import JSON

PARQUET = "application/vnd.apache.parquet"
_PAGE, _ZIP = "text/html", "application/zip"

Row = dict[str, Any]


class StudyWarning(BaseModel):
    """What is to be known before a difference is believed."""

    message: str = Field(description="What it is, in a sentence.")
    params: Params | None = Field(None, description=PARAMS)


class StudyTables(BaseModel):
    """The tables of a study (``dagplan.study-tables/1``), a row an object; what has no value is null."""

    model_config = ConfigDict(populate_by_name=True)

    schema_: Literal["dagplan.study-tables/1"] = Field(
        "dagplan.study-tables/1", alias="schema", description="Name and version of this form."
    )
    against: str = Field(description="The scenario that the others are held against.")
    warnings: list[StudyWarning] = Field(description="What is to be known before a difference is believed.")
    scenarios: list[Row] = Field(description="A row a scenario.")
    cases: list[Row] = Field(description="A row a case: scenario and seed, with every figure.")
    comparison: list[Row] = Field(description="A row a scenario and figure, held against the base.")
    items: list[Row] = Field(description="A row a scenario and request that is gained or lost.")


def result(kept: bytes, form: str, table: str, language: Language) -> bytes:
    """One of the files of a study's results.

    Parameters
    ----------
    kept
        All of them, in a zip.
    form
        A media type: JSON, CSV, Parquet, HTML or ZIP.
    table
        Which table, as CSV or Parquet.
    language
        Of the warnings in JSON; the page is in the language of ``kept``.

    Raises
    ------
    InputError
        If it is not there: Parquet needs an extra.
    """
    if form == _ZIP:
        return kept
    name = {JSON: "results.json", _PAGE: "report.html", PARQUET: f"{table}.parquet"}.get(form, f"{table}.csv")
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        if name not in archive.namelist():
            raise InputError([Problem.of("Accept", StudyOrderFaults.NO_PARQUET())])
        found = archive.read(name)
    return in_words(found, language) if form == JSON else found
