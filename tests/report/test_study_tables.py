"""The tables of a study on disk are as promised: in the code, in the documentation, in Parquet and CSV."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from dagplan.files.file_names import file_name
from dagplan.report import study_files
from dagplan.report.study_files import write_study
from dagplan.scenarios.batch import run_study
from dagplan.scenarios.result_columns import SCHEMA, TABLES, column_of, names_of
from dagplan.scenarios.study_file import read_study
from tests.places import ROOT
from tests.scenarios.test_study_run import Threads
from tests.studies import STUDY, written

ARROW = {"text": "string", "whole": "int64", "number": "double"}


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    return run_study(read_study(written(tmp_path_factory.mktemp("study"))), executor=Threads())


@pytest.fixture(scope="module")
def folder(result, tmp_path_factory):
    out = tmp_path_factory.mktemp("results")
    assert write_study(result, out) == []
    return out


def documented():
    """The rows of each table in the docs: name, kind, whether it may be empty, what it says."""
    text = (ROOT / "docs" / "study-results.md").read_text("utf-8")
    found = {}
    for name, rows in re.findall(r"^## `(\w+)`$(.*?)(?=^## |\Z)", text, re.M | re.S):
        cells = [[cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\| `.*\|$", rows, re.M)]
        found[name] = [(one[0].strip("`"), one[1], one[2] == "yes", one[3]) for one in cells]
    return found


def test_the_documented_columns_are_those_of_the_code():
    declared = {
        name: [(one.name, ARROW[one.kind], one.may_be_empty, one.says) for one in columns]
        for name, columns in TABLES.items()
    }
    assert documented() == declared


@pytest.mark.parametrize("table", TABLES)
def test_parquet_holds_the_declared_kinds(table, folder):
    parquet = pytest.importorskip("pyarrow.parquet")
    read = parquet.read_table(folder / f"{table}.parquet")
    assert read.schema.metadata[b"schema"] == SCHEMA.encode()
    assert read.num_rows > 0
    for field in read.schema:
        column = column_of(TABLES[table], field.name)
        assert str(field.type) == ARROW[column.kind]
        assert field.nullable == column.may_be_empty
        assert field.metadata[b"description"] == column.says.encode()
    assert [name for name in read.schema.names if name in names_of(TABLES[table])] == names_of(TABLES[table])


@pytest.mark.parametrize("table", TABLES)
def test_parquet_and_csv_hold_the_same(table, folder):
    pytest.importorskip("pyarrow")
    one, other = pd.read_parquet(folder / f"{table}.parquet"), pd.read_csv(folder / f"{table}.csv")
    assert list(one.columns) == list(other.columns)
    for name in one.columns:
        numbers = column_of(TABLES[table], name).kind != "text"
        texts = [[str(cell) for cell in side[name].dropna() if cell != ""] for side in (one, other)]
        assert one[name].dropna().tolist() == pytest.approx(other[name].dropna().tolist()) if numbers else True
        assert numbers or texts[0] == [text.removeprefix("'") for text in texts[1]]


def test_tables_without_a_row_keep_their_kinds(result, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    text = STUDY[: STUDY.index("[[scenario]]")]
    assert write_study(run_study(read_study(written(tmp_path, text)), executor=Threads()), tmp_path) == []
    for table in ("items", "comparison"):
        for field in parquet.read_schema(tmp_path / f"{table}.parquet"):
            assert str(field.type) == ARROW[column_of(TABLES[table], field.name).kind]
    assert parquet.read_table(tmp_path / "items.parquet").num_rows == 0


def test_a_picture_a_figure(result, folder):
    compared = result.comparison[result.comparison["difference"].notna()]
    pictures = {path.name for path in (folder / "pictures").glob("*.svg")}
    assert pictures == {f"{file_name(figure)}.svg" for figure in compared["figure"]}
    drawn = (folder / "pictures" / "booked.svg").read_text("utf-8")
    assert drawn.startswith("<svg xmlns=")
    assert "Requests booked" in drawn
    assert "doctor-away" in drawn


def test_without_pyarrow_the_rest_is_written(result, tmp_path, monkeypatch):
    monkeypatch.setattr(study_files, "has_parquet", lambda: False)
    assert write_study(result, tmp_path) == []
    assert not list(tmp_path.glob("*.parquet"))
    assert (tmp_path / "comparison.csv").exists()
    assert (tmp_path / "report.html").exists()


def test_both_gaps_are_reckoned_and_named(result):
    from dagplan.scenarios.case_figures import described, solver_gap

    assert described("gap") == "Gap to the achievable: (cost − bound) / (cost of booking nothing − bound)"
    assert described("solver_gap") == "The solver's gap: (cost − bound) / cost"
    assert {"gap", "solver_gap"} <= set(result.comparison["figure"])

    class Said:
        def __init__(self, cost, bound):
            self.objective = self
            self.cost, self.lower_bound = cost, bound

    assert [solver_gap(Said(*one)) for one in ((0, 0), (200, 150), (7, 7))] == [0.0, 0.25, 0.0]
