"""However a request is written down in a workbook or in CSV files, it is the request that was meant."""

from pathlib import Path

import pytest

from tests.sheet_habits import misread, write_folder, write_workbook
from tests.thorough import some


@pytest.mark.parametrize("seed", range(some(40)))
def test_a_workbook_as_somebody_writes_it(tmp_path: Path, seed: int) -> None:
    write_workbook(seed, tmp_path / "week.xlsx")
    assert misread(tmp_path / "week.xlsx") == ""


@pytest.mark.parametrize("seed", range(40))
def test_csv_files_as_somebody_exports_them(tmp_path: Path, seed: int) -> None:
    write_folder(seed, tmp_path)
    assert misread(tmp_path) == ""
