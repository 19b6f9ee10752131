"""``dagplan whatif``: cases listed beforehand, any two scenarios compared, what is wrong told at once."""

from __future__ import annotations

import pytest

from dagplan.cli import main
from dagplan.report.study_files import write_study
from dagplan.scenarios.batch import run_study
from dagplan.scenarios.study_file import read_study
from tests.scenarios.test_study_run import Threads
from tests.studies import CASES, STUDY, written


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A study and its results."""
    folder = tmp_path_factory.mktemp("study")
    path = written(folder)
    write_study(run_study(read_study(path), executor=Threads(), out=folder / "r"), folder / "r")
    return path, folder / "r"


def everything(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_dry_run_lists_every_case_and_estimates_the_time(tmp_path, capsys):
    path = written(tmp_path, STUDY + "[settings]\ntime_limit = 40.0\n")
    before = everything(tmp_path)
    assert main(["whatif", str(path), "--dry-run", "--workers", "5", "--language", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[:3]] == [
        ["scenario", "requests", "visits", "seeds", "done"],
        ["base", "4", "5", "1,", "2", "0"],
        ["doctor-away", "4", "5", "1,", "2", "0"],
    ]
    assert lines[3].startswith("hours.1: duration 30, extra_hours 0 ")
    assert len(lines) == 7 + 4
    assert lines[-3:] == [
        "12 cases, 0 done, 12 to do; 5 at a time.",
        "About 2 min: 40 s a case, its time limit. A plan that is proven the best ends sooner.",  # 3 rounds of 40 s
        "Nothing was planned, and nothing is written.",
    ]
    assert everything(tmp_path) == before


def test_a_dry_run_counts_what_is_done(finished, capsys):
    path, out = finished
    before = everything(out)
    assert main(["whatif", str(path), "--out", str(out), "--dry-run", "--language", "sv"]) == 0
    assert "12 fall, 12 klara, 0 kvar" in (said := capsys.readouterr().out)
    assert "Inget är kvar att göra" in said
    (gone := out / "cases" / "hours.2.seed-1.json").unlink()
    assert main(["whatif", str(path), "--out", str(out), "--dry-run", "--workers", "1", "--language", "en"]) == 0
    assert f"12 cases, {CASES - 1} done, 1 to do; 1 at a time." in (said := capsys.readouterr().out)
    assert "a case, as those that are done took." in said
    assert not gone.exists()
    gone.write_bytes(before[gone])
    assert everything(out) == before


def test_any_two_are_compared_without_planning_again(finished, capsys):
    path, out = finished
    before = everything(out)
    call = ["whatif", str(path), "--out", str(out), "--against", "doctor-away", "--language", "en"]
    assert main(call) == 0
    said = capsys.readouterr().out
    assert "Differences are to doctor-away, with the same seeds." in said
    assert f"Look at {out}/report.against-doctor-away.html" in said
    after = everything(out)
    new = {path.name for path in after.keys() - before.keys()}
    assert {"report.against-doctor-away.html", "comparison.against-doctor-away.csv"} <= new
    assert {path: after[path] for path in before} == before  # what is held against the base stays
    page = (out / "report.against-doctor-away.html").read_text("utf-8")
    assert "Differences to doctor-away, a picture a figure" in page
    assert "pictures.against-doctor-away/" in page
    assert (out / "pictures.against-doctor-away" / "booked.svg").exists()


@pytest.mark.parametrize(
    ("options", "language", "line"),
    [
        ([], "en", "--out: say where the results are kept; or --dry-run, which keeps none"),
        (
            ["--dry-run", "--against", "hours.9"],
            "en",
            "--against: there is no scenario hours.9; there are base, doctor-away, hours.1, hours.2, hours.3 and "
            "hours.4",
        ),
        (
            ["--out", "r", "--against", "borta"],
            "sv",
            "--against: det finns inget scenario borta; de som finns är base, doctor-away, hours.1, hours.2, hours.3 "
            "och hours.4",
        ),
    ],
)
def test_what_is_wrong_with_the_call(options, language, line, tmp_path, monkeypatch, capsys):
    path = written(tmp_path)
    monkeypatch.chdir(tmp_path)
    before = everything(tmp_path)
    assert main(["whatif", str(path), *options, "--language", language]) == 2
    assert capsys.readouterr().err.splitlines() == [line]
    assert everything(tmp_path) == before


def test_the_few_seeds_are_warned_of_and_the_words_of_the_screen_say_what_brackets_mean(finished, capsys):
    path, out = finished
    assert main(["whatif", str(path), "--out", str(out), "--language", "sv"]) == 0
    said = capsys.readouterr().out
    assert "Med 2 frön kan knappt någon skillnad påvisas, hur stor den än är: ta minst 5, hellre tio." in said
    assert "ej påvisad med de här fröna, vilket aldrig betyder att effekt saknas" in said
    assert "Benjamini och Hochberg" in said
    assert "base: " not in said  # only cells of a grid say what they mean there
    assert "(−3)" in said  # booked: two seeds show nothing
    assert "5000 +5000" in said  # the least costs are proven to differ
    page = (out / "report.html").read_text("utf-8")
    assert "Grått är ej påvisat, vilket aldrig betyder att effekt saknas" in page
    assert "Basen som den är." in page
