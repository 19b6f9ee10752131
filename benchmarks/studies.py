"""How much a study costs above its plans, and whether killing it loses anything.

Protocol, ``overhead``: one generated unit-week, ``--scenarios`` scenarios (each a different demand), ``--seconds`` a
plan, on all cores, through the command line. Printed: seconds of wall clock, as a ratio to cases times seconds by
cores; and the parent's memory after a tenth of the cases, after all, and at most while the report is made.

Protocol, ``kill``: the same study with short plans, in deterministic mode. ``--times`` times it is started anew
from nothing, and after a random time either one worker or the whole run is killed (SIGKILL); then the same command
is given again until it ends. Each time: every case on disk when it was killed is whole and stays untouched, no
file is left half written, and all plans and tables are those of an undisturbed run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from dagplan.files import write_request
from dagplan.scenarios import generate


def main(arguments: list[str] | None = None) -> None:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["overhead", "kill"])
    parser.add_argument("--scenarios", type=int, default=99, help="beside the base")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--staff", type=int, default=None)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_request(
            generate("unit-week", given.seed, **({"staff": given.staff} if given.staff else {})), folder / "base.json"
        )
        if given.what == "overhead":
            overhead(folder, given.scenarios, given.seconds)
        else:
            kill(folder, given.scenarios, given.seconds, given.times, random.Random(given.seed))


def study(folder: Path, scenarios: int, settings: str) -> Path:
    """A study of scenarios with a little more demand each."""
    lines = ['schema = "dagplan.study/1"', 'name = "Benchmark"', 'base = "base.json"', f"settings = {{ {settings} }}"]
    for number in range(scenarios):
        change = f'{{ kind = "demand", factor = {1.01 + number % 10 / 100}, seed = {number} }}'
        lines.append(f'[[scenario]]\nname = "more-{number}"\nchanges = [{change}]')
    path = folder / "study.toml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def started(path: Path, out: Path) -> subprocess.Popen[bytes]:
    """The study, running."""
    command = [sys.executable, "-m", "dagplan.cli", "whatif", str(path), "--out", str(out), "--quiet"]
    return subprocess.Popen(command)


def overhead(folder: Path, scenarios: int, seconds: float) -> None:
    """Print what a study takes above its plans."""
    path, out = study(folder, scenarios, f"time_limit = {seconds}"), folder / "out"
    cores = len(os.sched_getaffinity(0))
    began = time.monotonic()
    running = started(path, out)
    parent, memory, last = psutil.Process(running.pid), list[int](), 0
    most = 0
    while running.poll() is None:
        time.sleep(0.2)
        try:
            used = parent.memory_info().rss
        except psutil.Error:
            break
        done = len(list((out / "cases").glob("*.json")))
        if not memory and done >= (scenarios + 1) / 10:
            memory.append(used)
        if done <= scenarios:
            last = used or last
        most = max(most, used)
    took, ideal = time.monotonic() - began, (scenarios + 1) * seconds / cores
    print(f"{scenarios + 1} cases of {seconds:g} s on {cores} cores: {took:.1f} s, {took / ideal:.3f} of the ideal")
    at = [round(size / 1e6) for size in (memory[0], last, most)]
    print(f"memory of the parent: {at[0]} MB after a tenth of the cases, {at[1]} after all, {at[2]} for the report")


def kill(folder: Path, scenarios: int, seconds: float, times: int, chance: random.Random) -> None:
    """Kill it again and again, and look for what is lost."""
    path = study(folder, scenarios, f"time_limit = {seconds}, deterministic = true")
    began = time.monotonic()
    assert started(path, folder / "whole").wait() == 0
    took = time.monotonic() - began
    wanted = told(folder / "whole")
    for number in range(times):
        out, what = folder / "out", chance.choice(["worker", "run"])
        shutil.rmtree(out, ignore_errors=True)
        running = started(path, out)
        time.sleep(chance.uniform(0.5, 0.95 * took))
        workers = [
            one for one in psutil.Process(running.pid).children() if "running.helpers" in " ".join(one.cmdline())
        ]
        victim = chance.choice(workers).pid if what == "worker" and workers else running.pid
        before = cases(out)
        os.kill(victim, 9)
        running.wait()
        between = cases(out)
        while victim == running.pid or running.returncode:
            again = started(path, out)
            if again.wait() == 0:
                break
        after = cases(out)
        assert all(between[name] == data for name, data in before.items()), "a finished case was lost"
        assert all(after[name] == data for name, data in between.items()), "a finished case was done again"
        assert told(out) == wanted, "other results"
        left = [one.name for one in out.rglob("*.tmp")]
        assert not left, left
        print(
            f"{number + 1}: {what} killed with {len(before)} of {scenarios + 1} cases done: nothing lost", flush=True
        )


def cases(out: Path) -> dict[str, str]:
    """Every finished case by name, each whole JSON."""
    found = {}
    for path in sorted((out / "cases").glob("*.json")):
        data = path.read_bytes()
        json.loads(data)
        found[path.name] = hashlib.sha256(data).hexdigest()
    return found


def told(out: Path) -> dict[str, object]:
    """All that the results say, but for seconds and what is reckoned of them."""
    found: dict[str, object] = {}
    for path in sorted((out / "cases").glob("*.json")):
        case = json.loads(path.read_bytes())
        del case["seconds"], case["checksum"], case["plan"]["run"]["wall_seconds"]
        found[path.name] = case
    found["comparison"] = (out / "comparison.csv").read_bytes()
    return found


if __name__ == "__main__":
    main()
