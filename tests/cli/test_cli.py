import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import dagplan.solver.planning.engine
from dagplan import cli, files
from dagplan.files.completion import plan_from
from dagplan.models import Plan, PlanRequest
from tests.places import EXAMPLES

EXAMPLE = str(EXAMPLES / "asthma.request.json")
NUMBER = "19121212-1212"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[PlanRequest]:
    """The requests that came to the engine, which answers with the routine's own case."""
    seen: list[PlanRequest] = []

    def plan(request: PlanRequest, **_: Any) -> Plan:
        seen.append(request)
        return plan_from({"bookings": bookings()}, request)

    monkeypatch.setattr(dagplan.solver.planning.engine, "plan", plan)
    return seen


def bookings() -> list[dict[str, str]]:
    shared = {"request": "r1", "patient": "p1", "unit": "vc-1"}
    return [
        {**shared, "visit": "r1-spirometry", "practitioner": "asthma-nurse"}
        | {"start": "2026-12-08T09:30", "end": "2026-12-08T10:00"},
        {**shared, "visit": "r1-physician", "practitioner": "physician-1"}
        | {"start": "2026-12-08T10:00", "end": "2026-12-08T10:30"},
    ]


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "dagplan.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_plan_prints_and_writes(tmp_path: Path, asked: list[PlanRequest], capsys: pytest.CaptureFixture[str]) -> None:
    outputs = [tmp_path / "plan.json", tmp_path / "tables"]
    arguments = ["plan", EXAMPLE, "--seed", "7", "--time-limit", "2.5", "--workers", "3"]
    assert cli.main([*arguments, "--out", str(outputs[0]), "--out", str(outputs[1])]) == 0
    assert (asked[0].settings.seed, asked[0].settings.time_limit, asked[0].settings.workers) == (7, 2.5, 3)
    assert asked[0].settings.grid == 5
    captured = capsys.readouterr()
    assert "secondary 1/2 → primary r1-physician" in captured.out
    assert captured.err == ""
    assert files.read_plan(outputs[0], asked[0]).bookings
    assert (outputs[1] / "bookings.csv").exists()
    assert cli.main(["check", EXAMPLE, str(outputs[0])]) == 0


