"""Where something stands in a file."""

from __future__ import annotations

from dagplan.words.message import N_, Message


class Places(Message):
    """A row, a column or a cell of a file; of a workbook with its sheet."""

    LINE = "place.line", N_("{file}: line {line}")
    LINE_COLUMN = "place.line_column", N_("{file}: line {line}, column {column}")
    ROW = "place.row", N_("{file}: row {row}")
    COLUMN = "place.column", N_("{file}: column {column}")
    CELL = "place.cell", N_("{file}: row {row}, column {column}")
    KEY = "place.key", N_("{file}: key {key}")
    SHEET = "place.sheet", N_("{file}: sheet {sheet}")
    SHEET_ROW = "place.sheet_row", N_("{file}: sheet {sheet}, row {row}")
    SHEET_COLUMN = "place.sheet_column", N_("{file}: sheet {sheet}, column {column}")
    SHEET_CELL = "place.sheet_cell", N_("{file}: sheet {sheet}, row {row}, column {column}")
    SHEET_KEY = "place.sheet_key", N_("{file}: sheet {sheet}, key {key}")
    ROWS = "place.rows", N_("{file}: rows {rows}")
    CELLS = "place.cells", N_("{file}: rows {rows}, column {column}")
    SHEET_ROWS = "place.sheet_rows", N_("{file}: sheet {sheet}, rows {rows}")
    SHEET_CELLS = "place.sheet_cells", N_("{file}: sheet {sheet}, rows {rows}, column {column}")
    HIDDEN = "place.hidden", N_("(not repeated here)")
    PROBLEM = "place.problem", N_("{place}: {message}")
