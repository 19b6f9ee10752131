"""The kernel takes the same steps as the search in Python, draw by draw: plans, costs, penalties, insertions.

By hand, thousands: ``python -m tests.solver.search.kernel.test_same_as_reference --n 1000 --start 5000 --steps 600``.
"""

from __future__ import annotations

import argparse
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan import PlanRequest
from dagplan.scenarios import generate
from dagplan.solver.instance.translate import translate
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.greedy import insert_greedily, keep_existing, same_day_requests
from dagplan.solver.search.improve import PythonSearch
from dagplan.solver.search.insertion import cheapest_insertion
from dagplan.solver.search.kernel.library import library
from dagplan.solver.search.params import SearchParams
from dagplan.solver.search.task import Task
from tests.drawn_instances import drawn
from tests.equipped_instances import equipped, equipped_drawn, paired
from tests.instances import tiny
from tests.odd_instances import odd

pytestmark = pytest.mark.skipif(library() is None, reason="there is no kernel on this machine")

KINDS = {one.__name__: one for one in (drawn, equipped, equipped_drawn, paired, odd, tiny)}


def drawn_task(instance, seed):
    """A task with all that a task can have: a plan to begin with, dates to work on, penalties, what others have."""
    draw = random.Random(seed)
    calendars, same_day = Calendars(instance), same_day_requests(instance)
    everyone = instance.requests.values()
    if draw.random() < 0.7:
        keep_existing(calendars, everyone, same_day)
        if draw.random() < 0.7:
            insert_greedily(calendars, everyone, same_day)
    days, movable, elsewhere = None, list(instance.requests), {}
    if draw.random() < 0.3 and len(instance.dates) > 1:
        days = frozenset(draw.sample(range(len(instance.dates)), draw.randint(1, len(instance.dates))))
        movable = [index for index in movable if index not in calendars.placed or calendars.placed[index].day in days]
        if instance.evenness is not None:
            elsewhere = {place: draw.randrange(0, 200, 5) for place in instance.segments_at}
    penalty = {index: draw.random() * 50 for index in movable if draw.random() < 0.3}
    seed = draw.getrandbits(64)
    return Task(days, movable, dict(calendars.placed), penalty, 0.1, 0.9, seed, instance.max_moved, elsewhere)


def difference(instance, task, steps, params=SearchParams(), chunk=1):
    """Where the kernel and the reference part ways, in words; None where they don't."""
    from dagplan.solver.search.kernel.native import NativeSearch

    python, native = PythonSearch(instance, task, params), NativeSearch(instance, task, params)
    done = 0
    while True:
        wrong = _unlike(instance, task, python, native)
        if wrong or done >= steps:
            return f"after {done} steps: {wrong}" if wrong else None
        for search in (python, native):
            search.run(chunk, done / steps, (done + chunk) / steps)
        done += chunk
        chunk = min(2 * chunk, 50)


def _unlike(instance, task, python, native):
    one, other = python.done(), native.done()
    if one.last != other.last:
        return "where requests stand"
    if one.best != other.best:
        return "where they stood at best"
    if {index: more for index, more in one.penalty.items() if more} != other.penalty:
        return "penalties"
    state, standing = python.state, native.standing
    costs = state.cost, state.best_cost, state.moved, len(state.waiting)
    if costs != (standing.cost, standing.best, standing.moved, standing.waiting):
        return f"costs {costs}, {[getattr(standing, name) for name in ('cost', 'best', 'moved', 'waiting')]}"
    if task.days is None and task.max_moved is None:
        same_day = same_day_requests(instance)
        for index, request in instance.requests.items():
            if index not in state.placed:
                found = cheapest_insertion(state.calendars, request, same_day.get(index, ()))
                if found != native.cheapest(index):
                    return f"the cheapest place of {index}: {found}, {native.cheapest(index)}"
    return None


def compare(kind, seed, steps):
    """The same of one tiny request drawn by seed."""
    instance, _ = translate(PlanRequest.model_validate(KINDS[kind](seed)))
    return difference(instance, drawn_task(instance, seed), steps)


@given(kind=st.sampled_from(sorted(KINDS)), seed=st.integers(0, 1_000_000))
@settings(max_examples=50, deadline=None)
def test_tiny_instances_of_every_kind(kind, seed):
    assert compare(kind, seed, 80) is None


@pytest.mark.parametrize("equipment", [False, True])
@pytest.mark.parametrize(("size", "steps"), [("unit-day", 400), ("unit-week", 250)])
def test_care_units(size, steps, equipment):
    instance, _ = translate(generate(size, 3, equipment=equipment))
    assert difference(instance, drawn_task(instance, 4), steps) is None


def test_a_day_of_many_words():
    """With a grid of one minute a day takes nine words, and its sets are arrays."""
    asked = generate("unit-day", 2)
    asked = asked.model_copy(update={"settings": asked.settings.model_copy(update={"grid": 1})})
    instance, _ = translate(asked)
    assert difference(instance, drawn_task(instance, 1), 150) is None


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=200)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--steps", type=int, default=300)
    options = parser.parse_args()
    for kind in KINDS:
        seeds = range(options.start, options.start + options.n)
        wrong = [(seed, text) for seed in seeds if (text := compare(kind, seed, options.steps))]
        print(f"{kind}: {len(wrong)} wrong of {options.n}", *wrong[:3], flush=True)