def test_quiet_prints_nothing(asked: list[PlanRequest], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plan", EXAMPLE, "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_every_problem_at_once_and_nothing_is_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: list[PlanRequest],
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.json").write_text('{"units": []}')
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").touch()
    arguments = ["plan", "in.json", "--time-limit", "0", "--seed=-1", "--workers", "0"]
    for path in ("good.json", "a.pdf", "none/x.json", "mine", "in.json", "good.json"):
        arguments += ["--out", path]
    assert cli.main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    places = [line.partition(": ")[0] for line in captured.err.splitlines()]
    assert places == ["in.json"] * 4 + ["--time-limit", "--seed", "--workers"] + [
        "a.pdf",
        "none/x.json",
        "mine",
        "in.json",
        "good.json",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.json", "mine"]
    assert asked == []


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["plan"],
        ["plan", EXAMPLE, "--seed", "x"],
        ["plan", EXAMPLE, "--time-limit", "nan"],
        ["plan", EXAMPLE, "--time-limit", "inf"],
        ["plan", EXAMPLE, "--out", ""],
        ["plan", ""],
        ["plan", EXAMPLE, "--colour"],
        ["plan", EXAMPLE, "--show", "some"],
        ["paint"],
        ["schema", "visit"],
        ["check", EXAMPLE],
        ["check", EXAMPLE, "none.json"],
        ["generate", "unit-day"],
        ["generate", "castle", "--out", "x.json"],
        ["generate", "unit-day", "--load", "-1", "--out", "x.json"],
        ["generate", "unit-day", "--load", "nan", "--out", "x.json"],
        ["plan", "x" * 5000],
        ["plan", EXAMPLE, "--out", "x" * 5000 + ".json"],
    ],
)
def test_usage_errors(
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: list[PlanRequest],
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    status = cli.main(arguments)
    captured = capsys.readouterr()
    if not arguments:
        assert status == 0
        assert "Commands:" in captured.out
        return
    assert status == 2
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert "Traceback" not in captured.err
    assert list(tmp_path.iterdir()) == []


def test_identity_numbers_in_the_call_are_not_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plan", EXAMPLE, "--seed", NUMBER]) == 2
    assert cli.main(["plan", f"{NUMBER}.json"]) == 2
    assert NUMBER not in capsys.readouterr().err


def test_check_names_each_violation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    late = bookings()
    late[0] |= {"start": "2026-12-08T11:45", "end": "2026-12-08T12:15"}
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({"bookings": late[::-1]}))
    assert cli.main(["check", EXAMPLE, str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("sequence") for line in lines)
    assert lines[-1] == f"{len(lines) - 1} violations"
    path.write_text(json.dumps({"bookings": bookings()}))
    assert cli.main(["check", EXAMPLE, str(path)]) == 0
    assert capsys.readouterr().out == "conforms\n"


def test_check_tells_the_problems_of_both_inputs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("request", "plan"):
        (tmp_path / f"{name}.json").write_text("{}")
    assert cli.main(["check", str(tmp_path / "request.json"), str(tmp_path / "plan.json")]) == 2
    said = capsys.readouterr().err
    assert "request.json: $.first_date: this field is required" in said
    assert "plan.json: $.bookings: this field is required" in said


@pytest.mark.parametrize(
    ("what", "title"),
    [
        ([], "PlanRequest"),
        (["request"], "PlanRequest"),
        (["plan"], "Plan"),
        (["explanation"], "Explanation"),
        (["offers"], "Offers"),
        (["difference"], "Difference"),
        (["changes"], "Changes"),
        (["study"], "StudyFile"),
    ],
)
def test_schema(what: list[str], title: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schema", *what]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == title


@pytest.mark.parametrize("name", ["in.json", "in"])
def test_generate(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    options = ["--seed", "3", "--load", "0.2", "--linked", "1", "--days", "2", "--staff", "4"]
    assert cli.main(["generate", "unit-day", *options, "--out", str(path)]) == 0
    request = files.read_request(path)
    assert (request.last_date - request.first_date).days == 1
    assert all(case.linked for case in request.requests)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"dagplan {dagplan.__version__}\n"


@pytest.mark.parametrize(
    ("error", "status"), [(KeyboardInterrupt(), 130), (ZeroDivisionError("p1"), 70), (MemoryError(), 2)]
)
def test_no_traceback_whatever_the_engine_does(
    error: BaseException, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def plan(request: PlanRequest, **_: Any) -> Plan:
        raise error

    monkeypatch.setattr(dagplan.solver.planning.engine, "plan", plan)
    assert cli.main(["plan", EXAMPLE]) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    assert "p1" not in captured.err


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m dagplan.cli schema | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.splitlines() == ["{", "0"]
    assert done.stderr == ""


def test_a_full_disk_is_told_in_one_line() -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m dagplan.cli schema > /dev/full"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 3
    assert done.stderr == "standard output: can't be written: no space left on device\n"


def test_start_up_imports_neither_the_solver_nor_pandas_nor_rich() -> None:
    code = (
        "import sys; from dagplan import cli; cli.main(['--version']);"
        "print([name for name in ('ortools', 'pandas', 'rich') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[1] == "[]"


def test_a_real_call(tmp_path: Path) -> None:
    done = run("plan", EXAMPLE, "--out", str(tmp_path / "plan.json"))
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    assert json.loads((tmp_path / "plan.json").read_text("utf-8"))["status"] == "optimal"


def test_suggest_offers_places_in_words_and_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "offers.json"
    assert cli.main(["suggest", EXAMPLE, "--request", "r1", "-n", "2", "--out", str(out)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("1. r1: 2026-12-08 at vc-1: asthma-nurse 09:30")
    assert "2. r1: " in shown
    offers = json.loads(out.read_text("utf-8"))["offers"]
    assert [offer["cost"] for offer in offers] == sorted(offer["cost"] for offer in offers)
    assert [booking["visit"] for booking in offers[0]["bookings"]] == ["r1-spirometry", "r1-physician"]
    assert offers[0]["moves"] == []


def test_suggest_finds_who_fits_a_free_time(capsys: pytest.CaptureFixture[str]) -> None:
    call = ["suggest", EXAMPLE, "--free", "physician-1", "2026-12-08T10:00", "2026-12-08T11:00"]
    assert cli.main(call) == 0
    assert "1. r1: 2026-12-08" in capsys.readouterr().out
    assert cli.main([*call[:-2], "2026-12-08T05:00", "2026-12-08T06:00"]) == 0
    assert "No place keeps every rule" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "suggest: give either --request or --free"),
        (["--request", "r9"], "--request: there is no request r9"),
        (["--request", "r-1"], "--request: there is no request r-1; did you mean r1?"),
        (["--request", "r1", "-n", "0"], "-n: at least one offer must be asked for"),
        (["--request", "r1", "--out", "offers.csv"], "offers.csv"),
        (["--free", "nobody", "2026-12-08T10:00", "2026-12-08T11:00"], "--free: there is no practitioner nobody"),
        (
            ["--free", "Physican-1", "2026-12-08T10:00", "2026-12-08T11:00"],
            "--free: there is no practitioner Physican-1; did you mean physician-1?",
        ),
        (["--free", "physician-1", "ten", "2026-12-08T11:00"], "--free START: a local time"),
    ],
)
def test_suggest_says_what_is_wrong(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["suggest", EXAMPLE, *arguments]) == 2
    problems = capsys.readouterr().err
    assert said in problems
    assert "Traceback" not in problems


def test_diff_tells_what_changed_in_words_and_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new, out = tmp_path / "old.json", tmp_path / "new.json", tmp_path / "diff.json"
    assert cli.main(["plan", EXAMPLE, "--out", str(old), "--quiet"]) == 0
    later = json.loads(old.read_text("utf-8"))
    later["bookings"][1]["start"], later["bookings"][1]["end"] = "2026-12-08T10:30", "2026-12-08T11:00"
    new.write_text(json.dumps(later), "utf-8")
    assert cli.main(["diff", str(old), str(new), "--out", str(out)]) == 0
    assert capsys.readouterr().out.startswith("1 moved, 0 added, 0 dropped, 1 unchanged")
    assert json.loads(out.read_text("utf-8"))["moved"][0]["visit"] == "r1-physician"
    assert cli.main(["diff", str(old), str(old)]) == 0
    assert "Nothing changed." in capsys.readouterr().out
    assert cli.main(["diff", str(old), str(tmp_path / "none.json"), "--out", str(tmp_path / "x.csv")]) == 2
    problems = capsys.readouterr().err
    assert "none.json" in problems
    assert "x.csv" in problems


def test_a_plan_made_before_is_written_in_other_forms(tmp_path: Path) -> None:
    request, plan = EXAMPLE, str(tmp_path / "plan.json")
    assert cli.main(["plan", request, "--out", plan, "--quiet", "--time-limit", "2"]) == 0
    outputs = [f"{tmp_path}/{name}" for name in ("p.html", "p.xlsx", "p.fhir.json", "p.ics", "people.ics/", "csv")]
    assert cli.main(["report", request, plan, *(part for out in outputs for part in ("--out", out))]) == 0
    assert all(Path(out).exists() for out in outputs)
    for out in ("p.xlsx", "p.fhir.json", "csv"):
        assert cli.main(["check", request, str(tmp_path / out)]) == 0
