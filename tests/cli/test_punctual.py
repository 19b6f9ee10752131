"""The time limit: what it covers, what is kept for the end, and what is said where it is too short."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time

import pytest

from dagplan import PlanRequest, check, plan
from dagplan.files import FileFormat
from dagplan.files.trying import seconds_to_make
from dagplan.report.forms import plan_forms
from dagplan.report.page_words import told
from dagplan.scenarios import generate
from dagplan.solver.explain.reasons import Reasons
from dagplan.solver.instance.translate import translate
from dagplan.solver.planning.assemble import written_ahead
from dagplan.solver.planning.engine import plan as engine_plan
from dagplan.solver.planning.rehearsal import example, seconds_to_write
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import insert_greedily, same_day_requests
from tests.build import at, single, window

NO_TIME = 1e-6


def with_limit(request, seconds, **settings):
    asked = request.settings.model_copy(update={"time_limit": seconds, "workers": 1, **settings})
    return request.model_copy(update={"settings": asked})


def codes(made):
    return [one.code for one in made.warnings]


def small(**settings):
    return PlanRequest.model_validate(
        {
            "first_date": "2026-10-05",
            "last_date": "2026-10-05",
            "units": [{"id": "u1"}],
            "practitioners": [{"id": "doc", "competences": ["physician"]}],
            "availability": [window("doc", "08:00", "09:00")],
            "requests": [single("r1", "p1"), single("r2", "p2"), single("r3", "p3")],
            "settings": settings,
        }
    )


def test_a_limit_that_nothing_can_keep_gives_the_first_plan_and_says_so():
    request = with_limit(generate("unit-day", 5), NO_TIME)
    instance, _ = translate(request)
    first = Calendars(instance)
    insert_greedily(first, instance.requests.values(), same_day_requests(instance))
    made = plan(request)
    assert check(request, made) == []
    assert codes(made).count("late") == 1
    assert made.objective.cost == first.cost()
    assert 0 < made.objective.lower_bound <= made.objective.cost
    (said,) = [one for one in made.warnings if one.code == "late"]
    assert said.message.startswith("The time limit of 1e-06 seconds is too short")
    assert told("sv", said)[1] == "sv"


def test_a_limit_that_is_kept_is_no_warning():
    made = plan(small(time_limit=60))
    assert "late" not in codes(made)
    assert made.status == "optimal"
    assert made.run.wall_seconds < 60


def test_the_clock_may_have_run_before_the_call():
    request = small(time_limit=60)
    made = engine_plan(request, began=time.monotonic() - 100)
    assert codes(made).count("late") == 1
    assert made.run.wall_seconds >= 100
    assert check(request, made) == []


def test_what_is_to_be_done_afterwards_has_its_time():
    asked = []

    def afterwards(few, visits):
        asked.append((len(few.bookings), visits))
        return 1000.0

    made = engine_plan(small(time_limit=60), afterwards=afterwards)
    assert asked == [(2, 2)]  # an hour has room for two of three
    assert codes(made).count("late") == 1
    assert made.run.wall_seconds < 60


def test_work_that_is_counted_and_a_plan_that_is_cancelled_are_never_late():
    assert "late" not in codes(plan(small(time_limit=NO_TIME, deterministic=True)))
    cancel = threading.Event()
    cancel.set()
    made = plan(with_limit(generate("unit-day", 5), NO_TIME), cancel=cancel)
    assert "late" not in codes(made)


def test_what_is_locked_costs_no_search_and_the_bound_is_true():
    request = small(time_limit=NO_TIME)
    booked = [{"visit": "r1-v", "practitioner": "doc", "unit": "u1", "start": at("08:00"), "locked": True}]
    locked = PlanRequest.model_validate({**json.loads(request.model_dump_json(by_alias=True)), "bookings": booked})
    made = plan(locked)
    assert check(locked, made) == []
    assert made.objective.lower_bound <= 1000  # one of the two others must stay out


def rehearsed(request):
    instance, names = translate(request)
    calendars = Calendars(instance)
    insert_greedily(calendars, instance.requests.values(), same_day_requests(instance))
    return instance, names, calendars


def test_a_rehearsal_changes_nothing():
    request = generate("unit-day", 2, load=1.5)
    instance, names, calendars = rehearsed(request)
    before, free = dict(calendars.placed), list(calendars.free)
    assert seconds_to_write(request, names, calendars, Reasons(request, instance, names)) > 0
    assert (calendars.placed, calendars.free) == (before, free)


@pytest.mark.parametrize("ending", plan_forms(small()))
def test_every_form_can_be_tried_out(ending):
    request = generate("unit-day", 2)
    instance, names, calendars = rehearsed(request)
    few = example(request, names, calendars, written_ahead(request, instance).applied, 100)
    assert few.bookings
    form = plan_forms(request)[ending]
    made = form.to_bytes(few) if isinstance(form, FileFormat) else form.to_files(few)
    assert made


def test_making_is_measured_in_proportion_and_a_fault_is_left_for_later():
    def slow(value):
        until = time.perf_counter() + 0.001 * len(value)
        while time.perf_counter() < until:
            pass
        return b""

    def broken(value):
        raise RuntimeError

    whole = seconds_to_make([FileFormat(slow)], [1], list(range(11)), 0.1)
    assert 0.1 < whole < 1.0  # ten more take 10 ms, so a hundred more take 100 ms
    assert seconds_to_make([FileFormat(broken)], [1], [1, 2], 0.5) < 0.1


def test_a_call_begins_with_its_process():
    began = time.monotonic()
    assert 0 <= began_after(began, exec_after=0.0) < 0.5


@pytest.mark.skipif(os.name == "nt", reason="exec of POSIX")
def test_what_a_process_was_before_is_not_counted():
    """As in ``./demo``, which sets all up and then becomes Dagplan."""
    began = time.monotonic()
    assert 1.0 <= began_after(began, exec_after=1.0) < 1.5


def began_after(moment: float, exec_after: float) -> float:
    """How long after a moment a call began, in a process that was a shell for so many seconds."""
    code = "from dagplan.cli import clock; clock.begin(with_process=True); print(clock.began())"
    command = [sys.executable, "-c", code]
    if exec_after:
        command = ["sh", "-c", f'sleep {exec_after}; exec "$@"', "sh", *command]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout) - moment


def test_a_file_written_late_says_so(tmp_path):
    source, out = tmp_path / "request.json", tmp_path / "plan.json"
    source.write_text(small().model_dump_json(by_alias=True), "utf-8")
    command = [sys.executable, "-m", "dagplan", "plan", str(source), "--time-limit", "0.01", "--out", str(out), "-q"]
    assert subprocess.run(command, check=False).returncode == 0
    made = json.loads(out.read_text("utf-8"))
    assert [one["code"] for one in made["warnings"]] == ["late"]
    assert made["run"]["wall_seconds"] > 0.01
