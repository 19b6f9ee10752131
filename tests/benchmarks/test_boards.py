"""The measure of a board over HTTP runs, and says what it measured."""

from __future__ import annotations

from benchmarks import boards


def test_boards(capsys):
    assert boards.main(["--kind", "unit-day", "--moves", "3", "--plan-seconds", "1"]) == 0
    out = capsys.readouterr().out
    assert all(f"| {name} | " in out for name in ("a move", "allowed", "placing", "undo", "begun"))


def test_rows_have_median_95th_percentile_and_most():
    assert boards.rows({"a move": [*map(float, range(1, 101)), 1000.0]}) == ["| a move | 51.0 / 96.0 / 1000.0 |"]
