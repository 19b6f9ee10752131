"""Where a table stands in its sheet: what is above and below it, and the one line where that can't be told."""

import pytest

from dagplan.files.columns import PRACTITIONERS, UNITS, VISITS
from dagplan.files.excel import read_request
from dagplan.files.table_area import area_of
from dagplan.models import InputError
from tests.workbooks import SHEETS, book

HEADINGS = ["Vårdbegäran", "Id", "Roll", "Längd", "Kompetens"]
FIRST = ["r1", "v1", "primär", "30", "ekg"]


def rows_of(table, *rows):
    area = area_of(table, [(number, cells) for number, cells in enumerate(rows, 1) if cells])
    return [number for number, _cells in area.rows] or f"row {area.row}: {area.message}"


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([HEADINGS, FIRST], [1, 2]),
        ([["Besök vecka 50"], [], HEADINGS, FIRST], [3, 4]),
        ([["Besök"], HEADINGS, FIRST], [2, 3]),  # a heading of another table
        ([["Vårdbegäran"], HEADINGS, FIRST], [2, 3]),  # a heading of this one
        ([["", "", "Utskrift", "", ""], HEADINGS, FIRST], [2, 3]),
        ([["Titel"] * 5, HEADINGS, FIRST], [2, 3]),
        ([HEADINGS, FIRST, ["Summa", "", "", 30.0]], [1, 2]),
        ([HEADINGS, FIRST, ["", "", "Summa:", "75"]], [1, 2]),
        ([HEADINGS, FIRST, ["Totalt antal", 1.0], ["Utskriven 2026-12-01"]], [1, 2]),
        ([HEADINGS, FIRST, ["Utskriven", "2026-12-01 09:30"]], [1, 2]),
        ([["Titel"], HEADINGS, FIRST, [" Vårdbegäran\u00a0", *HEADINGS[1:]], FIRST], [2, 3, 5]),
        ([HEADINGS, ["Summa", "", "", 30.0], FIRST], [1, 2, 3]),  # not at the end: for the model to judge
        ([HEADINGS, FIRST, ["total-1", "v2", "", "30", "ekg"]], [1, 2, 3]),  # an id
        ([HEADINGS, FIRST, ["Summa", "v2", "", "30", "ekg"]], [1, 2, 3]),  # an id too
        ([HEADINGS, FIRST, ["Antal besök hos Anna", "", "", "30", "ring henne"]], [1, 2, 3]),  # more than a sum
    ],
)
def test_titles_above_and_sums_below(rows, kept):
    assert rows_of(VISITS, *rows) == kept


@pytest.mark.parametrize("word", ["Summa", "total", "Antal"])
def test_an_entry_that_is_called_like_a_sum_is_an_entry(word):
    assert rows_of(UNITS, ["Id", "Namn"], ["vc-1", "a"], [word, ""]) == [1, 2, 3]
    assert rows_of(PRACTITIONERS, ["Id", "Kompetenser"], [word, ""]) == [1, 2]


def test_where_the_headings_are_not_the_first_row():
    said = "row 1: no row holds the names of the columns; the first row should: id, name, kind"
    assert rows_of(UNITS, ["vc-1", "Åby"], ["vc-2", "By"]) == said
    said = (
        "row 3: the headings stand in this row, but more than a title stands in row 1 above it: "
        "begin the sheet with the headings"
    )
    assert rows_of(VISITS, FIRST, ["r2"], HEADINGS) == said  # sorted into the table
    assert str(rows_of(UNITS, ["vc-1"], ["Id"], ["vc-2"])).startswith("row 2: the headings stand in this row")
    assert rows_of(UNITS, ["Vårdenheter"], ["Id"], ["vc-2"]) == [2, 3]


def problems_of(file):
    with pytest.raises(InputError) as caught:
        read_request(file)
    return [str(problem).removeprefix(f"{file}: ") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([FIRST, ["r2", "v3", "", 30, "läkare"]], ["sheet Besök, row 1: no row holds the names of the columns"]),
        (
            [["Vårdbegäran", "Id", "Roll", "Kompetens"], *([f"r{1 + n % 2}", f"v{n}", "", "ekg"] for n in range(20))],
            ["sheet Besök, row 1, column Längd: this column is needed, and there is none"],
        ),
        (
            [["Id", "Längd", "Kompetens"], *([f"v{n}", 30, "ekg"] for n in range(20))],
            ["sheet Besök, row 1, column Vårdbegäran: this column is needed, and there is none"],
        ),
        (
            [[*SHEETS["Besök"][0]], *([*row, "?"] for row in SHEETS["Besök"][1:])],
            ["sheet Besök, row 2: cell 6 has no heading above it, nor above the 2 below it"],
        ),
        (
            [*SHEETS["Besök"], ["ring Anna om detta"]],
            ["sheet Besök, row 5: only one cell of this row is filled in, and a row needs Vårdbegäran, Id,"],
        ),
        (
            [*SHEETS["Besök"], [4711, "v9", None, 5, "ekg"]],
            ["sheet Besök, row 5, column Vårdbegäran: an id is a letter"],
        ),
    ],
)
def test_one_line_and_not_twenty(tmp_path, rows, lines):
    found = problems_of(book(tmp_path, Besök=rows))
    assert len(found) == len(lines)
    assert all(line.startswith(start) for line, start in zip(found, lines, strict=True))


def test_empty_sheets_are_passed_over_and_a_note_in_an_id_column_is_one_line(tmp_path):
    assert read_request(book(tmp_path, Blad1=[], Blad2=[[None]])).units[0].id == "vc-1"
    rows = [*SHEETS["Vårdbegäran"], [], ["OBS: fler kommer i januari"]]
    (line,) = problems_of(book(tmp_path, Vårdbegäran=rows))
    assert line.startswith(
        "sheet Vårdbegäran, row 5: only one cell of this row is filled in, and a row needs Id, Patient;"
    )
