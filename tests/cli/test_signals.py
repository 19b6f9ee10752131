"""However a run ends, there is a valid plan or one clear line, and no process.

Many runs, of every command: ``python -m tests.cli.test_signals --n 400``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dagplan import check, files
from dagplan.scenarios import generate
from tests.ended_runs import Ended, ended
from tests.thorough import some

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGKILL")
OUTPUTS = ("plan.html", "people.ics", "plan.json")
"""Among them a folder; JSON, which is written first, asked for last."""
PLAN = (
    *("plan", "../week.json", "--time-limit", "1", "--workers", "2", "-q"),
    *("--out", "plan.html", "--out", "people.ics/", "--out", "plan.json"),
)
RUNS, AT_ONCE = some(40, least=20), 4
STUDY = """
schema = "dagplan.study/1"
name = "Signals"
base = "week.json"
seeds = [1, 2]
settings = { time_limit = 0.5 }
[[scenario]]
name = "away"
changes = [{ kind = "absence", practitioners = ["physician-1"], weekdays = ["monday"] }]
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def in_folder(folder: Path) -> Path:
    """A folder with a week to plan, and a plan of it."""
    request = generate("unit-week", 1, staff=4)
    files.write_request(request, folder / "week.json")
    (folder / "small.toml").write_text(STUDY, "utf-8")
    return folder


def plan_ended(folder: Path, how: str, moment: float) -> tuple[Ended, list[str]]:
    """How a run of ``dagplan plan`` ended, and what is wrong with that."""
    own = Path(tempfile.mkdtemp(dir=folder))
    found = ended(PLAN, how, moment, own)
    wrong = faults(found)
    plan = own / "plan.json"
    if found.status == 0 and not all((own / name).exists() for name in OUTPUTS):
        wrong.append("not every form is written")
    if found.status != 0 and any("nothing is written" in line for line in found.lines) and plan.exists():
        wrong.append("a plan is written after all")
    if plan.exists():
        request = files.read_request(folder / "week.json")
        wrong += [str(one) for one in check(request, files.read_plan(plan, request))]
    shutil.rmtree(own)
    return found, wrong


def faults(found: Ended) -> list[str]:
    """What is wrong with how any run ended."""
    wrong = [f"alive: {one}" for one in found.alive]
    number = getattr(signal, found.signal)
    if not found.heard:  # Python's own start: it ends by the signal, or with a KeyboardInterrupt
        return wrong if found.status in {-number, 1} else [*wrong, "an odd exit status"]
    if found.signal == "SIGKILL":
        wrong += found.lines
        return wrong if found.status in {-number, 0} else [*wrong, "an odd exit status"]
    if found.left_behind:
        wrong.append(f"left behind: {found.left_behind}")
    if found.status not in {0, 128 + number}:
        wrong.append("an odd exit status")
    if len(found.lines) > 1 or (found.status and not found.lines):
        wrong.append(f"{len(found.lines)} lines: {found.lines[-3:]}")
    wrong += [line for line in found.lines if not line.startswith("dagplan: stop")]
    return wrong


@pytest.mark.clock
def test_at_any_moment_there_is_a_valid_plan_or_a_clear_line_and_no_process(tmp_path):
    folder = in_folder(tmp_path)
    draw = random.Random(20261126)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        length = max(pool.map(lambda _: run(PLAN, folder), range(AT_ONCE)))
        runs = [(SIGNALS[number % 4], draw.uniform(0.0, 1.1 * length)) for number in range(RUNS)]
        judged = list(pool.map(lambda run: plan_ended(folder, *run), runs))
    assert [(found, wrong) for found, wrong in judged if wrong] == []
    with_plan = [found for found, _ in judged if found.status == 0 and found.lines]
    assert len(with_plan) >= RUNS // 8, "hardly any run was ended while it planned"


@pytest.mark.clock
@pytest.mark.parametrize("after", [0.0, 0.7], ids=["at its first line", "later"])
def test_a_terminal_that_is_closed_leaves_the_best_plan(tmp_path, after):
    """It hangs up, and what is written to it afterwards, a line of progress too, fails."""
    import pty

    folder = in_folder(tmp_path)
    out = folder / "plan.json"
    child, terminal = pty.fork()
    if child == 0:
        words = ["plan", str(folder / "week.json"), "--time-limit", "20", "--out", str(out)]
        os.execv(sys.executable, [sys.executable, "-m", "dagplan", *words])
    assert os.read(terminal, 1000), "it plans now, and shows how it goes"
    time.sleep(after)
    os.close(terminal)
    status = 0
    for _ in range(100):
        ended_child, status = os.waitpid(child, os.WNOHANG)
        if ended_child:
            break
        time.sleep(0.1)
    else:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        pytest.fail("it still runs")
    assert os.waitstatus_to_exitcode(status) == 0
    request = files.read_request(folder / "week.json")
    assert not check(request, files.read_plan(out, request))


