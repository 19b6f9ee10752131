"""A smoke of each benchmark."""

from __future__ import annotations

from benchmarks.sizes import main, measure


def test_sizes(capsys):
    main(["--kinds", "unit-day", "--seeds", "1", "--seconds", "1"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["size", "unit-day", "unit-day"]
    results = measure("unit-day", 2, 1)
    assert results["dagplan"].gap <= results["by hand"].gap
