"""The engine as a whole: its parts against each other, its punctuality, its progress."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time

import pytest

from dagplan import Plan, PlanRequest, check, plan
from dagplan.models.plan import to_json
from dagplan.scenarios import generate
from dagplan.solver.bound.lower_bound import lower_bound
from dagplan.solver.cpsat.model import solve_exactly
from dagplan.solver.cpsat.options import options_of
from dagplan.solver.instance.parts import independent_parts
from dagplan.solver.instance.translate import translate
from dagplan.solver.planning.rounds import Search
from dagplan.solver.running.deadlines import Deadline
from dagplan.solver.running.workers import WorkerPool
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import insert_greedily, same_day_requests
from tests.instances import tiny
from tests.oracle import Oracle
from tests.thorough import some


def problem_of(asked):
    return translate(PlanRequest.model_validate(asked))[0]


def limited(kind, seconds, seed=1, **changes):
    request = generate(kind, seed, **changes)
    return request.model_copy(update={"settings": request.settings.model_copy(update={"time_limit": seconds})})


def test_the_whole_model_alone_finds_the_optimum():
    """CP-SAT without a hint, a bound or a search before it: the formulation itself is exact."""
    for seed in range(some(80)):
        asked = tiny(seed)
        instance = problem_of(asked)
        outcome = solve_exactly(options_of(Calendars(instance), instance.requests.values()), seconds=20)
        assert outcome.optimal, seed
        assert outcome.cost + instance.constant == Oracle(asked).optimum(), seed


def test_the_first_plan_waits_for_no_solver_to_be_imported():
    """NumPy, GLOP and CP-SAT take half a second together, which a short limit can't spare."""
    told = "import sys, dagplan.solver.planning.engine; print({'numpy', 'ortools', 'pandas'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"


def test_the_lower_bound_alone_is_never_above_the_optimum():
    tight, count = 0, some(150)
    for seed in range(count):
        asked = tiny(seed)
        instance = problem_of(asked)
        bound = lower_bound(instance, list(instance.requests.values())).value + instance.constant
        best = Oracle(asked).optimum()
        assert bound <= best, seed
        tight += bound == best
    assert tight > count // 2


def test_the_search_alone_keeps_the_books_and_never_makes_it_worse():
    for seed in range(some(25)):
        instance = problem_of(tiny(seed))
        calendars, same_day = Calendars(instance), same_day_requests(instance)
        insert_greedily(calendars, instance.requests.values(), same_day)
        before = calendars.cost()
        with WorkerPool(0) as pool:
            search = Search(calendars, hands=lambda: 1, pool=pool, seed=seed, on_better=lambda cost, placed: None)
            search.run(Deadline(0.1), lower_bound=lambda: 0)
        assert calendars.cost() == search.best_cost + instance.constant <= before
        assert calendars.cost() >= Oracle(tiny(seed)).optimum()


def test_independent_units_are_apart_and_shared_patients_join_them():
    request = generate("region-week", 1, units=3)
    instance, _ = translate(request)
    parts = independent_parts(instance)
    assert len(parts) >= 3
    assert sorted(index for part in parts for index in part) == sorted(instance.requests)
    one = request.requests[0].model_copy(update={"patient": request.requests[-1].patient})
    assert one.units != request.requests[-1].units
    same_day, _ = translate(request.model_copy(update={"requests": (one, *request.requests[1:])}))
    assert len(independent_parts(same_day)) == len(parts) - 1


@pytest.mark.clock
def test_a_unit_day_is_within_one_per_cent_in_five_seconds():
    made = plan(limited("unit-day", 5, 1))
    assert made.objective.gap <= 0.01
    assert made.run.wall_seconds <= 5.5


@pytest.mark.clock
def test_a_unit_month_gets_a_valid_plan_within_its_limit():
    request = limited("unit-month", 4)
    began = time.monotonic()
    made = plan(request)
    assert time.monotonic() - began <= 5
    assert check(request, made) == []
    assert made.objective.gap < 0.08


@pytest.mark.clock
@pytest.mark.parametrize("seconds", [0.001, 0.3])
def test_there_is_a_plan_however_short_the_time(seconds):
    request = limited("unit-week", seconds)
    began = time.monotonic()
    made = plan(request)
    assert time.monotonic() - began <= seconds + 1
    assert len(made.bookings) > 600


@pytest.mark.clock
def test_cancel_answers_within_a_second_with_the_best_plan():
    request = limited("unit-week", 60)
    stop = threading.Event()
    threading.Timer(2, stop.set).start()
    began = time.monotonic()
    made = plan(request, cancel=stop)
    assert time.monotonic() - began <= 3
    assert check(request, made) == []
    assert plan(request, cancel=lambda: True).bookings


def test_progress_only_gets_better_and_ends_at_the_plan():
    seen = []
    made = plan(limited("unit-week", 3), on_progress=seen.append)
    assert [one.cost for one in seen] == sorted((one.cost for one in seen), reverse=True)
    assert [one.lower_bound for one in seen] == sorted(one.lower_bound for one in seen)
    assert (seen[-1].cost, seen[-1].lower_bound) == (made.objective.cost, made.objective.lower_bound)
    assert seen[-1].unbooked == len(made.unbooked)


def test_it_is_never_worse_than_the_existing_bookings():
    request = limited("unit-week", 2)
    first = plan(request)
    booked = [
        {"visit": b.visit, "practitioner": b.practitioner, "unit": b.unit, "start": b.start} for b in first.bookings
    ]
    data = {**request.model_dump(by_alias=True, mode="json", exclude_none=True), "bookings": booked}
    data["settings"]["time_limit"] = 0.2
    again = plan(PlanRequest.model_validate(data))
    assert again.objective.cost <= first.objective.cost


def test_nothing_to_plan_is_a_plan():
    empty = {
        "first_date": "2026-10-05",
        "last_date": "2026-10-05",
        "units": [],
        "practitioners": [],
        "requests": [],
    }
    made = plan(PlanRequest.model_validate(empty))
    assert (made.status, made.objective.cost, made.objective.gap) == ("optimal", 0, 0)


def test_several_threads_at_once():
    requests = [PlanRequest.model_validate(tiny(seed)) for seed in range(8)]
    expected = [plan(request).objective.cost for request in requests]
    costs = [None] * len(requests)

    def work(number):
        costs[number] = plan(requests[number]).objective.cost

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(requests))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert costs == expected


def test_importing_the_models_brings_in_neither_solver_nor_tables():
    code = (
        "import sys, dagplan, dagplan.models; print([m for m in ('ortools', 'pandas', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.clock
@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_ctrl_c_gives_the_best_plan_so_far(tmp_path):
    source, out = tmp_path / "week.json", tmp_path / "plan.json"
    source.write_text(to_json(limited("unit-week", 60)), "utf-8")
    command = [sys.executable, "-m", "dagplan", "plan", str(source), "--out", str(out), "--quiet", "-v"]
    # A shell's background jobs, and so these tests in one, ignore Ctrl-C; the planner at a terminal does not.
    ignored = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGINT, ignored)
    with process.stderr as errors:
        assert any(": first plan: " in line for line in errors)
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        said = errors.read()
    assert process.wait(20) == 0, said
    assert time.monotonic() - began < 2
    assert "best plan so far" in said
    made = Plan.model_validate_json(out.read_text("utf-8"))
    assert check(PlanRequest.model_validate_json(source.read_text("utf-8")), made) == []
