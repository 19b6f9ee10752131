"""A smoke of each benchmark, with the smallest arguments."""

from __future__ import annotations

import pytest

from benchmarks import clear, explanation, offers, punctual, replanning, scaling, sizes, standing, steps, studies
from benchmarks.scaling import Point
from benchmarks.sizes import Result, Run
from dagplan.solver.search.improve import is_native


def test_a_size_with_equipment_has_no_rivals(capsys):
    sizes.main(["--kinds", "unit-day-equipment", "--seeds", "1", "--seconds", "1"])
    _, *lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    assert " dagplan " in lines[0]


def test_sizes(capsys):
    sizes.main(["--kinds", "unit-day", "--seeds", "1", "--seconds", "1", "--rivals", "by-hand"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:2] == ["size", "method"]
    gaps = {line.split()[3]: float(line.split()[4]) for line in lines[1:]}
    assert list(gaps) == ["dagplan", "by-hand"]
    assert gaps["dagplan"] <= gaps["by-hand"]


def test_the_table_says_who_gave_no_plan():
    runs = [
        Run(100, {"dagplan": Result(2.0, gap), "mip": Result(3.0, *other)})
        for gap, other in ((0.01, (0.2,)), (0.0, (1.0, "none")), (0.02, (1.0, "none")))
    ]
    engine, mip = sizes.table("unit-day", runs)
    assert engine.split()[-5:] == ["dagplan", "1.00", "0.00", "2.00", "2.00"]
    assert mip.split()[-5:] == ["mip", "none", "20.00", "none", "3.00"]


def test_scaling(capsys):
    scaling.main(["--axes", "dates", "--factors", "1", "2", "--milliseconds", "2"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["grows", "dates", "dates"]


@pytest.mark.skipif(not is_native(), reason="without the kernel there is nothing to compare")
def test_steps(capsys):
    steps.main(["--families", "scarce", "--sizes", "unit-day", "--seconds", "0.05"])
    header, line = capsys.readouterr().out.splitlines()
    assert header.split() == ["family", "size", "requests", "C", "Python", "ratio"]
    assert line.split()[:2] == ["scarce", "unit-day"]
    assert float(line.split()[-1]) > 10


def test_the_plots(tmp_path):
    pytest.importorskip("matplotlib")
    path = tmp_path / "plot.png"
    results = {"dagplan": Result(2.0, 0.0), "by-hand": Result(0.1, 0.1), "mip": Result(2.0, 1.0, "none")}
    sizes.draw(str(path), {"unit-day": [Run(100, results, [(0.1, 1.0), (2.0, 0.0)])]})
    assert path.read_bytes().startswith(b"\x89PNG")
    path.unlink()
    scaling.draw(str(path), [Point("dates", 1, 100, 150, 1.0, 0.1, 0.0), Point("dates", 2, 200, 300, 2.0, 0.2, 1.0)])
    assert path.read_bytes().startswith(b"\x89PNG")


def test_offers(capsys):
    offers.main(
        ["--kind", "unit-day", "--seeds", "1", "--requests", "4", "--moves", "0", "1", "--plan-seconds", "0.3"]
    )
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["moves", "0", "1"]


def test_standing(capsys):
    standing.main(["--kinds", "unit-day", "--moves", "10", "--anew", "1", "--plan-seconds", "0.3"])
    first, _, *rows = capsys.readouterr().out.splitlines()
    assert first.startswith("unit-day, seed 1: ")
    times = {row[:20].strip(): int(row[20:28]) for row in rows}
    assert times["a move, answered"] == times["apply"] == times["why_not"] == 10
    assert (times["undo"], times["absence"], times["all built anew"]) == (3, 1, 1)


def test_replanning(capsys):
    replanning.main(["--kind", "unit-day", "--seeds", "1", "--first", "0.3", "--seconds", "0.3"])
    _, free, least = (line.split() for line in capsys.readouterr().out.splitlines())
    assert free[1] == "none"
    assert int(least[5]) <= int(least[1]) == int(free[7])


def test_explanation(capsys):
    explanation.main(["--kind", "unit-day", "--load", "1.2", "--seeds", "1", "--plan-seconds", "0.5"])
    numbers = capsys.readouterr().out.splitlines()[1].split()
    assert numbers[2] == numbers[3]
    assert int(numbers[5]) >= int(numbers[3]) > 0


def test_studies(capsys):
    studies.main(["overhead", "--scenarios", "2", "--seconds", "0.05", "--staff", "3"])
    assert "3 cases of 0.05 s" in capsys.readouterr().out


def test_punctual(capsys):
    punctual.main(["--sizes", "unit-day", "--times", "2", "--runs", "1"])
    _, floor, above = (line.split() for line in capsys.readouterr().out.splitlines())
    assert floor[:3] == ["unit-day", "101", "floor"]
    assert float(above[2]) == pytest.approx(2 * float(floor[3]), abs=0.05)
    assert float(above[3]) == pytest.approx(float(above[2]) + float(above[4]), abs=0.02)


def test_people():
    request = punctual.people(10, 3)
    assert (len(request.practitioners), len(request.requests)) == (10, 3)


def test_clear(capsys):
    small = ["--studies", "20", "--effect-studies", "3", "--effects", "6", "--scenarios", "3", "--figures", "5"]
    clear.main(["--kinds", "coin", "plans", "--seeds", "3", "10", *small])
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    rates = {(line[0], int(line[1])): float(line[2]) for line in lines if len(line) == 4 and line[1].isdigit()}
    found = {(line[0], int(line[1])): float(line[3]) for line in lines if len(line) == 6 and line[1].isdigit()}
    assert rates.keys() == found.keys() == {(kind, seeds) for kind in ("coin", "plans") for seeds in (3, 10)}
    assert rates["coin", 3] == 0
    assert found["plans", 10] > 0.9 > 0.1 > found["plans", 3]
