"""What rooms above make of an instance is made once, and stays in this process."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

from dagplan import PlanRequest
from dagplan.solver.instance.translate import translate
from dagplan.solver.search.kernel.layout import Layout
from tests.instances import tiny

MADE = []


def counted(instance):
    MADE.append(instance)
    return object()


def instance():
    return translate(PlanRequest.model_validate(tiny(3)))[0]


def test_it_is_made_once_by_each_maker_for_all_threads():
    one = instance()
    MADE.clear()
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: one.once(counted), range(20)))
    assert (len(found), len(MADE)) == (1, 1)
    assert isinstance(one.once(Layout), Layout)
    assert one.once(counted) in found
    assert instance().once(counted) not in found


def test_it_is_not_sent():
    one = instance()
    layout = one.once(Layout)  # holds addresses, which are nothing elsewhere
    again = pickle.loads(pickle.dumps(one))
    assert again == one
    assert again.once(Layout) is not layout
    assert one.once(Layout) is layout
