"""The collector of cycles rests while a request is built, and does its work in a process that goes on."""

from __future__ import annotations

import gc
import weakref

import pytest

from dagplan.models import PlanRequest
from dagplan.models.collector import collector_paused
from dagplan.scenarios.examples import EXAMPLES


class Ring:
    """Something that only the collector can let go."""

    def __init__(self) -> None:
        self.me = self


def alive(rings) -> int:
    return sum(one() is not None for one in rings)


def test_a_process_that_reads_one_request_after_the_other_does_not_keep_what_is_let_go():
    plain = EXAMPLES["too-many"].make().model_dump(mode="json")
    rings = []
    for _ in range(2000):
        rings.append(weakref.ref(Ring()))
        PlanRequest.model_validate(plain)
    assert alive(rings) < 1000


def test_nor_where_each_is_large():
    rings = []
    for _ in range(25):
        rings.append(weakref.ref(Ring()))
        with collector_paused():
            much = [[] for _ in range(150_000)]
        assert gc.isenabled()
        del much
    assert alive(rings) < 20


def test_nothing_is_collected_while_it_rests():
    with collector_paused():
        assert not gc.isenabled()
        ring = weakref.ref(Ring())
        much = [[] for _ in range(5000)]
        assert ring() is not None
    del much
    assert gc.isenabled()


@pytest.mark.parametrize("running", [True, False])
def test_it_is_left_as_it_was_found(running):
    (gc.enable if running else gc.disable)()
    try:
        with pytest.raises(ValueError, match="no"), collector_paused():
            raise ValueError("no")
        assert gc.isenabled() is running
    finally:
        gc.enable()


def test_what_somebody_froze_stays_frozen():
    gc.freeze()
    try:
        before = gc.get_freeze_count()
        with collector_paused():
            much = [[] for _ in range(150_000)]
        assert len(much) == 150_000
        assert gc.get_freeze_count() >= before > 0
    finally:
        gc.unfreeze()
