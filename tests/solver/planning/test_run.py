"""A run: made by one thread, followed and stopped by others."""

from __future__ import annotations

import threading

import pytest

from dagplan import check
from dagplan.scenarios import generate
from dagplan.solver import Run


def limited(kind, seconds):
    request = generate(kind, 1)
    return request.model_copy(
        update={"settings": request.settings.model_copy(update={"time_limit": seconds, "workers": 1})}
    )


def test_another_thread_sees_the_best_plan_and_stops_it():
    run, there = Run(limited("unit-week", 60)), threading.Event()
    assert (run.progress, run.best, run.stopped) == (None, None, False)
    made = []
    thread = threading.Thread(
        target=lambda: made.append(run.make(best_every=0.0, on_plan=lambda _: there.set())), daemon=True
    )
    thread.start()
    assert there.wait(20)
    so_far, progress = run.best, run.progress
    assert check(run.request, so_far) == []
    assert progress.booked > 0
    assert made == []
    run.stop()
    thread.join(20)
    assert run.stopped
    assert made == [run.best]
    assert check(run.request, run.best) == []
    assert run.best.objective.cost <= so_far.objective.cost


def test_it_is_made_once_and_without_best_every_best_is_the_plan():
    run, seen = Run(limited("unit-day", 0.5)), []
    made = run.make(on_plan=seen.append, on_progress=seen.append)
    assert run.best is made
    assert seen[-1] == run.progress
    assert all(one.cost >= made.objective.cost for one in seen)  # progress only: no plan was written before
    with pytest.raises(RuntimeError, match="once"):
        run.make()


def test_what_is_no_request_is_refused_at_once():
    with pytest.raises(TypeError, match=r"^request must be "):
        Run("week.json")
