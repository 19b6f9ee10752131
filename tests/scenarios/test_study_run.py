"""Studies run: same results anywhere and in any order, nothing lost when something is killed."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor

import pandas as pd
import psutil
import pytest

from dagplan import InputError, check, plan
from dagplan.files import read_plan
from dagplan.models.plan import to_json
from dagplan.report.study_charts import grid_maps
from dagplan.report.study_files import write_study
from dagplan.report.study_page import MAIN_FIGURES
from dagplan.scenarios import batch, generate
from dagplan.scenarios.batch import run_study
from dagplan.scenarios.readings import EFFECTS
from dagplan.scenarios.study_file import read_study
from tests.solver.planning.test_search import with_settings, without_clock
from tests.studies import CASES, STUDY, written


class Threads(ThreadPoolExecutor):
    """Quick for small plans, and an executor as any other."""

    def __init__(self, workers=2):
        super().__init__(workers)


class Backwards(Threads):
    """Ends the cases in another order than they come in."""

    def __init__(self):
        super().__init__(1)
        self.waiting = []

    def submit(self, function, *args, **kwargs):
        future = Future()
        self.waiting.append((future, function, args))
        if len(self.waiting) == 2:
            for waiting, call, given in reversed(self.waiting):
                waiting.set_result(call(*given))
            self.waiting.clear()
        return future


@pytest.fixture
def study(tmp_path):
    return read_study(written(tmp_path))


def told(result):
    """All that a study says, but for seconds."""
    tables = (result.scenarios, result.cases.drop(columns="seconds"), result.comparison, result.items)
    return [table.to_csv() for table in tables]


def plans(folder):
    found = {}
    for path in sorted((folder / "cases").iterdir()):
        plan = json.loads(path.read_text("utf-8"))["plan"]
        del plan["run"]["wall_seconds"]
        found[path.name] = plan
    return found


def files(folder):
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in (folder / "cases").iterdir()}


def command(*arguments):
    return [sys.executable, "-m", "dagplan.cli", *map(str, arguments)]


def test_same_results_in_any_order_on_any_executor(study, tmp_path):
    one = run_study(study, executor=Threads(1), out=tmp_path / "one")
    other = run_study(study, executor=Backwards(), out=tmp_path / "two", workers=1)
    assert told(one) == told(other)
    assert plans(tmp_path / "one") == plans(tmp_path / "two")
    assert len(plans(tmp_path / "one")) == len(one.cases) == CASES
    assert one.failed == 0


def test_a_second_run_does_only_what_is_missing(study, tmp_path):
    first = run_study(study, executor=Threads(), out=tmp_path / "r")
    before = files(tmp_path / "r")
    gone = tmp_path / "r" / "cases" / "hours.2.seed-1.json"
    broken = tmp_path / "r" / "cases" / "hours.3.seed-2.json"
    gone.unlink()
    broken.write_text(broken.read_text("utf-8")[:100])
    steps = []
    second = run_study(study, executor=Threads(), out=tmp_path / "r", on_progress=steps.append)
    after = files(tmp_path / "r")
    assert {path for path in after if after[path] != before.get(path)} == {gone, broken}
    assert told(first) == told(second)
    assert [step.done for step in steps] == list(range(CASES + 1))
    assert all(step.seconds_left >= 0 for step in steps)
    assert steps[-1].seconds_left == 0
    assert (steps[-1].total, steps[-1].failed, steps[-1].running) == (CASES, 0, 0)


@pytest.mark.parametrize("text", [STUDY.replace("[30, 200]", "[30, 210]"), STUDY.replace("[1, 2]", "[1]")])
def test_results_of_a_changed_study_are_never_mixed(study, tmp_path, text):
    run_study(study, executor=Threads(), out=tmp_path / "r")
    before = files(tmp_path / "r")
    with pytest.raises(InputError, match="changed"):
        run_study(read_study(written(tmp_path, text)), executor=Threads(), out=tmp_path / "r")
    assert files(tmp_path / "r") == before


def test_a_folder_of_something_else_is_left_alone(study, tmp_path):
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="no results of a study"):
        run_study(study, executor=Threads(), out=tmp_path / "r")
    assert [path.name for path in (tmp_path / "r").iterdir()] == ["mine.txt"]


def test_a_case_that_fails_is_recorded_and_stops_no_other(study, tmp_path, monkeypatch):
    solve, calls = batch.solve_case, []

    def failing(task):
        calls.append(task)
        return {"error": "ValueError: no luck"} if len(calls) == 3 else solve(task)

    monkeypatch.setattr(batch, "solve_case", failing)
    first = run_study(study, executor=Threads(1), out=tmp_path / "r")
    assert (first.failed, len(first.cases)) == (1, CASES)
    assert first.cases["error"].dropna().tolist() == ["ValueError: no luck"]
    assert run_study(study, executor=Threads(), out=tmp_path / "r").failed == 1
    assert len(calls) == CASES
    assert run_study(study, executor=Threads(), out=tmp_path / "r", retry_failed=True).failed == 0
    assert len(calls) == CASES + 1


def test_what_is_held_in_memory_does_not_grow_with_the_cases(study):
    alive, most = [0], [0]

    class Counting(Threads):
        def submit(self, function, *args, **kwargs):
            alive[0] += 1
            most[0] = max(most[0], alive[0])
            future = super().submit(function, *args, **kwargs)
            future.add_done_callback(lambda _: alive.__setitem__(0, alive[0] - 1))
            return future

    run_study(study, executor=Counting(1), workers=1)
    assert most[0] <= 2


def test_killed_workers_and_a_killed_run_lose_nothing(study, tmp_path):
    whole = run_study(study, executor=Threads())
    killed = []

    def kill_a_worker(progress):
        if progress.done and not killed:
            workers = [one for one in psutil.Process().children() if "running.helpers" in " ".join(one.cmdline())]
            workers[0].send_signal(signal.SIGKILL)
            killed.append(workers[0].pid)

    assert told(run_study(study, workers=1, on_progress=kill_a_worker)) == told(whole)
    assert killed

    out = tmp_path / "r"
    call = command("whatif", tmp_path / "small.toml", "--out", out, "--workers", 1)
    running = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 30
    while not (out / "cases").is_dir() or len(list((out / "cases").glob("*.json"))) < 2:
        assert time.monotonic() < deadline
        assert running.poll() is None
        os.sched_yield()
    running.kill()
    running.communicate()
    before = files(out)
    assert all(json.loads(data) for path, (_, data) in before.items() if path.suffix == ".json")
    assert told(run_study(study, executor=Threads(), out=out)) == told(whole)
    after = files(out)
    assert {path: after[path] for path in before if path.suffix == ".json"} == {
        path: kept for path, kept in before.items() if path.suffix == ".json"
    }
    assert len(after) == CASES


def test_a_dask_cluster_gives_the_same(study, tmp_path):
    whole = run_study(study, executor=Threads(), out=tmp_path / "here")
    region = with_settings(generate("region-week", 1, units=2, staff=2), deterministic=True, time_limit=0.1)
    where = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--nworkers", "1", "--nthreads", "1"]
    local = ["--host", "127.0.0.1", "--scheduler-file", str(where)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    processes = [
        subprocess.Popen([*dask, *local], **quiet),
        subprocess.Popen([*worker, "--no-dashboard", "--no-nanny", *local], **quiet),
    ]
    try:
        deadline = time.monotonic() + 30
        while not where.exists() or not where.read_text("utf-8").endswith("}"):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        address = json.loads(where.read_text("utf-8"))["address"]
        call = command("whatif", tmp_path / "small.toml", "--out", tmp_path / "there", "--cluster", address)
        done = subprocess.run(call, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        (tmp_path / "region.json").write_text(to_json(region), "utf-8")
        call = ["plan", tmp_path / "region.json", "--out", tmp_path / "plan.json", "--cluster", address]
        together = subprocess.run(command(*call), capture_output=True, text=True, timeout=60, check=False)
        planned = read_plan(tmp_path / "plan.json", region)
    finally:
        for one in processes:
            one.terminate()
            one.wait(10)
    assert plans(tmp_path / "there") == plans(tmp_path / "here")
    assert together.returncode == 0
    assert without_clock(planned) == without_clock(plan(region))
    assert "doctor-away" in done.stdout
    assert whole.failed == 0


def test_the_parts_of_one_request_go_to_a_given_executor_and_a_lost_helper_loses_nothing():
    class Lost(Threads):
        def submit(self, function, *args, **kwargs):
            future = Future()
            future.set_exception(RuntimeError("KilledWorker"))
            return future

    region = with_settings(generate("region-week", 2, units=2, staff=2), deterministic=True, time_limit=0.1)
    here = without_clock(plan(region))
    for executor in (Threads(3), Lost()):
        made = plan(region, executor=executor)
        assert check(region, made) == []
        assert without_clock(made) == here


def test_the_page_and_the_tables_of_a_study(study, tmp_path):
    result = run_study(study, executor=Threads())
    assert write_study(result, tmp_path) == []
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "What if &lt;nobody&gt; is there &amp; why?" in page
    assert page.count('role="img"') >= 4
    effects = result.comparison[result.comparison["reading"].isin(EFFECTS)]
    shown = effects[effects["figure"].isin(MAIN_FIGURES)]
    assert page.count('<td class="effect">') == len(shown) > 0
    assert "With 2 seeds hardly any difference can be shown" in page
    assert "Grey is not shown, which never means that there is no effect" in page
    assert "after Benjamini and Hochberg" in page
    assert not re.findall(r'(?:src|href)="(?!#)', page)
    for name in ("scenarios", "cases", "comparison", "items"):
        table = getattr(result, name)
        assert pd.read_parquet(tmp_path / f"{name}.parquet").shape == table.shape
        assert pd.read_csv(tmp_path / f"{name}.csv").shape == table.shape
    assert result.table().loc["doctor-away", "booked"] < result.table().loc["base", "booked"]


def test_a_grid_of_three_parameters_has_a_map_for_each_value_of_the_first(tmp_path):
    text = STUDY.replace("values = {", "values = { more = [1, 2],").replace(
        'minutes = "$duration" },', 'minutes = "$duration" },\n  { kind = "demand", factor = "$more" },'
    )
    result = run_study(read_study(written(tmp_path, text)), executor=Threads())
    assert [title for title, _ in grid_maps(result, "hours", "booked")] == [
        "Requests booked: more 1",
        "Requests booked: more 2",
    ]
