"""What is not what is wanted is refused at the door of every public function, with a word of what is wanted."""

from __future__ import annotations

import inspect
import threading
from datetime import datetime

import pytest

import dagplan
from dagplan import Desk, Study
from dagplan.scenarios.study import StudyFile
from tests.build import asked, linked, plan_with, read

REQUEST = read(asked(linked()))
PLAN = plan_with(REQUEST, ("a", "nurse", "08:00"), ("b", "doctor", "08:30"))
STUDY = Study(StudyFile(name="n", base="b.json"), REQUEST)
MOMENT = datetime(2026, 10, 5, 8)
RIGHT = {"request": REQUEST, "plan": PLAN, "old": PLAN, "new": PLAN, "document": PLAN, "study": STUDY, "changes": []}
RIGHT |= {
    "offer": dagplan.suggest(REQUEST, "r1", 1)[0],
    "given": b"",
    "path": "nowhere/plan.json",
    "form": "json",
    "request_id": "r1",
    "n": 1,
    "paths": [],
    "formats": {},
}
RIGHT |= {"practitioner": "nurse", "start": MOMENT, "end": MOMENT}
DATA = {"changes", "formats"}
"""What may come from outside as it is, and is judged as an input."""
FUNCTIONS = {name: getattr(dagplan, name) for name in dagplan.__all__ if inspect.isfunction(getattr(dagplan, name))}
FUNCTIONS |= {
    f"files.{name}": getattr(dagplan.files, name)
    for name in ("read", "plan_in_file", "write_plan", "write_request", "output_problems")
}
FUNCTIONS |= {
    "solver.why": dagplan.solver.why,
    "Desk": Desk,
    "Desk.offers": Desk(REQUEST).offers,
    "Desk.for_free_time": Desk(REQUEST).for_free_time,
}
ARGUMENTS = [
    (name, parameter)
    for name, function in FUNCTIONS.items()
    for parameter in inspect.signature(function).parameters
    if parameter not in DATA
]


def call(name, /, **wrong):
    function = FUNCTIONS[name]
    parameters = inspect.signature(function).parameters.values()
    needed = {one.name: RIGHT.get(one.name) for one in parameters if one.default is one.empty}
    return function(**(needed | wrong))


@pytest.mark.parametrize(("name", "parameter"), ARGUMENTS)
@pytest.mark.parametrize("wrong", [object(), 1.5j, [1.5]], ids=["object", "complex", "list"])
def test_every_argument_of_every_public_function(name, parameter, wrong):
    with pytest.raises(TypeError, match=rf"^{parameter} must be "):
        call(name, **{parameter: wrong})


def test_all_of_them_are_looked_at():
    assert {
        "plan",
        "check",
        "explain",
        "suggest",
        "apply",
        "read",
        "write",
        "to_bytes",
        "run_study",
    } <= FUNCTIONS.keys()
    assert len(ARGUMENTS) > 45


A_REQUEST = "a PlanRequest (dagplan.read makes one of a file, PlanRequest.model_validate of an object)"
A_PLAN = "a Plan (dagplan.plan makes one, dagplan.read_plan reads one)"
TO_STOP = "an event with is_set(), as threading.Event, or a function, or None"


@pytest.mark.parametrize(
    ("name", "wrong", "words"),
    [
        ("plan", {"request": "week.json"}, f"request must be {A_REQUEST}, not a str"),
        ("plan", {"request": None}, f"request must be {A_REQUEST}, not None"),
        ("plan", {"cancel": True}, f"cancel must be {TO_STOP}, not a bool"),
        ("check", {"plan": REQUEST}, f"plan must be {A_PLAN}, not a PlanRequest"),
        ("explain", {"seconds": "5"}, "seconds must be a number, not a str"),
        ("explain", {"seconds": True}, "seconds must be a number, not a bool"),
        ("suggest", {"n": "3"}, "n must be a whole number, not a str"),
        ("suggest", {"request_id": 1}, "request_id must be a text, not an int"),
        (
            "files.output_problems",
            {"paths": "x.json"},
            "paths must be a list of paths (texts or pathlib.Paths), not a str",
        ),
        (
            "files.output_problems",
            {"paths": [1]},
            "paths must be a list of paths (texts or pathlib.Paths), not a list of int",
        ),
        ("plan", {"time_limit": 5}, "plan() got an unexpected keyword argument 'time_limit'"),
    ],
)
def test_it_is_said_what_is_wanted(name, wrong, words):
    with pytest.raises(TypeError) as caught:
        call(name, **wrong)
    assert str(caught.value) == words


def test_what_is_right_is_let_through():
    assert dagplan.plan(REQUEST, cancel=threading.Event(), on_progress=print, began=None).bookings
    assert dagplan.plan(REQUEST, cancel=lambda: False).bookings
    assert dagplan.suggest(REQUEST, "r1", allow_moves=0)
    assert dagplan.explain(REQUEST, PLAN, seconds=1)


def test_no_value_is_repeated():
    with pytest.raises(TypeError) as caught:
        call("plan", request="19121212-1212")
    assert "1212" not in str(caught.value)
