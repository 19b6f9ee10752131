"""The gaps on families of inputs: one judge, one bound, a fresh process a plan."""

from __future__ import annotations

import dataclasses
import json
import sys

import pytest

from benchmarks import gaps
from benchmarks.gaps import Answer, Bounds, Result
from benchmarks.judge import RefusedPlanError
from benchmarks.processes import watched
from benchmarks.rivals import RIVALS, Outcome, by_hand
from tests.build import asked, linked, read, single


@pytest.fixture
def request_of_two():
    return read(asked(linked(), single()))


@pytest.fixture
def family(monkeypatch, request_of_two):
    monkeypatch.setitem(gaps.FAMILIES, "two", lambda size, seed: request_of_two)
    return "two"


@pytest.mark.clock  # three seconds of a machine that others have are none: the plan is then that of no search
def test_the_engine_and_a_rival_on_one_input(capsys, tmp_path):
    kept, results = tmp_path / "kept" / "bounds.json", tmp_path / "gaps.jsonl"
    asked_for = ["--families", "scarce", "--sizes", "unit-day", "--seconds", "3", "--seeds", "1"]
    asked_for += ["--methods", "dagplan", "by-hand"]
    gaps.main([*asked_for, "--bounds", str(kept), "--results", str(results)])
    _, _, *lines = capsys.readouterr().out.splitlines()
    assert [line.split(" | ")[3] for line in lines] == ["dagplan", "by-hand"]
    engine, by_hand_ = (json.loads(line) for line in results.read_text().splitlines())
    assert list(json.loads(kept.read_text()).values()) == [engine["bound"]] == [by_hand_["bound"]]
    assert 0 <= engine["gap"] <= by_hand_["gap"] < 50
    assert min(engine["seconds"], engine["megabytes"], by_hand_["seconds"], by_hand_["megabytes"]) > 0


def test_every_gap_is_against_the_best_bound_of_all_runs(monkeypatch, family):
    found = iter([0, 15])
    monkeypatch.setattr(gaps, "engine", lambda request: Answer([], lower_bound=next(found)))
    results = list(gaps.measure(family, "unit-day", 1, [1.0, 2.0], ["dagplan"], Bounds(None)))
    assert [one.bound for one in results] == [15, 15]
    assert [one.gap for one in results] == [100.0, 100.0]


def test_a_bound_above_a_plan_stops_the_run(monkeypatch, family):
    monkeypatch.setattr(gaps, "engine", lambda request: Answer(by_hand.solve(request, 1), lower_bound=10**6))
    with pytest.raises(RefusedPlanError, match="bound_true"):
        list(gaps.measure(family, "unit-day", 1, [1.0], ["dagplan"], Bounds(None)))


def test_bounds_are_kept_and_only_raised(tmp_path, request_of_two):
    path = tmp_path / "bounds.json"
    assert Bounds(path).raised(request_of_two, 7) == 7
    assert Bounds(path).raised(request_of_two, 3) == 7
    assert Bounds(path).raised(read(asked(single())), 3) == 3


def test_who_gives_no_plan(monkeypatch, family, request_of_two):
    asked_for_its_bound = []
    monkeypatch.setattr(gaps, "engine", lambda request: asked_for_its_bound.append(request) or Answer([]))
    monkeypatch.setattr(gaps, "run", lambda *_: Outcome(None, 3.0, 4.0, 5.0, 50.0))
    monkeypatch.setitem(RIVALS, "mip", dataclasses.replace(RIVALS["mip"], there=lambda: False))
    monkeypatch.setitem(RIVALS, "textbook", dataclasses.replace(RIVALS["textbook"], size=lambda _: 10**9))
    methods = ["by-hand", "mip", "textbook"]
    results = list(gaps.measure(family, "unit-day", 1, [2.0], methods, Bounds(None)))
    assert [one.why for one in results] == ["none", "absent", "too large"]
    assert {one.gap for one in results} == {100.0}
    assert (results[0].seconds, results[0].megabytes, len(asked_for_its_bound)) == (4.0, 50.0, 1)


def test_the_line_has_median_least_and_most():
    one = Result("own", "unit-day", 1, 2.0, "mip", 100, 3.0, 5, 1, 2.5, 4.0, 90.0)
    other = dataclasses.replace(one, seed=2, gap=1.0, requests=120)
    none = dataclasses.replace(one, seed=3, gap=100.0, why="none", megabytes=200.0)
    assert gaps.line([one, none, other]) == (
        "| own | unit-day (100–120 requests) | 2 | mip | 3.00 | 1.00 | none | 2.5 | 4.0 | 200 |"
    )
    assert len(gaps.heading().splitlines()[0].split("|")) == len(gaps.line([one]).split("|"))


def test_a_process_is_watched_with_what_it_starts():
    inner = "a = bytearray(60_000_000); import time; time.sleep(0.4)"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}]); sys.exit('no')"
    ended = watched([sys.executable, "-c", outer], 20)
    assert (ended.status, ended.said) == (1, "no")
    assert ended.seconds > 0.4
    assert ended.processor_seconds > 0
    assert ended.megabytes > 65
    assert watched([sys.executable, "-c", "import time; time.sleep(60)"], 0.2).status is None