def other_ended(folder: Path, command: str, how: str, moment: float) -> tuple[Ended, list[str]]:
    """The same of any other command; what it has written must be whole."""
    own = Path(tempfile.mkdtemp(dir=folder))
    found = ended(COMMANDS[command], how, moment, own)
    wrong = faults(found)
    for path in own.rglob("*"):
        try:
            if path.suffix == ".json":
                json.loads(path.read_bytes())
            elif path.suffix == ".xlsx":
                wrong += [] if zipfile.ZipFile(path).testzip() is None else [f"{path.name} is broken"]
            elif path.suffix == ".html" and not path.read_text("utf-8").rstrip().endswith("</html>"):
                wrong.append(f"{path.name} is half a page")
        except (ValueError, zipfile.BadZipFile) as error:
            wrong.append(f"{path.relative_to(own)}: {error}")
    shutil.rmtree(own)
    return found, wrong


COMMANDS = {
    "explained": ("plan", "../week.json", "--time-limit", "1", "--explain", "--out", "p.json"),
    "whatif": ("whatif", "../small.toml", "--out", "results", "--workers", "2"),
    "explain": ("explain", "../week.json", "../plan.json", "--time-limit", "2", "--out", "e.json"),
    "suggest": ("suggest", "../week.json", "--from", "../plan.json", "--request", "r-0001", "--out", "o.json"),
    "accept": (
        *("suggest", "../week.json", "--from", "../plan.json", "--request", "r-0001", "--accept", "1"),
        *("--out", "p.json", "--out", "p.xlsx", "--out", "p.html"),
    ),
    "check": ("check", "../week.json", "../plan.json"),
    "report": ("report", "../week.json", "../plan.json", "--out", "p.html", "--out", "p.xlsx", "--out", "csv"),
    "diff": ("diff", "../plan.json", "../plan.json", "--out", "d.json"),
    "generate": ("generate", "unit-month", "--out", "m.json"),
}


def main() -> None:
    """End many runs, and count how."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--at-once", type=int, default=3)
    parser.add_argument("--signals", nargs="*", default=list(SIGNALS))
    parser.add_argument("--only", help="plan, or the name of another command")
    given = parser.parse_args()
    draw = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = in_folder(Path(name))
        run([*PLAN, "--out", "../plan.json"], folder)
        lengths = {"plan": run(PLAN, folder)} | {name: run(command, folder) for name, command in COMMANDS.items()}
        names = [given.only] if given.only else ["plan"] * len(COMMANDS) + list(COMMANDS)
        runs = [
            (command, given.signals[number % len(given.signals)], draw.uniform(0, 1.1 * lengths[command]))
            for number in range(given.n)
            for command in [draw.choice(names)]
        ]

        def judged(one: tuple[str, str, float]) -> tuple[Ended, list[str]]:
            command, how, moment = one
            return plan_ended(folder, how, moment) if command == "plan" else other_ended(folder, command, how, moment)

        counts: Counter[tuple[str, str, str]] = Counter()
        longest, faulty = 0.0, 0
        with ThreadPoolExecutor(given.at_once) as pool:
            for (command, how, moment), (found, wrong) in zip(runs, pool.map(judged, runs)):
                said = (
                    found.lines[0].split(" (")[0].split(": ")[-1] if found.heard and found.lines else "nothing said"
                )
                counts[command, how, f"{found.status} {said if found.heard else '(start of Python)'}"] += 1
                longest = max(longest, found.after)
                faulty += bool(wrong)
                for fault in wrong:
                    print(f"{command}, {how} after {moment:.3f} s, status {found.status}: {fault}", flush=True)
                if found.left_behind:
                    print(f"{command}, {how} after {moment:.3f} s left {found.left_behind}", flush=True)
    for (command, how, end), count in sorted(counts.items()):
        print(f"{count:5} {command:9} {how:7} {end}")
    print(f"{given.n} runs, {faulty} with faults; no process lived longer than {longest:.2f} s after its run")


def run(arguments: Sequence[str], folder: Path) -> float:
    """A run left alone: how many seconds it takes."""
    own = Path(tempfile.mkdtemp(dir=folder))
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "dagplan", *arguments], cwd=own, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


if __name__ == "__main__":
    main()
