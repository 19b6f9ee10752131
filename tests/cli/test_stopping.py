"""What a signal does, and standard streams that are closed, full or gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dagplan import cli, files
from dagplan.cli import stopping, streams
from dagplan.files import atomic
from tests.ended_runs import listening
from tests.places import ROOT

EXAMPLE = str(ROOT / "examples" / "asthma.request.json")
DAGPLAN = f"{sys.executable} -m dagplan"
PLAN = f"plan {EXAMPLE} --time-limit 5 --workers 1 --out plan.json"

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and shells of POSIX")


@pytest.fixture
def ending(monkeypatch):
    """What a signal does here: its line and its exit status are noted, in order."""
    noted = []
    monkeypatch.setattr(os, "_exit", noted.append)
    monkeypatch.setattr(streams, "say", lambda line, last=False: noted.append(line))
    monkeypatch.setattr(atomic, "abandon", lambda: noted.append("abandoned"))
    made = stopping.Ending()
    return made, noted


def test_a_signal_ends_the_run_with_one_line_and_its_own_status(ending):
    made, noted = ending
    made.hear(signal.SIGINT, None)
    made.stands = ": the plan is written"
    made.hear(signal.SIGTERM, None)
    assert noted[:3] == ["dagplan: stopped (Ctrl-C)", "abandoned", 130]
    assert noted[3:] == ["dagplan: stopped (SIGTERM): the plan is written", "abandoned", 143]


def test_the_first_signal_while_planning_asks_for_the_best_plan_and_the_second_ends_it(ending):
    made, noted = ending
    asked = []
    with made.instead(lambda: asked.append(True)):
        made.hear(signal.SIGTERM, None)
        assert asked == [True]
        assert noted == ["dagplan: stopping with the best plan so far (SIGTERM); once more ends it without"]
        made.hear(signal.SIGINT, None)
    assert noted[1:] == ["dagplan: stopped (Ctrl-C)", "abandoned", 130]
    made.hear(signal.SIGINT, None)
    assert asked == [True]


def test_a_line_on_a_terminal_takes_the_place_of_the_progress_and_brings_the_cursor_back(monkeypatch):
    written = []
    monkeypatch.setattr(os, "isatty", lambda _: True)
    monkeypatch.setattr(os, "write", lambda _, data: written.append(data))
    streams.say("stopped", last=True)
    assert written == [b"\r\x1b[2Kstopped\x1b[?25h\n"]


def test_nothing_slow_is_imported_before_signals_are_heard():
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import os; before = set(sys.modules); import dagplan.cli;"
        "print(sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    quick = {"__future__", "_contextvars", "_signal", "contextvars", "gc"}
    ours = {
        "dagplan",
        "dagplan.cli",
        "dagplan.cli.clock",
        "dagplan.cli.stopping",
        "dagplan.version",
        "dagplan.cli.streams",
    }
    assert set(eval(done.stdout)) <= quick | ours


def test_an_import_of_the_package_brings_neither_solver_nor_models():
    slow = ("dagplan.models", "dagplan.solver", "pydantic")
    code = f"import sys, dagplan; print([name for name in sys.modules if name.startswith({slow})])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@posix
def test_what_is_ignored_from_outside_stays_ignored(tmp_path):
    """``nohup``: the terminal goes away, and the plan is made all the same."""
    call = f"trap '' HUP; exec {DAGPLAN} {PLAN} --quiet"
    with (tmp_path / "errors").open("wb") as errors:
        running = subprocess.Popen(["sh", "-c", call], cwd=tmp_path, stderr=errors, env=surroundings())
    while running.poll() is None and not listening(running.pid):
        time.sleep(0.005)
    running.send_signal(signal.SIGHUP)
    assert running.wait(60) == 0
    assert (tmp_path / "errors").read_text() == ""
    assert conforms(tmp_path / "plan.json")


@posix
@pytest.mark.parametrize(
    ("streams_given", "status", "lines"),
    [
        (">&-", 0, 0),
        ("2>&-", 0, 10),
        ("<&- >&- 2>&-", 0, 0),
        ("| head -n 1", 0, 1),
        ("2>/dev/full", 0, 10),
        (">/dev/full", 3, 0),
    ],
)
def test_closed_and_full_streams_lose_no_file(streams_given, status, lines, tmp_path):
    if "/dev/full" in streams_given and not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    script = f"{DAGPLAN} {PLAN} {streams_given}\necho ${{PIPESTATUS[0]}} > status"
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False, env=surroundings()
    )
    assert int((tmp_path / "status").read_text()) == status
    told = ["standard output: can't be written: no space left on device"] if status else []
    assert done.stderr.splitlines() == told
    assert len(done.stdout.splitlines()) == lines
    assert conforms(tmp_path / "plan.json")
    assert {one.name for one in tmp_path.iterdir()} == {"plan.json", "status"}


@posix
def test_a_reader_of_the_help_who_goes_away_is_no_error():
    script = f"{DAGPLAN} plan --help | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "0"
    assert done.stderr == ""


@posix
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS knows no limit of address space")
def test_little_address_space_is_enough_for_a_plan_and_its_page(tmp_path):
    call = f"ulimit -v 1000000; exec {DAGPLAN} {PLAN} --out plan.html --quiet"
    done = subprocess.run(
        ["bash", "-c", call], cwd=tmp_path, capture_output=True, text=True, check=False, env=surroundings()
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert conforms(tmp_path / "plan.json")
    assert "<svg" in (tmp_path / "plan.html").read_text("utf-8")


def test_a_screen_that_is_full_costs_no_explanation(tmp_path, monkeypatch, capsys):
    """Explanations, offers and differences are written before they are shown."""
    assert cli.main(["plan", EXAMPLE, "--time-limit", "5", "--quiet", "--out", str(tmp_path / "p.json")]) == 0

    def full(_):
        raise OSError(28, "No space left on device")

    plan, out = str(tmp_path / "p.json"), tmp_path / "found.json"
    calls = (
        ["explain", EXAMPLE, plan],
        ["suggest", EXAMPLE, "--request", "r1"],
        ["diff", plan, plan],
    )
    for call in calls:
        with monkeypatch.context() as patch:
            patch.setattr(sys.stdout, "write", full)
            patch.setattr("dagplan.cli.terminal.silence_output", lambda: None)
            assert cli.main([*call, "--out", str(out)]) == 3
        assert capsys.readouterr().err == "standard output: can't be written: no space left on device\n"
        assert out.exists()
        out.unlink()


def conforms(plan: Path) -> bool:
    request = files.read_request(EXAMPLE)
    return bool(files.read_plan(plan, request).bookings) and cli.main(["check", EXAMPLE, str(plan)]) == 0


def surroundings() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}
