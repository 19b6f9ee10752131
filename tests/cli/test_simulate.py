"""``dagplan simulate``: what it prints and writes, how it goes on, and what it refuses."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from dagplan.cli import main
from dagplan.models.plan import to_json
from dagplan.simulation.tables import TABLES
from tests.simulation.worlds import two_people

POLICIES = """name = "Two ways"
question = "What does it do to book apart?"
base = "base.json"
weeks = 2
warm_up = 1
seeds = [1, 2]
settings = { time_limit = 0.02 }
demand = { per_week = 12.0, target_days = { routine = 10, urgent = 1 } }
[[policy]]
name = "as-today"
[[policy]]
name = "apart"
text = "One after the other."
linked = false
"""


def written(folder):
    folder.mkdir(exist_ok=True)
    (folder / "base.json").write_text(to_json(two_people()), "utf-8")
    path = folder / "p.toml"
    path.write_text(POLICIES, "utf-8")
    return path


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    folder = tmp_path_factory.mktemp("years")
    path = written(folder)
    assert main(["simulate", str(path), "--out", str(folder / "out"), "--workers", "1", "--quiet"]) == 0
    return path, folder / "out"


def tables(out):
    return {name: (out / f"{name}.csv").read_bytes() for name in TABLES} | {
        "page": (out / "report.html").read_bytes()
    }


def everything(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_says_how_long_it_takes_and_writes_nothing(tmp_path, capsys):
    path = written(tmp_path)
    before = everything(tmp_path)
    assert main(["simulate", str(path), "--dry-run", "--workers", "2"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Policies: 2. Seeds: 2. Weeks of each: 3. In all 12 weeks, 0 of them done, 2 at a time.",
        "About 4 s, by twice the time limit and half a second for each plan; a busy machine takes longer.",
        "Nothing was planned or written.",
    ]
    assert everything(tmp_path) == before


def test_tables_page_and_weeks_are_there(finished):
    _, out = finished
    assert {path.name for path in out.iterdir()} >= {
        *(f"{name}.csv" for name in TABLES),
        "report.html",
        "policies.json",
    }
    weeks = (out / "weeks.csv").read_text("utf-8-sig").splitlines()
    assert len(weeks) == 1 + 2 * 2 * 3
    years = (out / "years.csv").read_text("utf-8-sig").splitlines()
    assert len(years) == 1 + 2 * 2
    page = (out / "report.html").read_text("utf-8")
    assert "What does it do to book apart?" in page
    assert "In time is: routine within 10 days" in page


def test_what_is_there_is_not_lived_through_again_and_is_told_in_swedish(finished, capsys):
    path, out = finished
    before = {file: file.stat().st_mtime_ns for file in (out / "years").rglob("*.json")}
    assert main(["simulate", str(path), "--out", str(out), "--against", "apart", "--language", "sv"]) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[0].split() == ["Mått", "as-today", "apart"]
    assert "Jämfört med apart, år för år." in said
    assert f"Se {out}/report.html" in said
    assert {file: file.stat().st_mtime_ns for file in (out / "years").rglob("*.json")} == before
    page = (out / "report.html").read_text("utf-8")
    assert "I tid är: rutin inom 10 dagar och brådskande inom 1 dag." in page
    assert "routine" not in page
    rows = (out / "comparison.csv").read_text("utf-8-sig")
    assert main(["simulate", str(path), "--out", str(out), "--quiet"]) == 0
    assert (out / "comparison.csv").read_text("utf-8-sig") != rows


def test_a_run_that_is_killed_goes_on_to_the_same_tables(finished, tmp_path):
    path, out = finished
    again = tmp_path / "out"
    call = [sys.executable, "-m", "dagplan", "simulate", str(path), "--out", str(again), "--workers", "1", "--quiet"]
    run = subprocess.Popen(call, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ends = time.monotonic() + 120
    while run.poll() is None and len(list(again.glob("years/*/week-*.json"))) < 3 and time.monotonic() < ends:
        time.sleep(0.01)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    kept = len(list(again.glob("years/*/week-*.json")))
    assert 3 <= kept < 12, "it was over before it was killed: this says nothing"
    assert main(call[3:]) == 0
    assert main(["simulate", str(path), "--out", str(out), "--quiet"]) == 0
    assert tables(again) == tables(out)


def test_what_is_damaged_is_told_and_lived_through_again(finished, capsys):
    path, out = finished
    assert main(["simulate", str(path), "--out", str(out), "--quiet"]) == 0
    before = tables(out)
    last, first = (out / "years" / "apart.seed-2" / f"week-{number:03}.json" for number in (2, 0))
    last.write_bytes(last.read_bytes()[:-30])
    assert main(["simulate", str(path), "--out", str(out), "--quiet"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert said == [
        f"{last}: was changed, or is not whole (its checksum is another): "
        "apart, seed 2, goes on after its first 2 weeks"
    ]
    first.write_bytes(b"")
    (out / "policies.json").write_bytes(b"{}")
    assert main(["simulate", str(path), "--out", str(out), "--quiet"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert said == [
        f"{out / 'policies.json'}: has no checksum: it is written anew",
        f"{first}: is empty: apart, seed 2, begins again",
    ]
    assert tables(out) == before


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--out", "out", "--against", "none"], "--against: there is no policy none; there are as-today and apart"),
        (["--out", "mine"], "mine: has other files: choose an empty folder, or one of dagplan simulate"),
        (["--out", "no/out"], "no/out: "),
        ([], "--out: "),
    ],
)
def test_what_is_refused(tmp_path, monkeypatch, capsys, options, line):
    path = written(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("kept", "utf-8")
    before = everything(tmp_path)
    assert main(["simulate", path.name, *options]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert said[0].startswith(line)
    assert everything(tmp_path) == before


def test_the_folder_of_other_policies_is_left_alone(finished, tmp_path, capsys):
    _, out = finished
    path = written(tmp_path)
    path.write_text(POLICIES.replace("weeks = 2", "weeks = 3"), "utf-8")
    before = everything(out)
    assert main(["simulate", str(path), "--out", str(out)]) == 2
    assert capsys.readouterr().err.startswith(f"{out}: holds weeks of other policies")
    assert everything(out) == before


def test_a_week_that_fails_is_told_in_one_line(tmp_path, capsys, monkeypatch):
    from dagplan.simulation import running

    def lost(*_arguments, **_options):
        raise running.YearLostError("as-today, seed 1: it was lost")

    monkeypatch.setattr(running, "live", lost)
    path = written(tmp_path)
    assert main(["simulate", str(path), "--out", str(tmp_path / "out")]) != 0
    said = capsys.readouterr().err.splitlines()
    assert said == [f"{tmp_path / 'out'}: A week could not be lived through: as-today, seed 1: it was lost"]
